"""Persons, their roles and their records: what may be done and what is refused."""

from datetime import date, timedelta

import pytest

from tests.factories import NOON, TODAY, actor, anyone, client, person
from xinheng.apps.journal import queries as journal
from xinheng.apps.people import actions, queries
from xinheng.apps.people.models import Appointment, Body, Branch, Competence, Person, Tie
from xinheng.core.people.words import Employment, Function, TieKind
from xinheng.core.shared.actor import CLOCKWORK, Duty, Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db
KEEPER = (Duty.KEEP_PEOPLE, Duty.ADMINISTER)


def codes_of(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def test_setting_up_gives_a_body_with_an_administrator_who_can_appoint():
    first = actions.set_up_body(
        name_zh="青松认证", name_en="Qingsong", approval_number="CNCA-R-0000-000",
        administrator=actions.FirstAdministrator("root", "周静", "horse-battery-9"),
        branches=[actions.BranchWanted("FZ", "福州分公司")], by=CLOCKWORK, at=NOON,
    )  # fmt: skip

    assert actor(first).duties == {Duty.ADMINISTER, Duty.KEEP_PEOPLE}
    assert first.check_password("horse-battery-9")
    assert [branch.code for branch in queries.branches()] == ["FZ"]


def test_a_body_is_set_up_once_and_a_weak_password_changes_nothing():
    wanted = {
        "name_zh": "青松认证", "name_en": "Qingsong", "approval_number": "X",
        "by": CLOCKWORK, "at": NOON,
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        actions.set_up_body(
            administrator=actions.FirstAdministrator("root", "周静", "short"), **wanted
        )
    assert codes_of(refusal) == ["people.password-weak"]
    assert not Body.objects.exists()

    admin = actions.FirstAdministrator("root", "周静", "horse-battery-9")
    actions.set_up_body(administrator=admin, **wanted)
    with pytest.raises(Refused) as refusal:
        actions.set_up_body(administrator=admin, **wanted)
    assert codes_of(refusal) == ["people.body-exists"]


def test_adding_somebody_says_every_reason_and_changes_nothing():
    before = Person.objects.count()
    li = person("li")
    record = actions.PersonRecord(name_zh=" ", employment=Employment.CLIENT)

    with pytest.raises(Refused) as refusal:
        actions.add(username=li.username, record=record, password="x", by=actor(li), at=NOON)

    assert codes_of(refusal) == [
        "duty-missing",
        "people.username-taken",
        "people.name-zh",
        "people.organisation-id",
        "people.password-weak",
    ]
    assert Person.objects.count() == before + 1


def test_an_appointment_is_limited_to_its_schemes_and_leaves_a_record():
    wang = person("wang")

    actions.appoint(
        person_id=wang.pk, role=Role.PLANNER, schemes=["EMS"], by=anyone(*KEEPER), at=NOON
    )

    held = actor(wang)
    assert held.holds(Duty.PLAN_AUDITS)
    assert [limit.schemes for limit in held.limits[Duty.PLAN_AUDITS]] == [frozenset({"EMS"})]
    assert journal.verify().ok


def test_nobody_appoints_themself_and_only_administrators_make_administrators():
    keeper = anyone(Duty.KEEP_PEOPLE)

    with pytest.raises(Refused) as refusal:
        actions.appoint(
            person_id=keeper.person_id or 0, role=Role.ADMINISTRATOR, by=keeper, at=NOON
        )

    assert codes_of(refusal) == [
        "people.appoints-oneself",
        "people.administrator-by-administrator",
    ]
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("is_of_client", [True, False])
def test_the_client_role_is_for_clients_and_no_other_role_is(is_of_client):
    chen = person("chen", organisation=client() if is_of_client else None)
    role = Role.DECISION_MAKER if is_of_client else Role.CLIENT

    with pytest.raises(Refused) as refusal:
        actions.appoint(person_id=chen.pk, role=role, by=anyone(*KEEPER), at=NOON)

    assert codes_of(refusal) == ["people.role-of-other-side"]


def test_the_last_administrator_stays():
    only = person("only", Role.ADMINISTRATOR)
    by = anyone(*KEEPER)
    appointment = only.appointments.get()

    with pytest.raises(Refused) as refusal:
        actions.deactivate(person_id=only.pk, because="离职", by=by, at=NOON)
    assert codes_of(refusal) == ["people.last-administrator"]
    with pytest.raises(Refused) as refusal:
        actions.end_appointment(appointment_id=appointment.pk, by=by, at=NOON)
    assert codes_of(refusal) == ["people.last-administrator"]

    person("second", Role.ADMINISTRATOR)
    actions.end_appointment(appointment_id=appointment.pk, by=by, at=NOON)
    assert not actor(only).duties


def test_nobody_evaluates_their_own_competence():
    li = person("li")
    given = {
        "person_id": li.pk, "scheme": "QMS", "function": Function.AUDIT, "codes": ["03.07.01"],
        "evidence": "见证审核", "valid_from": TODAY, "valid_until": date(2029, 1, 1), "at": NOON,
    }  # fmt: skip

    with pytest.raises(Refused) as refusal:
        actions.record_competence(evaluated_by_id=li.pk, by=anyone(*KEEPER), **given)
    assert codes_of(refusal) == ["people.evaluates-oneself"]
    assert not Competence.objects.exists()

    actions.record_competence(evaluated_by_id=person("mei").pk, by=anyone(*KEEPER), **given)
    assert queries.competent(li.pk, "QMS", ["03.07.01"], Function.AUDIT, on=TODAY)
    assert not queries.competent(li.pk, "QMS", ["29"], Function.AUDIT, on=TODAY)


def test_one_records_ones_own_tie_but_not_that_it_ended():
    li, yunxi = person("li"), client()
    tie = actions.record_tie(
        person_id=li.pk, organisation_id=yunxi.pk, kind=TieKind.CONSULTANCY, by=actor(li), at=NOON
    )

    with pytest.raises(Refused) as refusal:
        actions.end_tie(tie_id=tie.pk, on=TODAY, by=actor(li), at=NOON)
    assert codes_of(refusal) == ["duty-missing", "people.ends-own-tie"]

    actions.end_tie(tie_id=tie.pk, on=TODAY, by=anyone(*KEEPER), at=NOON)
    assert queries.ties(li.pk, yunxi.pk)[0].ended_on == TODAY


def test_somebody_elses_tie_is_for_who_keeps_persons():
    with pytest.raises(Refused) as refusal:
        actions.record_tie(
            person_id=person("li").pk, organisation_id=0, kind=TieKind.FAMILY,
            by=actor(person("mei")), at=NOON,
        )  # fmt: skip

    assert codes_of(refusal) == ["duty-missing", "people.organisation-id"]
    assert not Tie.objects.exists()


def test_a_declaration_holds_for_a_year_and_asks_for_one_body_only():
    li = person("li")
    with pytest.raises(Refused) as refusal:
        actions.declare(practises_only_here=False, statement="", by=actor(li), at=NOON)
    assert codes_of(refusal) == ["people.practises-elsewhere"]

    actions.declare(practises_only_here=True, statement="", by=actor(li), at=NOON)
    assert queries.declared(li.pk, on=date(2027, 3, 10))
    assert not queries.declared(li.pk, on=date(2027, 3, 11))


def test_an_absence_makes_unavailable_and_never_overlaps():
    li = person("li")
    actions.take_absence(person_id=li.pk, first_on=TODAY, last_on=TODAY, by=actor(li), at=NOON)

    assert not queries.available(li.pk, [(TODAY, "am")])
    assert queries.available(li.pk, [(TODAY + timedelta(days=1), "am")])
    with pytest.raises(Refused) as refusal:
        actions.take_absence(
            person_id=li.pk, first_on=TODAY, last_on=TODAY, by=anyone(Duty.AUDIT), at=NOON
        )
    assert codes_of(refusal) == ["duty-missing", "people.absence-overlaps"]


def test_a_token_signs_in_until_it_ends_and_only_its_owner_ends_it():
    li = person("li", Role.AUDITOR)
    made = actions.make_token(name="日历", days=1, by=actor(li), at=NOON)

    assert queries.holder_of_token(made.text, at=NOON) == li.pk
    assert queries.holder_of_token(made.text, at=NOON + timedelta(days=1)) is None
    with pytest.raises(Exception, match="matching query"):
        actions.end_token(token_id=made.id, by=anyone(Duty.ADMINISTER), at=NOON)
    actions.end_token(token_id=made.id, by=actor(li), at=NOON)
    assert queries.holder_of_token(made.text, at=NOON) is None


def test_an_inactive_person_loses_duties_and_tokens():
    li = person("li", Role.AUDITOR)
    made = actions.make_token(name="日历", days=1, by=actor(li), at=NOON)

    actions.deactivate(person_id=li.pk, because="离职", by=anyone(*KEEPER), at=NOON)

    assert not actor(li).duties
    assert queries.holder_of_token(made.text, at=NOON) is None


def test_a_region_belongs_to_the_one_branch_of_its_city_or_else_of_its_province():
    fuzhou = Branch.objects.create(code="FZ", name_zh="福州", region_code="350100")
    suzhou = Branch.objects.create(code="SU", name_zh="苏州", region_code="320500")
    assert queries.branch_of_region("350102") == fuzhou.pk
    assert queries.branch_of_region("320100") == suzhou.pk
    assert queries.branch_of_region("110101") is None
    Branch.objects.create(code="NJ", name_zh="南京", region_code="320100")
    assert queries.branch_of_region("320400") is None
    assert queries.branch_of_region("") is None
