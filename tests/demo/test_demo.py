"""The demo body: rich, fictional, and sound to the last entry of its journal."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import authenticate
from django.db import transaction

from xinheng.apps.cases.models import Case
from xinheng.apps.cases.queries import view, waiting_for
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.certificates.queries import lists
from xinheng.apps.clients.models import Organisation
from xinheng.apps.findings.models import Finding
from xinheng.apps.intake.models import Application, ChangeNotice, Quotation
from xinheng.apps.journal import queries as journal
from xinheng.apps.journal.models import Entry
from xinheng.apps.people import queries as people
from xinheng.apps.people.models import HalfDay, Person
from xinheng.apps.programmes import queries as programmes
from xinheng.apps.programmes.models import TimeReckoning
from xinheng.apps.rulechange.models import Report
from xinheng.apps.rules.models import Amendment, Confirmation
from xinheng.apps.rules.queries import Entries
from xinheng.apps.waivers.models import Waiver
from xinheng.core.cases.steps import steps_of
from xinheng.core.cases.words import FUNCTIONS, CaseState, RoundKind
from xinheng.core.certificates.words import CertificateState
from xinheng.core.findings.words import FindingState
from xinheng.core.intake.credit_code import credit_code_problems
from xinheng.core.intake.words import ApplicationState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.violation import Refused
from xinheng.demo import load, reading
from xinheng.demo.people import SIGN_INS
from xinheng.rulebook import known
from xinheng.rulebook.codes import regions

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The database of these tests: the demo, loaded once for all and taken back afterwards."""
    from django.conf import settings

    kept, settings.DATA = settings.DATA, tmp_path_factory.mktemp("demo")
    asked = known.use(Entries())
    with django_db_blocker.unblock(), transaction.atomic():
        load.everything(at=AT)
        yield
        transaction.set_rollback(True)
    known.use(asked)
    settings.DATA = kept


pytestmark = pytest.mark.usefixtures("db")


def actor(username: str):
    return people.actor_of(people.person_called(username), on=TODAY)


def test_quotations_carry_the_working_of_their_audit_time():
    rows = list(Quotation.objects.all())

    assert len(rows) > 50
    for row in rows:
        assert row.working, row.number
        assert set(row.days_of_scheme) == {s.scheme for s in row.case.schemes.all()}


def test_the_journal_verifies_and_tells_the_history_in_order():
    verdict = journal.verify()
    assert verdict.ok
    assert verdict.size > 4000
    logged = list(Entry.objects.order_by("idx").values_list("logged_at", flat=True))
    assert logged == sorted(logged)
    assert logged[-1] <= AT
    assert (AT - logged[0]).days > 1200


def test_there_are_as_many_people_and_clients_as_a_busy_body_has():
    assert Organisation.objects.count() == 150
    assert Person.objects.filter(organisation=None).count() == len(reading.staff()) == 63
    auditors = [row for row in reading.staff() if row.role in ("leader", "auditor")]
    assert len(auditors) == 40
    assert len({code for row in auditors for code in row.codes}) >= 30
    provinces = {regions.province_of(row.region).code for row in reading.clients()}
    assert len(provinces) == 31
    assert max(row.sites for row in reading.clients()) == 26
    assert any(len(row.schemes) == 3 for row in reading.clients())


def test_every_credit_code_is_sound_and_plainly_invented():
    for code in Organisation.objects.values_list("credit_code", flat=True):
        assert not list(credit_code_problems(code))
        assert code[8:13] == "XHDEM"


def test_no_name_stands_outside_the_invented_lists():
    invented = set()
    for name in ("staff.csv", "clients.csv"):
        with (reading.DATA / name).open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        invented |= {row.get("name_zh") for row in rows} | {row.get("contact") for row in rows}
        invented |= {row.get("manager") for row in rows}
    assert set(Person.objects.values_list("name_zh", flat=True)) <= invented
    assert set(Organisation.objects.values_list("name_zh", flat=True)) <= invented
    assert set(Organisation.objects.values_list("top_manager", flat=True)) <= invented
    emails = Person.objects.exclude(email="").values_list("email", flat=True)
    assert all(email.endswith("@demo.invalid") for email in emails)


def test_cases_stand_in_every_state_and_before_every_step():
    assert set(Case.objects.values_list("state", flat=True)) == {str(state) for state in CaseState}
    waiting = {kind: set() for kind in RoundKind}
    for row in Case.objects.filter(state__in=FUNCTIONS).select_related("organisation"):
        seen = view(row)
        if seen.missing:
            waiting[seen.round.kind].add(seen.missing[0].step)
    assert waiting[RoundKind.INITIAL] >= {rule.step for rule in steps_of(RoundKind.INITIAL)}
    assert len(waiting[RoundKind.SURVEILLANCE]) >= 5
    assert waiting[RoundKind.RECERTIFICATION]


def test_certificates_stand_in_every_state():
    states = list(Certificate.objects.values_list("state", flat=True))
    assert set(states) == {str(state) for state in CertificateState}
    assert len(states) >= 90
    assert {line.kind for line in lists(TODAY)}


def test_applications_findings_and_changes_wait_at_every_desk():
    applications = set(Application.objects.values_list("state", flat=True))
    assert applications == {str(state) for state in ApplicationState}
    findings = set(Finding.objects.values_list("state", flat=True))
    assert findings >= {
        FindingState.RAISED, FindingState.ANSWERED, FindingState.ACCEPTED, FindingState.VERIFIED,
    }  # fmt: skip
    assert ChangeNotice.objects.filter(settled_at=None).exists()
    assert HalfDay.objects.filter(presence="planned", on__gt=TODAY).exists()


@pytest.mark.parametrize(
    "username",
    ["client", "reviewer", "planner", "leader", "auditor", "tech-reviewer", "decider1",
     "officer"],
)  # fmt: skip
def test_each_desk_has_something_to_do(username):
    who = actor(username)
    assert waiting_for(who) or people.notices(who), username


def test_each_sign_in_works_and_stands_for_its_role():
    for username, role in SIGN_INS.people:
        assert role
        assert actor(username).duties
    found = authenticate(username="planner", password=SIGN_INS.password)
    assert found is not None


def test_loading_twice_is_refused_and_changes_nothing():
    before = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        load.everything(at=AT)
    assert [violation.code for violation in refusal.value.violations] == ["demo.not-empty"]
    assert Entry.objects.count() == before


def test_every_stored_reckoning_gives_the_same_answer_again():
    keys = list(TimeReckoning.objects.values_list("pk", flat=True))

    assert len(keys) > 50
    assert [key for key in keys if not programmes.rerun(key).is_same] == []


def test_the_rulebook_has_its_owner_confirmations_and_a_made_up_edition_to_come():
    entry = Amendment.objects.get()
    report = Report.objects.get()

    assert entry.known_id is not None
    assert entry.valid_from > TODAY
    assert "虚构" in entry.edition
    assert Confirmation.objects.count() == 2
    assert (report.entry_id, report.is_made, report.is_trial) == (entry.pk, True, False)
    assert report.effects.filter(kind="time").count() > 20
    assert Waiver.objects.filter(state="approved").count() == 1
    assert Waiver.objects.filter(state="asked").count() == 1
    assert Duty.KEEP_RULES in actor("manager2").duties
