"""What is done about visits."""

from xinheng.apps.audits.actions.actuals import compare_actuals, consent_to_days, extend_plan
from xinheng.apps.audits.actions.common import (
    day_of,
    tell_client_of,
    tell_persons_of,
    write_of_case,
)
from xinheng.apps.audits.actions.meetings import close_visit, open_visit
from xinheng.apps.audits.actions.on_site import add_evidence, answer_items, sign_in
from xinheng.apps.audits.actions.plans import (
    confirm_plan,
    decline_plan,
    revise_plan,
    save_plan,
    send_plan,
)
from xinheng.apps.audits.actions.reporting import tell_body
from xinheng.apps.audits.actions.stage1 import conclude_stage1
from xinheng.apps.audits.actions.withdrawals import (
    approve_withdrawal,
    propose_withdrawal,
    reject_withdrawal,
    resume,
)

__all__ = [
    "add_evidence", "answer_items", "approve_withdrawal", "close_visit", "compare_actuals",
    "conclude_stage1", "confirm_plan", "consent_to_days", "day_of", "decline_plan", "extend_plan",
    "open_visit", "propose_withdrawal", "reject_withdrawal", "resume", "revise_plan",
    "save_plan", "send_plan", "sign_in", "tell_body", "tell_client_of",
    "tell_persons_of", "write_of_case",
]  # fmt: skip
