"""What is done to certificates."""

from xinheng.apps.certificates.actions.closing import close_case
from xinheng.apps.certificates.actions.documents import (
    ensure_seal_key,
    obsolete_copy,
    sealed_document,
)
from xinheng.apps.certificates.actions.issuing import issue, keep
from xinheng.apps.certificates.actions.numbers import set_number_pattern
from xinheng.apps.certificates.actions.reissuing import extend, reduce
from xinheng.apps.certificates.actions.standing import (
    cancel,
    expire_due,
    restore,
    suspend,
)
from xinheng.apps.certificates.actions.transfer import transfer_out
from xinheng.apps.certificates.actions.withdrawal import (
    drop_withdrawal,
    propose_withdrawal,
    withdraw,
)

__all__ = [
    "cancel",
    "close_case",
    "drop_withdrawal",
    "ensure_seal_key",
    "expire_due",
    "extend",
    "issue",
    "keep",
    "obsolete_copy",
    "propose_withdrawal",
    "reduce",
    "restore",
    "sealed_document",
    "set_number_pattern",
    "suspend",
    "transfer_out",
    "withdraw",
]
