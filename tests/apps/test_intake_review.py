"""Claims are checked, the application is reviewed, and only then anything else happens."""

from datetime import date

import pytest

from tests.factories import NOON, TODAY, actor, case_before, person, view
from tests.factories_intake import LATER, applied, confirm_claims, staff, whole_draft
from xinheng.apps.intake import actions, queries
from xinheng.apps.people.models import Competence, Tie
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.intake.transfer import TransferFacts
from xinheng.core.intake.verification import ClaimState
from xinheng.core.intake.words import ApplicationState, CycleStage, RefusalReason
from xinheng.core.people.words import Function, TieKind
from xinheng.core.shared.actor import Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def refused(do, **given):
    with pytest.raises(Refused) as refusal:
        do(**given)
    return {v.code for v in refusal.value.violations}


def checked(*schemes):
    who = staff()
    row = applied(*schemes, by=who)
    confirm_claims(row.case_id, who)
    actions.finish_claims(case_id=row.case_id, by=who, at=NOON)
    return row, who


def record(row, who, check, state, **more):
    given = {"checked_on": TODAY, "note": "见截图"} | more
    return actions.record_claim(
        case_id=row.case_id, claim_id=check.pk, state=state, by=who, at=NOON, **given
    )


def test_checks_are_finished_only_when_every_claim_was_looked_up():
    who = staff()
    row = applied(by=who)

    assert refused(actions.finish_claims, case_id=row.case_id, by=who, at=NOON) == {
        "intake.claim-unchecked"
    }
    confirm_claims(row.case_id, who)
    actions.finish_claims(case_id=row.case_id, by=who, at=NOON)
    assert Step.CLAIMS_CHECKED in view(row.case).done


def test_a_contradiction_blocks_even_after_the_checks_were_finished():
    row, who = checked()
    check = next(c for c in queries.checks_of(row.case_id) if c.key == "no-serious-dishonesty")

    record(row, who, check, ClaimState.CONTRADICTED)

    assert Step.CLAIMS_CHECKED not in view(row.case).done
    assert "verification.contradicted" in refused(
        actions.finish_claims, case_id=row.case_id, by=who, at=NOON
    )


def test_a_forged_or_unfound_permit_blocks_and_a_penalty_record_does_not():
    who = staff()
    draft = whole_draft(who)
    permit = draft["documents"][0] | {"kind": "permit", "title": "生产许可证",
                                      "valid_until": "2027-01-01"}  # fmt: skip
    draft["documents"].append(permit)
    row = actions.apply(draft=draft, by=who, at=NOON)
    confirm_claims(row.case_id, who)
    by_key = {check.key: check for check in queries.checks_of(row.case_id)}
    mine = next(check for key, check in by_key.items() if key.startswith("permit-"))

    for state, code in (
        (ClaimState.FORGED, "verification.forged"),
        (ClaimState.NOT_FOUND, "verification.permit-unverified"),
    ):
        record(row, who, mine, state)
        assert code in refused(actions.finish_claims, case_id=row.case_id, by=who, at=NOON)
    record(row, who, mine, ClaimState.CONFIRMED)
    record(row, who, by_key["penalties"], ClaimState.CONTRADICTED)
    actions.finish_claims(case_id=row.case_id, by=who, at=NOON)


def test_a_check_needs_its_evidence_and_a_day_that_has_come():
    who = staff()
    row = applied(by=who)
    check = queries.checks_of(row.case_id)[0]

    with pytest.raises(Refused) as refusal:
        record(row, who, check, ClaimState.CONFIRMED, note=" ", checked_on=date(2026, 4, 1))
    codes = [v.code for v in refusal.value.violations]
    assert codes == ["intake.day-in-future", "intake.evidence-missing"]


def test_acceptance_needs_the_checks_and_then_takes_its_step():
    who = staff()
    row = applied(by=who)
    assert refused(actions.accept, case_id=row.case_id, by=who, at=NOON) == {"step.missing"}
    confirm_claims(row.case_id, who)
    actions.finish_claims(case_id=row.case_id, by=who, at=NOON)

    accepted = actions.accept(case_id=row.case_id, by=who, at=NOON)

    assert accepted.state == ApplicationState.ACCEPTED
    assert Step.APPLICATION_REVIEWED in view(row.case).done


def test_a_young_system_a_bar_and_a_consultant_who_pays_are_all_named():
    who = staff()
    draft = whole_draft(who)
    draft["system"] = {"started_on": "2026-01-20", "internal_audit_on": "2026-02-01"}
    draft["declarations"] |= {"revoked_on": "2025-11-01", "pays_through_consultant": True}
    row = actions.apply(draft=draft, by=who, at=NOON)
    confirm_claims(row.case_id, who)
    actions.finish_claims(case_id=row.case_id, by=who, at=NOON)

    assert refused(actions.accept, case_id=row.case_id, by=who, at=NOON) == {
        "prerequisite.system-too-young",
        "prerequisite.management-review-missing",
        "prerequisite.barred",
        "prerequisite.pays-through-consultant",
    }


