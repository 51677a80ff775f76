"""`xinheng due`: what falls due, and what would be overdue if nothing more is done."""

from datetime import date, timedelta

import click

from xinheng import clock
from xinheng.apps.people import queries as people
from xinheng.cli.speaking import lang_option, person_of, show, speaking, unreadable
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import refuse_if
from xinheng.front import calendar
from xinheng.front.calendar import Entry, Wish


@click.group()
def due() -> None:
    """What falls due in the whole body, for one person or for one client."""


def _viewer(username: str) -> Actor:
    return person_of(username) if username else calendar.OVERSEER


def _wish(person: str) -> Wish:
    if not person:
        return calendar.EVERYTHING
    person_id = people.person_called(person)
    if person_id is None:
        unreadable(f"nobody signs in as {person}")
    return Wish(person_id=person_id)


def _tell(found: tuple[Entry, ...], *, as_json: bool, **more: object) -> None:
    if as_json:
        things = [calendar.as_document(entry) for entry in found]
        show({"ok": True, "result": {**more, "count": len(things), "things": things}})
        return
    for entry in found:
        about = f"{entry.number} {entry.organisation_zh}".strip()
        click.echo(f"{entry.day}\t{entry.title}\t{about}\t{entry.names}\t{entry.source}")


@due.command("list")
@click.option("--days", type=click.IntRange(0, 3660), default=90, help="how far ahead to look")
@click.option("--person", default="", help="only what concerns this person (sign-in name)")
@click.option("--as", "username", default="", help="as this person sees it")
@click.option("--json", "as_json", is_flag=True)
@lang_option
def listing(days: int, person: str, username: str, as_json: bool, lang: str) -> None:  # noqa: FBT001 - a flag
    """Everything overdue or due within so many days, the soonest first."""
    with speaking(lang):
        today = clock.today()
        until = today + timedelta(days=days)
        found = calendar.gather(_viewer(username), on=today, until=until, wish=_wish(person))
        _tell(found, as_json=as_json, until=until)


@due.command("simulate")
@click.option("--on", "on", required=True, help="the day, as 2027-03-01")
@click.option("--person", default="", help="only what concerns this person (sign-in name)")
@click.option("--as", "username", default="", help="as this person sees it")
@click.option("--json", "as_json", is_flag=True)
@lang_option
def simulate(on: str, person: str, username: str, as_json: bool, lang: str) -> None:  # noqa: FBT001 - a flag
    """What would be overdue on a day if nothing more is done until then."""
    with speaking(lang):
        try:
            day = date.fromisoformat(on)
        except ValueError as error:
            unreadable(f"--on: {error}")
        refuse_if(calendar.day_problems(day, today=clock.today()))
        found = calendar.overdue_on(_viewer(username), day, wish=_wish(person))
        _tell(found, as_json=as_json, on=day)


COMMANDS = (due,)
