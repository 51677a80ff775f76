"""The calendar: everything that falls due is told once, and the simulation keeps its word."""

from datetime import date, timedelta
from random import Random

import pytest

from tests.factories import NOON, TODAY, actor, case_before, client, person
from xinheng.apps.cases import actions as case_actions
from xinheng.apps.cases.models import Case, Round, Seat
from xinheng.apps.certificates import queries as certificates
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.findings import queries as findings
from xinheng.apps.findings.models import Finding
from xinheng.apps.people import queries as people
from xinheng.apps.people.models import Absence, Branch, Competence, Declaration, Registration
from xinheng.apps.programmes import actions as programmes
from xinheng.apps.programmes import queries as programme_queries
from xinheng.apps.programmes.models import Cycle, DueAudit
from xinheng.core.cases.steps import Step
from xinheng.core.certificates.words import CertificateState, ListKind
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import CLOCKWORK, Role
from xinheng.core.shared.falling import DueKind
from xinheng.core.shared.period import add_years
from xinheng.front import calendar
from xinheng.front.calendar import OVERSEER, Wish
from xinheng.rulebook.known import one_rule_set

pytestmark = pytest.mark.django_db
K, S = DueKind, CertificateState
ONE = timedelta(days=1)


def certified(*schemes: str, issued: date = date(2026, 3, 10), **more: object) -> Case:
    """A case whose certificates were issued on a day, with its cycle."""
    case = case_before(Step.ISSUED, *schemes, of=client(**more))
    locked = case_actions.lock(case.pk)
    expires = add_years(issued, 3) - ONE
    for scheme in schemes or ("QMS",):
        give_certificate(case, scheme, issued, expires)
    programmes.start_cycle(
        case_id=case.pk, decided_on=issued, issued_on=issued, expires_on=expires,
        by=CLOCKWORK, at=NOON,
    )  # fmt: skip
    case_actions.take_step(locked, Step.ISSUED, by=CLOCKWORK, at=NOON, entry=0)
    case.refresh_from_db()
    return case


def give_certificate(case: Case, scheme: str, issued: date, expires: date, **more: object):
    number = f"{scheme}-{case.pk}-{Certificate.objects.count()}"
    return Certificate.objects.create(
        number=number, base_number=number, case=case, round=case.rounds.first(),
        organisation=case.organisation, decision_id=1, scheme=scheme, standard=scheme,
        holder_zh=case.organisation.name_zh, credit_code=case.organisation.credit_code,
        address_zh="路1号", scope_zh="糕点", decided_on=issued, first_issued_on=issued,
        issued_on=issued, effective_on=issued, expires_on=expires, state_since=issued, **more,
    )  # fmt: skip


def nonconformity(case: Case, number: int, due_on: date, state=FindingState.RAISED, grade="minor"):
    closed = {"verified_at": NOON, "verified_by": person("核")} if state == "verified" else {}
    return Finding.objects.create(
        case=case, round=case.rounds.first(), number=number, scheme="QMS", clause="7.5",
        grade=Grade(grade), statement="。", evidence="。", site=case.organisation.sites.first(),
        state=state, due_on=due_on, raised_at=NOON, **closed,
    )  # fmt: skip


def auditor(name: str, until: date) -> int:
    made = person(name, Role.AUDITOR, contract_until=until)
    Registration.objects.create(
        person=made, scheme="QMS", grade="auditor", number=name, valid_from=date(2020, 1, 1),
        valid_until=until,
    )  # fmt: skip
    Declaration.objects.create(person=made, declared_on=date(2025, 1, 1), valid_until=until)
    Competence.objects.create(
        person=made, scheme="QMS", function="audit", valid_from=date(2020, 1, 1), valid_until=until
    )
    return made.pk


def of(found, kind):
    return [entry for entry in found if entry.thing.kind == kind]


def test_a_thing_is_due_on_its_day_and_overdue_on_the_next():
    case = certified()

    def late(day):
        return [e.thing.kind for e in calendar.overdue_on(OVERSEER, day)]

    assert late(date(2027, 3, 10)) == []
    assert late(date(2027, 3, 11)) == [K.AUDIT]
    entry = calendar.overdue_on(OVERSEER, date(2027, 3, 11))[0]
    assert (entry.number, entry.thing.rule) == (case.number, "first-surveillance")
    assert "暂停" in entry.consequence or "suspended" in entry.consequence
    assert entry.source.document in ("ISO/IEC 17021-1", "CNCA-QMS-01")


