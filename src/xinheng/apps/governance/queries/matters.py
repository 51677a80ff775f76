"""Questions about complaints and appeals."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Q, QuerySet

from xinheng.apps.cases import queries as cases
from xinheng.apps.governance.models import Consideration, Matter, Panelist
from xinheng.apps.journal import queries as journal
from xinheng.apps.people import queries as people
from xinheng.core.cases.words import Part
from xinheng.core.governance.matters import Handler, Opinion, due_of
from xinheng.core.governance.words import About, MatterKind, MatterState, Result
from xinheng.core.people.impartiality import tie_obstacles
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.reading_once import answered_once
from xinheng.rulebook.governance import days

NoMatter = Matter.DoesNotExist
TYPE = "governance.matter"
CERTIFICATE = "certificates.certificate"
MAY_SEE = (Duty.OVERSEE, Duty.REVIEW, Duty.DECIDE)
ORDERS = {"number": "number", "state": "state", "received": "received_at", "since": "state_since"}


@dataclass(frozen=True, slots=True)
class PanelView:
    """Somebody who looks into a matter, and what they found."""

    person_id: int
    name: str
    seated_at: datetime
    result: Result | None
    findings: str


@dataclass(frozen=True, slots=True)
class MatterView:
    """A complaint or an appeal as the viewer may see it.

    Who brought it is empty for all but those who handle it and whoever brought it.
    """

    id: int
    number: str
    kind: MatterKind
    about: About
    state: MatterState
    state_since: date
    due_on: date | None
    forward_by: date | None
    organisation_id: int | None
    organisation_zh: str
    organisation_en: str
    certificate_id: int | None
    certificate: str
    case_id: int | None
    case_number: str
    brought_by: str
    contact: str
    subject: str
    text: str
    received_at: datetime
    acknowledged_at: datetime | None
    validated_at: datetime | None
    forwarded_at: datetime | None
    resolved_at: datetime | None
    resolved_by: str
    told_at: datetime | None
    closed_at: datetime | None
    ground: str
    result: Result | None
    outcome: str
    panel: tuple[PanelView, ...]

    @property
    def is_open(self) -> bool:
        return self.state != MatterState.CLOSED


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for among complaints and appeals."""

    words: str = ""
    kind: str = ""
    state: str = ""
    about: str = ""


def visible(viewer: Actor | None) -> "QuerySet[Matter]":
    """What somebody may see: staff who review, decide or oversee all; a client what it brought
    or was passed on to it; others of the body what they look into."""
    rows = Matter.objects.all()
    if viewer is None or (viewer.organisation_id is None and viewer.holds_any(MAY_SEE)):
        return rows
    if viewer.organisation_id is not None:
        own = Q(organisation_id=viewer.organisation_id, forwarded_at__isnull=False)
        return rows.filter(own | Q(brought_by_client_id=viewer.organisation_id))
    seats = Panelist.objects.filter(person_id=viewer.person_id or -1, left_at=None)
    return rows.filter(pk__in=seats.values("matter_id"))


def matter(number: str, *, viewer: Actor | None = None) -> MatterView:
    """One complaint or appeal, if `viewer` may see it. Raises NoMatter."""
    return view(_joined(visible(viewer)).get(number=number), viewer)


def by_code(number: str, code: str) -> MatterView | None:
    """What the person who brought a matter is shown: number and code must both be right."""
    row = _joined(Matter.objects.filter(number=number)).first()
    if row is None or not hmac.compare_digest(row.code_digest, digest(code)):
        return None
    return view(row, None)


def digest(code: str) -> str:
    """The fingerprint of a code; the code itself is not kept."""
    return sha256(f"matter:{code.strip().upper()}".encode()).hexdigest()


def listing(
    viewer: Actor, sought: Sought, *, order: str = "", first: int = 0, count: int | None = 50
) -> tuple[MatterView, ...]:
    """The complaints and appeals somebody may see, newest first unless `order` says otherwise."""
    rows = _sought(viewer, sought).order_by("-pk")
    if key := ORDERS.get(order.lstrip("-")):
        rows = rows.order_by(f"-{key}" if order.startswith("-") else key, "-pk")
    last = None if count is None else first + count
    return tuple(view(row, viewer) for row in _joined(rows)[first:last])


def how_many(viewer: Actor, sought: Sought) -> int:
    """How many `listing` would find in all."""
    return _sought(viewer, sought).count()


def _sought(viewer: Actor, sought: Sought) -> "QuerySet[Matter]":
    rows = visible(viewer)
    for key in ("kind", "about"):
        if wanted := getattr(sought, key):
            rows = rows.filter(**{key: wanted})
    if sought.state == "running":
        rows = rows.exclude(state=MatterState.CLOSED)
    elif sought.state:
        rows = rows.filter(state=sought.state)
    if sought.words:
        rows = rows.filter(
            Q(number__icontains=sought.words)
            | Q(subject__icontains=sought.words)
            | Q(organisation__name_zh__icontains=sought.words)
        )
    return rows


