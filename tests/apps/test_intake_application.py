"""An application: everything wrong is said at once, nothing typed is lost, one case is opened."""

import copy

import pytest

from tests.factories import NOON, actor, person, view
from tests.factories import client as some_client
from tests.factories_intake import LATER, applied, credit_code, staff, whole_draft
from xinheng.apps.cases.models import Case
from xinheng.apps.intake import actions, queries
from xinheng.apps.intake.models import Application
from xinheng.apps.journal import queries as journal
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState
from xinheng.core.intake.words import ApplicationState
from xinheng.core.shared.actor import Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def refused(do, **given):
    with pytest.raises(Refused) as refusal:
        do(**given)
    return {(v.code, v.field) for v in refusal.value.violations}


def test_a_whole_application_opens_a_case_with_schemes_sites_and_its_first_step():
    row = applied("QMS", "EMS")

    case = view(row.case)
    assert case.scheme_keys == ("QMS", "EMS")
    assert Step.APPLIED in case.done
    assert [site.name_zh for site in case.sites] == ["总部"]
    # 50 full time and 10 at half of the week.
    assert [scheme.people for scheme in case.schemes] == [55, 55]
    assert case.schemes[0].standard == "ISO 9001:2015"
    assert journal.of_case(case.id)[0].act == "intake.submit"
    assert len(queries.checks_of(case.id)) > 5


WRONG = [
    (("organisation", "credit_code"), "91350100MA0000001A", "credit-code.check-character",
     "organisation.credit_code"),
    (("headcount", 0, "people"), 0, "intake.people-too-few", "headcount.0.people"),
    (("headcount", 0, "people"), -5, "intake.people-too-few", "headcount.0.people"),
    (("headcount", 0, "people"), "六十", "intake.people-no-number", "headcount.0.people"),
    (("headcount", 0, "people"), 1_000_000, "intake.people-too-many", "headcount.0.people"),
    (("system", "started_on"), "2026-02-30", "intake.not-a-day", "system.started_on"),
    (("system", "started_on"), "2027-01-01", "intake.day-in-future", "system.started_on"),
    (("system", "internal_audit_on"), "2025-05-01", "intake.days-out-of-order",
     "system.internal_audit_on"),
    (("schemes", 0, "codes"), ["99.99.99"], "intake.code-unknown", "schemes.0.codes"),
    (("schemes", 0, "scope_zh"), "", "intake.needed", "schemes.0.scope_zh"),
    (("schemes",), [], "intake.no-scheme", "schemes"),
    (("sites",), [], "intake.no-site", "sites"),
    (("headcount",), [], "intake.no-headcount", "headcount"),
    (("documents",), [], "document.missing", "documents.licence"),
    (("declarations", "needs_permit"), True, "document.missing", "documents.permits"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "code", "field"), WRONG)
def test_each_wrong_answer_is_told_at_its_place_and_nothing_happens(place, value, code, field):
    who = staff()
    draft = whole_draft(who)
    spot = draft
    for key in place[:-1]:
        spot = spot[key]
    spot[place[-1]] = value

    assert (code, field) in refused(actions.apply, draft=draft, by=who, at=NOON)
    assert not Application.objects.exists()
    assert not Case.objects.exists()


def test_everything_wrong_is_said_at_once():
    who = staff()
    draft = whole_draft(who)
    draft["organisation"]["credit_code"] = "123"
    draft["headcount"][0]["people"] = 0
    draft["schemes"][0]["codes"] = ["99.99.99"]

    codes = {code for code, _ in refused(actions.apply, draft=draft, by=who, at=NOON)}
    assert {"credit-code.length", "intake.people-too-few", "intake.code-unknown"} <= codes


def test_an_expired_permit_is_refused():
    who = staff()
    draft = whole_draft(who)
    draft["declarations"]["needs_permit"] = True
    permit = copy.copy(draft["documents"][0]) | {"kind": "permit", "valid_until": "2026-03-01"}
    draft["documents"].append(permit)

    assert ("document.expired", "documents.permits") in refused(
        actions.apply, draft=draft, by=who, at=NOON
    )
    permit["valid_until"] = "2026-12-31"
    assert actions.apply(draft=draft, by=who, at=NOON).state == ApplicationState.SUBMITTED


def test_the_same_client_does_not_apply_twice_for_one_scheme():
    first = applied("QMS")
    who = staff()

    found = refused(actions.apply, draft=whole_draft(who, "QMS", "EMS"), by=who, at=NOON)

    assert found == {("intake.duplicate", "schemes.0.scheme")}
    assert Case.objects.count() == 1
    assert actions.apply(draft=whole_draft(who, "EMS"), by=who, at=NOON).case != first.case


def test_a_draft_keeps_what_was_typed_even_when_it_is_wrong():
    organisation = some_client(credit_code=credit_code(2))
    who = actor(person("林静", Role.CLIENT, organisation=organisation))
    row = actions.start(by=who, at=NOON)
    assert row.draft["organisation"]["name_zh"] == organisation.name_zh

    actions.save_draft(
        application_id=row.pk, draft={"headcount": [{"people": "六十"}]}, by=who, at=NOON
    )

    row.refresh_from_db()
    assert row.draft["headcount"] == [{"people": "六十"}]
    assert row.draft["organisation"]["name_zh"] == organisation.name_zh


def test_a_client_touches_only_its_own_draft():
    mine = some_client(credit_code=credit_code(3))
    other = some_client("别家公司", credit_code=credit_code(4))
    row = actions.start(by=actor(person("甲", Role.CLIENT, organisation=mine)), at=NOON)
    stranger = actor(person("乙", Role.CLIENT, organisation=other))

    codes = refused(actions.save_draft, application_id=row.pk, draft={}, by=stranger, at=NOON)
    assert codes == {("clients.not-yours", "")}
    with pytest.raises(queries.NoApplication):
        queries.application(row.pk, viewer=stranger)


def test_a_stale_draft_is_not_overwritten():
    who = staff()
    row = actions.start(by=who, at=NOON)
    actions.save_draft(application_id=row.pk, draft={}, by=who, at=NOON)

    assert refused(
        actions.save_draft, application_id=row.pk, draft={}, seen=0, by=who, at=NOON
    ) == {("intake.draft-changed-since", "")}


def test_a_submitted_application_is_withdrawn_by_its_client_and_the_case_closes():
    organisation = some_client(credit_code=credit_code(5))
    who = actor(person("林静", Role.CLIENT, organisation=organisation))
    draft = whole_draft(who, organisation_id=organisation.pk, number=5)
    row = actions.apply(draft=draft, by=who, at=NOON)

    actions.withdraw(application_id=row.pk, because="计划改变", by=who, at=LATER)

    assert view(row.case).state == CaseState.CLOSED
    assert actions.apply(draft=draft, by=who, at=LATER).case_id != row.case_id
