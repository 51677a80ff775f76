"""What people do about clients and the places where they work."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
RECORDS = Source("ISO/IEC 17021-1", "9.9", "2015")
APPLICANT = Source("ISO/IEC 17021-1", "9.1.1", "2015")
CHANGES = Source("ISO/IEC 17021-1", "8.5.3", "2015")
ONE_FILE = Source("检验认证", "守正创新，开创认证认可检验检测新局面")

REGISTER = ActKind(
    "clients.register",
    _("Register client"),
    _("registered the client “%(name)s”"),
    (D.RECEIVE,),
    APPLICANT,
)
AMEND = ActKind(
    "clients.amend",
    _("Amend client"),
    _("amended the client: %(changed)s"),
    (D.APPLY, D.RECEIVE),
    RECORDS,
)
ADD_SITE = ActKind(
    "clients.add-site",
    _("Add site"),
    _("added the site “%(name)s”"),
    (D.APPLY, D.RECEIVE),
    APPLICANT,
)
CLOSE_SITE = ActKind(
    "clients.close-site",
    _("Close site"),
    _("closed the site “%(name)s” on %(closed_on)s"),
    (D.APPLY, D.RECEIVE),
    CHANGES,
)

ACTS = (REGISTER, AMEND, ADD_SITE, CLOSE_SITE)
