"""Questions about this room: is a paper true, and is it in force?"""

from xinheng.apps.registry.queries.exports import (
    PURPOSES,
    credential,
    key_document,
    offline_bundle,
    status_credential,
)
from xinheng.apps.registry.queries.lists import Checked, CheckedList, check_list
from xinheng.apps.registry.queries.verify import (
    LARGEST_FILE,
    verify,
    verify_number,
    verify_pdf,
    verify_text,
)

__all__ = [
    "LARGEST_FILE",
    "PURPOSES",
    "Checked",
    "CheckedList",
    "check_list",
    "credential",
    "key_document",
    "offline_bundle",
    "status_credential",
    "verify",
    "verify_number",
    "verify_pdf",
    "verify_text",
]
