"""The body's own records: what each must hold, what is refused, and what comes of it."""

from datetime import timedelta

import pytest

from tests.factories import NOON, TODAY, actor, case_before, client, person
from tests.factories_decisions import body, certificate, decider, officer
from tests.factories_governance import (
    DUE,
    codes_of,
    done,
    filled,
    in_force,
    manager,
    opened,
)
from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.certificates import actions as certificates
from xinheng.apps.governance import actions, queries
from xinheng.apps.governance.actions.sending import send_information
from xinheng.apps.governance.models import InformationSent, Recipient, Record
from xinheng.apps.journal import actions as journal
from xinheng.apps.journal.models import Entry
from xinheng.apps.people.models import Branch, Notice
from xinheng.core.cases.steps import Step
from xinheng.core.governance.words import Life, Moment, RecordState, Standing
from xinheng.core.intake import acts as intake_acts
from xinheng.core.shared.actor import CLOCKWORK, Role
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.lists.governance import kinds

pytestmark = pytest.mark.django_db
OF_CLIENT = ("mark-licence", "artwork", "stop-use-check", "consent", "disclosure")
PLAIN = [kind for kind in kinds() if kind.key not in (*OF_CLIENT, "committee-advice")]


def refused(act, **given) -> set[str]:
    """The reasons of a refusal, which must have changed nothing."""
    before = (Record.objects.count(), Entry.objects.count())
    states = list(Record.objects.order_by("pk").values_list("pk", "state", "values"))
    with pytest.raises(Refused) as caught:
        act(**given)
    assert (Record.objects.count(), Entry.objects.count()) == before
    assert list(Record.objects.order_by("pk").values_list("pk", "state", "values")) == states
    return codes_of(caught.value)


def refused_to_open(kind: str, **own) -> set[str]:
    return refused(
        actions.open_record, kind=kind, title="记录", values=filled(kind, **own), by=manager(),
        at=NOON, owner_id=manager().person_id, due_on=DUE,
    )  # fmt: skip


def refused_to_do(row: Record, **own) -> set[str]:
    values = filled(row.kind, Moment.DONE, **own)
    return refused(actions.complete, record_id=row.pk, values=values, by=manager(), at=NOON)


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.key)
def test_each_kind_is_opened_with_what_it_must_hold_and_refused_without(kind):
    by = manager()
    is_task = kind.life == Life.TASK
    needed = [rule.key for rule in kind.fields_at(Moment.OPEN) if rule.is_needed]
    given = {
        "kind": kind.key, "title": "记录", "by": by, "at": NOON,
        "owner_id": by.person_id, "due_on": DUE if is_task else None,
    }  # fmt: skip

    if needed:
        bare = refused(actions.open_record, values={}, **given)
        assert "field-missing" in bare
        for key in needed:
            values = filled(kind.key)
            del values[key]
            assert "field-missing" in refused(actions.open_record, values=values, **given)
    row = actions.open_record(values=filled(kind.key), **given)

    states = {Life.NOTE: RecordState.RECORDED}
    assert row.state == states.get(kind.life, RecordState.OPEN)
    assert set(needed) <= set(row.values)
    assert Entry.objects.filter(act="governance.open", object_id=str(row.pk)).exists()


@pytest.mark.parametrize(
    "kind", [kind for kind in kinds() if kind.life == Life.TASK], ids=lambda kind: kind.key
)
def test_a_task_needs_an_owner_of_the_body_and_a_day_to_come(kind):
    if kind.key in OF_CLIENT:
        given = filled(kind.key, client=client().pk, certificate="无")
    else:
        given = filled(kind.key)
    outsider = person("客户", Role.CLIENT, organisation=client())
    open_it = {"kind": kind.key, "title": "记录", "values": given, "by": manager(), "at": NOON}

    assert {"owner-missing", "due-missing"} <= refused(actions.open_record, **open_it)
    assert {"owner-missing", "due-over"} <= refused(
        actions.open_record, **open_it, owner_id=outsider.pk, due_on=TODAY - timedelta(days=1)
    )


