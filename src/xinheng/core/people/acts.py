"""What is done with persons, their roles and their records."""

from xinheng.core.people.bars import ONE_BODY, RED_LINES
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _

D = Duty
KEEPERS = (D.KEEP_PEOPLE, D.ADMINISTER)


def _17021(clause: str, status: str = "from memory, unverified") -> Source:
    return Source("ISO/IEC 17021-1", clause, "2015", status)


RECORDS = _17021("7.4", "verified-2+")
AUTHORITY = _17021("5.1.3", "verified-2+")
ORGANISATION = _17021("6.1", "verified-1")
REGISTERED = Source("认证认可条例", "第三十八条", "2023-07-20", "verified-1")

SET_UP_BODY = ActKind(
    "people.set-up-body", _("Set up the body"), _("set up the body “%(name)s”"),
    (D.ADMINISTER, D.CLOCKWORK), ORGANISATION,
)  # fmt: skip
ADD_BRANCH = ActKind(
    "people.add-branch", _("Add branch"), _("added the branch “%(name)s”"),
    (D.ADMINISTER,), ORGANISATION,
)  # fmt: skip
ADD = ActKind("people.add", _("Add person"), _("added %(person)s"), KEEPERS, RECORDS)
AMEND = ActKind(
    "people.amend", _("Amend person"), _("amended the record of %(person)s"), KEEPERS, RECORDS
)
DEACTIVATE = ActKind(
    "people.deactivate", _("Deactivate person"), _("deactivated %(person)s: %(because)s"),
    KEEPERS, RECORDS,
)  # fmt: skip
REACTIVATE = ActKind(
    "people.reactivate", _("Activate person again"), _("activated %(person)s again"),
    KEEPERS, RECORDS,
)  # fmt: skip
APPOINT = ActKind(
    "people.appoint", _("Appoint to a role"), _("appointed %(person)s as “%(role)s”"),
    KEEPERS, AUTHORITY,
)  # fmt: skip
END_APPOINTMENT = ActKind(
    "people.end-appointment", _("End appointment"),
    _("ended the appointment of %(person)s as “%(role)s”"), KEEPERS, AUTHORITY,
)  # fmt: skip
REGISTER = ActKind(
    "people.register", _("Record registration"),
    _("recorded the registration of %(person)s for %(scheme)s"), KEEPERS, REGISTERED,
)  # fmt: skip
END_REGISTRATION = ActKind(
    "people.end-registration", _("End registration"),
    _("ended the registration of %(person)s for %(scheme)s"), KEEPERS, REGISTERED,
)  # fmt: skip
RECORD_COMPETENCE = ActKind(
    "people.record-competence", _("Record competence"),
    _("found %(person)s competent for “%(function)s” in %(scheme)s"), KEEPERS,
    _17021("7.1.3", "verified-1"),
)  # fmt: skip
END_COMPETENCE = ActKind(
    "people.end-competence", _("End competence"),
    _("ended the competence of %(person)s in %(scheme)s: %(because)s"), KEEPERS,
    _17021("7.1.3", "verified-1"),
)  # fmt: skip
RECORD_MONITORING = ActKind(
    "people.record-monitoring", _("Record monitoring"),
    _("recorded of %(person)s: %(kind)s on %(day)s, %(result)s"), KEEPERS,
    _17021("7.2", "verified-1"),
)  # fmt: skip
RECORD_TIE = ActKind(
    "people.record-tie", _("Record tie to a client"),
    _("recorded a tie of %(person)s to a client"), (), _17021("5.2.10"),
)  # fmt: skip
END_TIE = ActKind(
    "people.end-tie", _("End tie"), _("recorded the end of a tie of %(person)s to a client"),
    KEEPERS, _17021("5.2.10"),
)  # fmt: skip
DECLARE = ActKind(
    "people.declare", _("Declare impartiality"),
    _("declared impartiality, valid until %(until)s"), (), _17021("5.2.12"),
)  # fmt: skip
RECORD_PRACTICE = ActKind(
    "people.record-practice", _("Record practice at another body"),
    _("recorded that %(person)s practises at another body: %(body)s"), KEEPERS, ONE_BODY,
)  # fmt: skip
END_PRACTICE = ActKind(
    "people.end-practice", _("End practice at another body"),
    _("recorded that %(person)s no longer practises at another body: %(body)s"), KEEPERS, ONE_BODY,
)  # fmt: skip
RECORD_BAR = ActKind(
    "people.record-bar", _("Record bar from certification work"),
    _("barred %(person)s from certification work: %(ground)s"), (*KEEPERS, D.OVERSEE), RED_LINES,
)  # fmt: skip
LIFT_BAR = ActKind(
    "people.lift-bar", _("Lift bar"),
    _("lifted the bar of %(person)s from certification work: %(because)s"), (D.OVERSEE,),
    RED_LINES,
)  # fmt: skip
TAKE_ABSENCE = ActKind(
    "people.take-absence", _("Enter absence"),
    _("entered an absence of %(person)s from %(first)s to %(last)s"), (), _17021("9.2.2"),
)  # fmt: skip
CANCEL_ABSENCE = ActKind(
    "people.cancel-absence", _("Cancel absence"),
    _("cancelled the absence of %(person)s from %(first)s to %(last)s"), (), _17021("9.2.2"),
)  # fmt: skip
MAKE_TOKEN = ActKind(
    "people.make-token", _("Make access token"), _("made the access token “%(name)s”"), (), RECORDS
)
END_TOKEN = ActKind(
    "people.end-token", _("End access token"), _("ended the access token “%(name)s”"), (), RECORDS
)
MAKE_FEED = ActKind(
    "people.make-feed", _("Make calendar feed"), _("made the calendar feed “%(name)s”"), (), RECORDS
)
END_FEED = ActKind(
    "people.end-feed", _("End calendar feed"), _("ended the calendar feed “%(name)s”"), (), RECORDS
)

ACTS = (
    SET_UP_BODY, ADD_BRANCH, ADD, AMEND, DEACTIVATE, REACTIVATE, APPOINT, END_APPOINTMENT,
    REGISTER, END_REGISTRATION, RECORD_COMPETENCE, END_COMPETENCE, RECORD_MONITORING, RECORD_TIE,
    END_TIE, DECLARE,
    RECORD_PRACTICE, END_PRACTICE, RECORD_BAR, LIFT_BAR,
    TAKE_ABSENCE, CANCEL_ABSENCE, MAKE_TOKEN, END_TOKEN, MAKE_FEED,
    END_FEED,
)  # fmt: skip
