"""`xinheng rules`: the rulebook as something one can look into."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from xinheng import clock
from xinheng.apps.rules import actions, queries
from xinheng.cli.speaking import lang_option, show, speaking, unreadable, violation_json
from xinheng.front import rules_told
from xinheng.rulebook.known import NoRuleSet, as_known, rules_known
from xinheng.rulebook.layout import as_csv
from xinheng.rulebook.loader import NotYetInForce
from xinheng.rulebook.register import NoRule
from xinheng.rulebook.register import show as shown

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def rules() -> None:
    """What is in force on a day, what changed, and who confirmed it."""


def _asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every question: which rule set, which language."""
    known = click.option("--known", type=int, help="as known in this rule set; default: now")
    as_json = click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
    return known(as_json(lang_option(command)))


def _answer(ask: Callable[[], dict[str, Any]], known: int | None, lang: str) -> None:
    with speaking(lang):
        try:
            with as_known(rules_known() if known is None else known):
                show({"ok": True, "result": ask()})
        except NoRule as error:
            unreadable(f"there is no rule {error}; `xinheng rules list` lists them")
        except NoRuleSet as error:
            unreadable(f"there is no {error}")
        except NotYetInForce as error:
            unreadable(f"on: {error}")


def _day(given: datetime | None) -> date:
    return given.date() if given else clock.today()


@rules.command("list")
@click.option("--on", type=DAY, help="which day; default: today")
@_asking
def list_(on: datetime | None, known: int | None, _json: bool, lang: str) -> None:  # noqa: FBT001 - a flag
    """List what is in force on a day, with edition, unit, source and status."""
    _answer(lambda: rules_told.listed(_day(on)), known, lang)


@rules.command("show")
@click.argument("rule_id")
@click.option("--on", type=DAY, help="of a table: the edition in force on this day")
@_asking
def show_(
    rule_id: str,
    on: datetime | None,
    known: int | None,
    _json: bool,  # noqa: FBT001 - a flag
    lang: str,
) -> None:
    """Show one rule: a table, an edition (md5_qms@2023-06-14), a row (…#626) or a list."""
    _answer(lambda: rules_told.shown(rule_id, on.date() if on else None), known, lang)


@rules.command("diff")
@click.argument("first", type=DAY)
@click.argument("second", type=DAY)
@_asking
def diff(
    first: datetime,
    second: datetime,
    known: int | None,
    _json: bool,  # noqa: FBT001 - a flag
    lang: str,
) -> None:
    """Say what changed between two days, row by row."""
    _answer(lambda: rules_told.changed(first.date(), second.date()), known, lang)


@rules.command("sets")
@lang_option
def sets(lang: str) -> None:
    """List the rule sets: what was entered when, and the fingerprint of all of it."""
    with speaking(lang):
        found = [
            {"rule_set": each.number, "known_at": each.known_at, "fingerprint": each.mark,
             "entered": each.about}
            for each in queries.rule_sets()
        ]  # fmt: skip
        show({"ok": True, "result": found})


@rules.command("check")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@lang_option
def check(path: Path, lang: str) -> None:
    """Read the file at PATH as an entry into the rulebook; nothing is kept."""
    with speaking(lang):
        found = actions.read_file(path.name, path.read_bytes())
        if found.entered is None or found.problems:
            show({"ok": False, "violations": [violation_json(v) for v in found.problems]})
            sys.exit(3)
        changes = queries.preview(found.entered)
        show({"ok": True, "result": {
            "table": found.entered.table, "kind": str(found.kind),
            "edition": found.entered.edition, "valid_from": found.entered.valid_from,
            "changes": [rules_told.row_change_json(row) for row in changes],
        }})  # fmt: skip


@rules.command("layout")
@click.argument("rule_id")
def layout(rule_id: str) -> None:
    """Print an edition as CSV in the layout in which a correction is entered."""
    try:
        click.echo(as_csv(shown(rule_id)), nl=False)
    except NoRule as error:
        unreadable(f"there is no rule {error}; `xinheng rules list` lists them")


COMMANDS = (rules,)
