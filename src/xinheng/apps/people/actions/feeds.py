"""Calendar feeds: a secret address that a calendar program reads, made and ended by its person."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.people.models import Feed, FeedEntry
from xinheng.core.people import acts
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

MOST_FEEDS = 10


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed just made. Its `secret` is not kept anywhere."""

    id: int
    name: str
    secret: str


@transaction.atomic
def make_feed(*, name: str, by: Actor, at: datetime, everything: bool = False) -> NewFeed:
    """Make a feed of what falls due for oneself.

    Args:
        everything: all that one may see, not only one's own.

    Raises:
        Refused: nobody is signed in, it has no name, or there are too many already.
    """
    reasons = []
    if by.person_id is None:
        reasons.append(Violation("people.not-signed-in", _("Sign in first."), acts.RECORDS))
    if not name.strip():
        reasons.append(
            Violation("people.feed-name", _("A name is needed."), acts.RECORDS, field="name")
        )
    if Feed.objects.filter(person_id=by.person_id or -1).count() >= MOST_FEEDS:
        reasons.append(
            Violation(
                "people.too-many-feeds", _("There are %(most)s feeds already; end one first."),
                acts.RECORDS, {"most": MOST_FEEDS},
            )
        )  # fmt: skip
    refuse_if(reasons)
    secret = secrets.token_urlsafe(32)
    made = Feed.objects.create(
        person_id=by.person_id or 0,
        name=name.strip(),
        digest=sha256(secret.encode()).hexdigest(),
        everything=everything,
        created_at=at,
    )
    journal.record(acts.MAKE_FEED, on=made, by=by, at=at, name=made.name)
    return NewFeed(made.pk, made.name, secret)


@transaction.atomic
def end_feed(*, feed_id: int, by: Actor, at: datetime) -> None:
    """End one's own feed; its address leads nowhere from now on.

    Raises:
        Feed.DoesNotExist: it is not one's own, or there is none.
    """
    row = Feed.objects.get(pk=feed_id, person_id=by.person_id or -1)
    journal.record(acts.END_FEED, on=row, by=by, at=at, name=row.name)
    row.delete()


@transaction.atomic
def tell_calendars(
    fingerprints: Mapping[str, str], *, at: datetime
) -> dict[str, tuple[int, datetime]]:
    """Note what calendars are told of each thing, and count up what has changed since.

    Args:
        fingerprints: of everything a feed says of a thing, by the thing's UID.

    Returns:
        The sequence of each thing and when it last changed, by UID.
    """
    known = {row.uid: row for row in FeedEntry.objects.filter(uid__in=fingerprints)}
    changed = []
    for uid, row in known.items():
        if row.fingerprint != fingerprints[uid]:
            row.fingerprint, row.changed_at = fingerprints[uid], at
            row.sequence += 1
            changed.append(row)
    FeedEntry.objects.bulk_update(changed, ["fingerprint", "sequence", "changed_at"])
    made = [
        FeedEntry(uid=uid, fingerprint=fingerprint, changed_at=at)
        for uid, fingerprint in fingerprints.items()
        if uid not in known
    ]
    FeedEntry.objects.bulk_create(made, ignore_conflicts=True)
    return {row.uid: (row.sequence, row.changed_at) for row in (*known.values(), *made)}