@pytest.mark.parametrize(
    "kind",
    [kind for kind in kinds() if kind.life == Life.TASK and kind.key not in OF_CLIENT],
    ids=lambda kind: kind.key,
)
def test_a_task_is_not_done_without_what_its_kind_asks_for(kind):
    row = opened(kind.key)
    needed = [rule.key for rule in kind.fields_at(Moment.DONE) if rule.is_needed]

    reasons = refused(actions.complete, record_id=row.pk, values={}, by=manager(), at=NOON)
    assert ("field-missing" in reasons) == bool(needed)


def test_an_unknown_kind_an_unknown_field_and_a_wrong_value_are_refused_together():
    assert refused(
        actions.open_record, kind="nonsense", title="记录", values={}, by=manager(), at=NOON
    ) == {"kind-unknown"}
    assert refused_to_open(
        "liability-cover", colour="blau", amount="-1", valid_from="31 Feb", cover="cover.magic"
    ) >= {"field-unknown", "field-wrong"}


def test_only_who_keeps_a_kind_opens_it():
    values = filled("liability-cover")
    nobody = officer()

    reasons = refused(
        actions.open_record, kind="liability-cover", title="保险", values=values, by=nobody, at=NOON
    )

    assert reasons == {"duty-missing"}


def test_nobody_approves_what_they_opened_and_another_person_does():
    by = manager()
    row = opened("organisation-structure", by)

    assert refused(actions.approve, record_id=row.pk, by=by, at=NOON) == {"second-person"}
    assert refused(actions.approve, record_id=row.pk, by=officer(), at=NOON) == {"duty-missing"}
    assert actions.approve(record_id=row.pk, by=manager("别人"), at=NOON).state == "in-force"


def test_a_new_policy_replaces_the_one_before_and_is_public():
    old = in_force("impartiality-policy", version="1", text_zh="旧方针")
    assert queries.public_page(TODAY).policy.version == "1"

    in_force("impartiality-policy", version="2", text_zh="新方针")

    old.refresh_from_db()
    assert old.state == RecordState.ENDED
    assert queries.public_page(TODAY).policy.text_zh == "新方针"


def test_an_unpublished_policy_is_not_public():
    opened("impartiality-policy")

    assert queries.public_page(TODAY).policy is None
    missing = [line for line in queries.duties(TODAY) if line.kind == "impartiality-policy"]
    assert Standing.MISSING in {line.standing for line in missing}


def step_reasons(case, step: Step) -> set[str]:
    return {reason.code for reason in case_queries.obstacles_to(case_queries.case(case.pk), step)}


def test_a_client_with_an_unacceptable_risk_cannot_proceed_until_it_is_treated():
    case = case_before(Step.CLAIMS_CHECKED)
    risk = in_force(
        "impartiality-risk", client=case.organisation_id, residual="residual.unacceptable"
    )
    assert "governance.unacceptable-risk" in step_reasons(case, Step.CLAIMS_CHECKED)
    with pytest.raises(Refused):
        cases.take_step(case, Step.CLAIMS_CHECKED, by=manager(), at=NOON, entry=0)

    values = filled("impartiality-risk", Moment.REVIEW, residual="residual.with-measures")
    actions.review(record_id=risk.pk, values=values, note_text="已隔离", by=manager(), at=NOON)

    assert "governance.unacceptable-risk" not in step_reasons(case, Step.CLAIMS_CHECKED)
    cases.take_step(case, Step.CLAIMS_CHECKED, by=manager(), at=NOON, entry=0)


def test_a_client_does_not_read_in_its_journal_what_is_kept_about_it():
    of = client()
    risk = in_force("impartiality-risk", client=of.pk)

    assert risk.organisation_id == of.pk
    assert not Entry.objects.filter(organisation_id=of.pk).exists()


