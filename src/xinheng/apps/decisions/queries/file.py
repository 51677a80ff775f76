"""Questions about reviews and decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet

from xinheng.apps.audits import queries as audits
from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.decisions.models import Decision, ItemMark, Review
from xinheng.apps.findings import queries as findings
from xinheng.apps.findings.queries import FindingView
from xinheng.apps.impartiality import queries as impartiality
from xinheng.apps.journal import queries as journal
from xinheng.apps.people import queries as people
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import CaseState, Part, RoundKind
from xinheng.core.decisions import acts
from xinheng.core.decisions.independence import Standing, TieToClient, may_decide, may_review
from xinheng.core.decisions.lifecycle import DECISION, DecisionFacts
from xinheng.core.decisions.matrix import AUDIT_KINDS, STEP_OF, Item, matrix_is_complete
from xinheng.core.decisions.readiness import FindingFacts, nothing_came_later
from xinheng.core.decisions.words import (
    DecisionState,
    Outcome,
    Recommendation,
    ReviewState,
    Verdict,
)
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.people.words import Function
from xinheng.core.shared.actor import Actor, Where
from xinheng.core.shared.door import Door
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.records import AuditKind, Gate, records_needed
from xinheng.rulebook.settings import settings_on

NoDecision = Decision.DoesNotExist
EVIDENCE = ("audits.", "findings.")
AGAINST_THE_CLIENT = (Outcome.REFUSE, Outcome.REDUCE, Outcome.SUSPEND)
SETTLED = (FindingState.VERIFIED, FindingState.TAKEN_BACK)
MAY_DECIDE = "reviewer_may_decide"


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The technical review that stands in a round."""

    recommendation: Recommendation
    comments: str
    reviewed_at: datetime
    reviewed_by: str
    reviewed_by_id: int | None
    entry: int


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What is proposed or decided of one scheme."""

    id: int
    round_id: int
    scheme: str
    outcome: Outcome
    state: DecisionState
    scope_zh: str
    scope_en: str
    codes: tuple[str, ...]
    statement: str
    proposed_by: str
    proposed_by_id: int | None
    proposed_at: datetime
    decided_by: str
    decided_by_id: int | None
    decided_on: date | None
    entry: int | None

    @property
    def is_decided(self) -> bool:
        return self.state == DecisionState.DECIDED


@answered_once
def matrix(found: CaseView) -> tuple[Item, ...]:
    """Everything the decision of the open round rests on, in order (9.5.3.1, 9.5.4)."""
    marks = {row.record: row for row in ItemMark.objects.filter(round_id=found.round.id)}
    of_round = {rule.step for rule in steps_of(found.round.kind)}
    items: dict[str, Item] = {}
    for name in AUDIT_KINDS[found.round.kind]:
        for record in records_needed(AuditKind(name), Gate.DECISION, _circumstances(found)):
            step = STEP_OF.get(record.key)
            if step is None or step not in of_round or record.key in items:
                continue
            given = marks.get(record.key)
            items[record.key] = Item(
                key=record.key,
                zh=record.zh,
                en=record.en,
                source=record.source,
                step=step,
                is_there=step in found.done,
                verdict=Verdict(given.verdict) if given else None,
                note=given.note if given else "",
            )
    return tuple(items.values())


def _circumstances(found: CaseView) -> frozenset[str]:
    present = {
        "multi-site": len(found.sites) > 1,
        "transfer": found.round.kind == RoundKind.TRANSFER,
    }
    return frozenset(name for name, holds in present.items() if holds)


@answered_once
def review_of(round_id: int) -> ReviewView | None:
    """The technical review that stands in a round, if there is one."""
    rows = Review.objects.filter(round_id=round_id, state=ReviewState.STANDING)
    row = rows.select_related("reviewed_by").first()
    if row is None:
        return None
    return ReviewView(
        recommendation=Recommendation(row.recommendation),
        comments=row.comments,
        reviewed_at=row.reviewed_at,
        reviewed_by=row.reviewed_by.name_zh if row.reviewed_by else "",
        reviewed_by_id=row.reviewed_by_id,
        entry=row.entry,
    )


@answered_once
def decisions_of(round_id: int) -> tuple[DecisionView, ...]:
    """What is proposed and decided in a round; what was returned is left out."""
    rows = Decision.objects.filter(round_id=round_id).exclude(state=DecisionState.RETURNED)
    return _views(rows.order_by("pk"))


def decisions_of_case(case_id: int) -> tuple[DecisionView, ...]:
    """Every decision of a case, in all rounds, oldest first."""
    rows = Decision.objects.filter(case_id=case_id, state=DecisionState.DECIDED)
    return _views(rows.order_by("pk"))


def decision(decision_id: int) -> DecisionView:
    """One decision by its key. Raises NoDecision."""
    found = _views(Decision.objects.filter(pk=decision_id))
    if not found:
        raise NoDecision
    return found[0]


def _views(rows: "QuerySet[Decision]") -> tuple[DecisionView, ...]:
    return tuple(
        DecisionView(
            id=row.pk,
            round_id=row.round_id,
            scheme=row.scheme,
            outcome=Outcome(row.outcome),
            state=DecisionState(row.state),
            scope_zh=row.scope_zh,
            scope_en=row.scope_en,
            codes=tuple(row.codes),
            statement=row.statement,
            proposed_by=row.proposed_by.name_zh if row.proposed_by else "",
            proposed_by_id=row.proposed_by_id,
            proposed_at=row.proposed_at,
            decided_by=row.decided_by.name_zh if row.decided_by else "",
            decided_by_id=row.decided_by_id,
            decided_on=row.decided_on,
            entry=row.entry,
        )
        for row in rows.select_related("proposed_by", "decided_by")
    )


def evidence_after(found: CaseView, entry: int | None) -> tuple[journal.Line, ...]:
    """What was logged of audits and findings after an entry, newest first.

    It stands apart from the file: whoever reviewed or decided has not seen it.
    """
    if entry is None:
        return ()
    return tuple(
        line
        for line in journal.of_case(found.id)
        if line.idx > entry and line.act.startswith(EVIDENCE)
    )


def finding_facts(found: CaseView, scheme: str) -> FindingFacts:
    """What is open of a scheme's findings, in this round and from earlier ones."""
    rows = [row for row in _findings(found) if row.scheme == scheme and row.state not in SETTLED]
    majors = [row for row in rows if row.grade == Grade.MAJOR]
    minors = [
        row for row in rows if row.grade == Grade.MINOR and row.state != FindingState.ACCEPTED
    ]
    visit = audits.held_visit(found) if majors else None
    return FindingFacts(len(majors), len(minors), visit.last_on if visit else None)


