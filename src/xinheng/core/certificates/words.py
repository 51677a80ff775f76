"""The words used of certificates."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class CertificateState(Named):
    """Where a certificate stands in its life. Source: catalogue M-99."""

    IN_FORCE = "in-force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    TRANSFERRED = "transferred", _("Transferred to another body")
    SUPERSEDED = "superseded", _("Superseded by a newer issue")


ALIVE = (CertificateState.IN_FORCE, CertificateState.SUSPENDED)


class ProposalState(Named):
    """How far a proposal to withdraw has come."""

    OPEN = "open", _("Waiting for the second person")
    CARRIED_OUT = "carried-out", _("Carried out")
    DROPPED = "dropped", _("Dropped")


class Change(Named):
    """What happened to a certificate."""

    ISSUED = "issued", _("Issued")
    KEPT = "kept", _("Kept after surveillance")
    NOT_RENEWED = "not-renewed", _("Will not be renewed")
    SUSPENDED = "suspended", _("Suspended")
    RESTORED = "restored", _("Restored")
    REDUCED = "reduced", _("Scope reduced")
    EXTENDED = "extended", _("Scope extended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    TRANSFERRED = "transferred", _("Transferred to another body")
    SUPERSEDED = "superseded", _("Superseded by a newer issue")


class ListKind(Named):
    """What should be done about a certificate today."""

    SUSPEND = "suspend", _("To suspend")
    RESTORE = "restore", _("To restore")
    WITHDRAW = "withdraw", _("To withdraw")
    EXPIRE = "expire", _("To let expire")
