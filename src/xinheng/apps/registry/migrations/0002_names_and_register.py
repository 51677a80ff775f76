"""The index over the pairs of characters of names, one for each engine, and the one row to lock."""

from django.db import migrations

NAMES = {
    "sqlite": (
        "CREATE VIRTUAL TABLE registry_names USING fts5("
        "grams, content='registry_organisation', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0', detail=none)",
        "DROP TABLE registry_names",
    ),
    "postgresql": (
        "CREATE INDEX registry_names ON registry_organisation "
        "USING gin (string_to_array(grams, ' '))",
        "DROP INDEX registry_names",
    ),
}


def make(apps, editor):
    if editor.connection.vendor in NAMES:
        editor.execute(NAMES[editor.connection.vendor][0])
    apps.get_model("registry", "Register").objects.create(id=1)


def unmake(apps, editor):
    if editor.connection.vendor in NAMES:
        editor.execute(NAMES[editor.connection.vendor][1])


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_national_register")]
    operations = [migrations.RunPython(make, unmake)]