def _findings(found: CaseView) -> tuple[FindingView, ...]:
    return (*findings.open_findings(found), *findings.findings_of(found))


def open_findings(found: CaseView) -> tuple[FindingView, ...]:
    """The nonconformities of a case that are not closed, for a receiving body."""
    return tuple(row for row in _findings(found) if row.state not in SETTLED)


def standing(
    found: CaseView,
    person_id: int | None,
    function: Function,
    on: date,
    review: ReviewView | None,
) -> Standing:
    """What somebody did in a case, is able to do, and is tied to.

    Args:
        review: the technical review that stands in the round.
    """
    who = person_id or -1
    parts = (Part.AUDITED, Part.OBSERVED)
    in_team = who in {seat.person_id for seat in cases.team(found.round.id)}
    # Most people took no part at all; which part it was is asked only of those who did.
    took_part = who in cases.took_part(found.id, *parts, Part.SOLD)
    return Standing(
        audited=in_team or (took_part and who in cases.took_part(found.id, *parts)),
        sold=took_part and who in cases.took_part(found.id, Part.SOLD),
        reviewed=review is not None and review.reviewed_by_id == who,
        competent=people.competent_schemes(who, function, on=on),
        ties=tuple(
            TieToClient(kind, ended) for kind, ended in people.ties_to(who, found.organisation_id)
        ),
    )


def reviewer_obstacles(found: CaseView, by: Actor, on: date) -> Iterator[Violation]:
    """Everything that keeps somebody from reviewing this file."""
    who = standing(found, by.person_id, Function.REVIEW, on, None)
    yield from people.exclusions(by.person_id, on)
    yield from may_review(who, found.scheme_keys, on)


def decider_obstacles(
    found: CaseView, by: Actor, schemes: tuple[str, ...], on: date
) -> Iterator[Violation]:
    """Everything that keeps somebody from deciding on these schemes of a case."""
    who = standing(found, by.person_id, Function.DECISION, on, review_of(found.round.id))
    yield from people.exclusions(by.person_id, on)
    yield from may_decide(who, schemes, on, reviewer_may_decide=reviewer_may_decide(on))


