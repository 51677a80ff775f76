"""`xinheng reckon NAME`: one JSON question in, one JSON answer out."""

import click

from xinheng import clock
from xinheng.cli.speaking import lang_option, read_json, show, speaking, unreadable
from xinheng.core.shared.reading import Unreadable
from xinheng.front.reckonings import RECKONINGS
from xinheng.front.reckonings import reckon as do


@click.command()
@click.argument("name", type=click.Choice(sorted(RECKONINGS)))
@click.option("--file", "file", default="-", help="a JSON document, or - for standard input")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def reckon(name: str, file: str, _json: bool, lang: str) -> None:  # noqa: FBT001 - a flag
    """Reckon NAME with every step and its source."""
    with speaking(lang):
        try:
            show(do(name, read_json(file), today=clock.today()))
        except Unreadable as error:
            unreadable(str(error))


COMMANDS = (reckon,)
