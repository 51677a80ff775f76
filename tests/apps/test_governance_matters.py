"""Complaints and appeals: their lives, who may look into them, and what is kept secret."""

from datetime import timedelta

import pytest

from tests.factories import NOON, TODAY, actor, anyone, case_before, client, person, view
from tests.factories_decisions import body, certificate, decider
from tests.factories_governance import codes_of, complaint, investigated, manager
from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.certificates import actions as certificates
from xinheng.apps.governance import actions, queries
from xinheng.apps.governance.models import Matter
from xinheng.apps.journal import queries as journal
from xinheng.apps.journal.models import Entry
from xinheng.apps.people.models import Notice, Tie
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part, RoundKind
from xinheng.core.governance.words import About, MatterKind, MatterState, Result, Standing
from xinheng.core.people.words import TieKind
from xinheng.core.shared.actor import VISITOR, Duty, Role
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.lists.reasons import CertificateAct, reasons_to

pytestmark = pytest.mark.django_db
matters = queries.matters


def refused(act, **given) -> set[str]:
    """The reasons of a refusal, which must have changed nothing."""
    before = list(Matter.objects.order_by("pk").values()), Entry.objects.count()
    with pytest.raises(Refused) as caught:
        act(**given)
    assert (list(Matter.objects.order_by("pk").values()), Entry.objects.count()) == before
    return codes_of(caught.value)


@pytest.fixture
def certified():
    """A certificate in force."""
    body()
    return certificate()


def handler(name: str = "顾问之") -> object:
    return actor(person(name, Role.TECHNICAL_REVIEWER))


def panel() -> list:
    return [handler(name) for name in ("甲", "乙", "丙")]


def appeal(certified, by=None) -> Matter:
    portal = by or actor(person("客户", Role.CLIENT, organisation=_organisation(certified)))
    return complaint(About.BODY, portal, kind=MatterKind.APPEAL, certificate=certified.number)


def _organisation(certified):
    from xinheng.apps.clients.models import Organisation

    return Organisation.objects.get(pk=certified.organisation_id)


def test_anybody_complains_and_sees_how_it_stands_by_number_and_code(certified):
    receipt = actions.file(
        kind=MatterKind.COMPLAINT, about=About.CLIENT, subject="虚假宣传", text="门店海报",
        certificate=certified.number, brought_by="路人", by=VISITOR, at=NOON,
    )  # fmt: skip

    row = Matter.objects.get()
    assert (row.organisation_id, row.case_id) == (certified.organisation_id, certified.case_id)
    assert matters.by_code(receipt.number, receipt.code).state == MatterState.RECEIVED
    assert matters.by_code(receipt.number, receipt.code.lower()) is not None
    assert matters.by_code(receipt.number, "WRONG") is None
    assert matters.by_code("TS-2026-9999", receipt.code) is None
    assert receipt.code not in str(list(Matter.objects.values()))


def test_a_complaint_says_something_and_names_only_what_is_known():
    given = {"kind": MatterKind.COMPLAINT, "about": About.CLIENT, "by": VISITOR, "at": NOON}

    assert refused(actions.file, **given, subject=" ", text="") == {"words-missing"}
    assert refused(
        actions.file, **given, subject="x", text="y", certificate="XX", organisation_id=99
    ) == {"certificate-unknown", "client-unknown"}


def test_a_complaint_lives_from_receipt_to_its_close(certified):
    row = complaint(certificate=certified.number)
    who = handler()
    by = manager()
    investigated(row, who, result=Result.UPHELD)
    actions.forward(number=row.number, by=by, at=NOON)
    actions.resolve(number=row.number, result=Result.UPHELD, outcome="要求更正", by=by, at=NOON)
    actions.tell(number=row.number, by=by, at=NOON)
    actions.close(number=row.number, by=by, at=NOON)

    row.refresh_from_db()
    assert (row.state, row.result, row.outcome) == ("closed", "upheld", "要求更正")
    told = [line.act for line in reversed(journal.of_object(matters.TYPE, row.pk))]
    assert told == [
        "governance.file", "governance.acknowledge", "governance.validate", "governance.assign",
        "governance.report", "governance.forward", "governance.resolve", "governance.tell",
        "governance.close",
    ]  # fmt: skip