def test_an_acceptable_risk_or_one_of_another_client_stops_nothing():
    case = case_before(Step.CLAIMS_CHECKED)
    in_force("impartiality-risk", client=case.organisation_id, residual="residual.acceptable")
    in_force("impartiality-risk", client=client("旁人").pk, residual="residual.unacceptable")

    assert step_reasons(case, Step.CLAIMS_CHECKED) == set()


def test_a_risk_is_reviewed_every_year_to_the_day():
    in_force("impartiality-risk")
    due = TODAY.replace(year=TODAY.year + 1)

    def standing(on):
        return {one.standing for one in queries.duties(on) if one.kind == "impartiality-risk"}

    assert standing(due - timedelta(days=31)) == {Standing.FINE}
    assert standing(due - timedelta(days=30)) == {Standing.SOON}
    assert standing(due) == {Standing.SOON}
    assert standing(due + timedelta(days=1)) == {Standing.OVERDUE}


def test_joint_marketing_needs_what_was_done_about_it():
    row = opened("marketing-review")

    assert refused_to_do(row, found_joint="yes-no.yes") == {"joint-marketing"}
    partly = {"answers": {"marketing.texts": "无"}}
    assert "item-unanswered" in refused_to_do(row, **partly)
    assert done("marketing-review", found_joint="yes-no.no").state == RecordState.CLOSED


def test_a_threat_is_open_with_its_owner_until_it_was_answered():
    row = opened("threat")
    [line] = [line for line in queries.duties(DUE + timedelta(days=1)) if line.kind == "threat"]
    assert (line.standing, line.owner_id) == (Standing.OVERDUE, row.owner_id)

    done_values = filled("threat", Moment.DONE)
    actions.complete(record_id=row.pk, values=done_values, by=manager(), at=NOON)

    assert [line for line in queries.duties(DUE) if line.kind == "threat"] == []


def test_the_owner_of_a_task_may_do_it_without_keeping_its_kind():
    owner = actor(person("审核员", Role.AUDITOR))
    other = actor(person("别人", Role.AUDITOR))
    row = actions.open_record(
        kind="threat", title="威胁", values=filled("threat"), by=manager(), at=NOON,
        owner_id=owner.person_id, due_on=DUE,
    )  # fmt: skip
    values = filled("threat", Moment.DONE)

    assert refused(actions.complete, record_id=row.pk, values=values, by=other, at=NOON) == {
        "duty-missing"
    }
    actions.complete(record_id=row.pk, values=values, by=owner, at=NOON)


def test_cover_of_liabilities_has_an_amount_and_warns_ninety_days_before_it_ends():
    assert refused_to_open("liability-cover", amount="0") == {"no-amount"}
    assert refused_to_open("liability-cover", valid_until="2026-01-01") >= {"over-already"}
    row = in_force("liability-cover")

    def standing(days):
        on = row.valid_until - timedelta(days=days)
        return next(o.standing for o in queries.duties(on) if o.record_id == row.pk)

    assert standing(91) == Standing.FINE
    assert standing(90) == Standing.SOON
    assert standing(-1) == Standing.OVERDUE


@pytest.mark.parametrize(
    ("largest", "risks"), [("15", 0), ("15.1", 1)], ids=["at the limit", "above the limit"]
)
def test_income_from_one_hand_above_the_limit_opens_a_risk(largest, risks):
    done("finance-evaluation", income="100", largest_client_income=largest)

    found = Record.objects.filter(kind="impartiality-risk")
    assert found.count() == risks
    assert all(row.values["relation"] == "relation.finances" for row in found)


def test_income_of_one_client_is_never_more_than_all():
    row = opened("finance-evaluation")

    assert refused_to_do(row, income="0") >= {"no-income"}
    assert refused_to_do(row, income="10", largest_client_income="11") == {"more-than-all"}


def committee(*interests: str) -> list[int]:
    return [in_force("committee-member", interest=f"interest.{one}").pk for one in interests]


