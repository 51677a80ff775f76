"""Questions about one case: what it is, what it has, what stands in the way."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, QuerySet

from xinheng.apps.cases.models import Case, CaseScheme, Round, Seat, StepRecord
from xinheng.apps.journal import queries as journal
from xinheng.core.cases import acts
from xinheng.core.cases.lifecycle import CaseFacts
from xinheng.core.cases.steps import (
    NO_STEP_SKIPPED,
    RULE_OF,
    Step,
    StepRule,
    missing,
    steps_of,
)
from xinheng.core.cases.steps import step_obstacles as core_step_obstacles
from xinheng.core.cases.words import FUNCTIONS, CaseState, RoundKind
from xinheng.core.shared.actor import Actor, Duty, Where
from xinheng.core.shared.door import Door
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

NoCase = Case.DoesNotExist
# The round that has not ended, or else the newest.
PRESENT_FIRST = (F("ended_at").desc(nulls_first=True), "-number")


@dataclass(frozen=True, slots=True)
class SchemeView:
    """One standard of a case."""

    scheme: str
    standard: str
    scope_zh: str
    scope_en: str
    codes: tuple[str, ...]
    people: int
    complexity: str
    not_applicable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site in the scope of a case."""

    id: int
    name_zh: str
    name_en: str
    address_zh: str
    address_en: str
    region_code: str
    kind: str
    is_central: bool
    people: int
    activities: str
    in_agreement: bool


@dataclass(frozen=True, slots=True)
class RoundView:
    """The open round of a case. Days in auditor-days."""

    id: int
    number: int
    kind: RoundKind
    reason: str
    due_on: date | None
    days: Decimal | None
    stage1_days: Decimal | None
    stage2_days: Decimal | None
    on_site_min_days: Decimal | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with what every room needs to know of it."""

    id: int
    number: str
    version: int
    state: CaseState
    organisation_id: int
    organisation_zh: str
    organisation_en: str
    credit_code: str
    branch_id: int | None
    opened_at: datetime
    due_on: date | None
    agreement_signed_on: date | None
    integration_ratio: Decimal | None
    schemes: tuple[SchemeView, ...]
    sites: tuple[SiteView, ...]
    round: RoundView
    done: frozenset[Step]

    @property
    def missing(self) -> tuple[StepRule, ...]:
        return missing(self.round.kind, self.done)

    @property
    def where(self) -> Where:
        """For which schemes and in which branch duties are asked for in this case."""
        return Where(self.scheme_keys, self.branch_id)

    @property
    def scheme_keys(self) -> tuple[str, ...]:
        return tuple(scheme.scheme for scheme in self.schemes)


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that somebody is about to take, for the guards of higher rooms.

    `person_id` is whoever acts; nothing while a page only asks what stands in the way.
    """

    case_id: int
    organisation_id: int
    round_id: int
    kind: RoundKind
    step: Step
    person_id: int | None = None
    on: date | None = None


GUARDS: list[Callable[[Asked], Iterable[Violation]]] = []


def guard(ask: Callable[[Asked], Iterable[Violation]]) -> None:
    """Have a higher room asked before any step is taken; what it says stands in the way."""
    if ask not in GUARDS:
        GUARDS.append(ask)


def _guarded(asked: Asked) -> Iterator[Violation]:
    for ask in GUARDS:
        yield from ask(asked)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One step of the open round, taken or missing."""

    step: Step
    function: CaseState
    clause: str
    done_at: datetime | None
    done_by: str
    entry: int | None


def may_see(case_organisation_id: int, viewer: Actor) -> bool:
    """Whether somebody may see a case: the body's staff, and the client itself."""
    return viewer.is_staff or (
        viewer.organisation_id is not None and viewer.organisation_id == case_organisation_id
    )


def visible_cases(viewer: Actor) -> "QuerySet[Case]":
    """The cases somebody may see: all for staff, their own for clients and auditors."""
    cases = Case.objects.all()
    if viewer.organisation_id is not None:
        return cases.filter(organisation_id=viewer.organisation_id)
    if viewer.duties <= {Duty.AUDIT, Duty.LEAD}:
        # Experts and observers hold no duty and still see the cases they sit in.
        mine = Seat.objects.filter(person_id=viewer.person_id or -1).values("round__case_id")
        cases = cases.filter(pk__in=mine)
    elif not viewer.is_staff:
        cases = cases.none()
    return cases


@answered_once
def case(case_id: int, *, viewer: Actor | None = None) -> CaseView:
    """A case by its key.

    Args:
        viewer: who asks; without one the house itself asks and sees everything.

    Raises:
        NoCase: there is no such case, or `viewer` may not see it.
    """
    return _found(viewer, case_id=case_id)


def case_by_number(number: str, *, viewer: Actor | None = None) -> CaseView:
    """A case by its number. Raises NoCase as `case` does."""
    return _found(viewer, case__number=number)


def _found(viewer: Actor | None, **wanted: object) -> CaseView:
    """The case somebody wants, read together with its present round."""
    rounds = Round.objects.filter(**wanted).select_related("case__organisation")
    if viewer is not None:
        rounds = rounds.filter(case__in=visible_cases(viewer))
    current = rounds.order_by(*PRESENT_FIRST).first()
    if current is None:
        raise NoCase
    return _view(current.case, current)


def view(row: Case) -> CaseView:
    """`row` as a plain value. For rooms that hold the case locked."""
    current = row.rounds.order_by(*PRESENT_FIRST).first()
    if current is None:
        raise NoCase
    return _view(row, current)


