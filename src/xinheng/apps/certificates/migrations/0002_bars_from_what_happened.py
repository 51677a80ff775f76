from django.db import migrations

COUNTS = {"suspended": "suspended", "withdrawn": "withdrawn"}
SOLVED = ("in-force", "superseded")


def fill(apps, _schema):
    """Tell the room `clients` of the suspensions and withdrawals there have been."""
    certificate = apps.get_model("certificates", "Certificate")
    bar = apps.get_model("clients", "Bar")
    for row in certificate.objects.exclude(state__in=SOLVED):
        since = cause = None
        for change, on in row.happenings.order_by("pk").values_list("change", "on"):
            if change == "restored":
                since = cause = None
            elif change in COUNTS:
                since, cause = since or on, COUNTS[change]
        if since is not None:
            bar.objects.create(
                organisation_id=row.organisation_id, scheme=row.scheme, certificate=row.number,
                cause=cause, since=since,
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0001_certificates_and_their_lives"),
        ("clients", "0002_bars"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
