"""What a file must hold before it is reviewed, decided and kept."""

from datetime import date

import pytest

from tests.factories import NOON, case_before, view
from tests.factories_decisions import decider, pass_review, reviewed_case, reviewer
from xinheng.apps.cases.models import StepRecord
from xinheng.apps.decisions import actions, queries
from xinheng.apps.findings.models import Finding
from xinheng.core.cases.steps import Step, step_obstacles
from xinheng.core.cases.words import RoundKind
from xinheng.core.decisions.words import Outcome, Recommendation
from xinheng.core.findings.clearing import Item, Limits, clearing_obstacles, due_on
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db
OF_CYCLE = {"cycle-review", "complaints-of-cycle"}


def codes(refusal):
    return [violation.code for violation in refusal.value.violations]


def test_a_renewal_is_not_reviewed_without_the_cycle_and_its_complaints():
    case, by = case_before(Step.REVIEWED, kind=RoundKind.RECERTIFICATION), reviewer()
    keys = {item.key for item in queries.matrix(view(case))}
    assert keys >= OF_CYCLE
    for key in sorted(keys - OF_CYCLE):
        actions.mark_item(case_id=case.pk, record=key, by=by, at=NOON)

    with pytest.raises(Refused) as refusal:
        actions.pass_review(
            case_id=case.pk, recommendation=Recommendation.FOR, comments="", by=by, at=NOON
        )
    assert codes(refusal) == ["decisions.item-not-looked-at"] * 2

    pass_review(case, by)
    assert Step.REVIEWED in view(case).done


def major(case, **state):
    return Finding.objects.create(
        case=case, round=case.rounds.get(), number=1, scheme="QMS", clause="8.5.1",
        grade=Grade.MAJOR, state=FindingState.RAISED, statement="x", evidence="y",
        site=case.organisation.sites.get(), due_on=NOON.date(), raised_at=NOON, **state,
    )  # fmt: skip


@pytest.mark.parametrize("open_major", [True, False])
def test_nothing_is_kept_while_a_major_is_open(open_major):
    case = reviewed_case(kind=RoundKind.SURVEILLANCE)
    if open_major:
        major(case)
    given = {
        "case_id": case.pk, "scheme": "QMS", "outcome": Outcome.MAINTAIN, "statement": "同意",
        "by": decider(), "at": NOON,
    }  # fmt: skip

    if not open_major:
        assert actions.propose(**given)
        return
    with pytest.raises(Refused) as refusal:
        actions.propose(**given)
    assert codes(refusal) == ["decisions.majors-open"]


def test_a_recertification_is_not_reported_without_a_visit():
    done = {step for step in Step if step not in (Step.VISIT_OPENED, Step.VISIT_CLOSED)}
    kind = RoundKind.RECERTIFICATION

    found = {v.facts["step"] for v in step_obstacles(Step.REPORTED, kind=kind, done=done)}

    assert found == {Step.VISIT_OPENED, Step.VISIT_CLOSED}
    assert not tuple(step_obstacles(Step.REPORTED, kind=kind, done=set(Step)))
    assert StepRecord.objects.count() == 0


ENDS = date(2026, 4, 30)
LIMITS = Limits(RoundKind.RECERTIFICATION, date(2026, 3, 17), 90, 6, expires_on=ENDS)


@pytest.mark.parametrize(
    ("verified_on", "expected"),
    [(ENDS, []), (date(2026, 5, 1), ["findings.verified-after-expiry"])],
)
def test_a_major_of_a_recertification_is_verified_before_the_end(verified_on, expected):
    item = Item("N1", Grade.MAJOR, FindingState.VERIFIED, verified_on=verified_on)

    assert [v.code for v in clearing_obstacles([item], LIMITS, on=verified_on)] == expected
    assert due_on(Grade.MAJOR, LIMITS) == ENDS
    assert due_on(Grade.MINOR, LIMITS) == date(2026, 6, 15)
