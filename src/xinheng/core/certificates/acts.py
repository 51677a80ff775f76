"""What is done to certificates."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
MEMORY = "from memory, unverified"
CONTENTS = Source("ISO/IEC 17021-1", "8.2.2", "2015", MEMORY)
KEEPING = Source("ISO/IEC 17021-1", "9.6.1", "2015", MEMORY)
STANDING = Source("ISO/IEC 17021-1", "9.6.5", "2015", "verified-1")
EXTENDING = Source("ISO/IEC 17021-1", "9.6.4.1", "2015", MEMORY)
EXPIRING = Source("ISO/IEC 17021-1", "9.6.3.2.4", "2015", MEMORY)
PUBLISHING = Source("认证认可条例", "第二十六条", "2023-07-20", "verified-1")
TRANSFER = Source("检验认证", "守正创新，开创认证认可检验检测新局面")

ISSUE = ActKind(
    "certificates.issue",
    _("Issue certificate"),
    _("issued certificate %(number)s"),
    (D.ISSUE,),
    CONTENTS,
)
SEAL = ActKind(
    "certificates.seal-document",
    _("Seal certificate"),
    _("sealed the document of %(number)s, fingerprint %(sha256)s"),
    (D.CLOCKWORK, D.ISSUE),
    CONTENTS,
)
KEEP = ActKind(
    "certificates.keep",
    _("Record continuation"),
    _("recorded that %(number)s continues"),
    (D.ISSUE,),
    KEEPING,
)
SUSPEND = ActKind(
    "certificates.suspend",
    _("Suspend certificate"),
    _("suspended %(number)s until at most %(until)s: %(reason)s"),
    (D.DECIDE, D.ISSUE, D.CLOCKWORK),
    STANDING,
)
RESTORE = ActKind(
    "certificates.restore",
    _("Restore certificate"),
    _("restored %(number)s: %(reason)s"),
    (D.DECIDE,),
    STANDING,
)
REDUCE = ActKind(
    "certificates.reduce",
    _("Reduce the scope"),
    _("reduced the scope of %(number)s; new issue %(issue)s"),
    (D.ISSUE, D.DECIDE),
    STANDING,
)
EXTEND = ActKind(
    "certificates.extend",
    _("Extend the scope"),
    _("extended the scope of %(number)s; new issue %(issue)s"),
    (D.ISSUE,),
    EXTENDING,
)
PROPOSE_WITHDRAWAL = ActKind(
    "certificates.propose-withdrawal",
    _("Propose withdrawal"),
    _("proposed to withdraw %(number)s: %(reason)s"),
    (D.ISSUE, D.DECIDE),
    STANDING,
)
WITHDRAW = ActKind(
    "certificates.withdraw",
    _("Withdraw certificate"),
    _("withdrew %(number)s: %(reason)s"),
    (D.DECIDE,),
    PUBLISHING,
)
DROP_WITHDRAWAL = ActKind(
    "certificates.drop-withdrawal",
    _("Drop the withdrawal"),
    _("dropped the proposal to withdraw %(number)s: %(because)s"),
    (D.DECIDE,),
    STANDING,
)
CANCEL = ActKind(
    "certificates.cancel",
    _("Cancel at the client's request"),
    _("cancelled %(number)s at the client's request"),
    (D.ISSUE,),
    STANDING,
)
EXPIRE = ActKind(
    "certificates.expire",
    _("Let expire"),
    _("let %(number)s expire"),
    (D.CLOCKWORK, D.ISSUE),
    EXPIRING,
)
TRANSFER_OUT = ActKind(
    "certificates.transfer-out",
    _("Transfer to another body"),
    _("transferred %(number)s to %(receiver)s"),
    (D.ISSUE,),
    TRANSFER,
)
SUPERSEDE = ActKind(
    "certificates.supersede",
    _("Make obsolete"),
    _("made %(number)s obsolete by %(issue)s"),
    (D.ISSUE,),
    CONTENTS,
)
SET_PATTERN = ActKind(
    "certificates.set-number-pattern",
    _("Set the certificate numbers"),
    _("set the certificate numbers of %(scheme)s to “%(pattern)s”, such as %(example)s"),
    (D.ADMINISTER,),
    CONTENTS,
)

ACTS = (
    ISSUE, SEAL, KEEP, SUSPEND, RESTORE, REDUCE, EXTEND, PROPOSE_WITHDRAWAL, WITHDRAW,
    DROP_WITHDRAWAL, CANCEL, EXPIRE, TRANSFER_OUT, SUPERSEDE, SET_PATTERN,
)  # fmt: skip