def test_a_meeting_in_which_one_interest_predominates_is_refused():
    members = committee("clients", "customers", "authorities", "clients")
    row = opened("committee-meeting")

    assert refused_to_do(row, members=[members[0], members[3], members[1]]) == {
        "meeting-unbalanced"
    }
    assert refused_to_do(row, members=[]) >= {"field-missing"}
    values = filled("committee-meeting", Moment.DONE, members=members)
    assert actions.complete(record_id=row.pk, values=values, by=manager(), at=NOON).state == (
        RecordState.CLOSED
    )


def test_an_unbalanced_committee_is_seen_and_its_meetings_are_refused():
    members = committee("clients", "clients", "customers")
    row = opened("committee-meeting")

    assert "committee-unbalanced" in refused_to_do(row, members=[members[0], members[2]])
    assert any(
        line.kind == "committee-member" and line.standing == Standing.OVERDUE
        for line in queries.duties(TODAY)
    )


def test_advice_that_is_not_followed_says_what_the_committee_does():
    members = committee("clients", "customers")
    meeting = done("committee-meeting", members=members)

    assert refused_to_open("committee-advice", meeting=meeting.pk, followed="yes-no.no") == {
        "right-to-act"
    }
    opened("committee-advice", meeting=meeting.pk, followed="yes-no.yes")
    opened(
        "committee-advice", meeting=meeting.pk, followed="yes-no.no",
        independent_action="已报告认可机构",
    )  # fmt: skip


def test_a_person_of_a_branch_does_only_what_the_branch_is_approved_for():
    branch = Branch.objects.create(code="XM", name_zh="厦门分公司")
    of_branch = actor(person("林分部", Role.MANAGER, branch=branch))
    case = case_before(Step.CLAIMS_CHECKED)
    unit = in_force("unit", branch=branch.pk, activities=["activity.audit"])
    with pytest.raises(Refused) as caught:
        cases.take_step(case, Step.CLAIMS_CHECKED, by=of_branch, at=NOON, entry=0)
    assert "unit-not-approved" in codes_of(caught.value)

    actions.end(record_id=unit.pk, because="改为受理", by=manager(), at=NOON)
    with pytest.raises(Refused):
        cases.take_step(case, Step.CLAIMS_CHECKED, by=of_branch, at=NOON, entry=0)
    in_force("unit", branch=branch.pk, activities=["activity.intake"])
    cases.take_step(case, Step.CLAIMS_CHECKED, by=of_branch, at=NOON, entry=0)


def test_a_branch_without_control_record_is_listed():
    Branch.objects.create(code="XM", name_zh="厦门分公司")
    assert any(line.about == "厦门分公司" for line in queries.duties(TODAY))

    in_force("unit", branch=Branch.objects.get().pk)

    assert not any(line.about == "厦门分公司" for line in queries.duties(TODAY))


@pytest.mark.parametrize(
    "task",
    ["grant", "refuse", "maintain", "renew", "suspend", "restore", "withdraw", "change-scope"],
)
def test_decisions_are_never_outsourced(task):
    assert refused_to_open("supplier", tasks=["task.audit", f"task.{task}"]) == {"barred"}


def test_audits_are_never_outsourced_to_a_consultancy():
    assert refused_to_open("supplier", type="supplier.consultancy") == {"barred"}
    assert in_force("supplier", tasks=["task.audit"]).state == RecordState.IN_FORCE


def test_a_supplier_is_monitored_every_year():
    row = in_force("supplier")
    late = row.review_on + timedelta(days=1)
    assert any(o.record_id == row.pk and o.standing == "overdue" for o in queries.duties(late))

    assert refused(
        actions.review, record_id=row.pk, values={}, note_text="", by=manager(), at=NOON
    ) == {"field-missing", "words-missing"}
    actions.review(
        record_id=row.pk, values={"monitoring": "合格"}, note_text="年度监视", by=manager(),
        at=NOON + timedelta(days=200),
    )  # fmt: skip

    assert not any(o.record_id == row.pk and o.standing == "overdue" for o in queries.duties(late))


