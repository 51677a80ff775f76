"""What reviewers and decision makers do. Every act holds the case locked."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.decisions import queries
from xinheng.apps.decisions.models import Decision, ItemMark, Review
from xinheng.apps.journal import actions as journal
from xinheng.apps.journal import queries as journal_queries
from xinheng.apps.people import actions as people
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, Part, RoundKind
from xinheng.core.decisions import acts
from xinheng.core.decisions.lifecycle import DECISION, DecisionFacts
from xinheng.core.decisions.matrix import Item
from xinheng.core.decisions.readiness import findings_are_settled, outcome_fits
from xinheng.core.decisions.scope import not_wider
from xinheng.core.decisions.words import (
    TWO_PERSONS,
    DecisionState,
    Outcome,
    Recommendation,
    ReviewState,
    Verdict,
)
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty, Where
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case


@transaction.atomic
def mark_item(
    *, case_id: int, record: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Find one record of the file in order.

    Raises:
        Refused: `by` may not review this file, or the record is not there.
    """
    case, found = _locked(case_id, seen)
    item, reasons = _item(found, record)
    if item is not None and not item.is_there:
        reasons.append(_missing(item))
    refuse_if([*_reviewing(found, acts.MARK_ITEM, by, at), *reasons])
    assert item is not None  # noqa: S101 - refused above when there is none
    row = _mark(found, item, Verdict.GOOD, "", by, at)
    _record(acts.MARK_ITEM, row, case, by, at, item=item.zh)
    cases.touch(case)


@transaction.atomic
def mark_all(*, case_id: int, by: Actor, at: datetime, seen: int | None = None) -> int:
    """Find every record in order that is there and was not returned. Gives how many."""
    case, found = _locked(case_id, seen)
    refuse_if(_reviewing(found, acts.MARK_ITEM, by, at))
    open_items = [i for i in queries.matrix(found) if i.is_there and i.verdict is None]
    for item in open_items:
        row = _mark(found, item, Verdict.GOOD, "", by, at)
        _record(acts.MARK_ITEM, row, case, by, at, item=item.zh)
    if open_items:
        cases.touch(case)
    return len(open_items)


