"""Review and decision: whole files, independent persons, two of them."""

from datetime import timedelta

import pytest

from tests.factories import NOON, actor, anyone, case_before, person, view
from tests.factories_decisions import (
    competent,
    decide,
    decider,
    officer,
    pass_review,
    reviewed_case,
    reviewer,
)  # fmt: skip
from xinheng.apps.cases import actions as case_actions
from xinheng.apps.cases.models import Seat
from xinheng.apps.decisions import actions, queries
from xinheng.apps.decisions.models import Decision
from xinheng.apps.findings.models import Finding
from xinheng.apps.journal import queries as journal
from xinheng.apps.people.models import Notice, Tie
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, Part, RoundKind
from xinheng.core.decisions.words import Outcome, Recommendation
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.people.words import Function, SeatPart, TieKind
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def codes(refusal) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def grant(case, by, scheme="QMS", **more):
    return actions.propose(
        case_id=case.pk, scheme=scheme, outcome=Outcome.GRANT, statement="同意", by=by, at=NOON,
        **more,
    )  # fmt: skip


@pytest.mark.parametrize("kind", list(RoundKind))
def test_the_matrix_of_each_kind_of_round_is_made_of_its_own_steps(kind):
    case = case_before(Step.REVIEWED, kind=kind)

    items = queries.matrix(view(case))

    assert items
    assert all(item.is_there for item in items)


def test_a_review_is_passed_only_over_a_file_that_was_looked_through():
    case = case_before(Step.REVIEWED)
    by = reviewer()

    with pytest.raises(Refused) as refusal:
        actions.pass_review(
            case_id=case.pk, recommendation=Recommendation.FOR, comments="", by=by, at=NOON
        )
    assert set(codes(refusal)) == {"decisions.item-not-looked-at"}
    assert len(codes(refusal)) == len(queries.matrix(view(case)))

    pass_review(case, by)

    assert view(case).state == CaseState.DECISION
    assert journal.verify().ok


def test_a_returned_item_goes_back_to_who_made_it_and_must_be_made_again():
    case = case_before(Step.REPORTED)
    leader = anyone(Duty.LEAD, name="冯立")
    case_actions.take_step(
        case, Step.REPORTED, by=leader, at=NOON,
        entry=_entry(case, leader),
    )  # fmt: skip
    by = reviewer()

    actions.return_item(case_id=case.pk, record="audit-report", note="缺少附件", by=by, at=NOON)

    assert view(case).state == CaseState.DETERMINATION
    assert [n.person_id for n in Notice.objects.all()] == [leader.person_id]
    case.refresh_from_db()
    case_actions.take_step(case, Step.REPORTED, by=leader, at=NOON, entry=0)
    with pytest.raises(Refused) as refusal:
        actions.pass_review(
            case_id=case.pk, recommendation=Recommendation.FOR, comments="", by=by, at=NOON
        )
    assert "decisions.item-returned" in codes(refusal)
    actions.mark_item(case_id=case.pk, record="audit-report", by=by, at=NOON)
    pass_review(case, by)
    assert view(case).state == CaseState.DECISION


def _entry(case, by) -> int:
    from django.db import transaction

    from xinheng.apps.journal import actions as writing
    from xinheng.core.cases import acts

    with transaction.atomic():
        return writing.record(acts.REOPEN_STEP, on=case, by=by, at=NOON, case_id=case.pk,
                              step="reported", because="")  # fmt: skip


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (Part.AUDITED, "decisions.audited-the-case"),
        (Part.OBSERVED, "decisions.audited-the-case"),
        (Part.SOLD, "decisions.sold-the-case"),
    ],
)
def test_whoever_took_part_neither_reviews_nor_decides(part, code):
    case = case_before(Step.REVIEWED)
    by = reviewer()
    case_actions.involve(case, person_id=by.person_id, part=part, at=NOON)
    with pytest.raises(Refused) as refusal:
        actions.mark_all(case_id=case.pk, by=by, at=NOON)
    assert codes(refusal) == [code]

    pass_review(case, reviewer("另一人"))
    maker = decider()
    case_actions.involve(case, person_id=maker.person_id, part=part, at=NOON)
    with pytest.raises(Refused) as refusal:
        grant(case, maker)
    assert codes(refusal) == [code]
    assert not Decision.objects.exists()


