"""What is done to the national register."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

PUBLISHING = Source("认证认可条例", "第二十六条", "2023-07-20", "verified-1")

IMPORT = ActKind(
    "registry.import",
    _("Import into the national register"),
    _(
        "read %(kind)s from %(name)s, fingerprint %(sha256)s: %(new)s new, %(changed)s changed, "
        "%(refused)s refused"
    ),
    (Duty.CLOCKWORK,),
    PUBLISHING,
)
SYNTHESISE = ActKind(
    "registry.synthesise",
    _("Fill the national register for trials"),
    _("filled the national register with %(certificates)s made-up certificates, seed %(seed)s"),
    (Duty.CLOCKWORK,),
    PUBLISHING,
)
SET_STATUS = ActKind(
    "registry.set-status",
    _("Change a status in the national register"),
    _("set %(number)s to %(status)s as of %(day)s"),
    (Duty.CLOCKWORK, Duty.ISSUE),
    PUBLISHING,
)
ACTS = (IMPORT, SYNTHESISE, SET_STATUS)
