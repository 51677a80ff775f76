"""Questions about the body's own records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from xinheng.apps.governance.models import InformationSent, Recipient, Record
from xinheng.core.governance.acts import KEEPERS
from xinheng.core.governance.kinds import Kind
from xinheng.core.governance.words import Group, RecordState
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.reading_once import answered_once
from xinheng.rulebook.lists.governance import kind_called, kinds

NoRecord = Record.DoesNotExist
TYPE = "governance.record"
ORDERS = {
    "number": "number",
    "title": "title",
    "state": "state",
    "due": "due",
    "opened": "opened_at",
}
RUNNING = (RecordState.OPEN, RecordState.DONE)


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as its keepers see it."""

    id: int
    number: str
    kind: Kind
    title: str
    state: RecordState
    values: Mapping[str, object]
    organisation_id: int | None
    organisation_zh: str
    organisation_en: str
    certificate_id: int | None
    branch_id: int | None
    owner_id: int | None
    owner: str
    due_on: date | None
    review_on: date | None
    valid_until: date | None
    opened_at: datetime
    opened_by_id: int | None
    opened_by: str
    settled_at: datetime | None
    settled_by_id: int | None
    settled_by: str
    checked_by: str

    @property
    def next_on(self) -> date | None:
        """The day this record asks for something: to be done, reviewed or renewed."""
        if self.state in RUNNING:
            return self.due_on
        days = [day for day in (self.review_on, self.valid_until) if day]
        return min(days) if days and self.state == RecordState.IN_FORCE else None


@dataclass(frozen=True, slots=True)
class RecipientView:
    """A client that was told of a change."""

    organisation_id: int
    name_zh: str
    name_en: str
    told_at: datetime
    complied_at: datetime | None
    evidence: str
    verified_by: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for among the records."""

    words: str = ""
    kind: str = ""
    group: str = ""
    state: str = ""
    due: str = ""
    on: date | None = None


def may_see(viewer: Actor) -> bool:
    """Whether somebody keeps records of the body, of whatever kind."""
    return viewer.organisation_id is None and viewer.holds_any(KEEPERS)


def visible(viewer: Actor | None) -> "QuerySet[Record]":
    """The records somebody may see: all for their keepers, one's own for others of the body."""
    rows = Record.objects.all()
    if viewer is None or may_see(viewer):
        return rows
    if viewer.organisation_id is not None:
        return rows.none()
    return rows.filter(owner_id=viewer.person_id or -1)


def record(record_id: int, *, viewer: Actor | None = None) -> RecordView:
    """One record, if `viewer` may see it. Raises NoRecord."""
    return view(_joined(visible(viewer)).get(pk=record_id))


def listing(
    viewer: Actor, sought: Sought, *, order: str = "", first: int = 0, count: int | None = 50
) -> tuple[RecordView, ...]:
    """The records somebody may see, newest first unless `order` names another order."""
    rows = _sought(viewer, sought).order_by("-pk")
    key = order.lstrip("-")
    if key == "due":
        ordered = (
            F("due_on").desc(nulls_last=True)
            if order[0] == "-"
            else F("due_on").asc(nulls_last=True)
        )
        rows = rows.order_by(ordered, "-pk")
    elif key in ORDERS:
        rows = rows.order_by(f"-{ORDERS[key]}" if order[0] == "-" else ORDERS[key], "-pk")
    last = None if count is None else first + count
    return tuple(view(row) for row in _joined(rows)[first:last])


def how_many(viewer: Actor, sought: Sought) -> int:
    """How many records `listing` would find in all."""
    return _sought(viewer, sought).count()


def _sought(viewer: Actor, sought: Sought) -> "QuerySet[Record]":
    rows = visible(viewer)
    if sought.kind:
        rows = rows.filter(kind=sought.kind)
    if sought.group:
        rows = rows.filter(kind__in=[k.key for k in kinds() if k.group == sought.group])
    if sought.state:
        rows = rows.filter(state=sought.state)
    if sought.due == "late" and sought.on:
        rows = rows.filter(
            Q(state__in=RUNNING, due_on__lt=sought.on)
            | Q(state=RecordState.IN_FORCE, review_on__lt=sought.on)
            | Q(state=RecordState.IN_FORCE, valid_until__lt=sought.on)
        )
    if words := sought.words:
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(title__icontains=words)
            | Q(search_text__icontains=words)
            | Q(organisation__name_zh__icontains=words)
        )
    return rows