def test_public_information_is_complete_only_with_an_answer_to_each_part():
    parts = filled("public-information")["parts"]
    lacking = {key: text for key, text in parts.items() if key != "public.requests"}

    assert refused_to_open("public-information", parts=lacking) == {"item-unanswered"}
    in_force("public-information")
    in_force("impartiality-policy")
    assert queries.public_page(TODAY).is_complete


def test_information_given_on_request_is_recorded():
    row = opened("information-request", answer="有效")

    assert (row.state, row.values["answer"]) == (RecordState.RECORDED, "有效")
    assert refused_to_open("information-request", answer=None, happened_on="2030-01-01") >= {
        "day-ahead"
    }


@pytest.fixture
def licensed():
    """A certificate in force whose holder has a mark licence."""
    body()
    found = certificate()
    in_force("mark-licence", client=found.organisation_id, certificate=found.number)
    return found


def artwork(found, **own) -> dict[str, object]:
    return {"client": found.organisation_id, "certificate": found.number, **own}


@pytest.mark.parametrize("use", ["product", "packaging-mark", "product-conformity"])
def test_the_mark_never_stands_on_a_product(licensed, use):
    assert refused_to_open("artwork", **artwork(licensed, use=f"use.{use}")) == {"barred"}


@pytest.mark.parametrize(
    "use", ["laboratory-report", "calibration-certificate", "inspection-report"]
)
def test_the_mark_never_stands_on_a_test_report(licensed, use):
    assert refused_to_open("artwork", **artwork(licensed, use=f"use.{use}")) == {"barred"}


def test_artwork_for_a_letterhead_is_approved_under_a_licence(licensed):
    row = in_force("artwork", **artwork(licensed, use="use.letterhead"))

    assert row.certificate_id == licensed.pk


def test_a_mark_is_licensed_only_under_a_certificate_in_force(licensed):
    other = client("无证组织")
    assert refused_to_open("artwork", client=other.pk, certificate="XX-1") == {
        "certificate-unknown", "no-licence"
    }  # fmt: skip
    waiting = opened("artwork", **artwork(licensed, use="use.website"))
    certificates.suspend(
        case_id=licensed.case_id, certificate=licensed.pk, reason=_reason(),
        by=decider("另一人"), at=NOON,
    )  # fmt: skip
    assert refused_to_open("mark-licence", **artwork(licensed)) == {"certificate-not-in-force"}
    assert refused(actions.approve, record_id=waiting.pk, by=manager("别人"), at=NOON) == {
        "certificate-not-in-force"
    }


STATEMENT = "use.packaging-statement"


def test_a_statement_on_packaging_names_client_standard_and_body(licensed):
    assert refused_to_open("artwork", **artwork(licensed, use=STATEMENT, statement="已认证")) == {
        "statement-client", "statement-standard", "statement-body"
    }  # fmt: skip
    text = "云溪食品有限公司的质量管理体系通过信衡示范认证有限公司 ISO 9001:2015 认证"
    in_force("artwork", **artwork(licensed, use=STATEMENT, statement=text))
    by_brand = "溪山牌 生产者的质量管理体系通过信衡示范认证有限公司 ISO 9001 认证"
    own = artwork(licensed, use=STATEMENT, statement=by_brand, brand="溪山牌")
    in_force("artwork", **own)


def test_suspension_opens_a_check_that_use_has_stopped_once(licensed):
    assert actions.ensure_stop_use_checks(on=TODAY, at=NOON) == 0
    certificates.suspend(
        case_id=licensed.case_id, certificate=licensed.pk, reason=_reason(),
        by=decider("另一人"), at=NOON,
    )  # fmt: skip

    assert actions.ensure_stop_use_checks(on=TODAY, at=NOON) == 1
    assert actions.ensure_stop_use_checks(on=TODAY, at=NOON) == 0

    row = Record.objects.get(kind="stop-use-check")
    assert (row.certificate_id, row.due_on) == (licensed.pk, TODAY + timedelta(days=30))
    assert refused_to_do(row, stopped="yes-no.no") == {"use-goes-on"}
    opened("mark-misuse", client=licensed.organisation_id)
    values = filled("stop-use-check", Moment.DONE, stopped="yes-no.no")
    assert actions.complete(record_id=row.pk, values=values, by=officer(), at=NOON).state == (
        RecordState.CLOSED
    )