def _joined(rows: "QuerySet[Matter]") -> "QuerySet[Matter]":
    return rows.select_related(
        "organisation", "certificate", "case", "resolved_by"
    ).prefetch_related("panel__person")


def may_see_source(row: Matter, viewer: Actor | None) -> bool:
    """Whether somebody is told who brought a matter: who oversees it, its panel, its author.

    Source: ISO/IEC 17021-1:2015, 8.4.
    """
    if viewer is None:
        return False
    if viewer.organisation_id is not None:
        return row.brought_by_client_id == viewer.organisation_id
    seated = {one.person_id for one in row.panel.all() if one.left_at is None}
    return viewer.holds(Duty.OVERSEE) or viewer.person_id in seated


def view(row: Matter, viewer: Actor | None) -> MatterView:
    """`row` as a plain value, without its source where the viewer may not know it."""
    shown = may_see_source(row, viewer)
    terms = days(row.state_since)
    to_forward = row.about == About.CLIENT and row.validated_at and not row.forwarded_at
    plain = {
        name: getattr(row, name)
        for name in ("id", "number", "state_since", "organisation_id", "certificate_id",
                     "case_id", "subject", "text", "received_at", "acknowledged_at",
                     "validated_at", "forwarded_at", "resolved_at", "told_at", "closed_at",
                     "ground", "outcome")
    }  # fmt: skip
    return MatterView(
        **plain,
        kind=MatterKind(row.kind),
        about=About(row.about),
        state=MatterState(row.state),
        due_on=due_of(MatterState(row.state), row.state_since, terms),
        forward_by=row.validated_at.date() + timedelta(days=terms["forward"])
        if to_forward and row.validated_at
        else None,
        organisation_zh=row.organisation.name_zh if row.organisation else "",
        organisation_en=row.organisation.name_en if row.organisation else "",
        certificate=row.certificate.number if row.certificate else "",
        case_number=row.case.number if row.case else "",
        brought_by=row.brought_by if shown else "",
        contact=row.contact if shown else "",
        resolved_by=row.resolved_by.name_zh if row.resolved_by else "",
        result=Result(row.result) if row.result else None,
        panel=tuple(
            PanelView(
                one.person_id, one.person.name_zh, one.seated_at,
                Result(one.result) if one.result else None, one.findings,
            )
            for one in row.panel.all()
            if one.left_at is None
        ),
    )  # fmt: skip


def opinions(row: Matter) -> tuple[Opinion, ...]:
    """What each member of the panel found."""
    rows = row.panel.filter(left_at=None).select_related("person").order_by("pk")
    return tuple(
        Opinion(one.person_id, one.person.name_zh, Result(one.result) if one.result else None)
        for one in rows
    )


def handlers(row: Matter, person_ids: list[int], on: date) -> tuple[Handler, ...]:
    """Persons as the rules on who may look into a matter see them."""
    involved = took_part_in(row)
    of_body = people.persons_of_body(person_ids)
    names = people.names_of(person_ids)
    standings = people.standings(person_ids, organisation_id=row.organisation_id or -1)
    months = people.block_months(on)
    return tuple(
        Handler(
            person_id=key,
            name=names.get(key, str(key)),
            is_of_body=key in of_body,
            took_part=key in involved,
            is_tied=key in standings and any(tie_obstacles(standings[key], on, months=months)),
        )
        for key in dict.fromkeys(person_ids)
    )


def took_part_in(row: Matter) -> frozenset[int]:
    """Everybody who took part in what a matter is about: in its case, or on its certificate."""
    case_id = row.case_id or (row.certificate.case_id if row.certificate else None)
    found: set[int] = set()
    if case_id is not None:
        found |= cases.took_part(case_id, *Part)
    if row.certificate_id is not None:
        lines = journal.of_object(CERTIFICATE, row.certificate_id)
        found |= {line.person_id for line in lines if line.person_id is not None}
    return frozenset(found)


@answered_once
def open_about(organisation_id: int) -> tuple[MatterView, ...]:
    """The open complaints and appeals about or of a client, oldest first; sources left out."""
    rows = Matter.objects.filter(organisation_id=organisation_id)
    rows = rows.exclude(state=MatterState.CLOSED).order_by("pk")
    return tuple(view(row, None) for row in _joined(rows))


def considered(round_id: int) -> dict[int, str]:
    """What was noted of complaints in the review of a round, by the matter's key."""
    return dict(Consideration.objects.filter(round_id=round_id).values_list("matter_id", "note"))


def all_open() -> tuple[MatterView, ...]:
    """Every complaint and appeal that is not closed, for those who watch the clocks."""
    rows = Matter.objects.exclude(state=MatterState.CLOSED).order_by("pk")
    return tuple(view(row, None) for row in _joined(rows))
