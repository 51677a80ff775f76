"""What is done with the rulebook."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
KEPT = Source("ISO/IEC 17021-1", "10.2.3", "2015", "from memory, unverified")
TWO_PERSONS = Source("House settings", "entries into the rulebook need two persons", "1",
                     "cb-practice")  # fmt: skip
NOTHING_LOST = Source("House settings", "no entry of the rulebook is overwritten", "1",
                      "cb-practice")  # fmt: skip

PROPOSE = ActKind(
    "rules.propose",
    _("Enter an edition or a correction"),
    _("proposed “%(edition)s” of the table “%(table)s”, from %(valid_from)s: %(reason)s"),
    (D.KEEP_RULES,),
    KEPT,
)
CHOOSE = ActKind(
    "rules.choose",
    _("Choose a value"),
    _("proposed the value %(value)s for “%(target)s”, from %(valid_from)s: %(reason)s"),
    (D.KEEP_RULES,),
    KEPT,
)
APPROVE = ActKind(
    "rules.approve",
    _("Approve the entry into the rulebook"),
    _("approved entry %(amendment)s; it is rule set %(number)s now"),
    (D.KEEP_RULES,),
    TWO_PERSONS,
)
DECLINE = ActKind(
    "rules.decline",
    _("Decline the entry into the rulebook"),
    _("declined entry %(amendment)s: %(note)s"),
    (D.KEEP_RULES,),
    TWO_PERSONS,
)
TAKE_BACK = ActKind(
    "rules.take-back",
    _("Take the entry back"),
    _("took entry %(amendment)s back: %(note)s"),
    (D.KEEP_RULES,),
    KEPT,
)
CONFIRM = ActKind(
    "rules.confirm",
    _("Confirm against a licensed copy"),
    _("confirmed “%(target)s” against %(evidence)s"),
    (D.KEEP_RULES,),
    KEPT,
)
UNCONFIRM = ActKind(
    "rules.unconfirm",
    _("Take the confirmation back"),
    _("took back the confirmation of “%(target)s”: %(because)s"),
    (D.KEEP_RULES,),
    KEPT,
)

ACTS = (PROPOSE, CHOOSE, APPROVE, DECLINE, TAKE_BACK, CONFIRM, UNCONFIRM)
