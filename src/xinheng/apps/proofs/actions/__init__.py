"""What is done with keys and with the log."""

from xinheng.apps.proofs.actions.keys import (
    create_key,
    ensure_key,
    revoke_key,
    rotate_key,
    signer,
)
from xinheng.apps.proofs.actions.log import (
    RefusedToSign,
    Sent,
    add_cosignatures,
    request_for,
    sign_checkpoint,
    write_files,
)

__all__ = [
    "RefusedToSign",
    "Sent",
    "add_cosignatures",
    "create_key",
    "ensure_key",
    "request_for",
    "revoke_key",
    "rotate_key",
    "sign_checkpoint",
    "signer",
    "write_files",
]
