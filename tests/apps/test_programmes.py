"""Audit time, the programme and the cycle: stored, re-runnable, never forgotten."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import NOON, anyone, case_before, client, new_case, view
from xinheng.apps.cases import actions as case_actions
from xinheng.apps.cases.models import Case, Round
from xinheng.apps.clients.models import Site
from xinheng.apps.journal import queries as journal
from xinheng.apps.programmes import actions, queries
from xinheng.apps.programmes.models import DueAudit, PlannedVisit, TimeReckoning, Waiver
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.programmes.request import EnergyFacts, Factor, FoodFacts, InformationFacts
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.actor import CLOCKWORK, Duty
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db
D = Duty
K = RoundKind


def codes_of(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def with_sites(count: int):
    """A client with a central site and `count` others."""
    of = client()
    Site.objects.bulk_create(
        Site(
            organisation=of, name_zh=f"门店{number}", address_zh="福州", region_code="350100",
            people=12,
        )
        for number in range(count)
    )  # fmt: skip
    return of


FOR_SAMPLING = actions.Sampling(
    allowed=True, has_one_system=True, has_central_authority=True, has_common_tie=True,
    audited_every_site=True, reviewed_by_management=True,
)  # fmt: skip


def test_reckoning_stores_all_of_it_and_takes_the_step():
    case = case_before(Step.TIME_RECKONED)

    row = actions.reckon_time(case_id=case.pk, by=anyone(D.PLAN_AUDITS), at=NOON)

    assert row.days == Decimal(5)  # 46 to 65 persons
    assert Step.TIME_RECKONED in view(case).done
    assert view(case).round.days == row.days
    assert row.stage1_days + row.stage2_days == row.days
    assert journal.verify().ok


@pytest.mark.parametrize("schemes", [("QMS",), ("QMS", "EMS", "OHSMS")])
def test_a_stored_reckoning_runs_again_to_the_same_answer(schemes):
    case = case_before(Step.TIME_RECKONED, *schemes)
    row = actions.reckon_time(
        case_id=case.pk,
        standards=[actions.StandardWanted("QMS", factors=(Factor(Decimal("-0.10"), "体系成熟"),))],
        integration_ratio=Decimal("0.90"),
        team=[list(schemes)],
        by=anyone(D.PLAN_AUDITS),
        at=NOON,
    )

    assert queries.rerun(row.pk).is_same


def test_a_surveillance_takes_a_third_and_a_recertification_two():
    days = {}
    for kind in (K.INITIAL, K.SURVEILLANCE, K.RECERTIFICATION):
        case = case_before(Step.TIME_RECKONED, kind=kind)
        days[kind] = actions.reckon_time(case_id=case.pk, by=anyone(D.PLAN_AUDITS), at=NOON).days

    assert {kind: str(found) for kind, found in days.items()} == {
        K.INITIAL: "5.0",
        K.SURVEILLANCE: "1.5",
        K.RECERTIFICATION: "3.5",
    }


def test_every_reason_is_said_and_nothing_is_stored():
    case = new_case()

    with pytest.raises(Refused) as refusal:
        actions.reckon_time(
            case_id=case.pk,
            standards=[
                actions.StandardWanted("QMS", people=0, factors=(Factor(Decimal("-0.10"), ""),)),
                actions.StandardWanted("EMS"),
            ],
            by=anyone(D.AUDIT),
            at=NOON,
        )

    assert codes_of(refusal) == [
        "duty-missing",
        "step.missing",
        "step.missing",
        "step.missing",
        "programmes.scheme-not-in-case",
        "audit-time.people-not-positive",
        "audit-time.reason-missing",
    ]
    assert not TimeReckoning.objects.exists()


def test_a_newer_reckoning_stands_and_the_older_one_stays():
    case = case_before(Step.TIME_RECKONED)
    planner = anyone(D.PLAN_AUDITS)
    first = actions.reckon_time(case_id=case.pk, by=planner, at=NOON)
    second = actions.reckon_time(
        case_id=case.pk, standards=[actions.StandardWanted("QMS", people=200)], by=planner, at=NOON
    )

    assert [found.id for found in queries.reckonings(case.pk)] == [second.pk, first.pk]
    assert view(case).round.days == second.days > first.days


def test_the_time_is_not_reckoned_again_once_a_quotation_rests_on_it():
    case = case_before(Step.AGREED)

    with pytest.raises(Refused) as refusal:
        actions.reckon_time(case_id=case.pk, by=anyone(D.PLAN_AUDITS), at=NOON)

    assert codes_of(refusal) == ["step.already-taken"]


def test_more_people_on_site_lengthen_the_audit_by_the_rules_of_the_first_day():
    case = case_before(Step.TIME_RECKONED)
    actions.reckon_time(case_id=case.pk, by=anyone(D.PLAN_AUDITS), at=NOON)

    change = actions.recompute_for_actuals(
        case=view(case), people_by_scheme={"QMS": 200}, by=anyone(D.LEAD), at=NOON
    )

    assert (change.before, change.after, change.more) == (Decimal(5), Decimal(9), Decimal(4))
    assert view(case).round.days == Decimal(9)
    assert queries.rerun(change.reckoning_id).is_same


def test_more_time_is_set_at_once_and_less_needs_another_person():
    case = case_before(Step.TIME_RECKONED)
    planner = anyone(D.PLAN_AUDITS, D.WAIVE)
    actions.reckon_time(case_id=case.pk, by=planner, at=NOON)

    actions.override_time(case_id=case.pk, days=Decimal(7), because="工艺复杂", by=planner, at=NOON)
    assert view(case).round.days == Decimal(7)
    asked = actions.override_time(
        case_id=case.pk, days=Decimal(4), because="部分区域停产", by=planner, at=NOON
    )
    assert isinstance(asked, Waiver)
    assert view(case).round.days == Decimal(7)

    with pytest.raises(Refused) as refusal:
        actions.answer_waiver(
            case_id=case.pk, waiver_id=asked.pk, approve=True, by=planner, at=NOON
        )
    assert codes_of(refusal) == ["programmes.waiver-own"]
    actions.answer_waiver(
        case_id=case.pk, waiver_id=asked.pk, approve=True, by=anyone(D.WAIVE), at=NOON
    )
    assert view(case).round.days == Decimal(4)
    standing = queries.standing_reckoning(case.pk, view(case).round.id)
    assert standing is not None
    assert standing.figure_days == Decimal(5)


@pytest.mark.parametrize("days", ["0", "6.3", "-1"])
def test_days_by_hand_are_half_days_with_a_reason(days):
    case = case_before(Step.TIME_RECKONED)
    actions.reckon_time(case_id=case.pk, by=anyone(D.PLAN_AUDITS), at=NOON)

    with pytest.raises(Refused) as refusal:
        actions.override_time(
            case_id=case.pk, days=Decimal(days), because=" ", by=anyone(D.QUOTE), at=NOON
        )

    assert codes_of(refusal) == ["programmes.days-not-half", "programmes.reason-missing"]


WINDOWS = (
    actions.PlannedWindow(VisitKind.STAGE_1, date(2026, 4, 1), date(2026, 4, 10)),
    actions.PlannedWindow(VisitKind.STAGE_2, date(2026, 5, 1), date(2026, 5, 20)),
)


def test_twenty_six_sites_are_sampled_for_time_and_programme_alike():
    case = case_before(Step.TIME_RECKONED, of=with_sites(25))
    planner = anyone(D.PLAN_AUDITS)
    row = actions.reckon_time(case_id=case.pk, sampling=FOR_SAMPLING, by=planner, at=NOON)
    assert len(row.site_ids) == 6  # the root of 25, and the central function
    _take(case, Step.QUOTED, Step.AGREED)

    actions.set_programme(case_id=case.pk, windows=WINDOWS, by=planner, at=NOON)

    assert sorted(queries.sites_to_visit(case.pk)) == sorted(row.site_ids)
    visits = {visit.kind: len(visit.site_ids) for visit in PlannedVisit.objects.all()}
    assert visits == {
        "stage-1": 1, "stage-2": 6, "surveillance-1": 4, "surveillance-2": 4,
        "recertification": 6,
    }  # fmt: skip
    assert Step.PROGRAMMED in view(case).done


def test_without_eligibility_no_site_is_left_out():
    case = case_before(Step.TIME_RECKONED, of=with_sites(3))
    planner = anyone(D.PLAN_AUDITS)

    with pytest.raises(Refused) as refusal:
        actions.reckon_time(
            case_id=case.pk, sampling=actions.Sampling(allowed=True), by=planner, at=NOON
        )
    assert len(codes_of(refusal)) == 5
    actions.reckon_time(case_id=case.pk, by=planner, at=NOON)
    assert len(queries.sites_to_visit(case.pk)) == 4


def test_a_programme_needs_possible_windows():
    case = case_before(Step.PROGRAMMED)
    wrong = actions.PlannedWindow(VisitKind.STAGE_2, date(2026, 3, 9), date(2026, 3, 1))

    with pytest.raises(Refused) as refusal:
        actions.set_programme(case_id=case.pk, windows=[wrong], by=anyone(D.QUOTE), at=NOON)

    assert codes_of(refusal) == [
        "duty-missing",
        "programmes.window-missing",
        "programmes.window-backwards",
        "programmes.window-in-past",
    ]


def certified() -> Case:
    """A case whose initial round is complete, issued three days after the decision."""
    case = case_before(Step.ISSUED)
    actions.start_cycle(
        case_id=case.pk, decided_on=date(2026, 3, 7), issued_on=date(2026, 3, 10),
        expires_on=date(2029, 3, 9), by=anyone(D.ISSUE), at=NOON,
    )  # fmt: skip
    _take(case, Step.ISSUED)
    case.refresh_from_db()
    assert case.state == CaseState.SURVEILLANCE
    return case


def _take(case: Case, *steps: Step) -> None:
    for step in steps:
        locked = case_actions.lock(case.pk)
        case_actions.take_step(locked, step, by=anyone(), at=NOON, entry=0)


def test_the_earlier_clock_binds_and_is_kept():
    case = certified()

    first, second, renewal = queries.due_of_case(case.pk, date(2026, 3, 10))

    assert (first.due_on, first.binding) == (date(2027, 3, 7), "ISO/IEC 17021-1, 9.1.3.3")
    assert {step["day"] for step in first.working} == {"2027-03-07", "2027-03-10"}
    assert second.kind == VisitKind.SURVEILLANCE_2
    # The recertification audit stands for the third surveillance, due a year after the second.
    assert renewal.due_on == date(2029, 3, 7)


@pytest.mark.parametrize(
    ("on", "due", "late"),
    [(date(2027, 3, 7), 1, 0), (date(2027, 3, 8), 1, 1), (date(2027, 3, 6), 1, 0)],
)
def test_overdue_begins_the_day_after_the_last_day(on, due, late):
    certified()

    assert len(queries.due_items(on, 1)) == due
    assert len(queries.overdue(on)) == late
    if late:
        assert "suspended" in queries.overdue(on)[0].consequence


def test_rounds_open_by_themselves_once_and_in_time():
    case = certified()

    assert actions.open_due_rounds(on=date(2026, 12, 6), by=CLOCKWORK, at=NOON) == ()
    assert actions.open_due_rounds(on=date(2026, 12, 7), by=CLOCKWORK, at=NOON) == (case.pk,)
    assert actions.open_due_rounds(on=date(2026, 12, 7), by=CLOCKWORK, at=NOON) == ()
    opened = Round.objects.get(case=case, ended_at=None)
    assert (opened.kind, opened.due_on) == (K.SURVEILLANCE, date(2027, 3, 7))


def test_the_next_surveillance_is_counted_from_the_last_one_held():
    case = certified()
    actions.open_due_rounds(on=date(2026, 12, 7), by=CLOCKWORK, at=NOON)

    following = actions.audit_done(
        case_id=case.pk, last_audit_on=date(2027, 1, 15), by=anyone(D.ISSUE), at=NOON
    )

    assert following is not None
    assert following.due_on == date(2028, 1, 15)
    assert DueAudit.objects.get(kind="surveillance-1").done_on == date(2027, 1, 15)


def test_fewer_people_than_the_case_holds_need_a_recorded_reason():
    case = case_before(Step.TIME_RECKONED)
    held = view(case).schemes[0].people
    planner = anyone(D.PLAN_AUDITS)

    def reckoned(people: int, reason: str = "") -> TimeReckoning:
        wanted = actions.StandardWanted("QMS", people=people, people_reason=reason)
        return actions.reckon_time(case_id=case.pk, standards=[wanted], by=planner, at=NOON)

    with pytest.raises(Refused) as refusal:
        reckoned(held - 1, " ")
    assert codes_of(refusal) == ["programmes.fewer-people"]
    assert not TimeReckoning.objects.exists()

    assert reckoned(held).because == ""
    row = reckoned(held - 1, "三名兼职人员按工时折算")
    assert row.because == f"QMS {held} → {held - 1}: 三名兼职人员按工时折算"
    assert queries.rerun(row.pk).is_same


@pytest.mark.parametrize(
    ("scheme", "own"),
    [
        ("ISMS", {"information": InformationFacts("high", "low")}),
        ("EnMS", {"energy": EnergyFacts(Decimal(200), 4, 9)}),
        ("FSMS", {"food": FoodFacts(("CIV",), 2)}),
        ("MDQMS", {}),
    ],
)
def test_a_case_of_every_scheme_is_reckoned_with_what_only_it_asks(scheme, own):
    case = case_before(Step.TIME_RECKONED, scheme)
    wanted = actions.StandardWanted(scheme, **own)

    row = actions.reckon_time(
        case_id=case.pk, standards=[wanted], by=anyone(D.PLAN_AUDITS), at=NOON
    )

    stored = queries.reckoning(row.pk)
    assert row.days > 0
    assert queries.rerun(stored.id).is_same
