"""`xinheng file put`: hand a file in, so that acts can name it by its key."""

from pathlib import Path

import click
from django.core.files.uploadedfile import SimpleUploadedFile

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.apps.documents import actions
from xinheng.cli.speaking import lang_option, person_of, show, speaking, unreadable


@click.group()
def file() -> None:
    """Files that go with cases."""


@file.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="who hands it in")
@click.option("--case", "number", default="", help="the case's number")
@click.option("--kind", default="other", help="what the file is, such as business-licence")
@lang_option
def put(path: Path, username: str, number: str, kind: str, lang: str) -> None:
    """Check the file at PATH and keep it; prints its key."""
    with speaking(lang):
        actor = person_of(username)
        found = None
        if number:
            try:
                found = cases.case_by_number(number, viewer=actor)
            except cases.NoCase:
                unreadable(f"there is no case {number}, or {username} may not see it")
        stored = actions.store(
            upload=SimpleUploadedFile(path.name, path.read_bytes()),
            kind=kind[:40],
            case_id=found.id if found else None,
            organisation_id=found.organisation_id if found else actor.organisation_id,
            by=actor,
            at=clock.now(),
        )
        show({"ok": True, "result": {"id": stored.pk, "sha256": stored.sha256}})


COMMANDS = (file,)
