"""The matching degree of the body's own records, and what auditors said of themselves."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from tests.factories import NOON, TODAY, actor, anyone, case_before, client, new_case, person
from tests.factories_staffing import CODE, auditor
from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.models import Round
from xinheng.apps.journal import actions as journal
from xinheng.apps.journal.models import Payload
from xinheng.apps.people.models import Absence
from xinheng.apps.staffing import actions, queries
from xinheng.apps.staffing.models import Statement
from xinheng.apps.staffing.queries import matching as live
from xinheng.apps.staffing.queries.statements import readiness
from xinheng.core.audits import acts as audit_acts
from xinheng.core.cases.steps import Step
from xinheng.core.people.words import Employment, SeatPart
from xinheng.core.shared.actor import CLOCKWORK, Duty, Role
from xinheng.core.shared.violation import Refused
from xinheng.core.staffing.matching import Form
from xinheng.core.staffing.matching_told import Level, Remedy
from xinheng.core.staffing.readiness import CONSENT_VERSION, Events, Item
from xinheng.core.staffing.team import SeatWanted
from xinheng.front import matching

pytestmark = pytest.mark.django_db
CELL = ("QMS", CODE)
HALF = dict.fromkeys(Item, Fraction(1, 2))


def say(who, said=HALF, at=NOON, version=CONSENT_VERSION):
    return actions.give_statement(said=said, consents_to=version, by=actor(who), at=at)


def team(count, **fields):
    return [auditor(f"审核员{n}", **fields) for n in range(count)]


def codes(refusal):
    return [violation.code for violation in refusal.value.violations]


def test_a_cell_counts_who_is_registered_and_competent_and_what_is_open():
    team(5)
    auditor("别的体系", "EMS")
    auditor("大类", codes=("03.07",))
    person("没有资格", Role.AUDITOR)
    new_case("QMS")
    new_case("QMS", of=client("乙公司"))

    cells = {(one.scheme, one.code): one for one in matching.board(TODAY).cells}

    assert (cells[CELL].auditors, cells[CELL].projects) == (6, 2)
    assert cells["EMS", CODE].level == Level.IDLE
    # B1 of all 1 and one qualification each: X is A1; two first audits, alone: E is 0.9.
    assert cells[CELL].x == 6
    assert cells[CELL].y == pytest.approx(3 + 1 / 0.9)


def test_an_integrated_case_is_audited_together():
    team(5)
    new_case("QMS", "EMS")
    found = matching.board(TODAY)
    assert {cell.scheme for cell in found.ranked} == {"QMS", "EMS"}
    assert found.ranked[-1].y == pytest.approx(2 + 1 / 2 + 1 / 0.9)
    assert (found.ranked[0].scheme, found.ranked[0].level) == ("EMS", Level.NOBODY)


def test_requests_of_a_group_for_one_month_are_harder():
    team(5)
    for name in ("甲", "乙", "丙"):
        new_case("QMS", of=client(name, group_name="远山集团"))
    Round.objects.update(due_on=date(2026, 4, 10))
    page = matching.cell_page(TODAY, CELL)
    assert page.cell.y == pytest.approx(2 + 1 / 0.8 + 1 / 0.9)
    staggered = next(one for one in page.effects if one.remedy == Remedy.STAGGER)
    assert staggered.p > page.cell.p
    assert "远山集团" in staggered.about


def test_a_client_who_declines_plans_is_harder_and_a_talk_would_help():
    team(5)
    case = case_before(Step.TEAM_APPOINTED)
    for _time in range(2):
        journal.record(
            audit_acts.DECLINE_PLAN, on=case, by=anyone(Duty.APPLY), at=NOON, case_id=case.pk,
            organisation_id=case.organisation_id,
        )  # fmt: skip
    page = matching.cell_page(timezone.localdate(), CELL)
    assert page.cell.y == pytest.approx(1 / 0.8 + 2 + 1 / 0.9)
    talk = next(one for one in page.effects if one.remedy == Remedy.TALK)
    assert case.number in talk.about
    assert talk.p > page.cell.p


def test_two_audits_of_a_client_could_be_combined_and_somebody_qualified():
    team(5)
    auditor("可培养", codes=("29.09.01",))
    org = client("丁公司")
    new_case("QMS", of=org)
    new_case("EMS", of=org)
    page = matching.cell_page(TODAY, CELL)
    by_kind = {one.remedy: one for one in page.effects}
    assert by_kind[Remedy.COMBINE].p > page.cell.p
    assert by_kind[Remedy.QUALIFY].number == 1
    assert by_kind[Remedy.QUALIFY].auditors == by_kind[Remedy.HIRE].auditors == 6
    assert by_kind[Remedy.HIRE].p > page.cell.p


def test_capacity_counts_weekdays_without_absence_and_less_of_part_time():
    people = team(4)
    auditor("兼职", employment=Employment.PART_TIME)
    case = new_case("QMS")
    before = matching.cell_page(TODAY, CELL).cell
    assert before.capacity is None  # nobody reckoned the audit's time yet
    Round.objects.filter(case=case).update(days=5)
    full = queries.records(TODAY).full_days
    with_days = matching.cell_page(TODAY, CELL).cell
    Absence.objects.create(person=people[0], first_on=TODAY, last_on=TODAY + timedelta(days=6))
    assert with_days.capacity == pytest.approx(full * 4.4 / 5)
    assert matching.cell_page(TODAY, CELL).cell.capacity == pytest.approx((full * 4.4 - 5) / 5)


def test_fewer_than_five_are_told_by_their_number_alone():
    people = team(4)
    for who in people:
        say(who)
    new_case("QMS")
    cell = matching.cell_page(TODAY, CELL)
    told = cell.cell
    assert (told.auditors, told.x, told.p, told.capacity, told.weakest) == (
        4,
        None,
        None,
        None,
        None,
    )
    assert dict(told.drivers) == {}
    assert all(one.p is None and one.capacity is None for one in cell.effects)


def test_without_consent_everything_works_and_counts_as_ready():
    people = team(6)
    Absence.objects.create(
        person=people[0], first_on=TODAY - timedelta(days=200), last_on=TODAY - timedelta(days=100)
    )
    new_case("QMS")
    assert matching.cell_page(TODAY, CELL).cell.x == 6


def test_five_who_consent_are_seen_as_their_mean_and_a_withdrawal_counts_at_once():
    people = team(5)
    new_case("QMS")
    for who in people:
        say(who)
    assert matching.cell_page(TODAY, CELL).cell.x == 2.5
    actions.withdraw_statement(by=actor(people[0]), at=NOON)
    assert matching.cell_page(TODAY, CELL).cell.x == 5
    assert queries.own_statement(actor(people[0])) is None


def everything_planners_see():
    found = matching.board(TODAY)
    return [
        matching.board_document(found),
        *(
            matching.page_document(matching.cell_page(TODAY, (cell.scheme, cell.code), form))
            for cell in found.cells
            for form in Form
        ),
    ]


def test_changing_one_statement_shows_no_planner_the_score_within_a_tenth():
    """Differencing over every cell, form and remedy: the same person in several groups."""
    people = [
        auditor(f"审核员{n}", *(("QMS", "EMS") if n % 2 else ("QMS",)),
                codes=(CODE,) if n % 3 else (CODE, "29.09.01"))
        for n in range(8)
    ]  # fmt: skip
    auditor("新人", codes=("29.09.01",))
    new_case("QMS", "EMS")
    for who in people[1:]:
        say(who, dict.fromkeys(Item, Fraction(7, 10)))
    seen = {}
    for tenth in range(0, 21):
        say(people[0], dict.fromkeys(Item, Fraction(tenth, 20)))
        seen.setdefault(repr(everything_planners_see()), []).append(tenth / 20)
    # Whoever knows the seven others exactly still cannot tell the score within 0.1.
    for scores in seen.values():
        assert max(scores) - min(scores) > 0.2 or 0 in scores or 1 in scores
    assert len(seen) <= 4


def test_a_refusal_counts_only_with_consent_and_never_for_a_conflict():
    mei, li = auditor("梅", leads=True), auditor("李")
    case = case_before(Step.TEAM_APPOINTED)
    seats = [SeatWanted(mei.pk, SeatPart.LEADER), SeatWanted(li.pk, SeatPart.AUDITOR)]
    actions.appoint_team(case_id=case.pk, seats=seats, by=anyone(Duty.PLAN_AUDITS), at=NOON)

    mine = next(s for s in cases.team(case.rounds.get().pk) if s.person_id == li.pk)
    actions.decline(case_id=case.pk, seat_id=mine.id, conflict=None, note="", by=actor(li), at=NOON)
    assert readiness({}, TODAY) == {}
    say(li, dict.fromkeys(Item, Fraction(1)))
    events = live._events([li.pk], timezone.localdate())
    assert (events[li.pk].asked, events[li.pk].refused) == (1, 1)
    assert readiness(events, TODAY)[li.pk] == Fraction(4, 5)


def test_a_statement_is_sealed_and_only_its_owner_reads_it():
    mei, li = auditor("梅"), auditor("李")
    made = say(mei, {Item.HEALTH: Fraction("0.7310585")})
    own = queries.own_statement(actor(mei))
    assert own.items[Item.HEALTH] == Fraction("0.7310585")
    assert own.items[Item.LIVING] is None
    assert own.mean == (4 + Fraction("0.7310585")) / 5
    assert queries.own_statement(actor(li)) is None
    assert b"7310585" not in bytes(made.sealed_items) + bytes(made.sealed_mean)
    assert len(say(li, {}).sealed_items) == len(made.sealed_items)
    assert not any(b"7310585" in bytes(row.payload) for row in Payload.objects.all())


def test_a_statement_cannot_be_moved_to_another_person_or_opened_with_another_key(settings):
    mei, li = auditor("梅"), auditor("李")
    one, two = say(mei), say(li)
    Statement.objects.filter(pk=two.pk).update(sealed_items=one.sealed_items)
    assert not queries.own_statement(actor(li)).is_readable
    settings.STATEMENT_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    assert not queries.own_statement(actor(mei)).is_readable
    assert readiness({mei.pk: Events()}, TODAY) == {}


def test_the_key_lies_beside_the_data_for_its_owner_alone(settings):
    say(auditor("梅"))
    key = settings.DATA / "statement-key"
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": "older"}, "staffing.no-consent"),
        ({"said": {Item.HEALTH: Fraction(11, 10)}}, "staffing.score-outside"),
        ({"said": {Item.HEALTH: Fraction(-1, 10)}}, "staffing.score-outside"),
    ],
)
def test_a_statement_that_is_refused_keeps_nothing(change, code):
    mei = auditor("梅")
    with pytest.raises(Refused) as refusal:
        say(mei, **change)
    assert codes(refusal) == [code]
    assert not any("1.1" in str(v.facts) for v in refusal.value.violations)
    assert not Statement.objects.exists()


def test_only_auditors_say_something_and_only_who_said_it_withdraws():
    planner = person("计划", Role.PLANNER)
    with pytest.raises(Refused) as refusal:
        say(planner, version="none")
    assert codes(refusal) == ["staffing.statement-of-auditors", "staffing.no-consent"]
    with pytest.raises(Refused) as refusal:
        actions.withdraw_statement(by=actor(auditor("梅")), at=NOON)
    assert codes(refusal) == ["staffing.no-statement"]


def test_a_new_statement_empties_the_older_and_a_withdrawal_leaves_the_consent_on_record():
    mei = auditor("梅")
    say(mei)
    say(mei, {})
    actions.withdraw_statement(by=actor(mei), at=NOON)
    rows = list(Statement.objects.order_by("pk"))
    assert [(row.sealed_items, row.sealed_mean) for row in rows] == [(None, None)] * 2
    assert [row.is_withdrawn for row in rows] == [False, True]
    assert {row.consent_version for row in rows} == {CONSENT_VERSION}


def test_items_are_erased_after_twelve_months_and_means_after_twenty_four():
    mei = auditor("梅")
    say(mei)

    def erased(year, day):
        moment = datetime(year, 3, day, 4, 0, tzinfo=UTC)
        count = actions.erase_old_statements(by=CLOCKWORK, at=moment)
        row = Statement.objects.get()
        return count, row.sealed_items is None, row.sealed_mean is None

    assert erased(2027, 9) == (0, False, False)
    assert erased(2027, 10) == (1, True, False)
    assert readiness({}, date(2027, 3, 10)) == {mei.pk: Fraction(1, 2)}
    assert erased(2027, 11) == (0, True, False)
    assert erased(2028, 9) == (0, True, False)
    assert readiness({}, date(2028, 3, 10)) == {}  # on its day, before the job has run
    assert erased(2028, 10) == (1, True, True)
    with pytest.raises(Refused):
        actions.erase_old_statements(by=actor(mei), at=NOON)


def test_registered_auditors_stand_beside_the_certificates_to_maintain():
    team(3)
    found = {one.scheme: one for one in matching.indicator(TODAY)}
    assert (found["QMS"].auditors, found["QMS"].certificates) == (3, 0)
    assert not found["QMS"].is_alarm
    assert len(found["QMS"].months) == 12
    assert found["QMS"].months[-1][0] == TODAY
