"""Questions about visits: their plans, presence, evidence, and the withdrawal of a team."""

from xinheng.apps.audits.queries.doors import doors
from xinheng.apps.audits.queries.file import (
    AuditFile,
    audit_file,
    case_facts_of_withdrawal,
    current_stage,
    days_needed,
    days_present,
    house_number,
    members,
    sites_for,
)
from xinheng.apps.audits.queries.rules import (
    closing_reasons,
    is_leader,
    plan_reasons,
    reasons_for,
)
from xinheng.apps.audits.queries.views import (
    ConditionView,
    EvidenceView,
    VisitReminder,
    VisitView,
    WithdrawalView,
    condition_views,
    deviations,
    evidence_of,
    held_visit,
    is_under_way,
    stage1_note,
    visits_of,
    visits_to_remind,
    was_present,
    withdrawal_statistics,
    withdrawals_of,
)

__all__ = [
    "AuditFile", "ConditionView", "EvidenceView", "VisitReminder", "VisitView", "WithdrawalView",
    "audit_file", "case_facts_of_withdrawal", "closing_reasons", "condition_views",
    "current_stage", "days_needed", "days_present", "deviations", "doors", "evidence_of",
    "held_visit", "house_number", "is_leader", "is_under_way", "members", "plan_reasons",
    "reasons_for", "sites_for", "stage1_note", "visits_of", "visits_to_remind", "was_present",
    "withdrawal_statistics", "withdrawals_of",
]  # fmt: skip
