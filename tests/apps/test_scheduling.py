"""Plans of the open audits: the problem, the search, changes by hand, acceptance, repair."""

from datetime import date, timedelta

import pytest

from tests.factories import NOON, actor, anyone, view
from tests.factories_scheduling import FIRST, LAST, crew, planner, searched, waiting_case
from tests.factories_staffing import auditor
from xinheng.apps.cases import queries as cases
from xinheng.apps.journal.models import Entry
from xinheng.apps.people import actions as people
from xinheng.apps.people.models import Absence, HalfDay, Tie
from xinheng.apps.scheduling import actions, queries
from xinheng.apps.scheduling.models import PlanDraft
from xinheng.apps.staffing import actions as staffing
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.people.words import SeatPart, TieKind
from xinheng.core.scheduling.words import DraftState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def codes_of(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def lines(draft: PlanDraft, by) -> dict[str, queries.Line]:
    return {line.key: line for line in queries.draft(draft.pk, viewer=by).lines}


def only(draft: PlanDraft, by) -> queries.Line:
    (line,) = lines(draft, by).values()
    return line


def test_what_waits_becomes_a_draft_that_binds_nobody():
    by, _ = planner(), crew()
    case = waiting_case()

    draft = searched(by)

    line = only(draft, by)
    assert draft.state == DraftState.READY
    assert draft.unstaffed == 0
    assert (line.number, line.days, line.size) == (case.number, 2, 1)
    assert line.first_on >= FIRST
    assert line.last_on <= LAST
    assert cases.team(view(case).round.id) == ()
    assert not HalfDay.objects.exists()


def test_a_search_is_refused_with_every_reason_and_leaves_nothing():
    with pytest.raises(Refused) as refusal:
        actions.plan(
            first_on=date(2026, 3, 1), last_on=date(2026, 2, 1), seconds=0, by=anyone(Duty.AUDIT),
            at=NOON,
        )  # fmt: skip

    assert codes_of(refusal) == [
        "duty-missing", "scheduling.begins-past", "scheduling.ends-before-start",
        "scheduling.seconds", "scheduling.nothing-waits",
    ]  # fmt: skip
    assert not PlanDraft.objects.exists()


def test_stage_2_follows_stage_1_and_one_team_has_both():
    by, _ = planner(), crew()
    case = waiting_case(kind=RoundKind.INITIAL)

    draft = searched(by)
    first, second = sorted(lines(draft, by).values(), key=lambda line: line.start)

    assert (first.stage, second.stage) == ("stage1", "visit")
    assert second.start >= first.start + first.days
    actions.accept(draft_id=draft.pk, lines=[first.key], by=by, at=NOON)
    team = {seat.person_id for seat in cases.team(view(case).round.id)}
    assert team == {int(who[1:]) for who in {*first.team, *second.team}}


def test_the_rules_of_teams_keep_people_out_of_the_problem():
    by, (mei, _li) = planner(), crew()
    case = waiting_case()
    Tie.objects.create(
        person=mei, organisation_id=case.organisation_id, kind=TieKind.CONSULTANCY,
        recorded_at=NOON,
    )  # fmt: skip

    draft = searched(by)

    found = queries.draft(draft.pk, viewer=by)
    line = found.lines[0]
    assert line.team == ()
    problem = queries.problem_of(draft.pk)
    assert problem.audits[0].excluded == {f"P{mei.pk}"}
    why = queries.reasons(found, line)
    assert [reason.code for reason in why.reasons] == ["planning.unstaffed-lead"]


def test_absences_and_days_that_are_taken_are_not_planned():
    by, (mei, _li) = planner(), crew()
    case = waiting_case()
    Absence.objects.create(person=mei, first_on=FIRST, last_on=LAST - timedelta(days=4))
    people.book([(mei.pk, LAST, "am")], presence="planned", case_id=case.pk, visit_key="elsewhere")

    draft = searched(by)

    assert lines(draft, by)[queries.draft(draft.pk, viewer=by).lines[0].key].first_on in (
        LAST - timedelta(days=3), LAST - timedelta(days=2),
    )  # fmt: skip


def test_a_round_that_cannot_lie_in_the_plan_is_named_with_its_reason():
    by, _ = planner(), crew()
    late, untimed = waiting_case(), waiting_case("青石机械有限公司")
    late.rounds.update(days="600")
    untimed.rounds.update(days=None)

    found = queries.draft(searched(by).pk, viewer=by)

    assert found.lines == ()
    assert {each["number"]: each["why"] for each in found.left} == {
        late.number: "Its window holds no working days enough for the audit.",
        untimed.number: "The audit time has not been reckoned yet.",
    }


def test_accepting_appoints_keeps_days_and_tells():
    by, (mei, _li) = planner(), crew()
    case = waiting_case()
    draft = searched(by)
    line = only(draft, by)

    actions.accept(draft_id=draft.pk, by=by, at=NOON)

    draft.refresh_from_db()
    assert draft.state == DraftState.ACCEPTED
    assert Step.TEAM_APPOINTED in view(case).done
    assert [seat.part for seat in cases.team(view(case).round.id)] == [SeatPart.LEADER]
    days = set(HalfDay.objects.filter(person=mei).values_list("on", flat=True))
    assert days == {line.first_on, line.last_on}
    (seat,) = cases.team(view(case).round.id)
    staffing.decline(case_id=case.pk, seat_id=seat.id, by=actor(mei), at=NOON)
    assert not HalfDay.objects.exists()


def test_of_two_planners_the_second_is_refused_with_all_reasons_and_nothing_is_written():
    one, two, _ = planner(), planner(), crew()
    case = waiting_case()
    first, second = searched(one), searched(two)
    other = waiting_case("青石机械有限公司")
    third = searched(two)

    actions.accept(draft_id=first.pk, by=one, at=NOON)
    before = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        actions.accept(draft_id=third.pk, by=two, at=NOON)

    assert codes_of(refusal)[:2] == ["scheduling.line-refused", "scheduling.moved-on"]
    assert Step.TEAM_APPOINTED not in view(other).done
    assert Entry.objects.count() == before
    with pytest.raises(Refused):
        actions.accept(draft_id=second.pk, by=two, at=NOON)
    assert len(cases.team(view(case).round.id)) == 1


def test_the_same_person_cannot_be_given_away_twice():
    by, _ = planner(), crew()
    waiting_case()
    first = searched(by)
    other = waiting_case("青石机械有限公司")
    second = searched(by)
    taken = only(first, by)
    found = queries.draft(second.pk, viewer=by)
    line = next(each for each in found.lines if each.number == other.number)
    clash = next(each for each in found.lines if each.number != other.number)
    if line.start != taken.start:
        wanted = actions.Wanted(taken.first_on, tuple(int(w[1:]) for w in line.team))
        if clash.start == taken.start:
            actions.change(
                draft_id=second.pk, line=clash.key, wanted=actions.Wanted(None, ()), by=by, at=NOON
            )
        actions.change(draft_id=second.pk, line=line.key, wanted=wanted, by=by, at=NOON)
    actions.accept(draft_id=first.pk, by=by, at=NOON)

    with pytest.raises(Refused) as refusal:
        actions.accept(draft_id=second.pk, lines=[line.key], by=by, at=NOON)

    assert "people.double-booking" in codes_of(refusal)
    assert Step.TEAM_APPOINTED not in view(other).done


def test_a_change_that_breaks_a_rule_is_refused_by_the_checker():
    by, (_mei, li) = planner(), crew()
    waiting_case()
    draft = searched(by)
    line = only(draft, by)

    with pytest.raises(Refused) as refusal:
        actions.change(
            draft_id=draft.pk, line=line.key, wanted=actions.Wanted(line.first_on, (li.pk,)),
            by=by, at=NOON,
        )  # fmt: skip

    assert codes_of(refusal) == ["planning.may-not-lead"]
    assert only(draft, by).team == line.team


def test_a_change_can_be_undone_and_a_locked_line_stays():
    by, (mei, _li) = planner(), crew()
    waiting_case()
    draft = searched(by)
    line = only(draft, by)
    later = queries.draft(draft.pk, viewer=by).days[line.start + 1 if line.start < 20 else 3]

    actions.change(
        draft_id=draft.pk, line=line.key, wanted=actions.Wanted(later, (mei.pk,)), by=by, at=NOON
    )
    assert only(draft, by).first_on == later
    actions.undo(draft_id=draft.pk, by=by, at=NOON)
    assert only(draft, by).first_on == line.first_on
    with pytest.raises(Refused, match="nothing-to-undo"):
        actions.undo(draft_id=draft.pk, by=by, at=NOON)

    actions.lock(draft_id=draft.pk, line=line.key, locked=True, by=by, at=NOON)
    with pytest.raises(Refused) as refusal:
        actions.change(
            draft_id=draft.pk, line=line.key, wanted=actions.Wanted(later, (mei.pk,)), by=by,
            at=NOON,
        )  # fmt: skip
    assert codes_of(refusal) == ["scheduling.line-stays"]
    actions.improve(draft_id=draft.pk, seconds=1, by=by, at=NOON)
    actions.carry_out(draft.pk, NOON.isoformat())
    assert only(draft, by).first_on == line.first_on


def test_an_old_view_of_a_draft_is_refused():
    by, _ = planner(), crew()
    waiting_case()
    draft = searched(by)

    with pytest.raises(Refused, match="changed-since"):
        actions.accept(draft_id=draft.pk, seen=draft.version - 1, by=by, at=NOON)


def test_stopping_keeps_what_was_found_and_discarding_ends_a_draft():
    by, _ = planner(), crew()
    waiting_case()
    row = actions.plan(first_on=FIRST, last_on=LAST, by=by, at=NOON)
    actions.stop(draft_id=row.pk, by=by, at=NOON)
    actions.discard(draft_id=row.pk, by=by, at=NOON)

    assert actions.carry_out(row.pk, NOON.isoformat()) == 0
    with pytest.raises(Refused):
        actions.accept(draft_id=row.pk, by=by, at=NOON)


def test_an_illness_is_repaired_with_reasons_and_accepted_through_the_same_gates():
    by, (mei, _li) = planner(), crew()
    an = auditor("安", leads=True, region_code="350100")
    case = waiting_case()
    draft = searched(by)
    line = only(draft, by)
    actions.accept(draft_id=draft.pk, by=by, at=NOON)
    ill = int(line.team[0][1:])
    well = an.pk if ill == mei.pk else mei.pk

    repaired = actions.repair(
        draft_id=draft.pk, person_id=ill, first_on=line.first_on, last_on=line.last_on, by=by,
        at=NOON,
    )  # fmt: skip

    assert [change["cause"] for change in repaired.changes] in (["substitute"], ["ill"])
    assert Absence.objects.filter(person_id=ill).count() == 1
    assert [seat.person_id for seat in cases.team(view(case).round.id)] == [ill]
    actions.accept(draft_id=repaired.pk, by=by, at=NOON)
    now = only(repaired, by)
    team = [seat.person_id for seat in cases.team(view(case).round.id)]
    assert team == [int(now.team[0][1:])]
    assert set(HalfDay.objects.values_list("person_id", "on")) == {
        (team[0], now.first_on), (team[0], now.last_on),
    }  # fmt: skip
    if repaired.changes[0]["cause"] == "substitute":
        assert team == [well]


def test_a_repair_needs_an_accepted_plan_and_a_person_of_it():
    by, (mei, _li) = planner(), crew()
    waiting_case()
    draft = searched(by)

    with pytest.raises(Refused) as refusal:
        actions.repair(
            draft_id=draft.pk, person_id=0, first_on=date(2027, 1, 1), last_on=date(2027, 1, 2),
            by=by, at=NOON,
        )  # fmt: skip

    assert codes_of(refusal) == [
        "scheduling.nothing-accepted", "scheduling.person-outside", "scheduling.days-outside",
    ]  # fmt: skip
    assert mei.absences.count() == 0


def test_a_client_and_an_auditor_see_no_draft():
    by, _ = planner(), crew()
    waiting_case()
    draft = searched(by)

    assert queries.listing(anyone(Duty.AUDIT)) == ()
    with pytest.raises(queries.NoDraft):
        queries.draft(draft.pk, viewer=anyone(Duty.APPLY))
