"""The words used of waivers."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class WaiverState(Named):
    """Where a waiver stands. Whether it is in force is a matter of its days besides."""

    ASKED = "asked", _("Asked for")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Waiver refused")
    REVOKED = "revoked", _("Revoked")
