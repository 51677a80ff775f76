"""What a person sees of their own: notices and tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from xinheng.apps.people.models import Feed, Notice, Person, Token
from xinheng.core.shared.actor import Actor


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Something a person was told. `message` is an English template."""

    id: int
    message: str
    facts: Mapping[str, object]
    case_id: int | None
    told_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class TokenView:
    """An access token, without its text."""

    id: int
    name: str
    created_at: datetime
    valid_until: datetime


def notices(viewer: Actor, *, limit: int = 50, unread_only: bool = False) -> tuple[NoticeView, ...]:
    """What somebody was told, newest first."""
    rows = Notice.objects.filter(person_id=viewer.person_id or -1).order_by("-told_at", "-pk")
    if unread_only:
        rows = rows.filter(read_at=None)
    return tuple(
        NoticeView(
            row.pk, row.message, row.facts, row.case_id, row.told_at, row.read_at is not None
        )
        for row in rows[:limit]
    )


def unread_notices(viewer: Actor) -> int:
    """How many notices somebody has not read yet."""
    return Notice.objects.filter(person_id=viewer.person_id or -1, read_at=None).count()


def tokens(viewer: Actor) -> tuple[TokenView, ...]:
    """One's own access tokens, newest first."""
    rows = Token.objects.filter(person_id=viewer.person_id or -1).order_by("-pk")
    return tuple(TokenView(row.pk, row.name, row.created_at, row.valid_until) for row in rows)


@dataclass(frozen=True, slots=True)
class FeedView:
    """A calendar feed, without its secret. `person_id` is whose it is."""

    id: int
    person_id: int
    name: str
    everything: bool
    created_at: datetime


def feeds(viewer: Actor) -> tuple[FeedView, ...]:
    """One's own calendar feeds, newest first."""
    rows = Feed.objects.filter(person_id=viewer.person_id or -1).order_by("-pk")
    return tuple(_feed(row) for row in rows)


def feed_of_secret(secret: str) -> FeedView | None:
    """The feed a secret address belongs to, while its person is active."""
    digest = sha256(secret.encode()).hexdigest()
    row = Feed.objects.filter(digest=digest, person__is_active=True).first()
    return _feed(row) if row else None


def _feed(row: Feed) -> FeedView:
    return FeedView(row.pk, row.person_id, row.name, row.everything, row.created_at)


def language_of(person_id: int) -> str:
    """The language somebody reads."""
    return Person.objects.values_list("language", flat=True).get(pk=person_id)