def test_an_auditor_of_an_earlier_round_does_not_decide():
    case = reviewed_case()
    maker = decider()
    case_actions.involve(case, person_id=maker.person_id, part=Part.AUDITED, at=NOON)
    case.rounds.update(ended_at=NOON)
    case.rounds.create(number=2, kind=RoundKind.SURVEILLANCE, opened_at=NOON)
    case_actions.settle(case, case.rounds.get(number=2))

    reasons = list(queries.decider_obstacles(view(case), maker, ("QMS",), NOON.date()))

    assert [v.code for v in reasons] == ["decisions.audited-the-case"]


def test_a_member_of_the_team_who_never_came_does_not_decide_either():
    case = reviewed_case()
    maker = decider()
    Seat.objects.create(round=case.rounds.get(), person_id=maker.person_id, part=SeatPart.EXPERT)

    with pytest.raises(Refused) as refusal:
        grant(case, maker)

    assert codes(refusal) == ["decisions.audited-the-case"]


def test_two_persons_grant_and_the_first_cannot_be_the_second():
    case = reviewed_case()
    first, second = decider("高原"), decider("石磊")
    row = grant(case, first)

    with pytest.raises(Refused) as refusal:
        actions.confirm(case_id=case.pk, decision=row.pk, by=first, at=NOON)
    assert codes(refusal) == ["decisions.same-person-twice"]
    assert Step.DECIDED not in view(case).done

    actions.confirm(case_id=case.pk, decision=row.pk, by=second, at=NOON)
    assert view(case).state == CaseState.ATTESTATION

    with pytest.raises(Refused) as refusal:
        actions.confirm(case_id=case.pk, decision=row.pk, by=second, at=NOON)
    assert "move-not-open" in codes(refusal)


def test_a_refusal_needs_one_person_and_ends_a_first_certification():
    case = reviewed_case()

    decide(case, "QMS", Outcome.REFUSE)

    assert view(case).state == CaseState.REFUSED


def test_a_split_decision_certifies_what_was_granted():
    case = reviewed_case("QMS", "EMS")
    decide(case, "QMS", Outcome.REFUSE)
    assert view(case).state == CaseState.DECISION

    decide(case, "EMS", Outcome.GRANT)

    assert view(case).state == CaseState.ATTESTATION


def test_a_decided_scope_is_no_wider_than_applied_for():
    case = reviewed_case()

    with pytest.raises(Refused) as refusal:
        grant(case, decider(), scope_zh="糕点、糖果的生产", codes=["03.07.01", "29.01.01"])
    assert codes(refusal) == ["decisions.scope-wider", "decisions.codes-wider"]

    assert grant(case, decider(), scope_zh="糕点的生产（不含月饼）").scope_zh.startswith("糕点")


def test_nobody_decides_without_competence_or_duty_and_hears_both_reasons():
    case = reviewed_case()

    with pytest.raises(Refused) as refusal:
        grant(case, officer())

    assert codes(refusal) == ["duty-missing", "decisions.not-competent"]


def test_competence_is_asked_for_every_scheme():
    case = reviewed_case("QMS", "EMS")
    maker = actor(competent("单科", Role.DECISION_MAKER, Function.DECISION, "QMS"))

    grant(case, maker, "QMS")
    with pytest.raises(Refused) as refusal:
        grant(case, maker, "EMS")

    assert codes(refusal) == ["decisions.not-competent"]


