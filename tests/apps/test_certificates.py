"""The life of certificates: none without a step, none backdated, no way back from withdrawal."""

from datetime import date, datetime, timedelta

import pytest

from tests.factories import NOON, TODAY, actor, case_before, person, view
from tests.factories_certificates import (
    OVERDUE,
    UNSOLVED,
    S,
    codes,
    issue,
    next_round,
    state_of,
    suspend,
)
from tests.factories_decisions import (
    certificate,
    decide,
    decider,
    granted_case,
    officer,
)
from xinheng.apps.cases import actions as case_actions
from xinheng.apps.cases.models import StepRecord
from xinheng.apps.certificates import actions, queries
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.decisions.models import Decision
from xinheng.apps.documents.models import StoredFile
from xinheng.apps.journal import queries as journal
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import CaseState, Part, RoundKind
from xinheng.core.certificates.words import ListKind
from xinheng.core.decisions.words import Outcome
from xinheng.core.shared.actor import Role
from xinheng.core.shared.period import add_months
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def test_a_certificate_says_what_was_decided_and_ends_the_round():
    row = certificate()

    assert row.number == "99926Q00001R0M"
    assert (row.effective_on, row.expires_on) == (TODAY, date(2029, 3, 9))
    assert view(row.case).state == CaseState.SURVEILLANCE
    assert journal.of_object(queries.TYPE, row.pk)[0].act == "certificates.issue"
    assert journal.verify().ok


@pytest.mark.parametrize("missing", [rule.step for rule in steps_of(RoundKind.INITIAL)][:-1])
def test_no_certificate_when_any_one_step_has_no_record(missing):
    case = granted_case()
    StepRecord.objects.filter(round__case=case, step=missing).delete()

    with pytest.raises(Refused) as refusal:
        issue(case)

    assert "step.missing" in codes(refusal)
    assert not Certificate.objects.exists()


def test_no_certificate_on_the_word_of_one_person():
    case = granted_case()
    Decision.objects.update(decided_by=None)

    with pytest.raises(Refused) as refusal:
        issue(case)

    assert codes(refusal) == ["certificates.one-decider"]


def test_a_certificate_never_starts_before_its_decision():
    case = granted_case()

    with pytest.raises(Refused) as refusal:
        issue(case, effective_on=TODAY - timedelta(days=1))
    assert codes(refusal) == ["certificates.backdated"]

    assert issue(case, effective_on=TODAY).effective_on == TODAY


def test_a_refused_issue_says_every_reason_and_uses_no_number():
    case = case_before(Step.REVIEWED)

    with pytest.raises(Refused) as refusal:
        issue(case, by=decider())
    assert codes(refusal) == ["duty-missing", "step.missing", "step.missing",
                              "certificates.not-decided"]  # fmt: skip

    assert certificate().number.endswith("00001R0M")


def test_a_character_no_typeface_has_is_refused_before_the_issue():
    case = granted_case()
    case.organisation.name_zh = "云溪\U0002b9f9\U000323ad食品"
    case.organisation.save()

    with pytest.raises(Refused) as refusal:
        issue(case)

    assert codes(refusal) == ["print.glyphs-missing"]


def test_a_split_case_gets_one_certificate_for_each_scheme():
    case = granted_case("QMS", "EMS")

    issue(case, "QMS")
    assert view(case).state == CaseState.ATTESTATION
    with pytest.raises(Refused):
        issue(case, "QMS")
    issue(case, "EMS")

    assert view(case).state == CaseState.SURVEILLANCE
    assert Certificate.objects.count() == 2


def test_surveillance_is_kept_and_moves_the_last_audit_on():
    row = certificate()
    later = NOON + timedelta(days=300)
    case = next_round(row.case, RoundKind.SURVEILLANCE, later)
    decide(case, "QMS", Outcome.MAINTAIN, at=later)

    actions.keep(case_id=case.pk, certificate=row.pk, by=officer(), at=later)

    row.refresh_from_db()
    assert row.last_surveillance_on == later.date()
    assert view(case).state == CaseState.SURVEILLANCE