def _reason() -> str:
    from xinheng.rulebook.lists.reasons import CertificateAct, reasons_to

    return reasons_to(CertificateAct.SUSPEND)[0].key


def test_misuse_is_closed_only_after_another_person_verified_the_effect():
    by = manager()
    row = opened("mark-misuse", by)
    assert refused(actions.verify, record_id=row.pk, effect="好", by=manager(), at=NOON) == {
        "move-not-open"
    }
    values = filled("mark-misuse", Moment.DONE)
    actions.complete(record_id=row.pk, values=values, by=by, at=NOON)

    assert refused(actions.verify, record_id=row.pk, effect="好", by=by, at=NOON) == {"own-work"}
    assert refused(actions.verify, record_id=row.pk, effect=" ", by=manager(), at=NOON) == {
        "words-missing"
    }
    closed = actions.verify(record_id=row.pk, effect="网站已更正", by=manager("核查人"), at=NOON)
    assert (closed.state, closed.values["effect"]) == (RecordState.CLOSED, "网站已更正")


def test_what_had_no_effect_is_open_again_with_a_new_day():
    row = done("corrective-action")
    other = manager("核查人")

    assert refused(
        actions.send_back, record_id=row.pk, because="", due_on=TODAY - timedelta(days=1),
        by=other, at=NOON,
    ) == {"words-missing", "due-over"}  # fmt: skip
    again = actions.send_back(record_id=row.pk, because="复发", due_on=DUE, by=other, at=NOON)

    assert (again.state, again.due_on) == (RecordState.OPEN, DUE)


def test_nothing_is_disclosed_without_consent_or_law_and_the_client_is_told():
    of = client().pk
    told = {"client": of, "told_on": TODAY.isoformat()}
    assert refused_to_open("disclosure", ground="ground.consent", **told) == {"no-consent"}
    assert refused_to_open("disclosure", ground="ground.law", **told) == {"no-provision"}
    assert refused_to_open(
        "disclosure", client=of, ground="ground.law", provision="某法第一条"
    ) == {"client-not-told"}
    in_force("consent", client=of)
    opened("disclosure", ground="ground.consent", **told)
    opened("disclosure", client=of, ground="ground.law", provision="某法第一条",
           not_told_because="某法第二条")  # fmt: skip


def test_consent_of_another_client_or_one_that_ended_is_none():
    of = client().pk
    in_force("consent", client=client("旁人").pk)
    ended = in_force("consent", client=of)
    actions.end(record_id=ended.pk, because="客户收回", by=manager(), at=NOON)

    assert "no-consent" in refused_to_open(
        "disclosure", client=of, ground="ground.consent", told_on=TODAY.isoformat()
    )


def test_who_has_not_signed_the_undertaking_is_listed():
    who = person("新人", Role.AUDITOR)

    def missing() -> str:
        return next((o.about for o in queries.duties(TODAY) if o.kind == "undertaking"), "")

    assert "新人" in missing()
    opened("undertaking", person=who.pk)
    assert "新人" not in missing()


def test_the_information_for_clients_goes_out_with_the_quotation_once():
    case = case_before(Step.QUOTED)
    reader = person("客户", Role.CLIENT, organisation=case.organisation)
    entry = journal.record(
        intake_acts.QUOTE, on=case, by=CLOCKWORK, at=NOON, case_id=case.pk,
        organisation_id=case.organisation_id, number="Q", total="1",
    )  # fmt: skip
    send_information(entry)
    assert InformationSent.objects.count() == 0

    in_force("client-information", version="3")
    send_information(entry)
    send_information(entry)

    assert [version for version, _at in queries.information_sent(case.pk)] == ["3"]
    assert Notice.objects.filter(person=reader).count() == 1


