"""Questions about the body's own management, complaints and appeals."""

from xinheng.apps.governance.queries import matters
from xinheng.apps.governance.queries.doors import doors, open_to, open_to_matter
from xinheng.apps.governance.queries.duties import duties
from xinheng.apps.governance.queries.guards import not_considered, unacceptable_risks, unit_of
from xinheng.apps.governance.queries.matters import MatterView, NoMatter, open_about
from xinheng.apps.governance.queries.public import PublicPage, Told, public_page
from xinheng.apps.governance.queries.records import (
    NoRecord,
    RecipientView,
    RecordView,
    Sought,
    current,
    how_many,
    in_force,
    information_sent,
    listing,
    may_see,
    of_kind,
    recipients,
    record,
    titles_of,
)

__all__ = [
    "MatterView",
    "NoMatter",
    "NoRecord",
    "PublicPage",
    "RecipientView",
    "RecordView",
    "Sought",
    "Told",
    "current",
    "doors",
    "duties",
    "how_many",
    "in_force",
    "information_sent",
    "listing",
    "matters",
    "may_see",
    "not_considered",
    "of_kind",
    "open_about",
    "open_to",
    "open_to_matter",
    "public_page",
    "recipients",
    "record",
    "titles_of",
    "unacceptable_risks",
    "unit_of",
]
