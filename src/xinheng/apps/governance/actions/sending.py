"""What is sent to clients: the information before an agreement, and announcements of changes."""

from datetime import datetime

from xinheng.apps.cases import queries as cases
from xinheng.apps.certificates import queries as certificates
from xinheng.apps.governance.models import InformationSent, Recipient, Record
from xinheng.apps.governance.queries.records import current
from xinheng.apps.journal import actions as journal
from xinheng.apps.journal import queries as journal_queries
from xinheng.apps.people import actions as people
from xinheng.core.certificates.words import CertificateState
from xinheng.core.intake.acts import QUOTE
from xinheng.core.shared.actor import CLOCKWORK, Actor
from xinheng.core.shared.wording import mark as _

ALIVE_STATES = (CertificateState.IN_FORCE, CertificateState.SUSPENDED)


def listen() -> None:
    """Have the information for clients sent with every quotation."""
    journal.subscribe(QUOTE, send_information)


def send_information(entry: int) -> None:
    """Tell a client which version of the information holds, when a quotation went to it.

    Does nothing while no version is in force; a second time for the same case and
    version neither.

    Source: ISO/IEC 17021-1:2015, 8.5.1.
    """
    line = journal_queries.entry(entry)
    version = current("client-information")
    if version is None or line.case_id is None:
        return
    found = cases.case(line.case_id)
    _row, is_new = InformationSent.objects.get_or_create(
        record_id=version.id,
        case_id=found.id,
        defaults={
            "organisation_id": found.organisation_id, "sent_at": line.logged_at, "entry": entry
        },
    )  # fmt: skip
    if is_new:
        people.tell(
            message=_("%(number)s: our information for clients, version %(version)s, belongs to "
                      "the quotation; read it at /about/ before you sign."),
            facts={"number": found.number, "version": version.values.get("version", "")},
            case_id=found.id, at=line.logged_at, organisation_id=found.organisation_id,
        )  # fmt: skip


def announce(row: Record, *, by: Actor, at: datetime) -> None:
    """Tell a change to every client with a living certificate of the schemes concerned.

    Source: ISO/IEC 17021-1:2015, 8.5.2.
    """
    schemes = set(str(row.values.get("schemes", "")).split())
    clients = sorted(
        {
            one.organisation_id
            for state in ALIVE_STATES
            for one in certificates.listing(CLOCKWORK, certificates.Sought(state=state), count=None)
            if not schemes or one.scheme in schemes
        }
    )
    Recipient.objects.bulk_create(
        Recipient(record=row, organisation_id=key, told_at=at) for key in clients
    )
    for key in clients:
        people.tell(
            message=_("%(number)s: %(title)s, in force from %(day)s. %(text)s"),
            facts={
                "number": row.number, "title": row.title, "day": row.values["effective_on"],
                "text": str(row.values["text"])[:500],
            },
            case_id=None, at=at, organisation_id=key,
        )  # fmt: skip