def test_a_round_opened_for_an_audit_is_not_told_twice():
    case = certified()
    programmes.open_due_rounds(on=date(2027, 1, 15), by=CLOCKWORK, at=NOON)

    found = calendar.gather(OVERSEER, on=date(2027, 1, 15), until=date(2027, 4, 1))

    assert Round.objects.filter(case=case, ended_at=None).exists()
    assert [e.thing.kind for e in found if e.number] == [K.AUDIT]


def test_persons_clients_branches_and_standards_narrow_it():
    branch = Branch.objects.create(code="FJ", name_zh="福建")
    first, second = certified("QMS"), certified("EMS")
    Case.objects.filter(pk=first.pk).update(branch=branch)
    li = person("李", Role.AUDITOR)
    Seat.objects.create(round=second.rounds.get(), person=li, part=SeatPart.LEADER)
    until = date(2029, 12, 31)

    def cases_of(**wish):
        found = calendar.gather(OVERSEER, on=TODAY, until=until, wish=Wish(**wish))
        return {entry.number for entry in found if entry.number}

    assert cases_of() == {first.number, second.number}
    assert cases_of(branch_id=branch.pk) == {first.number}
    assert cases_of(scheme="EMS") == {second.number}
    assert cases_of(organisation_id=first.organisation_id) == {first.number}
    assert cases_of(person_id=li.pk) == {second.number}
    assert cases_of(words=second.number) == {second.number}
    kinds = calendar.gather(OVERSEER, on=TODAY, until=until, wish=Wish(kind="expiry"))
    assert {entry.thing.kind for entry in kinds} == {K.EXPIRY}


def test_a_newer_record_of_a_person_silences_the_older_one():
    pk = auditor("周", date(2026, 5, 1))
    before = calendar.gather(OVERSEER, on=TODAY, until=date(2026, 6, 1))
    Registration.objects.create(
        person_id=pk, scheme="QMS", grade="auditor", number="new", valid_from=date(2026, 4, 1),
        valid_until=date(2029, 4, 1),
    )  # fmt: skip

    after = calendar.gather(OVERSEER, on=TODAY, until=date(2026, 6, 1))

    assert len(of(before, K.REGISTRATION)) == 1
    assert of(after, K.REGISTRATION) == []
    assert {e.thing.kind for e in after} >= {K.DECLARATION, K.COMPETENCE, K.CONTRACT}


def test_somebody_without_the_duty_sees_only_their_own_records():
    one, _other = auditor("周", date(2026, 5, 1)), auditor("吴", date(2026, 5, 1))
    Absence.objects.create(person_id=one, first_on=TODAY, last_on=TODAY + ONE)

    viewer = people.actor_of(one, on=TODAY)
    found = calendar.gather(viewer, on=TODAY, until=date(2026, 6, 1))

    about = {pk for entry in found for pk in entry.thing.person_ids}
    assert about == {one}
    assert len(of(found, K.ABSENCE)) == 1


def test_a_client_sees_its_own_case_and_nothing_of_the_body():
    own, other = certified(), certified()
    auditor("周", date(2026, 5, 1))
    found = calendar.gather(
        actor(person("客", Role.CLIENT, organisation=own.organisation)),
        on=TODAY, until=date(2029, 12, 31),
    )  # fmt: skip

    assert {entry.number for entry in found} == {own.number}
    assert other.number not in {entry.number for entry in found}


def test_a_cycle_whose_certificates_ended_owes_nothing():
    case = certified()
    programmes.end_cycle(case_id=case.pk, on=date(2026, 9, 1))

    assert calendar.overdue_on(OVERSEER, date(2027, 6, 1)) == ()
    assert programme_queries.overdue(date(2027, 6, 1)) == ()


@pytest.mark.parametrize("many", [1, 6])
def test_it_costs_the_same_for_one_and_for_many(many, django_assert_max_num_queries):
    for number in range(many):
        case = certified("QMS", "EMS")
        nonconformity(case, 1, TODAY)
        auditor(f"周{number}", TODAY)

    with django_assert_max_num_queries(20), one_rule_set():
        found = calendar.gather(OVERSEER, on=TODAY, until=date(2029, 12, 31))

    assert len({entry.id for entry in found}) == len(found)


def test_clocks_that_changed_are_counted_before_the_cycle_is_reckoned_again():
    case = certified()
    Cycle.objects.update(reckoned_on=date(2025, 12, 31))
    DueAudit.objects.filter(kind="surveillance-1").update(due_on=date(2027, 6, 10))

    told = of(calendar.gather(OVERSEER, on=TODAY, until=date(2027, 3, 10)), K.AUDIT)
    moved = programmes.reckon_again(on=TODAY, by=CLOCKWORK, at=NOON)

    assert [(e.day, e.number) for e in told] == [(date(2027, 3, 10), case.number)]
    assert moved == (case.pk,)
    assert DueAudit.objects.get(kind="surveillance-1").due_on == date(2027, 3, 10)
    assert programmes.reckon_again(on=TODAY, by=CLOCKWORK, at=NOON) == ()
    assert [e.id for e in told] == [
        e.id for e in of(calendar.gather(OVERSEER, on=TODAY, until=date(2027, 3, 10)), K.AUDIT)
    ]


