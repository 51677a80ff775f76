"""What is done about the audit team."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
MEMORY = "from memory, unverified"
TEAM = Source("ISO/IEC 17021-1", "9.2.2", "2015", MEMORY)
DISCLOSED = Source("ISO/IEC 17021-1", "5.2.13", "2015", MEMORY)
OBJECTED = Source("ISO/IEC 17021-1", "9.2.3", "2015", MEMORY)

APPOINT_TEAM = ActKind(
    "staffing.appoint-team", _("Appoint audit team"), _("appointed the audit team: %(team)s"),
    (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
REPLACE_MEMBER = ActKind(
    "staffing.replace-member", _("Replace team member"),
    _("changed the audit team: %(out)s out, %(into)s in"), (D.PLAN_AUDITS,), TEAM,
)  # fmt: skip
DECLARE = ActKind(
    "staffing.declare", _("Accept and declare interests"),
    _("accepted the assignment and declared to have no conflict of interest"), (), DISCLOSED,
)  # fmt: skip
DECLINE = ActKind(
    "staffing.decline", _("Decline the assignment"), _("declined the assignment"), (), DISCLOSED
)
OBJECT = ActKind(
    "staffing.object", _("Object to a team member"), _("objected to %(person)s: %(because)s"),
    (D.APPLY,), OBJECTED,
)  # fmt: skip
OVERRULE = ActKind(
    "staffing.overrule-objection", _("Overrule the objection"),
    _("overruled the objection to %(person)s: %(because)s"), (D.PLAN_AUDITS,), OBJECTED,
)  # fmt: skip

# Not done by anybody for its own sake: it follows when a conflict is recorded.
REOPEN_TEAM = ActKind(
    "staffing.reopen-team",
    _("Reopen the audit team"),
    _("brought a conflict of %(person)s to light; the audit team has to be looked at again"),
    (D.PLAN_AUDITS, D.KEEP_PEOPLE, D.OVERSEE, D.CLOCKWORK),
    Source("ISO/IEC 17021-1", "5.2.10", "2015", MEMORY),
)

CONSENT = Source("PIPL", "art. 29", "2021", MEMORY)
GIVE_STATEMENT = ActKind(
    "staffing.give-statement", _("Keep my statement"),
    _("gave a statement on the own readiness, with consent by version %(version)s"), (), CONSENT,
)  # fmt: skip
WITHDRAW_STATEMENT = ActKind(
    "staffing.withdraw-statement", _("Withdraw my consent"),
    _("withdrew the consent to the statement on the own readiness"), (),
    Source("PIPL", "art. 15", "2021", MEMORY),
)  # fmt: skip
ERASE_STATEMENT = ActKind(
    "staffing.erase-statement", _("Erase old statements"),
    _("erased %(what)s of a statement on readiness, by age"), (D.CLOCKWORK,),
    Source("PIPL", "art. 47", "2021", MEMORY),
)  # fmt: skip

ACTS = (APPOINT_TEAM, REPLACE_MEMBER, DECLARE, DECLINE, OBJECT, OVERRULE, REOPEN_TEAM,
        GIVE_STATEMENT, WITHDRAW_STATEMENT, ERASE_STATEMENT)  # fmt: skip
