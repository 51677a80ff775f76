"""One calendar of everything that falls due, gathered from every room.

Each room tells its own things by `queries.falls_due(span)`; here they get the number,
client, branch and team of their case, are told once and put in order. The page, the
feeds, the reminders and the simulation all draw from `gather`.
"""

import importlib
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.utils.translation import gettext

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseLabel
from xinheng.core.cases.steps import Step
from xinheng.core.cases.waiting import DUTIES_FOR, OF_THE_CLIENT
from xinheng.core.programmes.sources import HOUSE
from xinheng.core.shared.actor import Actor, Duty, Where
from xinheng.core.shared.falling import DueKind, Falling, Span
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.front.wording import fill, said
from xinheng.rulebook.programmes import clock_rules

D = Duty
DUTIES_OF_KIND: Mapping[DueKind, tuple[Duty, ...]] = {
    DueKind.AUDIT: (D.PLAN_AUDITS,),
    DueKind.STAGE_GAP: (D.PLAN_AUDITS,),
    DueKind.EXPIRY: (D.ISSUE,),
    DueKind.SUSPENSION: (D.ISSUE,),
    DueKind.RESTORING: (D.ISSUE,),
    DueKind.OFFER: (D.QUOTE,),
    DueKind.DOCUMENT: (D.CHECK_CLAIMS,),
    DueKind.REGISTRATION: (D.KEEP_PEOPLE,),
    DueKind.COMPETENCE: (D.KEEP_PEOPLE,),
    DueKind.DECLARATION: (D.KEEP_PEOPLE,),
    DueKind.CONTRACT: (D.KEEP_PEOPLE,),
    DueKind.REPORT: (D.OVERSEE,),
}
CHECKED = ("", Verified.TWICE.value, Verified.PRACTICE.value)
REPORTED = _("The information of %(month)s has been reported")


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that falls due with what a calendar writes beside it.

    `people`: whom it concerns, with their names.
    """

    thing: Falling
    case: CaseLabel | None
    people: Mapping[int, str]

    @property
    def id(self) -> str:
        return self.thing.key

    @property
    def day(self) -> date:
        return self.thing.day

    @property
    def title(self) -> str:
        """What is to be done, in the reader's language."""
        return fill(self.thing.title, self.thing.facts)

    @property
    def consequence(self) -> str:
        """What follows when it is missed, in the reader's language."""
        return fill(self.thing.consequence, self.thing.facts) if self.thing.consequence else ""

    @property
    def number(self) -> str:
        return self.case.number if self.case else ""

    @property
    def organisation_zh(self) -> str:
        return self.case.organisation_zh if self.case else ""

    @property
    def organisation_en(self) -> str:
        return self.case.organisation_en if self.case else ""

    @property
    def schemes(self) -> tuple[str, ...]:
        if self.thing.scheme:
            return (self.thing.scheme,)
        return self.case.schemes if self.case else ()

    @property
    def names(self) -> str:
        return said(list(self.people.values()))

    @property
    def source(self) -> Source:
        return self.thing.source

    @property
    def source_said(self) -> str:
        """The rule's document and place, and that it is unverified where it is."""
        return (
            f"{self.source} ({gettext('unverified')})" if self.is_unverified else str(self.source)
        )

    @property
    def is_unverified(self) -> bool:
        """Whether the rule behind the day was not found in two sources, nor is the body's own."""
        return self.source.status not in CHECKED

    def concerns(self, viewer: Actor) -> bool:
        """Whether it is the viewer's own: in their team, about them, or theirs by duty."""
        if viewer.organisation_id is not None:
            return True
        if viewer.person_id in self.people:
            return True
        step = self.thing.facts.get("step") if self.thing.kind == DueKind.CASE else None
        duties = DUTIES_FOR[step] if isinstance(step, Step) else ()
        duties = tuple(duty for duty in duties if duty != D.LEAD)
        where = Where(self.schemes, self.case.branch_id) if self.case else None
        return viewer.holds_any((*duties, *DUTIES_OF_KIND.get(self.thing.kind, ())), where)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a calendar is narrowed to. Empty fields narrow nothing."""

    kind: str = ""
    person_id: int | None = None
    organisation_id: int | None = None
    branch_id: int | None = None
    scheme: str = ""
    words: str = ""
    mine: bool = False

    def fits(self, entry: Entry, viewer: Actor) -> bool:
        """Whether an entry is asked for."""
        case = entry.case
        return (
            (not self.kind or entry.thing.kind == self.kind)
            and (self.person_id is None or self.person_id in entry.people)
            and (
                self.organisation_id is None
                or (case is not None and case.organisation_id == self.organisation_id)
            )
            and (self.branch_id is None or (case is not None and case.branch_id == self.branch_id))
            and (not self.scheme or self.scheme in entry.schemes)
            and (not self.words or self.words.casefold() in _text(entry))
            and (not self.mine or entry.concerns(viewer))
        )


def _text(entry: Entry) -> str:
    return " ".join(
        (entry.title, entry.number, entry.organisation_zh, entry.organisation_en, entry.names)
    ).casefold()


ROOMS = (
    "people", "intake", "programmes", "staffing", "audits", "findings", "decisions",
    "certificates", "cases", "governance",
)  # fmt: skip
EVERYTHING = Wish()
MOST_DAYS = 3660
OVERSEER = Actor(None, "calendar", frozenset({D.CLOCKWORK, D.OVERSEE}))  # sees the whole body


@cache
def _rooms() -> tuple[Any, ...]:
    found = []
    for room in ROOMS:
        if importlib.util.find_spec(f"xinheng.apps.{room}") is None:
            continue
        module = importlib.import_module(f"xinheng.apps.{room}.queries")
        if hasattr(module, "falls_due"):
            found.append(module)
    return tuple(found)


def gather(viewer: Actor, *, on: date, until: date, wish: Wish = EVERYTHING) -> tuple[Entry, ...]:
    """Everything that falls due until a day and is overdue on `on`, the soonest first.

    What the viewer may not see is not there. As many queries for many things as for one.

    Args:
        on: the day whose rules hold; what is over by then and was no deadline is left out.
    """
    span = Span(viewer, on, until)
    things = [thing for room in _rooms() for thing in room.falls_due(span)]
    if viewer.is_staff:
        things.extend(_monthly_reports(span))
    things = list(_told_once(things))
    keys = {thing.case_id for thing in things if thing.case_id is not None}
    labels = cases.labels(keys, viewer) if keys else {}
    entries = (_entry(thing, labels) for thing in things)
    found = [entry for entry in entries if wish.fits(entry, viewer)]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.id)))


def _told_once(things: Iterable[Falling]) -> Iterator[Falling]:
    """A round that was opened for an audit is told as the audit, not again as a case."""
    known = list(things)
    rounds = {t.round_id for t in known if t.kind == DueKind.AUDIT and t.round_id is not None}
    for thing in known:
        if thing.kind != DueKind.CASE or thing.round_id not in rounds:
            yield thing


def _entry(thing: Falling, labels: Mapping[int, CaseLabel]) -> Entry:
    case = labels.get(thing.case_id) if thing.case_id is not None else None
    team = dict(case.team) if case else {}
    if thing.kind in (DueKind.OFFER, DueKind.DOCUMENT, DueKind.EXPIRY, DueKind.SUSPENSION):
        team = {}
    if thing.person_ids:
        name = str(thing.facts.get("person", ""))
        team = {pk: team.get(pk, name) for pk in thing.person_ids if pk in team or name}
    return Entry(thing, case, team)


def _monthly_reports(span: Span) -> Iterator[Falling]:
    """The report of each month, due in the month after. No record says whether it was made."""
    clock = clock_rules(span.on).clocks["monthly_report"][0]
    month = span.on.replace(day=1)
    while month <= span.until:
        day = month.replace(day=clock.value)
        if span.on <= day <= span.until:
            before = (month - timedelta(days=1)).strftime("%Y-%m")
            yield Falling(
                key=f"report.month-{before}",
                kind=DueKind.REPORT,
                day=day,
                title=REPORTED,
                facts={"month": before},
                rule="monthly-report",
                source=clock.source,
                is_deadline=False,
            )
        month = (month + timedelta(days=31)).replace(day=1)


def overdue_on(viewer: Actor, day: date, *, wish: Wish = EVERYTHING) -> tuple[Entry, ...]:
    """What would be overdue on a day if nothing more is done until then.

    The rules are those in force on that day. What the clock does by itself, such as the
    opening of rounds, changes none of these days.

    Source: ISO/IEC 17021-1, 9.1.3, 9.5.3 and 9.6; the source of each thing stands with it.
    """
    found = gather(viewer, on=day, until=day - timedelta(days=1), wish=wish)
    return tuple(entry for entry in found if entry.thing.is_overdue_on(day))


def day_problems(day: date, *, today: date) -> Iterator[Violation]:
    """Say why a day cannot be simulated: it is past, or too far ahead to be known.

    Source: House settings.
    """
    if not today <= day <= today + timedelta(days=MOST_DAYS):
        yield Violation(
            "calendar.day-out-of-range",
            _("Choose a day from today until %(last)s."),
            HOUSE, {"last": today + timedelta(days=MOST_DAYS)}, "on",
        )  # fmt: skip


def for_client(entry: Entry) -> bool:
    """Whether a client is told of a thing in its own calendar."""
    thing = entry.thing
    if thing.kind == DueKind.CASE:
        return thing.facts.get("step") in OF_THE_CLIENT
    return thing.case_id is not None


def as_document(entry: Entry) -> dict[str, object]:
    """One entry as JSON: its day, rule, source and consequence."""
    thing = entry.thing
    return {
        "key": thing.key,
        "kind": thing.kind.value,
        "day": thing.day.isoformat(),
        "last_on": thing.last_on.isoformat() if thing.last_on else None,
        "title": entry.title,
        "rule": thing.rule or None,
        "source": {
            "document": thing.source.document,
            "place": thing.source.place,
            "status": thing.source.status,
        },
        "consequence": entry.consequence or None,
        "is_deadline": thing.is_deadline,
        "provisional": list(thing.provisional),
        "case": entry.number or None,
        "organisation": entry.organisation_zh or None,
        "schemes": list(entry.schemes),
        "people": list(entry.people.values()),
    }