@pytest.mark.parametrize(("days_after", "may"), [(0, True), (1, False)])
def test_a_quality_certificate_is_not_renewed_once_it_is_over(days_after, may):
    row = certificate()
    moment = datetime.combine(row.expires_on, NOON.timetz()) + timedelta(days=days_after)
    case = next_round(row.case, RoundKind.RECERTIFICATION, moment)
    decide(case, "QMS", Outcome.RENEW, at=moment)

    if not may:
        with pytest.raises(Refused) as refusal:
            issue(case, at=moment)
        assert codes(refusal) == ["certificates.renewed-too-late"]
        return
    fresh = issue(case, at=moment)

    assert fresh.expires_on == row.expires_on.replace(year=row.expires_on.year + 3)
    assert fresh.first_issued_on == row.first_issued_on
    assert "R1" in fresh.number
    assert state_of(row) == S.SUPERSEDED


def test_an_environmental_certificate_is_renewed_within_six_months_from_the_old_cycle():
    row = certificate("EMS")
    moment = datetime.combine(add_months(row.expires_on, 6), NOON.timetz())
    actions.expire_due(on=moment.date(), at=moment)
    case = next_round(row.case, RoundKind.RECERTIFICATION, moment)
    decide(case, "EMS", Outcome.RENEW, at=moment)

    fresh = issue(case, "EMS", at=moment)

    assert fresh.effective_on == moment.date()
    assert fresh.expires_on == row.expires_on.replace(year=row.expires_on.year + 3)
    assert state_of(row) == S.EXPIRED


