"""A file named as evidence is of the case: nobody hangs another paper in by its number."""

from dataclasses import replace
from datetime import date

import pytest

from tests.apps.test_findings import ANSWER, accepted, close, raised
from tests.apps.test_intake_review import checked
from tests.factories import NOON, TODAY, actor, anyone, client, new_case, person, view
from tests.factories_audits import CLOSED, OPENED, compared, on_the_way, opened
from tests.factories_certificates import suspend
from tests.factories_decisions import certificate, decider
from xinheng.apps.audits import actions as audits
from xinheng.apps.audits import queries as audit_queries
from xinheng.apps.audits.actions.on_site import EvidenceNote
from xinheng.apps.cases.models import StepRecord
from xinheng.apps.certificates import actions as certificates
from xinheng.apps.documents import actions as documents
from xinheng.apps.documents import queries
from xinheng.apps.findings import actions as findings
from xinheng.apps.intake import actions as intake
from xinheng.apps.intake import queries as intake_queries
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import CaseState
from xinheng.core.intake.verification import ClaimState
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.lists.reasons import CertificateAct, reasons_to

pytestmark = pytest.mark.django_db
FOREIGN = "documents.not-of-case"


def stored(by, **where) -> int:
    kept = documents.keep(
        name="x.pdf", content=repr(sorted(where.items())).encode(), media_type="application/pdf",
        kind="evidence", by=by, at=NOON, **where,
    )  # fmt: skip
    return int(kept.pk)


def faults(file, by, case) -> list[str]:
    found = queries.file_obstacles(
        file, by=by, case_id=case.pk, organisation_id=case.organisation_id, field="evidence"
    )
    return [violation.code for violation in found]


def refused(do, **given) -> list[str]:
    with pytest.raises(Refused) as refusal:
        do(**given)
    return [violation.code for violation in refusal.value.violations]


def test_whose_file_may_be_named():
    case, other = new_case(), new_case(of=client("别家有限公司"))
    mine, somebody = anyone(Duty.AUDIT), anyone(Duty.AUDIT)
    owner = actor(person("王客户", Role.CLIENT, organisation=case.organisation))
    for_case = {"case_id": case.pk, "organisation_id": case.organisation_id}

    assert faults(None, mine, case) == []
    assert faults(stored(mine), mine, case) == []
    assert faults(stored(somebody, **for_case), mine, case) == []
    assert faults(stored(owner, organisation_id=case.organisation_id), mine, case) == []
    assert faults(stored(owner, **for_case), owner, case) == []

    assert faults(10**9, mine, case) == [FOREIGN]
    assert faults(stored(somebody), mine, case) == [FOREIGN]
    assert faults(stored(mine, case_id=other.pk), mine, case) == [FOREIGN]
    assert faults(stored(owner, organisation_id=other.organisation_id), mine, case) == [FOREIGN]
    # What the body keeps of the case for itself is not the client's to name.
    assert faults(stored(somebody, **for_case), owner, case) == [FOREIGN]


def test_evidence_of_an_audit_and_of_a_withdrawal():
    way = opened(on_the_way())
    foreign = stored(anyone(Duty.AUDIT), case_id=10**6)
    own = stored(way.auditor, case_id=way.case.pk, organisation_id=way.case.organisation_id)
    note = EvidenceNote("", date(2026, 3, 10), file_id=foreign)
    ask = {"case_id": way.case.pk, "by": way.auditor, "at": OPENED}

    assert refused(audits.add_evidence, given=note, **ask) == [FOREIGN]
    assert audit_queries.evidence_of(view(way.case)) == ()
    audits.add_evidence(given=replace(note, file_id=own), **ask)
    propose = {
        "case_id": way.case.pk, "conditions": ["other"], "evidence": "停电", "by": way.leader,
        "at": OPENED,
    }  # fmt: skip
    assert refused(audits.propose_withdrawal, file_id=foreign, **propose) == [FOREIGN]
    assert audits.propose_withdrawal(file_id=own, **propose)


def test_an_answer_to_a_finding():
    way = opened(on_the_way())
    finding = raised(way)
    foreign = stored(anyone(Duty.AUDIT), case_id=10**6)
    own = stored(way.customer, organisation_id=way.case.organisation_id)
    ask = {"case_id": way.case.pk, "finding_id": finding, "by": way.customer, "at": OPENED}

    assert refused(findings.answer, text=replace(ANSWER, file_id=foreign), **ask) == [FOREIGN]
    findings.answer(text=replace(ANSWER, file_id=own), **ask)


def test_a_claim_and_a_restoration():
    row, who = checked()
    claim = intake_queries.checks_of(row.case_id)[0]
    given = {
        "case_id": row.case_id, "claim_id": claim.pk, "state": ClaimState.CONFIRMED,
        "checked_on": TODAY, "by": who, "at": NOON,
    }  # fmt: skip
    foreign = stored(anyone(Duty.AUDIT), case_id=10**6)
    assert refused(intake.record_claim, evidence=foreign, **given) == [FOREIGN]
    intake.record_claim(evidence=stored(who), **given)

    kept = certificate()
    suspend(kept)
    restore = {
        "case_id": kept.case_id, "certificate": kept.pk, "by": decider(), "at": NOON,
        "reason": reasons_to(CertificateAct.RESTORE)[0].key, "note": "已整改",
    }  # fmt: skip
    assert refused(certificates.restore, evidence=foreign, **restore) == [FOREIGN]
    certificates.restore(evidence=stored(anyone(), case_id=kept.case_id), **restore)


def decided(way) -> None:
    """Write the rest of the ledger up to the decision."""
    current = way.case.rounds.get()
    standing = set(current.steps.filter(undone_at=None).values_list("step", flat=True))
    for rule in steps_of(current.kind):
        if rule.step == Step.ISSUED:
            break
        if rule.step not in standing:
            StepRecord.objects.create(round=current, step=rule.step, done_at=CLOSED, entry=0)
    way.case.refresh_from_db()
    way.case.state = CaseState.ATTESTATION
    way.case.save()


def test_nothing_is_added_after_the_decision():
    way = compared(on_the_way())
    finding = raised(way)
    close(way)
    accepted(way, finding)
    note = EvidenceNote("补充照片", date(2026, 3, 20))
    ask = {"case_id": way.case.pk, "by": way.auditor, "at": CLOSED}
    audits.add_evidence(given=replace(note, dated_on=CLOSED.date()), **ask)
    decided(way)
    before = len(audit_queries.evidence_of(view(way.case)))

    late = refused(audits.add_evidence, given=replace(note, dated_on=CLOSED.date()), **ask)
    verify = {"finding_id": finding, "method": "现场", "evidence": "见照片", "effective": True}
    late_verification = refused(findings.verify, **verify, **ask)

    assert late == ["audits.evidence-too-late"]
    assert late_verification == ["findings.after-decision"]
    assert len(audit_queries.evidence_of(view(way.case))) == before
    # Once the decision is carried out, the effect of the action is followed up.
    StepRecord.objects.create(
        round=way.case.rounds.get(), step=Step.ISSUED, done_at=CLOSED, entry=0
    )
    way.case.state = CaseState.SURVEILLANCE
    way.case.save()
    findings.verify(**verify, **ask)