@transaction.atomic
def return_item(
    *, case_id: int, record: str, note: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Send one record back to the person who made it: its step is undone, with the note.

    Raises:
        Refused: `by` may not review this file, or the record is not there.
    """
    case, found = _locked(case_id, seen)
    item, reasons = _item(found, record)
    if item is not None and not item.is_there:
        reasons.append(_missing(item))
    refuse_if([*_reviewing(found, acts.RETURN_ITEM, by, at), *reasons])
    assert item is not None  # noqa: S101 - refused above when there is none
    row = _mark(found, item, Verdict.RETURNED, note, by, at)
    maker = _maker(found, item.step)
    _record(acts.RETURN_ITEM, row, case, by, at, item=item.zh, note=note)
    cases.untake_step(case, item.step, by=by, at=at, because=note)
    people.tell(
        message=_("“%(item)s” of case %(case)s came back from the technical review: %(note)s"),
        facts={"item": item.zh, "case": found.number, "note": note},
        case_id=case.pk,
        at=at,
        person_ids=[maker] if maker else [],
        duty=None if maker else Duty.PLAN_AUDITS,
    )


@transaction.atomic
def pass_review(
    *,
    case_id: int,
    recommendation: Recommendation,
    comments: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Review:
    """Pass the file on to decision, with a recommendation.

    Raises:
        Refused: the file is incomplete, or `by` may not review it; every reason.
    """
    case, found = _locked(case_id, seen)
    refuse_if(queries.pass_review_obstacles(found, by, timezone.localdate(at)))
    row = Review(
        case=case,
        round_id=found.round.id,
        recommendation=recommendation,
        comments=comments,
        reviewed_at=at,
        reviewed_by_id=by.person_id,
        entry=-1,
    )
    row.save()
    row.entry = _record(
        acts.PASS_REVIEW, row, case, by, at, recommendation=recommendation, comments=comments
    )
    row.save(update_fields=["entry"])
    cases.involve(case, person_id=by.person_id, part=Part.REVIEWED, at=at)
    cases.take_step(case, Step.REVIEWED, by=by, at=at, entry=row.entry)
    return row


@transaction.atomic
def propose(
    *,
    case_id: int,
    scheme: str,
    outcome: Outcome,
    statement: str,
    by: Actor,
    at: datetime,
    scope_zh: str = "",
    scope_en: str = "",
    codes: Sequence[str] = (),
    seen: int | None = None,
) -> Decision:
    """Decide on one scheme, or propose to, where a second person must confirm.

    Without a scope the one applied for is meant.

    Raises:
        Refused: carries every reason.
    """
    case, found = _locked(case_id, seen)
    applied = next((s for s in found.schemes if s.scheme == scheme), None)
    reasons = _deciding(found, acts.PROPOSE, scheme, by, at)
    if applied is None:
        refuse_if([*reasons, _unknown_scheme(scheme)])
    assert applied is not None  # noqa: S101 - refused above
    scope_zh, scope_en = scope_zh or applied.scope_zh, scope_en or applied.scope_en
    codes = list(codes) or list(applied.codes)
    reasons += outcome_fits(outcome, found.round.kind)
    reasons += not_wider(
        decided_zh=scope_zh, decided_en=scope_en, decided_codes=codes,
        applied_zh=applied.scope_zh, applied_en=applied.scope_en, applied_codes=applied.codes,
    )  # fmt: skip
    on = timezone.localdate(at)
    reasons += queries.impartiality_obstacles(found, on, outcome)
    reasons += findings_are_settled(queries.finding_facts(found, scheme), outcome, on)
    if any(row.scheme == scheme for row in queries.decisions_of(found.round.id)):
        reasons.append(_already(scheme))
    refuse_if(reasons)
    row = Decision.objects.create(
        case=case, round_id=found.round.id, scheme=scheme, outcome=outcome, scope_zh=scope_zh,
        scope_en=scope_en, codes=list(codes), statement=statement, proposed_at=at,
        proposed_by_id=by.person_id,
    )  # fmt: skip
    _record(acts.PROPOSE, row, case, by, at, scheme=scheme, outcome=outcome, statement=statement)
    cases.involve(case, person_id=by.person_id, part=Part.DECIDED, at=at)
    if outcome in TWO_PERSONS:
        cases.touch(case)
    else:
        _decide(case, found, row, by, at)
    return row


@transaction.atomic
def confirm(
    *, case_id: int, decision: int, by: Actor, at: datetime, seen: int | None = None
) -> Decision:
    """Confirm what another person proposed: now it is decided.

    Raises:
        Refused: carries every reason.
    """
    case, found = _locked(case_id, seen)
    row = Decision.objects.get(pk=decision, case=case, round_id=found.round.id)
    given = queries.decision(row.pk)
    on = timezone.localdate(at)
    reasons = [
        *queries.confirm_obstacles(given, by, found.where),
        *queries.decider_obstacles(found, by, (row.scheme,), on),
        *queries.impartiality_obstacles(found, on, given.outcome),
        *queries.later_evidence_obstacles(found),
        *findings_are_settled(queries.finding_facts(found, row.scheme), given.outcome, on),
    ]
    refuse_if(reasons)
    _decide(case, found, row, by, at)
    return row


@transaction.atomic
def return_file(
    *, case_id: int, because: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Give the whole file back to the technical reviewer; what was decided so far is void.

    Raises:
        Refused: `by` may not, or the case does not stand at the decision.
    """
    case, found = _locked(case_id, seen)
    refuse_if(
        [
            *acts.RETURN_FILE.duty_obstacles(by, found.where),
            *queries.not_at(found, CaseState.DECISION),
        ]
    )
    review = Review.objects.get(round_id=found.round.id, state=ReviewState.STANDING)
    rows = Decision.objects.filter(round_id=found.round.id).exclude(state=DecisionState.RETURNED)
    for row in rows:
        facts = DecisionFacts(Outcome(row.outcome), row.proposed_by_id, by.person_id)
        row.state = DECISION.step(
            "return", origin=DecisionState(row.state), by=by, facts=facts
        ).target
        row.save(update_fields=["state"])
    review.state = ReviewState.UNDONE
    review.save(update_fields=["state"])
    _record(acts.RETURN_FILE, review, case, by, at, because=because)
    cases.untake_step(case, Step.REVIEWED, by=by, at=at, because=because)
    people.tell(
        message=_("The file of case %(case)s came back from the decision: %(because)s"),
        facts={"case": found.number, "because": because},
        case_id=case.pk,
        at=at,
        person_ids=[review.reviewed_by_id] if review.reviewed_by_id else [],
    )


def _locked(case_id: int, seen: int | None) -> "tuple[Case, CaseView]":
    case = cases.lock(case_id, seen=seen)
    return case, case_queries.view(case)


def _record(
    act: ActKind,
    row: ItemMark | Review | Decision,
    case: "Case",
    by: Actor,
    at: datetime,
    **facts: Any,
) -> int:
    return journal.record(
        act, on=row, by=by, at=at, case_id=case.pk, organisation_id=case.organisation_id, **facts
    )


def _item(found: CaseView, record: str) -> tuple[Item | None, list[Violation]]:
    item = next((item for item in queries.matrix(found) if item.key == record), None)
    if item is not None:
        return item, []
    unknown = Violation(
        code="decisions.unknown-record",
        message=_("The file of this round knows no record “%(record)s”."),
        source=acts.REVIEWED,
        facts={"record": record},
        field="record",
    )
    return None, [unknown]


def _missing(item: Item) -> Violation:
    return Violation(
        code="decisions.record-missing",
        message=_("The file lacks “%(item)s”."),
        source=item.source,
        facts={"item": item.zh},
    )


def _reviewing(found: CaseView, act: ActKind, by: Actor, at: datetime) -> list[Violation]:
    """Who may work on the matrix: at the review, or while items of it are out for repair."""
    under_repair = any(item.verdict == Verdict.RETURNED for item in queries.matrix(found))
    reasons = [
        *act.duty_obstacles(by, found.where),
        *queries.reviewer_obstacles(found, by, timezone.localdate(at)),
    ]
    if not under_repair or Step.REVIEWED in found.done:
        reasons += queries.not_at(found, CaseState.REVIEW)
    return reasons


def _mark(
    found: CaseView, item: Item, verdict: Verdict, note: str, by: Actor, at: datetime
) -> ItemMark:
    row, _made = ItemMark.objects.update_or_create(
        round_id=found.round.id,
        record=item.key,
        defaults={
            "verdict": verdict,
            "note": note[:300],
            "marked_at": at,
            "marked_by_id": by.person_id,
        },
    )
    return row


def _maker(found: CaseView, step: Step) -> int | None:
    """Who took a step, as the journal tells it."""
    entry = next((line.entry for line in case_queries.ledger(found) if line.step == step), None)
    lines = journal_queries.of_case(found.id)
    return next((line.person_id for line in lines if line.idx == entry), None)


def _deciding(
    found: CaseView, act: ActKind, scheme: str, by: Actor, at: datetime
) -> list[Violation]:
    on = timezone.localdate(at)
    return [
        *act.duty_obstacles(by, Where((scheme,), found.branch_id)),
        *queries.decider_obstacles(found, by, (scheme,), on),
        *case_queries.obstacles_to(found, Step.DECIDED),
        *queries.later_evidence_obstacles(found),
    ]


def _decide(case: "Case", found: CaseView, row: Decision, by: Actor, at: datetime) -> None:
    """Make a proposal the decision; end the step when every scheme is decided."""
    facts = DecisionFacts(Outcome(row.outcome), row.proposed_by_id, by.person_id)
    move = DECISION.step("confirm", origin=DecisionState(row.state), by=by, facts=facts)
    row.state, row.decided_at, row.decided_by_id = move.target, at, by.person_id
    row.decided_on = timezone.localdate(at)
    row.entry = _record(
        acts.CONFIRM, row, case, by, at,
        scheme=row.scheme, outcome=Outcome(row.outcome), scope=row.scope_zh, codes=row.codes,
        proposed_by=row.proposed_by_id, statement=row.statement,
    )  # fmt: skip
    row.save()
    cases.involve(case, person_id=by.person_id, part=Part.DECIDED, at=at)
    given = queries.decisions_of(found.round.id)
    decided = {one.scheme: one for one in given if one.is_decided}
    if set(decided) != set(found.scheme_keys):
        cases.touch(case)
        return
    first = found.round.kind in (RoundKind.INITIAL, RoundKind.TRANSFER)
    if first and all(one.outcome == Outcome.REFUSE for one in decided.values()):
        cases.end(case, "refuse", by=by, at=at, because=row.statement)
        _tell_refused(case, found, at)
    else:
        cases.take_step(case, Step.DECIDED, by=by, at=at, entry=row.entry)


def _tell_refused(case: "Case", found: CaseView, at: datetime) -> None:
    people.tell(
        message=_("Certification was refused in case %(case)s. You may appeal."),
        facts={"case": found.number},
        case_id=case.pk,
        at=at,
        organisation_id=case.organisation_id,
    )


def _unknown_scheme(scheme: str) -> Violation:
    return Violation(
        code="decisions.unknown-scheme",
        message=_("%(scheme)s is not a scheme of this case."),
        source=acts.DECIDED,
        facts={"scheme": scheme},
        field="scheme",
    )


def _already(scheme: str) -> Violation:
    return Violation(
        code="decisions.already-proposed",
        message=_("For %(scheme)s there is already a proposal or a decision."),
        source=acts.DECIDED,
        facts={"scheme": scheme},
        field="scheme",
    )