@pytest.mark.parametrize("verb", ["validate", "assign", "resolve", "tell", "close"])
def test_no_step_is_taken_before_its_turn(verb, certified):
    row = complaint(certificate=certified.number)
    more = {
        "validate": {"because": "x"},
        "assign": {"people_ids": [handler().person_id]},
        "resolve": {"result": Result.UPHELD, "outcome": "x"},
    }.get(verb, {})

    assert "move-not-open" in refused(
        getattr(actions, verb), number=row.number, by=manager(), at=NOON, **more
    )


def test_only_who_oversees_handles_a_complaint():
    row = complaint(organisation_id=client().pk)

    assert refused(actions.acknowledge, number=row.number, by=anyone(Duty.ISSUE), at=NOON) == {
        "duty-missing"
    }


def test_what_does_not_concern_the_body_is_told_with_its_reason(certified):
    row = complaint(certificate=certified.number)
    by = manager()
    actions.acknowledge(number=row.number, by=by, at=NOON)
    assert refused(actions.dismiss, number=row.number, because="", by=by, at=NOON) == {
        "words-missing"
    }

    actions.dismiss(number=row.number, because="属于价格纠纷", by=by, at=NOON)
    actions.tell(number=row.number, by=by, at=NOON)

    row.refresh_from_db()
    assert (row.result, row.outcome) == ("not-ours", "属于价格纠纷")


def test_whoever_took_part_in_the_case_does_not_look_into_it(certified):
    row = complaint(certificate=certified.number)
    involved = person("参与人", Role.AUDITOR)
    cases.involve(cases.lock(certified.case_id), person_id=involved.pk, part=Part.AUDITED, at=NOON)
    actions.acknowledge(number=row.number, by=manager(), at=NOON)
    actions.validate(number=row.number, because="是", by=manager(), at=NOON)

    assert refused(
        actions.assign, number=row.number, people_ids=[involved.pk], by=manager(), at=NOON
    ) == {"took-part"}
    actions.assign(number=row.number, people_ids=[handler().person_id], by=manager(), at=NOON)


def test_whoever_acted_on_the_certificate_does_not_look_into_it(certified):
    suspender = decider("暂停人")
    certificates.suspend(
        case_id=certified.case_id, certificate=certified.pk,
        reason=reasons_to(CertificateAct.SUSPEND)[0].key, by=suspender, at=NOON,
    )  # fmt: skip
    row = complaint(certificate=certified.number)
    actions.acknowledge(number=row.number, by=manager(), at=NOON)
    actions.validate(number=row.number, because="是", by=manager(), at=NOON)

    people_ids = [suspender.person_id]
    assert "took-part" in refused(
        actions.assign, number=row.number, people_ids=people_ids, by=manager(), at=NOON
    )


def test_nobody_tied_to_the_client_and_nobody_from_outside_looks_into_it(certified):
    row = complaint(certificate=certified.number)
    tied = person("亲属", Role.AUDITOR)
    Tie.objects.create(
        person=tied, organisation_id=certified.organisation_id, kind=TieKind.FAMILY,
        recorded_at=NOON,
    )  # fmt: skip
    outsider = person("客户", Role.CLIENT, organisation=client("旁人"))
    actions.acknowledge(number=row.number, by=manager(), at=NOON)
    actions.validate(number=row.number, because="是", by=manager(), at=NOON)

    assert refused(
        actions.assign, number=row.number, people_ids=[tied.pk, outsider.pk], by=manager(), at=NOON
    ) == {"tied", "handler-not-of-body"}


def test_who_resolves_took_no_part_either(certified):
    row = complaint(certificate=certified.number)
    investigated(row, handler(), result=Result.UPHELD)
    involved = manager("参与的主管")
    case = cases.lock(certified.case_id)
    cases.involve(case, person_id=involved.person_id, part=Part.REVIEWED, at=NOON)
    given = {"number": row.number, "result": Result.UPHELD, "outcome": "x", "at": NOON}

    assert refused(actions.resolve, **given, by=involved) == {"took-part"}
    assert actions.resolve(**given, by=manager("另一主管")).state == MatterState.RESOLVED


