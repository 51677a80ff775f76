"""What must be true at every moment, whatever was clicked, called or killed."""

from collections.abc import Iterator

from xinheng.apps.cases.models import Involvement, StepRecord
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.decisions.models import Decision
from xinheng.apps.journal import queries as journal
from xinheng.apps.journal.models import Entry
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import Part, RoundKind
from xinheng.core.decisions.words import TWO_PERSONS, DecisionState, Outcome


def faults() -> list[str]:
    """Everything that is wrong in this database; nothing when all is well."""
    found = [fault for row in Certificate.objects.select_related("round") for fault in _of(row)]
    verdict = journal.verify()
    if not verdict.ok:
        found.append(f"journal: {verdict.kind} at {verdict.first_wrong_index}")
    return found


def _of(row: Certificate) -> Iterator[str]:
    entries = dict(
        StepRecord.objects.filter(round=row.round, undone_at=None).values_list("step", "entry")
    )
    for rule in steps_of(RoundKind(row.round.kind)):
        if rule.step == Step.ISSUED:
            break
        if rule.step not in entries:
            yield f"{row.number}: no record of {rule.step}"
        elif not Entry.objects.filter(pk=entries[rule.step], case_id=row.case_id).exists():
            yield f"{row.number}: the record of {rule.step} is not in the journal"
        elif entries[rule.step] >= row.entry >= 0:
            yield f"{row.number}: {rule.step} was taken after the issue"
    decision = Decision.objects.filter(
        pk=row.decision_id, round=row.round, scheme=row.scheme, state=DecisionState.DECIDED
    ).first()
    if decision is None:
        yield f"{row.number}: nobody decided on it"
        return
    yield from _decided(row, decision)


def _decided(row: Certificate, decision: Decision) -> Iterator[str]:
    who = {decision.proposed_by_id, decision.decided_by_id}
    if Outcome(decision.outcome) in TWO_PERSONS and len(who - {None}) != 2:
        yield f"{row.number}: not two persons decided"
    audited = Involvement.objects.filter(case_id=row.case_id, part=Part.AUDITED)
    if who & set(audited.values_list("person_id", flat=True)):
        yield f"{row.number}: somebody decided who audited"
