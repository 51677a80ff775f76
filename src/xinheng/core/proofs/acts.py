"""What is done to the keys that sign."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.wording import mark as _

KEYS = Source("House settings", "keys", "1", Verified.PRACTICE.value)

CREATE = ActKind(
    "proofs.create-key",
    _("Create key"),
    _("created the key %(key)s for: %(purpose)s"),
    (Duty.ADMINISTER, Duty.CLOCKWORK),
    KEYS,
)
ROTATE = ActKind(
    "proofs.rotate-key",
    _("Rotate key"),
    _("retired the key %(key)s: %(because)s"),
    (Duty.ADMINISTER,),
    KEYS,
)
REVOKE = ActKind(
    "proofs.revoke-key",
    _("Revoke key"),
    _("revoked the key %(key)s: %(because)s"),
    (Duty.ADMINISTER,),
    KEYS,
)
ACTS = (CREATE, ROTATE, REVOKE)