def test_the_body_must_be_competent_for_every_code():
    row, who = checked("QMS", "EMS")
    Competence.objects.filter(scheme="EMS", function=Function.DECISION).update(codes=["29"])

    with pytest.raises(Refused) as refusal:
        actions.accept(case_id=row.case_id, by=who, at=NOON)

    (lacking,) = refusal.value.violations
    assert lacking.code == "intake.competence-lacking"
    assert (lacking.facts["scheme"], lacking.facts["code"]) == ("EMS", "18.01.03")


def test_a_reviewer_tied_to_the_client_or_not_competent_does_not_review():
    row, who = checked()
    other = person("何雨", Role.APPLICATION_REVIEWER)
    Tie.objects.create(
        person=other, organisation=row.organisation, kind=TieKind.CONSULTANCY,
        ended_on=date(2024, 6, 1), recorded_at=NOON,
    )  # fmt: skip

    assert refused(actions.accept, case_id=row.case_id, by=actor(other), at=NOON) == {
        "intake.reviewer-not-competent",
        "intake.reviewer-tied",
    }
    assert actions.accept(case_id=row.case_id, by=who, at=NOON)


def test_a_returned_application_is_corrected_and_handed_in_again():
    row, who = checked()
    actions.return_application(case_id=row.case_id, questions="请补充倒班人数", by=who, at=NOON)
    assert Step.APPLIED not in view(row.case).done

    assert refused(actions.submit, application_id=row.pk, by=who, at=LATER) == {
        "intake.answers-missing"
    }
    row.refresh_from_db()
    sites = [row.draft["sites"][0] | {"people": 70}]
    headcount = [{"kind": "full-time", "people": 70, "site": "总部"}]
    actions.save_draft(
        application_id=row.pk, draft={"sites": sites, "headcount": headcount}, by=who, at=LATER
    )
    again = actions.submit(application_id=row.pk, answers="已补充", by=who, at=LATER)

    case = view(again.case)
    assert case.id == row.case_id
    assert case.schemes[0].people == 70
    # The claim about the headcount says something else now, so it is checked again.
    assert Step.CLAIMS_CHECKED not in case.done
    unchecked = [c.key for c in queries.checks_of(case.id) if c.state == ClaimState.UNCHECKED]
    assert unchecked == ["headcount"]


def test_a_refusal_names_its_reasons_and_never_a_missing_purchase():
    row, who = checked()
    given = {"case_id": row.case_id, "reason": RefusalReason.OUT_OF_SCOPE, "by": who, "at": NOON}

    assert refused(actions.refuse, because=" ", nothing_else_was_asked=False, **given) == {
        "intake.refused-for-lack-of-purchase",
        "intake.reasons-missing",
    }
    actions.refuse(because="超出批准范围", nothing_else_was_asked=True, **given)
    assert view(row.case).state == CaseState.REFUSED


def taken_over(**different):
    given = {
        "on": TODAY, "body": "示例认证机构", "certificate": "X-1", "valid_until": date(2027, 5, 1),
        "is_accredited": True, "is_suspended": False, "is_under_threat": False,
        "scope_fits": True, "because": "服务更近", "last_report_on": date(2025, 6, 1),
        "open_majors": 0, "open_minors": 1, "complaints": "无", "complaints_settled": True,
        "stage": CycleStage.BEFORE_SECOND, "lawful": True,
    }  # fmt: skip
    return TransferFacts(**(given | different))


@pytest.mark.parametrize(
    ("different", "code"),
    [
        ({"is_accredited": False}, "transfer.not-accredited"),
        ({"is_suspended": True}, "transfer.suspended"),
        ({"is_under_threat": True}, "transfer.suspended"),
        ({"valid_until": date(2026, 3, 9)}, "transfer.expired"),
        ({"scope_fits": False}, "transfer.scope"),
        ({"because": ""}, "transfer.reason-missing"),
        ({"last_report_on": None}, "transfer.report-missing"),
        ({"open_majors": 1}, "transfer.open-majors"),
        ({"complaints_settled": False}, "transfer.complaints"),
        ({"lawful": False}, "transfer.not-lawful"),
        ({"has_doubts": True}, "transfer.visit-missing"),
        ({"former_body_lost_status_on": date(2025, 9, 9)}, "transfer.window-closed"),
    ],
)
def test_each_item_of_the_transfer_review_blocks_by_itself(different, code):
    case = case_before(Step.TRANSFER_REVIEWED, kind=RoundKind.TRANSFER)
    given = {"case_id": case.pk, "by": staff(), "at": NOON}

    assert refused(actions.review_transfer, facts=taken_over(**different), **given) == {code}
    actions.review_transfer(facts=taken_over(), **given)
    assert Step.TRANSFER_REVIEWED in view(case).done
