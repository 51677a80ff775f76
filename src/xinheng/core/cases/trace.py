"""The chain from an application to a certificate and on: where each thing comes from.

Source: catalogue M-12 (a source that can be checked, a destination that can be traced, a
responsibility that can be assigned).
"""

from collections.abc import Mapping

from xinheng.core.cases.steps import Step
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class TraceLink(Named):
    """One link of the chain, in order."""

    APPLICATION = "application", _("Application")
    CLAIMS = "claims", _("Claims checked")
    ACCEPTANCE = "acceptance", _("Application review")
    CONTRACT = "contract", _("Audit time, quotation and contract")
    PROGRAMME = "programme", _("Audit programme")
    TEAM = "team", _("Audit team")
    AUDIT = "audit", _("Audit")
    FINDINGS = "findings", _("Findings")
    REPORT = "report", _("Report")
    REVIEW = "review", _("Technical review")
    DECISION = "decision", _("Decision")
    CERTIFICATE = "certificate", _("Certificate")


L = TraceLink
LINK_OF: Mapping[Step, TraceLink] = {
    Step.APPLIED: L.APPLICATION,
    Step.CHANGES_ASKED: L.APPLICATION,
    Step.CLAIMS_CHECKED: L.CLAIMS,
    Step.APPLICATION_REVIEWED: L.ACCEPTANCE,
    Step.TRANSFER_REVIEWED: L.ACCEPTANCE,
    Step.TIME_RECKONED: L.CONTRACT,
    Step.QUOTED: L.CONTRACT,
    Step.AGREED: L.CONTRACT,
    Step.PROGRAMMED: L.PROGRAMME,
    Step.TEAM_APPOINTED: L.TEAM,
    Step.TEAM_DECLARED: L.TEAM,
    Step.STAGE1_PLANNED: L.AUDIT,
    Step.STAGE1_CONFIRMED: L.AUDIT,
    Step.STAGE1_HELD: L.AUDIT,
    Step.STAGE1_CONCLUDED: L.AUDIT,
    Step.VISIT_PLANNED: L.AUDIT,
    Step.VISIT_CONFIRMED: L.AUDIT,
    Step.VISIT_OPENED: L.AUDIT,
    Step.ACTUALS_COMPARED: L.AUDIT,
    Step.VISIT_CLOSED: L.AUDIT,
    Step.FINDINGS_CLEARED: L.FINDINGS,
    Step.REPORTED: L.REPORT,
    Step.REVIEWED: L.REVIEW,
    Step.DECIDED: L.DECISION,
    Step.ISSUED: L.CERTIFICATE,
}
"""The link of the chain that each step of the ledger belongs to."""

ROOM_OF: Mapping[TraceLink, str] = {
    L.APPLICATION: "intake",
    L.CLAIMS: "intake",
    L.ACCEPTANCE: "intake",
    L.CONTRACT: "intake",
    L.PROGRAMME: "programmes",
    L.TEAM: "staffing",
    L.AUDIT: "audits",
    L.FINDINGS: "findings",
    L.REPORT: "findings",
    L.REVIEW: "decisions",
    L.DECISION: "decisions",
    L.CERTIFICATE: "certificates",
}
"""The part of the case page where the things of a link are shown."""
