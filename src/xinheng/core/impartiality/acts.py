"""What is done about the body's own relations and about threats to its impartiality."""

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
MEMORY = "from memory, unverified"
KEEPERS = (D.OVERSEE, D.KEEP_PEOPLE)


def _17021(clause: str, status: str = MEMORY) -> Source:
    return Source("ISO/IEC 17021-1", clause, "2015", status)


RISKS = _17021("5.2.3", "verified-1")
RELATED = _17021("5.2.5")
SERVICES = _17021("5.2.7")
FINANCE = _17021("5.3.2")
HOUSE = Source("House settings", "impartiality", "1", "cb-practice")

RECORD_RELATED = ActKind(
    "impartiality.record-related", _("Record related entity"),
    _("recorded %(name)s as related to the body: %(relation)s"), KEEPERS, RELATED,
)  # fmt: skip
END_RELATED = ActKind(
    "impartiality.end-related", _("End relation"),
    _("recorded that %(name)s is related to the body no longer since %(ended_on)s"), KEEPERS,
    RELATED,
)  # fmt: skip
RECORD_SERVICE = ActKind(
    "impartiality.record-service", _("Record service to a client"),
    _("recorded a service to a client: %(service)s, by %(provider)s"),
    (*KEEPERS, D.REVIEW_APPLICATIONS, D.PLAN_AUDITS), SERVICES,
)  # fmt: skip
END_SERVICE = ActKind(
    "impartiality.end-service", _("End service to a client"),
    _("recorded that a service to a client ended on %(ended_on)s: %(service)s"), KEEPERS, SERVICES,
)  # fmt: skip
RECORD_INCOME = ActKind(
    "impartiality.record-income", _("Record income"),
    _("recorded the income of %(year)s from %(party)s"), KEEPERS, FINANCE,
)  # fmt: skip
IMPORT_INCOME = ActKind(
    "impartiality.import-income", _("Import income"),
    _("imported the income of %(year)s from %(parties)s parties"), KEEPERS, FINANCE,
)  # fmt: skip
SET_LIMIT = ActKind(
    "impartiality.set-limit", _("Set limit"),
    _("set the limit “%(limit)s” to %(value)s from %(since)s on: %(because)s"), (D.OVERSEE,), HOUSE,
)  # fmt: skip
RAISE_THREAT = ActKind(
    "impartiality.raise-threat", _("Record threat to impartiality"),
    _("recorded a threat to impartiality: %(what)s"),
    (*KEEPERS, D.REVIEW_APPLICATIONS, D.PLAN_AUDITS, D.LEAD, D.REVIEW, D.DECIDE), RISKS,
)  # fmt: skip
ASSESS_THREAT = ActKind(
    "impartiality.assess-threat", _("Assess threat to impartiality"),
    _("assessed a threat to impartiality as “%(outcome)s”: %(because)s"), (D.OVERSEE,), RISKS,
)  # fmt: skip

ACTS = (
    RECORD_RELATED, END_RELATED, RECORD_SERVICE, END_SERVICE, RECORD_INCOME, IMPORT_INCOME,
    SET_LIMIT, RAISE_THREAT, ASSESS_THREAT,
)  # fmt: skip
