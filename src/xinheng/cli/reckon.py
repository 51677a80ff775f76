"""`xinheng reckon NAME`: one JSON question in, one JSON answer out."""

import sys

import click

from xinheng import clock
from xinheng.apps.programmes import queries as programmes
from xinheng.cli.speaking import lang_option, read_json, show, speaking, unreadable
from xinheng.core.shared.reading import Unreadable
from xinheng.front.reckonings import RECKONINGS
from xinheng.front.reckonings import reckon as do


@click.command()
@click.argument("name", type=click.Choice(sorted(RECKONINGS)))
@click.option("--file", "file", default="-", help="a JSON document, or - for standard input")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@click.option("--on", "on", default="", help="by the rules in force on this day, YYYY-MM-DD")
@lang_option
def reckon(name: str, file: str, _json: bool, on: str, lang: str) -> None:  # noqa: FBT001 - a flag
    """Reckon NAME with every step and its source."""
    with speaking(lang):
        try:
            question = read_json(file)
            if on and isinstance(question, dict):
                question = {**question, "on": on}
            show(do(name, question, today=clock.today()))
        except Unreadable as error:
            unreadable(str(error))


@click.command("rerun-reckonings")
@lang_option
def rerun_reckonings(lang: str) -> None:
    """Run every stored reckoning again by the rules of its own day; exit 3 if one differs."""
    with speaking(lang):
        found = {key: again.is_same for key, again in programmes.rerun_all()}
    differing = [key for key, is_same in found.items() if not is_same]
    show({"ok": not differing, "size": len(found), "differing": differing})
    if differing:
        sys.exit(3)


COMMANDS = (reckon, rerun_reckonings)
