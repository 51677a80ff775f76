"""Withdrawing the team from a client, and taking the audit up again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinheng.apps.audits import queries
from xinheng.apps.audits.actions.common import (
    begin,
    need_text,
    present_visit,
    tell_client,
    tell_team,
    visit_key,
    write,
)
from xinheng.apps.audits.models import Visit, Withdrawal
from xinheng.apps.audits.queries import AuditFile
from xinheng.apps.cases import actions as cases
from xinheng.apps.documents import queries as documents
from xinheng.apps.people import actions as people
from xinheng.core.audits import acts, sources
from xinheng.core.audits.lifecycle import PROPOSAL, REACHED, VISIT
from xinheng.core.audits.withdrawal import evaluated, proposal_obstacles
from xinheng.core.audits.words import ProposalState, Stage, VisitState
from xinheng.core.cases.steps import Step
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.withdrawal import withdrawal_conditions


@transaction.atomic
def propose_withdrawal(
    *,
    case_id: int,
    conditions: Sequence[str],
    evidence: str,
    by: Actor,
    at: datetime,
    file_id: int | None = None,
    seen: int | None = None,
) -> int:
    """The leader proposes to withdraw the team, on conditions of the body's list.

    Raises:
        Refused: no condition or evidence is given, or the file shows otherwise.

    Source: catalogue M-67 and M-68.
    """
    file = begin(case_id, seen)
    facts = queries.case_facts_of_withdrawal(file)
    listed = withdrawal_conditions()
    refuse_if(
        [
            *queries.reasons_for(acts.PROPOSE_WITHDRAWAL, file, by),
            *proposal_obstacles(
                conditions=conditions,
                known={item.key for item in listed},
                evidence=evidence,
                facts=facts,
            ),
            *documents.file_obstacles(
                file_id,
                by=by,
                case_id=case_id,
                organisation_id=file.case.organisation_id,
                field="evidence_file",
            ),
        ]
    )
    visit = present_visit(file)
    row = Withdrawal.objects.create(
        case_id=case_id, visit=visit, conditions=list(dict.fromkeys(conditions)),
        evaluated={item.key: evaluated(item.key, facts) for item in listed},
        evidence=evidence, file_id=file_id, proposed_at=at, proposed_by_id=by.person_id,
    )  # fmt: skip
    write(
        acts.PROPOSE_WITHDRAWAL, file, visit, by=by, at=at,
        proposal=row.pk, conditions=list(conditions), evidence=evidence,
    )  # fmt: skip
    people.tell(
        message=_("%(number)s: the leader proposes to withdraw the team."),
        facts={"number": file.case.number},
        case_id=case_id,
        at=at,
        duty=Duty.APPROVE_WITHDRAWAL,
    )
    return int(row.pk)


@transaction.atomic
def approve_withdrawal(
    *, case_id: int, because: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The body withdraws the team: the case stops, planned half-days are free again.

    Raises:
        Refused: nothing is proposed, or `by` may not decide or is of the team.

    Source: catalogue M-68.
    """
    file = begin(case_id, seen)
    refuse_if(queries.reasons_for(acts.APPROVE_WITHDRAWAL, file, by))
    row = _decide(file, "approve", by=by, at=at, because=because)
    visit = Visit.objects.get(pk=row.visit_id)
    visit.state = VISIT.step("withdraw", origin=VisitState(visit.state), by=by, facts=None).target
    visit.save()
    people.release(visit_key=visit_key(visit), presence="planned")
    write(acts.APPROVE_WITHDRAWAL, file, visit, by=by, at=at, proposal=row.pk, because=because)
    names = {item.key: item.zh for item in withdrawal_conditions()}
    causes = "；".join(names.get(key, key) for key in row.conditions)
    cases.end(cases.lock(case_id), "stop", by=by, at=at, because=because or causes)
    tell_client(
        file, _("%(number)s: the audit team was withdrawn: %(causes)s"), at=at, causes=causes
    )
    tell_team(file, _("%(number)s: the withdrawal of the team was approved."), at=at)


@transaction.atomic
def reject_withdrawal(
    *, case_id: int, because: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The body lets the audit go on.

    Raises:
        Refused: nothing is proposed, no reason is given, or `by` may not decide.
    """
    file = begin(case_id, seen)
    refuse_if(queries.reasons_for(acts.REJECT_WITHDRAWAL, file, by))
    need_text(
        because, code="audits.no-reason", message=_("Give the reason."),
        source=sources.WITHDRAWAL, field="because",
    )  # fmt: skip
    row = _decide(file, "reject", by=by, at=at, because=because)
    visit = Visit.objects.get(pk=row.visit_id)
    write(acts.REJECT_WITHDRAWAL, file, visit, by=by, at=at, proposal=row.pk, because=because)
    tell_team(file, _("%(number)s: the audit goes on: %(because)s"), at=at, because=because)


def _decide(file: AuditFile, move: str, *, by: Actor, at: datetime, because: str) -> Withdrawal:
    row = file.proposal
    if row is None:
        raise LookupError("nothing was proposed")
    made = PROPOSAL.step(move, origin=ProposalState(row.state), by=by, facts=None)
    row.state = made.target
    row.decided_at, row.decided_by_id, row.decided_because = at, by.person_id, because[:500]
    row.save()
    return row


@transaction.atomic
def resume(*, case_id: int, because: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Take the audit up again: the team and the visit are planned anew, stage 1 stays if done.

    Raises:
        Refused: no withdrawal stopped the case, or no reason is given.

    Source: catalogue M-68.
    """
    file = begin(case_id, seen)
    refuse_if(queries.reasons_for(acts.RESUME, file, by))
    need_text(
        because, code="audits.no-reason", message=_("Give the reason."),
        source=sources.WITHDRAWAL, field="because",
    )  # fmt: skip
    row = file.proposal
    if row is None:
        raise LookupError("nothing was withdrawn")
    row.resumed_at, row.resumed_because = at, because[:500]
    row.save()
    visit = Visit.objects.get(pk=row.visit_id)
    locked = cases.lock(case_id)
    steps = [step for step, _state in REACHED[Stage(visit.stage)]]
    for step in (*reversed(steps), Step.ACTUALS_COMPARED, Step.TEAM_DECLARED, Step.TEAM_APPOINTED):
        cases.untake_step(locked, step, by=by, at=at, because=because)
    write(acts.RESUME, file, visit, by=by, at=at, because=because)
    cases.end(cases.lock(case_id), "resume", by=by, at=at, because=because)
    tell_client(file, _("%(number)s: the audit will be planned again."), at=at)