def test_a_change_is_told_to_each_client_concerned_and_closed_when_all_comply(licensed):
    row = opened("change-announcement", schemes="QMS")
    other = opened("change-announcement", schemes="EMS")
    assert [one.organisation_id for one in queries.recipients(row.pk)] == [licensed.organisation_id]
    assert queries.recipients(other.pk) == ()
    values = filled("change-announcement", Moment.DONE)
    do = {"record_id": row.pk, "values": values, "by": manager(), "at": NOON}
    assert refused(actions.complete, **do) == {"clients-open"}

    told = {"record_id": row.pk, "organisation_id": licensed.organisation_id, "at": NOON}
    assert refused(actions.note_compliance, **told, evidence="", by=manager()) == {"words-missing"}
    actions.note_compliance(**told, evidence="监督审核确认", by=manager())
    assert refused(actions.note_compliance, **told, evidence="再次", by=manager()) == {
        "complies-already"
    }

    assert actions.complete(**do).state == RecordState.CLOSED
    assert Recipient.objects.get().evidence == "监督审核确认"


def test_a_management_review_answers_every_input_and_output_and_comes_round_yearly():
    row = opened("management-review")
    inputs = filled("management-review", Moment.DONE)["inputs"]
    lacking = {key: text for key, text in inputs.items() if key != "input.appeals"}
    assert refused_to_do(row, inputs=lacking) == {"item-unanswered"}
    assert refused_to_do(row, held_on="2030-01-01") == {"day-ahead"}

    done("management-review")

    late = TODAY.replace(year=TODAY.year + 1) + timedelta(days=1)
    lines = [o for o in queries.duties(late) if o.kind == "management-review"]
    assert Standing.OVERDUE in {line.standing for line in lines}


def test_internal_audits_are_a_year_apart_unless_proof_is_given():
    row = opened("internal-audit")
    assert refused_to_do(row, interval_months="13") == {"interval-unproven"}
    assert refused_to_do(row, interval_months="25", interval_proof="三年无不符合") == {
        "interval-wrong"
    }
    values = filled(
        "internal-audit", Moment.DONE, interval_months="18", interval_proof="三年无不符合"
    )
    actions.complete(record_id=row.pk, values=values, by=manager(), at=NOON)

    def standings(on):
        return {o.standing for o in queries.duties(on) if o.kind == "internal-audit"}

    assert standings(TODAY.replace(year=TODAY.year + 1)) == {Standing.FINE}
    assert standings(TODAY.replace(year=TODAY.year + 2)) == {Standing.OVERDUE}


def test_internal_auditors_do_not_audit_their_own_work():
    same = person("内审员").pk
    row = opened("internal-audit", auditor=same, in_charge=same)

    assert refused_to_do(row) == {"audits-own-work"}


def test_a_record_is_refused_ended_and_handed_over_with_a_reason():
    row = opened("unit")
    assert refused(actions.refuse, record_id=row.pk, because="", by=manager(), at=NOON) == {
        "words-missing"
    }
    new = person("接手人", Role.AUDITOR)
    given = {"record_id": row.pk, "owner_id": new.pk, "by": manager(), "at": NOON}
    assert refused(actions.hand_over, **given, due_on=TODAY - timedelta(days=1), because="") == {
        "due-over",
        "words-missing",
    }
    assert actions.hand_over(**given, due_on=DUE, because="休假").owner_id == new.pk
    assert actions.refuse(record_id=row.pk, because="风险过高", by=manager(), at=NOON).state == (
        RecordState.REFUSED
    )
    assert refused(actions.end, record_id=row.pk, because="", by=manager(), at=NOON) >= {
        "words-missing"
    }