def test_a_suspension_runs_for_six_months_and_can_be_solved_until_then():
    row = certificate()
    suspend(row)
    row.refresh_from_db()
    assert (row.state, row.suspended_until) == (S.SUSPENDED, date(2026, 9, 10))

    last = datetime.combine(row.suspended_until, NOON.timetz())
    restore = {
        "case_id": row.case_id, "certificate": row.pk, "by": decider(), "note": "已整改",
        "reason": queries_reason("restore"),
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        actions.restore(at=last + timedelta(days=1), **restore)
    assert set(codes(refusal)) == {
        "certificates.suspension-outlasted", "certificates.no-evidence"
    }  # fmt: skip
    shown = StoredFile.objects.create(
        sha256="0" * 64,
        name="x",
        media_type="x",
        size_bytes=0,
        kind="x",
        stored_at=NOON,
        case_id=row.case_id,
    )

    actions.restore(at=last, evidence=shown.pk, **restore)

    assert state_of(row) == S.IN_FORCE
    assert row.suspended_until is None


def queries_reason(act: str) -> str:
    from xinheng.rulebook.lists.reasons import CertificateAct, reasons_to

    return reasons_to(CertificateAct(act))[0].key


def test_an_unknown_reason_is_refused():
    row = certificate()

    with pytest.raises(Refused) as refusal:
        suspend(row, reason="because")

    assert codes(refusal) == ["certificates.unknown-reason"]
    assert state_of(row) == S.IN_FORCE


def test_whoever_audited_neither_suspends_nor_withdraws():
    row = certificate()
    by = decider()
    case_actions.involve(row.case, person_id=by.person_id, part=Part.AUDITED, at=NOON)

    with pytest.raises(Refused) as refusal:
        suspend(row, by=by)

    assert codes(refusal) == ["certificates.audited-the-case"]


def test_two_persons_withdraw_and_nothing_comes_back():
    row = certificate()
    both = decider()
    actions.propose_withdrawal(
        case_id=row.case_id, certificate=row.pk, reason=UNSOLVED, by=both, at=NOON
    )
    with pytest.raises(Refused) as refusal:
        actions.withdraw(case_id=row.case_id, certificate=row.pk, by=both, at=NOON)
    assert codes(refusal) == ["certificates.same-person-twice"]
    actions.withdraw(case_id=row.case_id, certificate=row.pk, by=decider("石磊"), at=NOON)
    assert state_of(row) == S.WITHDRAWN

    with pytest.raises(Refused):
        suspend(row)
    with pytest.raises(Refused):
        actions.propose_withdrawal(
            case_id=row.case_id, certificate=row.pk, reason=UNSOLVED, by=both, at=NOON
        )


def test_nobody_withdraws_what_was_not_proposed_and_a_proposal_can_be_dropped():
    row = certificate()
    where = {"case_id": row.case_id, "certificate": row.pk, "at": NOON}
    with pytest.raises(Refused) as refusal:
        actions.withdraw(by=decider(), **where)
    assert codes(refusal) == ["certificates.withdrawal-not-proposed"]

    actions.propose_withdrawal(reason=UNSOLVED, by=officer(), **where)
    actions.drop_withdrawal(because="已整改", by=decider(), **where)

    assert state_of(row) == S.IN_FORCE
    with pytest.raises(Refused):
        actions.withdraw(by=decider(), **where)


def test_a_narrower_scope_makes_the_old_issue_obsolete():
    case = granted_case()
    case.schemes.update(scope_zh="糕点、糖果的生产")
    Decision.objects.update(scope_zh="糕点、糖果的生产")
    row = issue(case)

    fresh = actions.reduce(
        case_id=case.pk, certificate=row.pk, reason=queries_reason("reduce"), by=decider(),
        at=NOON, scope_zh="糕点的生产",
    )  # fmt: skip

    assert state_of(row) == S.SUPERSEDED
    assert (fresh.number, fresh.revision, fresh.expires_on) == (
        f"{row.number}-1", 1, row.expires_on,
    )  # fmt: skip
    assert fresh.revised_on == TODAY


def test_a_scope_is_extended_only_by_a_decision():
    row = certificate()
    with pytest.raises(Refused) as refusal:
        actions.extend(case_id=row.case_id, certificate=row.pk, by=officer(), at=NOON)
    assert "certificates.change-not-decided" in codes(refusal)

    row.case.schemes.update(scope_zh="糕点、糖果的生产")
    case = next_round(row.case, RoundKind.SPECIAL)
    decide(case, "QMS", Outcome.EXTEND)
    fresh = actions.extend(case_id=case.pk, certificate=row.pk, by=officer(), at=NOON)

    assert fresh.scope_zh == "糕点、糖果的生产"
    assert state_of(row) == S.SUPERSEDED
    assert view(case).state == CaseState.SURVEILLANCE


def test_certificates_expire_the_day_after_their_last_and_once():
    row = certificate()

    assert actions.expire_due(on=row.expires_on, at=NOON) == 0
    assert actions.expire_due(on=row.expires_on + timedelta(days=1), at=NOON) == 1
    assert actions.expire_due(on=row.expires_on + timedelta(days=1), at=NOON) == 0
    assert state_of(row) == S.EXPIRED


def test_the_lists_of_today_name_what_is_due_with_its_clause():
    row = certificate()
    year_later = date(2027, 3, 10)
    assert queries.lists(year_later) == ()
    (line,) = queries.lists(year_later + timedelta(days=1))
    assert (line.kind, line.certificate.number) == (ListKind.SUSPEND, row.number)
    assert line.source.place

    suspend(row)
    assert queries.lists(date(2026, 9, 10)) == ()
    (line,) = queries.lists(date(2026, 9, 11))
    assert line.kind == ListKind.WITHDRAW
    (line,) = queries.lists(row.expires_on + timedelta(days=1))
    assert line.kind == ListKind.EXPIRE


def test_an_act_on_a_certificate_of_another_case_finds_nothing():
    row, other = certificate(), certificate("EMS")

    with pytest.raises(Certificate.DoesNotExist):
        actions.suspend(
            case_id=other.case_id, certificate=row.pk, reason=OVERDUE, by=decider(), at=NOON
        )


def test_doors_tell_the_officer_what_to_issue_and_the_client_nothing_open():
    case = granted_case()
    on = NOON.date()

    (door,) = queries.doors(view(case), officer(), on)
    client = actor(person("王客户", Role.CLIENT, organisation=case.organisation))

    assert (door.act.name, door.is_open) == ("certificates.issue", True)
    assert not any(d.is_open for d in queries.doors(view(case), client, on))
