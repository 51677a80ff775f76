"""`xinheng obligations NUMBER`: what a case owes by the standard and the rules."""

import click

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.cli.speaking import LANGUAGES, lang_option, person_of, show, speaking, unreadable
from xinheng.front import obligations as of_cases


@click.command()
@click.argument("number")
@click.option("--as", "username", required=True, help="who asks")
@click.option("--standing", type=click.Choice([kind.value for kind in of_cases.Standing]))
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def obligations(
    number: str,
    username: str,
    standing: str | None,
    _json: bool,  # noqa: FBT001 - a flag
    lang: str,
) -> None:
    """Which obligations of the case NUMBER are met, open, not yet due or waived."""
    with speaking(lang):
        try:
            found = cases.case_by_number(number, viewer=person_of(username))
        except cases.NoCase:
            unreadable(f"there is no case {number}, or {username} may not see it")
        rows = of_cases.of_case(found, clock.today())
        kept = [row for row in rows if standing in (None, row.standing.value)]
        counts = {kind.value: count for kind, count in of_cases.counted(rows).items()}
        language = LANGUAGES[lang]
        result = {
            "case": found.number,
            "counts": counts,
            "obligations": [of_cases.as_json(row, language) for row in kept],
        }
        show({"ok": True, "result": result})


COMMANDS = (obligations,)