def test_nothing_is_resolved_before_everybody_reported(certified):
    row = complaint(certificate=certified.number)
    investigated(row, handler())
    given = {"number": row.number, "outcome": "x", "by": manager(), "at": NOON}

    assert refused(actions.resolve, **given, result=Result.UPHELD) == {"not-reported"}


def test_only_who_was_asked_reports(certified):
    row = complaint(certificate=certified.number)
    who = handler()
    investigated(row, who)
    given = {"number": row.number, "result": Result.UPHELD, "at": NOON}

    assert refused(actions.report, **given, findings="x", by=handler("旁人")) == {"not-asked"}
    assert refused(actions.report, **given, findings="", by=who) == {"words-missing"}


def test_an_appeal_is_heard_by_a_panel_of_three_and_their_majority_holds(certified):
    row = appeal(certified)
    first, second, third = panel()
    actions.acknowledge(number=row.number, by=manager(), at=NOON)
    actions.validate(number=row.number, because="是", by=manager(), at=NOON)
    two = [first.person_id, second.person_id, second.person_id]
    assert refused(actions.assign, number=row.number, people_ids=two, by=manager(), at=NOON) == {
        "panel-too-small"
    }
    ids = [one.person_id for one in (first, second, third)]
    actions.assign(number=row.number, people_ids=ids, by=manager(), at=NOON)
    for one, result in ((first, Result.UPHELD), (second, Result.UPHELD), (third, Result.PARTLY)):
        actions.report(number=row.number, result=result, findings="意见", by=one, at=NOON)
    given = {"number": row.number, "outcome": "撤销原决定", "by": manager(), "at": NOON}

    assert refused(actions.resolve, **given, result=Result.NOT_UPHELD) == {"panel-found-otherwise"}
    actions.resolve(**given, result=Result.UPHELD)


def test_a_suspension_stays_in_force_while_and_after_an_appeal_is_heard(certified):
    certificates.suspend(
        case_id=certified.case_id, certificate=certified.pk,
        reason=reasons_to(CertificateAct.SUSPEND)[0].key, by=decider("暂停人"), at=NOON,
    )  # fmt: skip
    row = appeal(certified)
    investigated(row, *panel(), result=Result.UPHELD)
    by = manager()
    actions.resolve(number=row.number, result=Result.UPHELD, outcome="恢复", by=by, at=NOON)

    certified.refresh_from_db()
    assert certified.state == "suspended"


def test_an_appeal_is_the_clients_own(certified):
    other = actor(person("他人", Role.CLIENT, organisation=client("旁人")))
    given = {
        "kind": MatterKind.APPEAL,
        "about": About.BODY,
        "subject": "x",
        "text": "y",
        "at": NOON,
    }

    assert refused(actions.file, **given, certificate=certified.number, by=other) == {"not-own"}
    assert refused(actions.file, **given, by=VISITOR) == {"appeals-signed-in", "appellant-missing"}
    actions.file(**given, certificate=certified.number, by=manager())


def test_an_appeal_is_never_set_aside_without_its_panel(certified):
    row = appeal(certified)
    actions.acknowledge(number=row.number, by=manager(), at=NOON)

    assert refused(actions.dismiss, number=row.number, because="x", by=manager(), at=NOON) == {
        "appeal-to-panel"
    }


def test_a_complaint_is_passed_on_before_its_outcome_is_told(certified):
    row = complaint(certificate=certified.number)
    by = manager()
    assert refused(actions.forward, number=row.number, by=by, at=NOON) == {"not-validated"}
    investigated(row, handler(), result=Result.UPHELD)
    actions.resolve(number=row.number, result=Result.UPHELD, outcome="x", by=by, at=NOON)
    assert refused(actions.tell, number=row.number, by=by, at=NOON) == {"not-forwarded"}

    actions.forward(number=row.number, by=by, at=NOON)

    assert refused(actions.forward, number=row.number, by=by, at=NOON) == {"forwarded"}
    actions.tell(number=row.number, by=by, at=NOON)


def test_a_complaint_about_the_body_is_passed_on_to_nobody():
    row = complaint(About.BODY)
    investigated(row, handler())

    assert refused(actions.forward, number=row.number, by=manager(), at=NOON) == {
        "not-about-client"
    }