def random_body(seed: int) -> None:
    """Cases in every state of their lives, by chance and always by the same chance."""
    chance = Random(seed)
    for number in range(10):
        issued = date(2024, 1, 1) + timedelta(days=chance.randrange(800))
        schemes = chance.choice([("QMS",), ("EMS",), ("QMS", "EMS")])
        case = certified(*schemes, issued=issued)
        rows = Certificate.objects.filter(case=case)
        if chance.random() < 0.5:
            held = issued + timedelta(days=chance.randrange(200, 365))
            programmes.audit_done(
                case_id=case.pk, last_audit_on=held, by=CLOCKWORK, at=NOON, stands_for=True
            )
            rows.update(last_surveillance_on=held)
        if chance.random() < 0.3:
            since = TODAY - timedelta(days=chance.randrange(150))
            until = programmes_end(since)
            rows.update(state=S.SUSPENDED, state_since=since, suspended_until=until)
        for nth in range(chance.randrange(4)):
            state = chance.choice([*FindingState])
            due_on = TODAY + timedelta(days=chance.randrange(-50, 200))
            nonconformity(case, nth + 1, due_on, state, chance.choice(["major", "minor"]))
        auditor(f"员{number}", TODAY + timedelta(days=chance.randrange(-30, 400)))


def programmes_end(since: date) -> date:
    """The day a suspension ends."""
    return certificates.due_of("suspension-end", "QMS", TODAY, {"suspended_on": since}).day


@pytest.mark.parametrize("seed", [3, 14, 159])
def test_the_simulation_says_what_the_daily_lists_say_when_that_day_has_come(seed):
    random_body(seed)
    simulated = {
        day: calendar.overdue_on(OVERSEER, day)
        for day in (TODAY + timedelta(days=n) for n in (0, 1, 40, 133, 200, 365, 700, 1100, 1500))
    }

    for day, found in simulated.items():
        by_kind = {kind: {e.id for e in of(found, kind)} for kind in K}
        assert all(entry.day < day and entry.consequence for entry in found)
        assert {(e.thing.case_id, e.day) for e in of(found, K.AUDIT)} == {
            (row.case_id, row.due_on) for row in programme_queries.overdue(day)
        }
        assert by_kind[K.NONCONFORMITY] == {
            f"findings.finding-{row.finding_id}" for row in findings.overdue(day)
        }
        lists = {
            kind: {line.certificate.id for line in certificates.lists(day) if line.kind == kind}
            for kind in ListKind
        }
        assert by_kind[K.EXPIRY] == {f"certificates.expiry-{pk}" for pk in lists[ListKind.EXPIRE]}
        assert by_kind[K.SUSPENSION] - {
            f"certificates.suspension-{pk}" for pk in lists[ListKind.EXPIRE]
        } == {f"certificates.suspension-{pk}" for pk in lists[ListKind.WITHDRAW]}
        late = {e.thing.case_id for e in of(found, K.AUDIT)}
        to_suspend = Certificate.objects.filter(pk__in=lists[ListKind.SUSPEND])
        assert set(to_suspend.values_list("case_id", flat=True)) <= late
        assert_people(found, day)


def assert_people(found, day) -> None:
    """Whose records are over by then, by the rule that assignments ask."""
    staff = people.standings(Registration.objects.values_list("person_id", flat=True))
    for kind, runs in (
        (K.REGISTRATION, lambda who: who.is_registered("QMS", day)),
        (K.DECLARATION, lambda who: who.has_declared(day)),
    ):
        told = {e.thing.person_ids[0] for e in of(found, kind)}
        assert told == {pk for pk, who in staff.items() if not runs(who)}


@pytest.mark.parametrize("seed", [26, 535])
def test_what_the_clock_does_by_itself_changes_no_day(seed):
    random_body(seed)
    day = TODAY + timedelta(days=300)
    before = calendar.overdue_on(OVERSEER, day)

    for n in range(0, 301, 30):
        programmes.reckon_again(on=TODAY + timedelta(days=n), by=CLOCKWORK, at=NOON)
        programmes.open_due_rounds(on=TODAY + timedelta(days=n), by=CLOCKWORK, at=NOON)

    after = calendar.overdue_on(OVERSEER, day)
    assert [(e.id, e.day) for e in before] == [(e.id, e.day) for e in after]
