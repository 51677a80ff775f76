"""Quotations, agreements and changes."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import NOON, TODAY, actor, case_before, person, view
from tests.factories_intake import LATER, body, paper, price_list, staff
from xinheng.apps.cases import actions as cases
from xinheng.apps.clients import actions as clients
from xinheng.apps.documents import queries as documents
from xinheng.apps.intake import actions, queries
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.intake.words import ChangeKind, QuotationState, Triage
from xinheng.core.shared.actor import Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db
VALID = date(2026, 6, 30)


def refused(do, **given):
    with pytest.raises(Refused) as refusal:
        do(**given)
    return {v.code for v in refusal.value.violations}


def ready(*schemes):
    case = case_before(Step.QUOTED, *schemes)
    cases.set_days(
        case.pk, days=Decimal("6.0"), stage1=Decimal("1.5"), stage2=Decimal("4.5"),
        on_site_min=Decimal("4.8"),
    )  # fmt: skip
    body()
    who = staff()
    price_list(who)
    owner = actor(person("林静", Role.CLIENT, organisation=case.organisation))
    return case, who, owner


def test_a_quotation_is_made_from_prices_and_days_and_printed():
    case, who, owner = ready("QMS", "EMS")

    row = actions.quote(case_id=case.pk, valid_until=VALID, by=who, at=NOON)

    # 2 × 1,000 application, 6 × 3,000 audit days, 2 × 2,000 certificates, and 6 % tax.
    assert (row.subtotal, row.tax, row.total) == (
        Decimal("24000.00"), Decimal("1440.00"), Decimal("25440.00"),
    )  # fmt: skip
    file = documents.visible_file(row.file_id, viewer=owner)
    assert documents.place_of(file.sha256).read_bytes().startswith(b"%PDF")


def test_no_quotation_without_days_or_prices():
    case = case_before(Step.QUOTED)
    body()
    given = {"case_id": case.pk, "valid_until": VALID, "by": staff(), "at": NOON}
    assert refused(actions.quote, **given) == {"intake.no-days"}
    cases.set_days(case.pk, days=Decimal(4), stage1=Decimal(1), stage2=Decimal(3),
                   on_site_min=Decimal(3))  # fmt: skip
    assert refused(actions.quote, **given) == {"intake.price-missing"}
    assert queries.quotation_of(case.pk) is None


def test_only_the_client_accepts_and_not_after_the_last_day():
    case, who, owner = ready()
    row = actions.quote(case_id=case.pk, valid_until=TODAY, by=who, at=NOON)
    given = {"case_id": case.pk, "quotation_id": row.pk}

    assert "duty-missing" in refused(actions.accept_quotation, by=who, at=NOON, **given)
    assert refused(actions.accept_quotation, by=owner, at=LATER, **given) == {
        "intake.quotation-expired"
    }
    actions.accept_quotation(by=owner, at=NOON, **given)
    assert Step.QUOTED in view(case).done


def test_a_declined_quotation_is_followed_by_another():
    case, who, owner = ready()
    first = actions.quote(case_id=case.pk, valid_until=VALID, by=who, at=NOON)
    actions.decline_quotation(
        case_id=case.pk, quotation_id=first.pk, because="价格", by=owner, at=NOON
    )
    second = actions.quote(case_id=case.pk, valid_until=VALID, by=who, at=NOON)
    third = actions.quote(case_id=case.pk, valid_until=VALID, by=who, at=NOON)

    second.refresh_from_db()
    assert (second.state, third.state) == (QuotationState.SUPERSEDED, QuotationState.SENT)


def agreed(*schemes):
    case, who, owner = ready(*schemes)
    row = actions.quote(case_id=case.pk, valid_until=VALID, by=who, at=NOON)
    actions.accept_quotation(case_id=case.pk, quotation_id=row.pk, by=owner, at=NOON)
    return case, who, owner


def test_an_agreement_covers_every_site_is_signed_and_paid_by_the_client():
    case, who, owner = agreed()
    new = clients.add_site(
        organisation_id=case.organisation_id, by=who, at=NOON,
        given={"name_zh": "二厂", "address_zh": "二厂路2号", "people": 20},
    )  # fmt: skip
    actions.draft_agreement(
        case_id=case.pk, begins_on=TODAY, ends_on=date(2029, 3, 9), by=who, at=NOON
    )
    cases.set_sites(case, [*(site.id for site in view(case).sites), new.pk])
    given = {"case_id": case.pk, "by": who, "at": NOON}

    with pytest.raises(Refused) as refusal:
        actions.sign_agreement(signed_on=date(2026, 4, 1), payer="某咨询公司", **given)
    assert [v.code for v in refusal.value.violations] == [
        "intake.site-not-covered",
        "intake.signed-copy-missing",
        "intake.signed-in-future",
        "intake.payer-is-not-the-client",
    ]
    assert refusal.value.violations[0].facts["sites"] == ["二厂"]

    file = paper(owner, "signed.pdf", organisation_id=case.organisation_id)
    actions.upload_agreement(case_id=case.pk, signed_file=file, by=owner, at=NOON)
    every = [site.id for site in view(case).sites]
    actions.sign_agreement(signed_on=TODAY, site_ids=every, **given)

    after = view(case)
    assert Step.AGREED in after.done
    assert after.agreement_signed_on == TODAY
    assert all(site.in_agreement for site in after.sites)


def asked(kind=RoundKind.SURVEILLANCE):
    case = case_before(Step.CHANGES_ASKED, kind=kind)
    who = staff()
    actions.ask_changes(case_id=case.pk, by=who, at=NOON)
    return case, who, actor(person("林静", Role.CLIENT, organisation=case.organisation))


MOVED = actions.Told(ChangeKind.ADDRESS, "研发迁往山东", TODAY)


def test_none_is_an_answer_and_takes_the_step():
    case, _who, owner = asked()
    given = {"case_id": case.pk, "by": owner, "at": NOON}
    assert refused(actions.answer_changes, none=False, changes=[], **given) == {
        "intake.answer-unclear"
    }
    assert refused(actions.answer_changes, none=True, changes=[MOVED], **given) == {
        "intake.answer-unclear"
    }
    actions.answer_changes(none=True, changes=[], **given)
    assert Step.CHANGES_ASKED in view(case).done
    assert refused(actions.answer_changes, none=True, changes=[], **given) == {
        "intake.changes-not-asked"
    }


def test_a_change_holds_the_round_until_it_is_settled():
    case, who, owner = asked()
    actions.answer_changes(case_id=case.pk, none=False, changes=[MOVED], by=owner, at=NOON)
    assert Step.CHANGES_ASKED not in view(case).done
    (notice,) = queries.notices_of(case.pk)

    actions.triage_change(
        case_id=case.pk, notice_id=notice.pk, outcome=Triage.NEXT_AUDIT, by=who, at=NOON
    )

    assert Step.CHANGES_ASKED in view(case).done


def test_a_change_told_before_the_question_holds_the_round_too():
    case, _who, owner = asked()
    actions.file_change(case_id=case.pk, told=MOVED, by=owner, at=NOON)
    actions.answer_changes(case_id=case.pk, none=True, changes=[], by=owner, at=NOON)
    assert Step.CHANGES_ASKED not in view(case).done


def test_what_waits_for_a_client_stands_on_its_portal():
    case, who, _owner = ready()
    assert queries.portal(case.organisation_id).waiting == ()
    actions.quote(case_id=case.pk, valid_until=VALID, by=who, at=NOON)
    (waiting,) = queries.portal(case.organisation_id).waiting
    assert (waiting.case_number, waiting.due_on) == (case.number, VALID)


def test_after_its_step_was_reopened_a_quotation_is_made_anew():
    case, who, owner = ready()
    first = actions.quote(case_id=case.pk, valid_until=VALID, by=who, at=NOON)
    actions.accept_quotation(case_id=case.pk, quotation_id=first.pk, by=owner, at=LATER)
    again = {"case_id": case.pk, "valid_until": VALID, "by": who, "at": LATER}
    assert "step.already-taken" in refused(actions.quote, **again)
    manager = actor(person("吴经理", Role.MANAGER))
    cases.reopen_step(case_id=case.pk, step=Step.QUOTED, because="人数有变", by=manager, at=LATER)

    second = actions.quote(**again)

    first.refresh_from_db()
    assert (first.state, second.state) == (QuotationState.SUPERSEDED, QuotationState.SENT)