@pytest.mark.parametrize(("days", "may"), [(0, True), (1, False)])
def test_a_tie_blocks_for_two_years_to_the_day(days, may):
    case = reviewed_case()
    maker = decider()
    two_years_ago = NOON.date().replace(year=NOON.year - 2)
    Tie.objects.create(
        person_id=maker.person_id, organisation=case.organisation, kind=TieKind.CONSULTANCY,
        ended_on=two_years_ago + timedelta(days=days), recorded_at=NOON,
    )  # fmt: skip

    if may:
        assert grant(case, maker)
        return
    with pytest.raises(Refused) as refusal:
        grant(case, maker)
    assert codes(refusal) == ["decisions.tied-to-client"]


def test_the_reviewer_decides_only_where_the_body_allows_it(settings):
    case = case_before(Step.REVIEWED)
    both = competent("双职", Role.TECHNICAL_REVIEWER, Function.REVIEW)
    both.appointments.create(role=Role.DECISION_MAKER, valid_from="2020-01-01", granted_at=NOON)
    both.competences.create(
        scheme="QMS", function=Function.DECISION, valid_from="2020-01-01", valid_until="2040-01-01"
    )
    pass_review(case, actor(both))

    with pytest.raises(Refused) as refusal:
        grant(case, actor(both))
    assert codes(refusal) == ["decisions.reviewed-the-file"]

    settings.REVIEWER_MAY_DECIDE = "perhaps"
    with pytest.raises(ValueError, match="reviewer_may_decide"):
        grant(case, actor(both))
    settings.REVIEWER_MAY_DECIDE = "yes"
    assert grant(case, actor(both))


def test_a_returned_file_voids_what_was_decided_and_is_reviewed_again():
    case = reviewed_case("QMS", "EMS")
    decide(case, "QMS", Outcome.GRANT)

    actions.return_file(case_id=case.pk, because="报告与证据不一致", by=decider(), at=NOON)

    assert view(case).state == CaseState.REVIEW
    assert queries.decisions_of(view(case).round.id) == ()
    pass_review(case, reviewer("宋明二"))
    decide(case, "QMS", Outcome.GRANT)
    decide(case, "EMS", Outcome.GRANT)
    assert view(case).state == CaseState.ATTESTATION


def test_no_decision_before_the_review():
    case = case_before(Step.REVIEWED)

    with pytest.raises(Refused) as refusal:
        grant(case, decider())

    assert codes(refusal) == ["step.missing"]


def test_an_outcome_of_another_kind_of_round_is_refused():
    case = reviewed_case(kind=RoundKind.SURVEILLANCE)

    with pytest.raises(Refused) as refusal:
        grant(case, decider())

    assert codes(refusal) == ["decisions.outcome-does-not-fit"]


def test_a_client_sees_no_open_door():
    case = reviewed_case()
    client = actor(person("王客户", Role.CLIENT, organisation=case.organisation))

    doors = queries.doors(view(case), client, NOON.date())

    assert doors
    assert not any(door.is_open for door in doors)


@pytest.mark.parametrize(
    ("grade", "state", "expected"),
    [
        (Grade.MAJOR, FindingState.ACCEPTED, ["decisions.majors-open"]),
        (Grade.MAJOR, FindingState.VERIFIED, []),
        (Grade.MINOR, FindingState.ANSWERED, ["decisions.minors-open"]),
        (Grade.MINOR, FindingState.ACCEPTED, []),
    ],
)
def test_open_findings_stand_in_the_way_of_granting(grade, state, expected):
    case = reviewed_case()
    verifier = person("验证人")
    verified = (
        {"verified_at": NOON, "verified_by": verifier, "method": "x", "verification": "x"}
        if state == FindingState.VERIFIED
        else {}
    )
    Finding.objects.create(
        case=case, round=case.rounds.get(), number=1, scheme="QMS", clause="8.5.1", grade=grade,
        state=state, statement="x", evidence="y", site=case.organisation.sites.get(),
        due_on=NOON.date(), raised_at=NOON, **verified,
    )  # fmt: skip

    if not expected:
        assert grant(case, decider())
        return
    with pytest.raises(Refused) as refusal:
        grant(case, decider())
    assert codes(refusal) == expected
