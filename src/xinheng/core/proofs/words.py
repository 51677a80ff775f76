"""The words of keys and of the log."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class Purpose(Named):
    """What a key signs."""

    CERTIFICATE = "certificate", _("Codes, credentials and status lists")
    LOG = "log", _("Checkpoints of the log")


class KeyState(Named):
    """How a key stands."""

    IN_USE = "in-use", _("In use")
    RETIRED = "retired", _("Retired: signs no more, what it signed stays good")
    REVOKED = "revoked", _("Revoked: nothing it signed is believed")
