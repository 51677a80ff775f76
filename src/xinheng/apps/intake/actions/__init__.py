"""What is done from the first draft of an application to the agreement, and about changes."""

from xinheng.apps.intake.actions.changes import (
    Told,
    answer_changes,
    ask_changes,
    file_change,
    triage_change,
)
from xinheng.apps.intake.actions.claims import finish_claims, record_claim
from xinheng.apps.intake.actions.drafts import (
    apply,
    save_draft,
    start,
    submit,
    submit_problems,
    withdraw,
)
from xinheng.apps.intake.actions.offers import (
    accept_quotation,
    decline_quotation,
    draft_agreement,
    quote,
    set_price,
    sign_agreement,
    upload_agreement,
)
from xinheng.apps.intake.actions.review import accept, refuse, return_application, review_transfer

__all__ = [
    "Told",
    "accept",
    "accept_quotation",
    "answer_changes",
    "apply",
    "ask_changes",
    "decline_quotation",
    "draft_agreement",
    "file_change",
    "finish_claims",
    "quote",
    "record_claim",
    "refuse",
    "return_application",
    "review_transfer",
    "save_draft",
    "set_price",
    "sign_agreement",
    "start",
    "submit",
    "submit_problems",
    "triage_change",
    "upload_agreement",
    "withdraw",
]
