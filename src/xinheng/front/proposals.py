"""What waits for a second person, asked of every room that knows proposals."""

from django.utils.translation import get_language

from xinheng.apps.audits import queries as audits
from xinheng.apps.certificates import queries as certificates
from xinheng.apps.decisions import queries as decisions
from xinheng.apps.programmes import queries as programmes
from xinheng.core.cases.proposals import Proposal
from xinheng.core.shared.actor import Actor

ROOMS = (programmes, audits, decisions, certificates)


def proposals_for(viewer: Actor) -> tuple[Proposal, ...]:
    """The proposals somebody answers or oversees, those theirs to answer first, then the oldest.

    Asks each room once, however many proposals there are.
    """
    if not viewer.is_staff:
        return ()
    language = get_language() or ""
    found = [row for room in ROOMS for row in room.proposals(language) if row.concerns(viewer)]
    found.sort(key=lambda row: (bool(tuple(row.closed_to(viewer))), row.since))
    return tuple(found)
