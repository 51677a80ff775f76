"""What is done to a case as a whole, and what other rooms write into its ledger.

An act of any room that changes facts about a case locks the case first
(`lock`), so that two people never decide on the same case at the same time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import queries
from xinheng.apps.cases.models import (
    Case,
    CaseScheme,
    CaseSite,
    Counter,
    Involvement,
    Round,
    StepRecord,
)
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import queries as people
from xinheng.core.cases import acts
from xinheng.core.cases.lifecycle import CASE, FORWARD
from xinheng.core.cases.steps import NO_STEP_SKIPPED, Step, function_of
from xinheng.core.cases.words import FUNCTIONS, CaseState, Part, RoundKind
from xinheng.core.shared.actor import CLOCKWORK, Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class SchemeWanted:
    """One standard applied for. `people` is the effective number declared."""

    scheme: str
    standard: str
    scope_zh: str
    scope_en: str
    codes: tuple[str, ...]
    people: int
    complexity: str = ""
    not_applicable: tuple[str, ...] = ()


def next_number(series: str) -> int:
    """The next number of a series, gapless, inside the running transaction."""
    Counter.objects.get_or_create(pk=series)
    counter = Counter.objects.select_for_update().get(pk=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def lock(case_id: int, *, seen: int | None = None) -> Case:
    """Lock a case for the running act.

    Args:
        seen: the version of the case that the person saw on the page, if known.

    Raises:
        Case.DoesNotExist: there is no such case.
        Refused: the case has changed since it was seen.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    if seen is not None and case.version != seen:
        last = queries.last_act(case_id)
        refuse_if(
            [
                Violation(
                    code="case.changed-since",
                    message=_(
                        "This case has changed since you opened the page; last: %(by)s %(act)s."
                    ),
                    source=NO_STEP_SKIPPED,
                    facts={"by": last.by if last else "", "act": last.act if last else ""},
                )
            ]
        )
    return case


def touch(case: Case) -> None:
    """Mark that the case has changed, so that stale pages are noticed."""
    case.version += 1
    case.save(update_fields=["version"])


@transaction.atomic
def open_case(
    *,
    organisation_id: int,
    branch_id: int | None,
    kind: RoundKind,
    schemes: Sequence[SchemeWanted],
    site_ids: Sequence[int],
    by: Actor,
    at: datetime,
    integration_ratio: Decimal | None = None,
) -> Case:
    """Open a case with its first round. The number is given for ever.

    Raises:
        Refused: `by` may not open cases.
    """
    refuse_if(acts.OPEN.duty_obstacles(by))
    number = next_number(f"case-{at.year}")
    case = Case.objects.create(
        number=f"XH-{at.year}-{number:05d}",
        organisation_id=organisation_id,
        branch_id=branch_id,
        opened_at=at,
        integration_ratio=integration_ratio,
    )
    set_schemes(case, schemes)
    set_sites(case, site_ids)
    Round.objects.create(case=case, number=1, kind=kind, opened_at=at)
    journal.record(
        acts.OPEN, on=case, by=by, at=at, case_id=case.pk, organisation_id=organisation_id
    )
    return case


@transaction.atomic
def choose_branch(
    *, case_id: int, branch_id: int, by: Actor, at: datetime, seen: int | None = None
) -> Case:
    """Give a case to a branch by hand, where the client's region did not tell which.

    Raises:
        Refused: `by` may not, the branch is unknown or the present one, or the case is over.
    """
    case = lock(case_id, seen=seen)
    refuse_if(queries.branch_obstacles(queries.view(case), by, branch_id=branch_id))
    case.branch_id = branch_id
    case.save(update_fields=["branch"])
    touch(case)
    journal.record(
        acts.CHOOSE_BRANCH, on=case, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id, branch=people.branch_names()[branch_id],
    )  # fmt: skip
    return case


def set_schemes(case: Case, schemes: Sequence[SchemeWanted]) -> None:
    """Write what is applied for. For rooms that hold the case locked."""
    case.schemes.exclude(scheme__in=[wanted.scheme for wanted in schemes]).delete()
    for wanted in schemes:
        CaseScheme.objects.update_or_create(
            case=case,
            scheme=wanted.scheme,
            defaults={
                "standard": wanted.standard,
                "scope_zh": wanted.scope_zh,
                "scope_en": wanted.scope_en,
                "codes": list(wanted.codes),
                "people": wanted.people,
                "complexity": wanted.complexity,
                "not_applicable": list(wanted.not_applicable),
            },
        )


def set_sites(case: Case, site_ids: Sequence[int]) -> None:
    """Write which sites are in scope. For rooms that hold the case locked."""
    case.sites.exclude(site_id__in=site_ids).delete()
    have = set(case.sites.values_list("site_id", flat=True))
    CaseSite.objects.bulk_create(
        [CaseSite(case=case, site_id=pk) for pk in site_ids if pk not in have]
    )


def sign_agreement(case: Case, *, on: date, site_ids: Sequence[int]) -> None:
    """Note that an agreement is in force for these sites. For the room `intake`."""
    case.agreement_signed_on = on
    case.save(update_fields=["agreement_signed_on"])
    case.sites.filter(site_id__in=site_ids).update(in_agreement=True)


def set_days(
    case_id: int, *, days: Decimal, stage1: Decimal, stage2: Decimal, on_site_min: Decimal
) -> None:
    """Write the audit time of the open round. Unit: auditor-days."""
    current = Round.objects.get(case_id=case_id, ended_at__isnull=True)
    current.days, current.stage1_days, current.stage2_days = days, stage1, stage2
    current.on_site_min_days = on_site_min
    current.save(update_fields=["days", "stage1_days", "stage2_days", "on_site_min_days"])


