"""`xinheng journal`: is the record as it was written?"""

import base64
import sys

import click

from xinheng.apps.journal import queries
from xinheng.cli.speaking import show


@click.group()
def journal() -> None:
    """The record that only grows."""


@journal.command()
def verify() -> None:
    """Hash every entry again; name the first wrong one."""
    verdict = queries.verify()
    if verdict.ok:
        root = base64.b64encode(verdict.root).decode()
        show({"ok": True, "size": verdict.size, "root": root})
        return
    show({"ok": False, "first_wrong_index": verdict.first_wrong_index, "kind": verdict.kind})
    sys.exit(3)


@journal.command()
@click.argument("index", type=int)
def prove(index: int) -> None:
    """Print an inclusion proof of entry INDEX."""
    click.echo(queries.proof(index).as_text(), nl=False)


COMMANDS = (journal,)
