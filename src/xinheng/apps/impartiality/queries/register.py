"""The registers of impartiality: related entities, services to clients, income, threats."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from xinheng.apps.impartiality.models import Income, RelatedEntity, Service, Threat
from xinheng.apps.people import queries as people
from xinheng.core.cases.steps import Step
from xinheng.core.impartiality import acts
from xinheng.core.impartiality.income import PartyIncome, Share, shares
from xinheng.core.impartiality.relations import RelationFact, ServiceFact, blocked_until
from xinheng.core.impartiality.words import RelationKind, ServiceKind, ThreatKind, ThreatState
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.reading_once import answered_once

NoThreat = Threat.DoesNotExist
BLOCKING = (ServiceKind.CONSULTANCY, ServiceKind.INTERNAL_AUDIT)
SEERS = (Duty.OVERSEE, Duty.KEEP_PEOPLE, Duty.REVIEW_APPLICATIONS, Duty.PLAN_AUDITS, Duty.REVIEW,
         Duty.DECIDE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity related to the body."""

    id: int
    name: str
    credit_code: str
    organisation: str
    kind: RelationKind
    gives_consultancy: bool
    started_on: date | None
    ended_on: date | None
    evidence: str
    lasts: bool


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service to a client. `blocks_until`: the first free day; nothing while it lasts.

    `blocks` says whether it forbids certifying the client on the day asked for.
    """

    id: int
    organisation: str
    kind: ServiceKind
    provider: str
    offering: str
    started_on: date | None
    ended_on: date | None
    evidence: str
    blocks: bool
    blocks_until: date | None


@dataclass(frozen=True, slots=True)
class ThreatView:
    """A threat with its assessment. `work` are the steps done with the team as it was."""

    id: int
    kind: ThreatKind
    state: ThreatState
    case_id: int | None
    organisation: str
    person_id: int | None
    person: str
    what: str
    work: tuple[Step, ...]
    raised_at: datetime
    raised_by: str
    because: str
    treatment: str
    assessed_at: datetime | None
    assessed_by: str


@dataclass(frozen=True, slots=True)
class IncomeView:
    """A year's income by party, largest share first. Unit of the total: CNY."""

    year: int
    total: Decimal
    shares: tuple[Share, ...]

    @property
    def over(self) -> tuple[Share, ...]:
        """The parties above the limit."""
        return tuple(share for share in self.shares if share.is_over)


def may_see(viewer: Actor) -> bool:
    """Whether somebody may see the registers: those who accept, plan, review, decide, oversee."""
    return viewer.organisation_id is None and viewer.holds_any(SEERS)


def entities(on: date) -> tuple[EntityView, ...]:
    """The entities related to the body: those that still are first."""
    rows = RelatedEntity.objects.select_related("organisation").order_by("name", "pk")
    found = [
        EntityView(
            row.pk, row.name, row.credit_code,
            row.organisation.name_zh if row.organisation else "", RelationKind(row.kind),
            row.gives_consultancy, row.started_on, row.ended_on, row.evidence,
            RelationFact(row.name, RelationKind(row.kind), row.started_on, row.ended_on).lasts(on),
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: not one.lasts))


def services(on: date, *, organisation_id: int | None = None) -> tuple[ServiceView, ...]:
    """What was done for clients beside certification, newest first."""
    rows = Service.objects.select_related("organisation", "entity").order_by("-pk")
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    months = people.block_months(on)
    return tuple(_service(row, on, months) for row in rows)


def _service(row: Service, on: date, months: int) -> ServiceView:
    kind, provider = ServiceKind(row.kind), row.entity.name if row.entity else ""
    until = blocked_until(ServiceFact(kind, provider, row.started_on, row.ended_on), months)
    return ServiceView(
        id=row.pk,
        organisation=row.organisation.name_zh,
        kind=kind,
        provider=provider,
        offering=row.offering,
        started_on=row.started_on,
        ended_on=row.ended_on,
        evidence=row.evidence,
        blocks=kind in BLOCKING and (until is None or on < until),
        blocks_until=until if kind in BLOCKING else None,
    )


def threats(*, state: str = "", kind: str = "", words: str = "") -> tuple[ThreatView, ...]:
    """The threats, newest first, narrowed by state, kind and words."""
    rows = Threat.objects.order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(
            Q(what__icontains=words)
            | Q(organisation__name_zh__icontains=words)
            | Q(person__name_zh__icontains=words)
        )
    return _threats(rows)


@answered_once
def threats_of_case(case_id: int, organisation_id: int) -> tuple[ThreatView, ...]:
    """The threats of a case and of its client, newest first."""
    reach = Q(case_id=case_id) | Q(case_id=None, organisation_id=organisation_id)
    return _threats(Threat.objects.filter(reach).order_by("-pk"))


def threat(threat_id: int, *, viewer: Actor) -> ThreatView:
    """One threat. Raises NoThreat where there is none or it may not be seen."""
    found = _threats(Threat.objects.filter(pk=threat_id)) if may_see(viewer) else ()
    if not found:
        raise NoThreat
    return found[0]


def may_assess(found: ThreatView, viewer: Actor) -> bool:
    """Whether this threat is the viewer's to assess."""
    open_to = found.state != ThreatState.ACCEPTABLE and viewer.person_id != found.person_id
    return open_to and not tuple(acts.ASSESS_THREAT.duty_obstacles(viewer))


def _threats(rows: "QuerySet[Threat]") -> tuple[ThreatView, ...]:
    return tuple(
        ThreatView(
            id=row.pk,
            kind=ThreatKind(row.kind),
            state=ThreatState(row.state),
            case_id=row.case_id,
            organisation=row.organisation.name_zh if row.organisation else "",
            person_id=row.person_id,
            person=row.person.name_zh if row.person else "",
            what=row.what,
            work=tuple(Step(step) for step in row.work),
            raised_at=row.raised_at,
            raised_by=row.raised_by.name_zh if row.raised_by else "",
            because=row.because,
            treatment=row.treatment,
            assessed_at=row.assessed_at,
            assessed_by=row.assessed_by.name_zh if row.assessed_by else "",
        )
        for row in rows.select_related("organisation", "person", "raised_by", "assessed_by")
    )


def income_years() -> tuple[int, ...]:
    """The years of which income is recorded, newest first."""
    return tuple(Income.objects.order_by("-year").values_list("year", flat=True).distinct())


def incomes(year: int, limit_percent: int) -> IncomeView:
    """A year's income by party.

    Args:
        limit_percent: the body's limit; nought means none. Unit: per cent.
    """
    rows = [
        PartyIncome(party, amount)
        for party, amount in Income.objects.filter(year=year).values_list("party", "amount")
    ]
    total = sum((row.amount for row in rows), Decimal(0))
    return IncomeView(year, total, shares(rows, Decimal(limit_percent)))