def take_step(case: Case, step: Step, *, by: Actor, at: datetime, entry: int) -> None:
    """Write a step into the ledger and move the case on. The caller holds the case locked.

    Args:
        entry: index of the journal entry of the act that took the step.

    Raises:
        Refused: earlier steps have no record, or this one has one; carries every reason.
    """
    current = Round.objects.get(case=case, ended_at__isnull=True)
    refuse_if(queries.step_obstacles(case, current, step, by=by, on=localdate(at)))
    StepRecord.objects.create(
        round=current, step=step, done_at=at, done_by_id=by.person_id, entry=entry
    )
    settle(case, current)


def untake_step(case: Case, step: Step, *, by: Actor, at: datetime, because: str) -> None:
    """Undo a step that stands, if it stands: the record stays, with the reason."""
    current = Round.objects.get(case=case, ended_at__isnull=True)
    current.steps.filter(step=step, undone_at__isnull=True).update(
        undone_at=at, undone_by_id=by.person_id, undone_because=because[:300]
    )
    settle(case, current)


@transaction.atomic
def reopen_step(
    *, case_id: int, step: Step, because: str, by: Actor, at: datetime, seen: int | None = None
) -> Case:
    """Send a single step back to whoever has to do it again.

    Raises:
        Refused: `by` may not, or the step does not stand.
    """
    case = lock(case_id, seen=seen)
    current = Round.objects.get(case=case, ended_at__isnull=True)
    stands = current.steps.filter(step=step, undone_at__isnull=True).exists()
    reasons = [*acts.REOPEN_STEP.duty_obstacles(by)]
    if not stands:
        reasons.append(
            Violation(
                code="step.does-not-stand",
                message=_("The step “%(step)s” has no record to return."),
                source=acts.REOPEN_STEP.source,
                facts={"step": step},
            )
        )
    refuse_if(reasons)
    untake_step(case, step, by=by, at=at, because=because)
    journal.record(
        acts.REOPEN_STEP,
        on=case,
        by=by,
        at=at,
        case_id=case.pk,
        organisation_id=case.organisation_id,
        step=step,
        because=because,
    )
    return case


def settle(case: Case, current: Round) -> None:
    """Bring `state` in line with the ledger, by the moves of the table."""
    kind = RoundKind(current.kind)
    facts = queries.case_facts(case, current)
    target = function_of(kind, facts.done)
    state = CaseState(case.state)
    while state in FUNCTIONS and state != target:
        if FUNCTIONS.index(state) < FUNCTIONS.index(target):
            name = FORWARD[state]
            if state == CaseState.SELECTION and kind == RoundKind.TRANSFER:
                name = "taken over"
        elif state == CaseState.SURVEILLANCE:
            name = "new round"
        else:
            name = "reopened"
        state = CASE.step(name, origin=state, by=CLOCKWORK, facts=facts).target
    case.state = state
    case.version += 1
    case.save(update_fields=["state", "version"])


def involve(case: Case, *, person_id: int | None, part: Part, at: datetime) -> None:
    """Remember that somebody took part, for the separation of duties."""
    if person_id is None:
        return
    current = Round.objects.filter(case=case, ended_at__isnull=True).first()
    Involvement.objects.get_or_create(
        case=case, round=current, person_id=person_id, part=part, defaults={"at": at}
    )


@transaction.atomic
def open_round(
    *,
    case_id: int,
    kind: RoundKind,
    by: Actor,
    at: datetime,
    due_on: date | None,
    reason: str = "",
    seen: int | None = None,
) -> Round:
    """Start the next passage through the functions.

    Raises:
        Refused: `by` may not, or the last round has not ended.
    """
    case = lock(case_id, seen=seen)
    refuse_if([*acts.OPEN_ROUND.duty_obstacles(by), *queries.new_round_obstacles(case)])
    Round.objects.filter(case=case, ended_at__isnull=True).update(ended_at=at)
    last = Round.objects.filter(case=case).order_by("-number").first()
    opened = Round.objects.create(
        case=case,
        number=(last.number if last else 0) + 1,
        kind=kind,
        opened_at=at,
        due_on=due_on,
        reason=reason,
    )
    case.due_on = due_on
    case.save(update_fields=["due_on"])
    settle(case, opened)
    journal.record(
        acts.OPEN_ROUND,
        on=case,
        by=by,
        at=at,
        case_id=case.pk,
        organisation_id=case.organisation_id,
        kind=kind,
        due_on=due_on,
        reason=reason,
    )
    return opened


def move_round(*, case_id: int, round_id: int, due_on: date) -> None:
    """Move the day of an open round. For the room whose act moved it, and journals it."""
    Round.objects.filter(pk=round_id, case_id=case_id, ended_at__isnull=True).update(due_on=due_on)
    Case.objects.filter(pk=case_id).update(due_on=due_on)


def end(
    case: Case, move: str, *, by: Actor, at: datetime, because: str, certificates_alive: int = 0
) -> None:
    """Refuse, stop, resume or close a locked case, by the table of moves.

    Raises:
        Refused: the move is not open, or `by` may not make it.
    """
    current = Round.objects.get(case=case, ended_at__isnull=True)
    facts = queries.case_facts(case, current, certificates_alive=certificates_alive)
    made = CASE.step(move, origin=CaseState(case.state), by=by, facts=facts)
    case.state = made.target
    case.version += 1
    case.save(update_fields=["state", "version"])
    kind = {"refuse": acts.REFUSE, "stop": acts.STOP, "resume": acts.RESUME}.get(move, acts.CLOSE)
    journal.record(
        kind,
        on=case,
        by=by,
        at=at,
        case_id=case.pk,
        organisation_id=case.organisation_id,
        because=because,
    )
    if move == "resume":
        settle(case, current)
