"""What is done in the body's own management, one module for each subject."""

from xinheng.apps.governance.actions.filing import Receipt, file
from xinheng.apps.governance.actions.keeping import (
    end,
    ensure_stop_use_checks,
    hand_over,
    note_compliance,
    review,
    send_back,
    verify,
)
from xinheng.apps.governance.actions.matters import (
    acknowledge,
    assign,
    close,
    consider,
    dismiss,
    forward,
    report,
    resolve,
    tell,
    validate,
)
from xinheng.apps.governance.actions.records import approve, complete, open_record, refuse

__all__ = [
    "Receipt",
    "acknowledge",
    "approve",
    "assign",
    "close",
    "complete",
    "consider",
    "dismiss",
    "end",
    "ensure_stop_use_checks",
    "file",
    "forward",
    "hand_over",
    "note_compliance",
    "open_record",
    "refuse",
    "report",
    "resolve",
    "review",
    "send_back",
    "tell",
    "validate",
    "verify",
]
