"""What reviewers and decision makers do."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
REVIEWED = Source("ISO/IEC 17021-1", "9.5.2", "2015", "from memory, unverified")
DECIDED = Source("ISO/IEC 17021-1", "9.5.1", "2015", "from memory, unverified")
TWO_SIGN = Source("认证认可条例", "第二十二条", "2023-07-20", "verified-1")

MARK_ITEM = ActKind(
    "decisions.mark-item",
    _("Mark item in order"),
    _("found “%(item)s” in order"),
    (D.REVIEW,),
    REVIEWED,
)
RETURN_ITEM = ActKind(
    "decisions.return-item",
    _("Return item"),
    _("returned “%(item)s”: %(note)s"),
    (D.REVIEW,),
    REVIEWED,
)
PASS_REVIEW = ActKind(
    "decisions.pass-review",
    _("Pass the technical review"),
    _("passed the technical review: %(recommendation)s"),
    (D.REVIEW,),
    REVIEWED,
)
PROPOSE = ActKind(
    "decisions.propose",
    _("Decide on a scheme"),
    _("proposed for %(scheme)s: %(outcome)s"),
    (D.DECIDE,),
    DECIDED,
)
CONFIRM = ActKind(
    "decisions.confirm",
    _("Confirm a decision"),
    _("decided on %(scheme)s: %(outcome)s"),
    (D.DECIDE,),
    TWO_SIGN,
)
RETURN_FILE = ActKind(
    "decisions.return-file",
    _("Return the file to the reviewer"),
    _("returned the file to the reviewer: %(because)s"),
    (D.DECIDE,),
    DECIDED,
)

ACTS = (MARK_ITEM, RETURN_ITEM, PASS_REVIEW, PROPOSE, CONFIRM, RETURN_FILE)