def impartiality_obstacles(
    found: CaseView, on: date, outcome: Outcome | None = None
) -> Iterator[Violation]:
    """What forbids certifying this client. Nothing keeps the body from deciding against it."""
    if outcome not in AGAINST_THE_CLIENT:
        yield from impartiality.certifying_obstacles(found.organisation_id, on, case_id=found.id)


def reviewer_may_decide(on: date) -> bool:
    """Whether the body lets the technical reviewer decide on the same file on a day.

    Raises:
        ValueError: the body's own value is neither `yes` nor `no`.
    """
    chosen = settings.REVIEWER_MAY_DECIDE
    rule = settings_on(on, {MAY_DECIDE: chosen} if chosen else None)[MAY_DECIDE]
    return rule.value == "yes"


def not_at(found: CaseView, state: CaseState) -> Iterator[Violation]:
    """Say so when the case does not stand where the act belongs."""
    if found.state != state:
        yield Violation(
            code="decisions.not-here",
            message=_("The case stands at “%(now)s”; this belongs to “%(here)s”."),
            source=acts.REVIEWED,
            facts={"now": found.state, "here": state},
        )


def later_evidence_obstacles(found: CaseView) -> Iterator[Violation]:
    """Say so when evidence was logged after the review that stands."""
    review = review_of(found.round.id)
    later = evidence_after(found, review.entry if review else None)
    yield from nothing_came_later(len(later))


def pass_review_obstacles(found: CaseView, by: Actor, on: date) -> Iterator[Violation]:
    """Everything that keeps a review from being passed now."""
    yield from acts.PASS_REVIEW.duty_obstacles(by, found.where)
    yield from reviewer_obstacles(found, by, on)
    yield from cases.obstacles_to(found, Step.REVIEWED)
    yield from matrix_is_complete(matrix(found))


def confirm_obstacles(row: DecisionView, by: Actor, where: Where) -> Iterator[Violation]:
    """What the life of the decision and the duty say about confirming it."""
    facts = DecisionFacts(row.outcome, row.proposed_by_id, by.person_id)
    yield from acts.CONFIRM.duty_obstacles(by, Where((row.scheme,), where.branch_id))
    yield from (
        violation
        for violation in DECISION.obstacles("confirm", origin=row.state, by=by, facts=facts)
        if violation.code != "duty-missing"
    )


def doors(found: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """What may be done next of review and decision, open or closed with every reason."""
    if found.state == CaseState.REVIEW:
        return tuple(_review_doors(found, viewer, on))
    if found.state == CaseState.DECISION:
        return tuple(_decision_doors(found, viewer, on))
    return ()


def _review_doors(found: CaseView, viewer: Actor, on: date) -> Iterator[Door]:
    who = tuple(reviewer_obstacles(found, viewer, on))
    for act in (acts.MARK_ITEM, acts.RETURN_ITEM):
        yield Door(act, (*act.duty_obstacles(viewer, found.where), *who))
    yield Door(acts.PASS_REVIEW, tuple(pass_review_obstacles(found, viewer, on)))


def _decision_doors(found: CaseView, viewer: Actor, on: date) -> Iterator[Door]:
    given = {row.scheme: row for row in decisions_of(found.round.id)}
    review = review_of(found.round.id)
    who = standing(found, viewer.person_id, Function.DECISION, on, review)
    later = evidence_after(found, review.entry if review else None)
    shared = (
        *people.exclusions(viewer.person_id, on),
        *nothing_came_later(len(later)),
        *impartiality_obstacles(found, on),
    )
    for scheme in found.scheme_keys:
        row = given.get(scheme)
        if row is not None and row.is_decided:
            continue
        reasons = [
            *may_decide(who, (scheme,), on, reviewer_may_decide=reviewer_may_decide(on)),
            *shared,
        ]
        if row is None:
            where = Where((scheme,), found.branch_id)
            duty = tuple(acts.PROPOSE.duty_obstacles(viewer, where))
            yield Door(acts.PROPOSE, (*duty, *reasons), about=scheme)
        else:
            own = tuple(confirm_obstacles(row, viewer, found.where))
            yield Door(acts.CONFIRM, (*own, *reasons), target=row.id, about=scheme)
    yield Door(acts.RETURN_FILE, tuple(acts.RETURN_FILE.duty_obstacles(viewer, found.where)))


def decided_with(outcome: Outcome) -> tuple[tuple[int, int, str], ...]:
    """The decisions with one outcome, in all cases: key, case and scheme."""
    rows = Decision.objects.filter(outcome=outcome, state=DecisionState.DECIDED)
    return tuple(rows.values_list("pk", "case_id", "scheme"))