def _joined(rows: "QuerySet[Record]") -> "QuerySet[Record]":
    return rows.select_related("organisation", "owner", "opened_by", "settled_by", "checked_by")


def view(row: Record) -> RecordView:
    """`row` as a plain value."""
    kind = kind_called(row.kind)
    if kind is None:
        raise NoRecord
    organisation = row.organisation
    return RecordView(
        id=row.pk,
        number=row.number,
        kind=kind,
        title=row.title,
        state=RecordState(row.state),
        values=dict(row.values),
        organisation_id=row.organisation_id,
        organisation_zh=organisation.name_zh if organisation else "",
        organisation_en=organisation.name_en if organisation else "",
        certificate_id=row.certificate_id,
        branch_id=row.branch_id,
        owner_id=row.owner_id,
        owner=row.owner.name_zh if row.owner else "",
        due_on=row.due_on,
        review_on=row.review_on,
        valid_until=row.valid_until,
        opened_at=row.opened_at,
        opened_by_id=row.opened_by_id,
        opened_by=row.opened_by.name_zh if row.opened_by else "",
        settled_at=row.settled_at,
        settled_by_id=row.settled_by_id,
        settled_by=row.settled_by.name_zh if row.settled_by else "",
        checked_by=row.checked_by.name_zh if row.checked_by else "",
    )


@answered_once
def all_alive() -> tuple[RecordView, ...]:
    """Every record that is in force or still to be done, and what was done of each kind."""
    rows = Record.objects.exclude(state__in=[RecordState.REFUSED, RecordState.ENDED])
    return tuple(view(row) for row in _joined(rows).order_by("pk"))


@answered_once
def in_force(kind: str) -> tuple[RecordView, ...]:
    """The records of a kind that are in force, newest first."""
    rows = Record.objects.filter(kind=kind, state=RecordState.IN_FORCE)
    return tuple(view(row) for row in _joined(rows).order_by("-settled_at", "-pk"))


def current(kind: str) -> RecordView | None:
    """The record of a kind that is in force; the newest where there are more."""
    return next(iter(in_force(kind)), None)


def of_kind(kind: str) -> tuple[tuple[int, str], ...]:
    """The records of a kind that another record may point to, newest first."""
    rows = Record.objects.filter(kind=kind).exclude(
        state__in=[RecordState.REFUSED, RecordState.ENDED]
    )
    return tuple((row.pk, f"{row.number} {row.title}") for row in rows.order_by("-pk"))


def titles_of(record_ids: Iterable[int]) -> dict[int, str]:
    """What records are called, by their keys."""
    rows = Record.objects.filter(pk__in=list(record_ids))
    return {row.pk: f"{row.number} {row.title}" for row in rows}


def recipients(record_id: int) -> tuple[RecipientView, ...]:
    """The clients that were told of a change, those who do not comply yet first."""
    rows = Recipient.objects.filter(record_id=record_id).select_related(
        "organisation", "verified_by"
    )
    ordered = rows.order_by(F("complied_at").asc(nulls_first=True), "organisation__name_zh")
    return tuple(
        RecipientView(
            row.organisation_id,
            row.organisation.name_zh,
            row.organisation.name_en,
            row.told_at,
            row.complied_at,
            row.evidence,
            row.verified_by.name_zh if row.verified_by else "",
        )
        for row in ordered
    )


def information_sent(case_id: int) -> tuple[tuple[str, datetime], ...]:
    """Which versions of the information for clients went out in a case, and when."""
    rows = InformationSent.objects.filter(case_id=case_id).select_related("record").order_by("pk")
    return tuple((str(row.record.values.get("version", "")), row.sent_at) for row in rows)


def kinds_of(group: Group) -> tuple[Kind, ...]:
    """The kinds of a group."""
    return tuple(kind for kind in kinds() if kind.group == group)