def _view(row: Case, current: Round) -> CaseView:
    sites = row.sites.filter(left_on__isnull=True).select_related("site").order_by("id")
    return CaseView(
        id=row.pk,
        number=row.number,
        version=row.version,
        state=CaseState(row.state),
        organisation_id=row.organisation_id,
        organisation_zh=row.organisation.name_zh,
        organisation_en=row.organisation.name_en,
        credit_code=row.organisation.credit_code,
        branch_id=row.branch_id,
        opened_at=row.opened_at,
        due_on=row.due_on,
        agreement_signed_on=row.agreement_signed_on,
        integration_ratio=row.integration_ratio,
        schemes=tuple(_scheme(s) for s in row.schemes.order_by("id")),
        sites=tuple(
            SiteView(
                id=s.site_id,
                name_zh=s.site.name_zh,
                name_en=s.site.name_en,
                address_zh=s.site.address_zh,
                address_en=s.site.address_en,
                region_code=s.site.region_code,
                kind=s.site.kind,
                is_central=s.site.is_central,
                people=s.site.people,
                activities=s.site.activities,
                in_agreement=s.in_agreement,
            )
            for s in sites
        ),
        round=_round(current),
        done=done_steps(current.pk),
    )


def _scheme(row: CaseScheme) -> SchemeView:
    return SchemeView(
        scheme=row.scheme,
        standard=row.standard,
        scope_zh=row.scope_zh,
        scope_en=row.scope_en,
        codes=tuple(row.codes),
        people=row.people,
        complexity=row.complexity,
        not_applicable=tuple(row.not_applicable),
    )


def _round(row: Round) -> RoundView:
    return RoundView(
        id=row.pk,
        number=row.number,
        kind=RoundKind(row.kind),
        reason=row.reason,
        due_on=row.due_on,
        days=row.days,
        stage1_days=row.stage1_days,
        stage2_days=row.stage2_days,
        on_site_min_days=row.on_site_min_days,
    )


def done_steps(round_id: int) -> frozenset[Step]:
    """The steps of a round that stand."""
    return frozenset(Step(row.step) for row in _records(round_id))


@answered_once
def _records(round_id: int) -> tuple[StepRecord, ...]:
    """The records of the steps that stand, with whoever took them."""
    rows = StepRecord.objects.filter(round_id=round_id, undone_at__isnull=True)
    return tuple(rows.select_related("done_by"))


def case_facts(row: Case, current: Round, *, certificates_alive: int = 0) -> CaseFacts:
    """Gather what the rules of a case need to know."""
    return CaseFacts(RoundKind(current.kind), done_steps(current.pk), certificates_alive)


def step_obstacles(
    row: Case, current: Round, step: Step, *, by: Actor | None = None, on: date | None = None
) -> Iterator[Violation]:
    """Say what stands in the way of taking a step now, for whoever acts if that is known."""
    kind = RoundKind(current.kind)
    yield from _obstacles(step, CaseState(row.state), kind, done_steps(current.pk))
    person_id = by.person_id if by else None
    yield from _guarded(Asked(row.pk, row.organisation_id, current.pk, kind, step, person_id, on))


def obstacles_to(found: CaseView, step: Step) -> tuple[Violation, ...]:
    """What stands in the way of `step` in a case as it was read, and what guards say of it."""
    asked = Asked(found.id, found.organisation_id, found.round.id, found.round.kind, step)
    own = _obstacles(step, found.state, found.round.kind, found.done)
    return (*own, *_guarded(asked))


def _obstacles(
    step: Step, state: CaseState, kind: RoundKind, done: frozenset[Step]
) -> Iterator[Violation]:
    if state not in FUNCTIONS:
        yield Violation(
            code="case.not-under-way",
            message=_("The case is “%(state)s”; no step can be taken."),
            source=NO_STEP_SKIPPED,
            facts={"state": state},
        )
    if step in done:
        yield Violation(
            code="step.already-taken",
            message=_("The step “%(step)s” was already taken."),
            source=RULE_OF[step].source,
            facts={"step": step},
        )
    yield from core_step_obstacles(step, kind=kind, done=done)


def doors(found: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """The acts on the case as a whole: a step that stands may be returned."""
    if found.state not in FUNCTIONS or not found.done:
        return ()
    may_return = tuple(acts.REOPEN_STEP.duty_obstacles(viewer, found.where))
    if found.state == CaseState.SURVEILLANCE:
        return (Door(acts.OPEN_ROUND, tuple(acts.OPEN_ROUND.duty_obstacles(viewer, found.where))),)
    return (Door(acts.REOPEN_STEP, may_return),)


def new_round_obstacles(row: Case) -> Iterator[Violation]:
    """Say why no new round may start: the open one is not finished."""
    if row.state not in (CaseState.SURVEILLANCE, CaseState.STOPPED):
        yield Violation(
            code="case.round-under-way",
            message=_("The present round stands at “%(state)s” and must end first."),
            source=NO_STEP_SKIPPED,
            facts={"state": CaseState(row.state)},
        )


def ledger(found: CaseView) -> tuple[LedgerLine, ...]:
    """Every step of the open round in order, taken or missing."""
    records: Mapping[str, StepRecord] = {row.step: row for row in _records(found.round.id)}
    return tuple(_ledger_line(rule, records.get(rule.step)) for rule in steps_of(found.round.kind))


def _ledger_line(rule: StepRule, record: StepRecord | None) -> LedgerLine:
    return LedgerLine(
        step=rule.step,
        function=rule.function,
        clause=str(rule.source),
        done_at=record.done_at if record else None,
        done_by=record.done_by.name_zh if record and record.done_by else "",
        entry=record.entry if record else None,
    )


def last_act(case_id: int) -> journal.Line | None:
    """The newest entry of the journal about a case."""
    lines: Sequence[journal.Line] = journal.of_case(case_id, limit=1)
    return lines[0] if lines else None
