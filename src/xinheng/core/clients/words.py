"""The words used of clients."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class SiteKind(Named):
    """What kind of place a site is."""

    PERMANENT = "permanent", _("Permanent site")
    TEMPORARY = "temporary", _("Temporary site")
    VIRTUAL = "virtual", _("Virtual site")
