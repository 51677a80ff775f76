"""`xinheng act`: every act of the house from the command line."""

import click
from django.utils.translation import gettext
from pydantic import ValidationError

from xinheng import clock
from xinheng.apps.cases import queries as cases
from xinheng.cli.speaking import (
    lang_option,
    person_of,
    read_json,
    show,
    speaking,
    unreadable,
)
from xinheng.front import operations
from xinheng.front.casefile import described, doors_of
from xinheng.front.wording import said, sentence


@click.command()
@click.argument("name")
@click.option("--case", "number", help="the case's number")
@click.option("--file", "file", default="", help="a JSON document, or - for standard input")
@click.option("--as", "username", required=True, help="who acts")
@lang_option
def act(name: str, number: str, file: str, username: str, lang: str) -> None:
    """Do the act NAME, such as intake.submit."""
    with speaking(lang):
        try:
            operation = operations.named(name)
        except LookupError:
            unreadable(f"no act is called {name}; `xinheng acts` lists them")
        actor = person_of(username)
        try:
            given = operation.shape.model_validate(read_json(file) if file else {})
        except ValidationError as error:
            first = error.errors()[0]
            unreadable(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
        case_id = 0
        if operation.of_case:
            try:
                case_id = cases.case_by_number(number, viewer=actor).id
            except cases.NoCase:
                unreadable(f"there is no case {number}, or {username} may not see it")
        result = operation.call(case_id, given, actor, clock.now())
        answer = operation.answer(result) if operation.answer else {}
        if number:
            found = cases.case_by_number(number)
            answer = {"case": found.number, "state": str(found.state), **answer}
        show({"ok": True, "result": {"done": name, **answer}})


@click.command()
@lang_option
def acts(lang: str) -> None:
    """List every act and the duty it needs."""
    with speaking(lang):
        for operation in operations.every():
            duties = "、".join(said(duty) for duty in operation.act.duties)
            title = said_title(operation.act.title)
            click.echo(f"{operation.act.name}\t{title}\t{duties}\t{operation.act.source}")


def said_title(title: str) -> str:
    """A marked title in the reader's language."""
    return gettext(title)


@click.command()
@click.argument("number")
@click.option("--as", "username", required=True, help="who asks")
@lang_option
def case(number: str, username: str, lang: str) -> None:
    """Where a case stands, what is missing, and which doors are open."""
    with speaking(lang):
        actor = person_of(username)
        try:
            found = cases.case_by_number(number, viewer=actor)
        except cases.NoCase:
            unreadable(f"there is no case {number}, or {username} may not see it")
        show(
            {
                "ok": True,
                "result": {
                    **described(found),
                    "case": found.number,
                    "organisation": found.organisation_zh,
                    "state": str(found.state),
                    "state_title": said(found.state),
                    "doors": [
                        {
                            "act": door.act.name,
                            "open": door.is_open,
                            "target": door.target,
                            "about": door.about,
                            "reasons": [sentence(v) for v in door.obstacles],
                        }
                        for door in doors_of(found, actor)
                    ],
                },
            }
        )


@click.command("cases")
@click.option("--as", "username", required=True, help="who asks")
@lang_option
def cases_(username: str, lang: str) -> None:
    """List the cases one may see, newest first."""
    with speaking(lang):
        actor = person_of(username)
        rows = cases.listing(actor)
        show(
            {
                "ok": True,
                "result": [
                    {"case": row.number, "organisation": row.organisation_zh,
                     "state": str(row.state), "state_title": said(row.state)}
                    for row in rows
                ],
            }
        )  # fmt: skip


COMMANDS = (act, acts, case, cases_)