def test_the_source_is_told_to_nobody_but_who_handles_it(certified):
    row = complaint(certificate=certified.number, by=VISITOR, brought_by="路人", contact="000")
    seated = handler()
    of_client = actor(person("客户", Role.CLIENT, organisation=_organisation(certified)))
    with pytest.raises(queries.NoMatter):
        matters.matter(row.number, viewer=of_client)
    investigated(row, seated)
    actions.forward(number=row.number, by=manager(), at=NOON)

    def source(viewer) -> str:
        return matters.matter(row.number, viewer=viewer).brought_by

    assert source(manager()) == source(seated) == "路人"
    assert source(handler("旁人")) == source(of_client) == ""
    assert "路人" not in str([one.brought_by for one in queries.open_about(row.organisation_id)])
    assert not [line for line in journal.of_case(certified.case_id) if "governance" in line.act]
    notices = Notice.objects.filter(person__organisation_id=certified.organisation_id)
    assert notices.count() == 1
    assert "路人" not in str(list(notices.values()))


def test_the_journal_does_not_tell_which_client_complained_about_another(certified):
    rival = actor(person("同行", Role.CLIENT, organisation=client("旁人")))
    row = complaint(by=rival, certificate=certified.number)

    [line] = journal.of_object(matters.TYPE, row.pk)
    assert (line.person_id, line.by, line.case_id) == (None, VISITOR.name, None)
    assert row.brought_by_client_id == rival.organisation_id
    [told] = journal.of_object(matters.TYPE, appeal(certified).pk)
    assert told.person_id is not None


def test_a_client_sees_what_it_brought_and_no_other(certified):
    mine = appeal(certified)
    other = actor(person("他人", Role.CLIENT, organisation=client("旁人")))
    portal = actor(person("同事", Role.CLIENT, organisation=_organisation(certified)))

    assert matters.matter(mine.number, viewer=portal).number == mine.number
    assert matters.how_many(other, matters.Sought()) == 0


def test_the_clocks_of_the_rulebook_run_to_the_day(certified):
    row = complaint(certificate=certified.number)

    def standings(days):
        on = TODAY + timedelta(days=days)
        return {one.standing for one in queries.duties(on) if one.matter == row.number}

    assert standings(5) == {Standing.SOON}
    assert standings(6) == {Standing.OVERDUE}
    actions.acknowledge(number=row.number, by=manager(), at=NOON)
    assert standings(6) == {Standing.FINE}


def reasons(case) -> set[str]:
    return {one.code for one in case_queries.obstacles_to(view(case), Step.REVIEWED)}


@pytest.mark.parametrize("kind", [RoundKind.SURVEILLANCE, RoundKind.RECERTIFICATION])
def test_an_open_complaint_must_be_considered_in_the_review(kind):
    case = case_before(Step.REVIEWED, kind=kind)
    assert reasons(case) == set()
    row = complaint(organisation_id=case.organisation_id)
    reviewer = handler()
    assert reasons(case) == {"governance.complaint-not-considered"}
    [door] = queries.doors(view(case), reviewer, TODAY)
    assert (door.target, door.is_open) == (row.pk, True)
    given = {"case_id": case.pk, "at": NOON}
    assert refused(actions.consider, **given, matter=row.pk, note="", by=reviewer) == {
        "words-missing"
    }
    assert refused(actions.consider, **given, matter=9999, note="x", by=anyone(Duty.ISSUE)) == {
        "duty-missing", "not-to-consider"
    }  # fmt: skip

    actions.consider(**given, matter=row.pk, note="与范围无关，下次监督核查", by=reviewer)

    assert reasons(case) == set()
    assert queries.doors(view(case), reviewer, TODAY) == ()


def test_an_initial_review_and_a_complaint_about_the_body_wait_for_nothing():
    case = case_before(Step.REVIEWED)
    complaint(organisation_id=case.organisation_id)
    assert reasons(case) == set()

    later = case_before(Step.REVIEWED, kind=RoundKind.SURVEILLANCE)
    complaint(About.BODY, organisation_id=later.organisation_id)
    assert reasons(later) == set()
