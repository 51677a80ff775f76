"""Reading the journal: what happened, and proof that it was not changed."""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from xinheng.apps.journal.models import Entry, Head, Node, Once, Payload
from xinheng.core.journal import tree
from xinheng.core.journal.entry import LATE_AFTER, lateness
from xinheng.core.shared.reading_once import answered_once

NoEntry = Entry.DoesNotExist


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as people read it."""

    idx: int
    act: str
    object_type: str
    object_id: str
    case_id: int | None
    by: str
    person_id: int | None
    claimed_at: datetime
    logged_at: datetime
    late: timedelta | None
    facts: dict[str, object]
    clause: str


@dataclass(frozen=True, slots=True)
class Proof:
    """That one entry stands in the tree of `size` entries with `root`."""

    idx: int
    size: int
    entry: bytes
    path: tuple[bytes, ...]
    root: bytes

    def as_text(self) -> str:
        """The proof as a file that can be checked without this system."""
        lines = [
            "xinheng-inclusion-proof/v1",
            f"index {self.idx}",
            f"size {self.size}",
            f"root {base64.b64encode(self.root).decode()}",
            *(f"path {base64.b64encode(step).decode()}" for step in self.path),
            "",
            self.entry.decode(),
        ]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that was given to a request with an idempotency key."""

    fingerprint: str
    status: int | None
    location: str
    media_type: str
    body: bytes


def kept_answer(key: str) -> Answer | None:
    """The answer kept under an idempotency key."""
    row = Once.objects.filter(pk=key).first()
    if row is None:
        return None
    return Answer(row.fingerprint, row.status, row.location, row.media_type, bytes(row.body))


@answered_once
def of_case(case_id: int, *, limit: int = 200) -> tuple[Line, ...]:
    """What happened in a case, newest first."""
    return _lines(Entry.objects.filter(case_id=case_id).order_by("-idx")[:limit])


@answered_once
def acts_of_case(case_id: int) -> dict[str, int]:
    """The newest entry of each act that was done in a case, by the act's name."""
    rows = Entry.objects.filter(case_id=case_id).values_list("act").annotate(newest=Max("idx"))
    return dict(rows.order_by("act"))


def of_object(object_type: str, object_id: object, *, limit: int = 200) -> tuple[Line, ...]:
    """What happened to one thing, newest first. `object_type` is such as `cases.case`."""
    found = Entry.objects.filter(object_type=object_type, object_id=str(object_id))
    return _lines(found.order_by("-idx")[:limit])


def latest(*, limit: int = 50, before: int | None = None) -> tuple[Line, ...]:
    """The newest entries of the whole journal, newest first; `before` pages back."""
    entries = Entry.objects.order_by("-idx")
    if before is not None:
        entries = entries.filter(idx__lt=before)
    return _lines(entries[:limit])


@dataclass(frozen=True, slots=True)
class About:
    """Which entries are wanted. Empty fields ask for nothing."""

    act: str = ""
    person_id: int | None = None
    case_id: int | None = None
    organisation_id: int | None = None
    late_only: bool = False
    since: datetime | None = None


def about(wanted: About, *, first: int = 0, count: int | None = 50) -> tuple[Line, ...]:
    """The entries that are wanted, newest first. `count` none gives all."""
    last = None if count is None else first + count
    return _lines(_about(wanted).order_by("-idx")[first:last])


def how_many(wanted: About) -> int:
    """How many entries are wanted."""
    return _about(wanted).count()


def entry(idx: int, *, organisation_id: int | None = None) -> Line:
    """One entry; only of this client, if one is given.

    Raises:
        NoEntry: there is no such entry.
    """
    found = _about(About(organisation_id=organisation_id))
    lines = _lines(found.filter(pk=idx))
    if not lines:
        raise NoEntry
    return lines[0]


def counted(acts: Iterable[str], *, since: datetime, of: str) -> dict[int, int]:
    """How often these acts were done since a moment, by `person_id` or `organisation_id`."""
    rows = Entry.objects.filter(act__in=list(acts), logged_at__gte=since)
    found = rows.exclude(**{of: None}).values_list(of).annotate(times=Count("idx"))
    return dict(found.order_by(of))


def acts_done() -> tuple[str, ...]:
    """The kinds of act of which there are entries."""
    return tuple(Entry.objects.values_list("act", flat=True).distinct().order_by("act"))


def _about(wanted: About) -> "QuerySet[Entry]":
    entries = Entry.objects.order_by("-idx")
    if wanted.act:
        entries = entries.filter(act=wanted.act)
    if wanted.person_id is not None:
        entries = entries.filter(person_id=wanted.person_id)
    if wanted.case_id is not None:
        entries = entries.filter(case_id=wanted.case_id)
    if wanted.organisation_id is not None:
        entries = entries.filter(organisation_id=wanted.organisation_id)
    if wanted.since is not None:
        entries = entries.filter(logged_at__gte=wanted.since)
    if wanted.late_only:
        entries = entries.filter(logged_at__gt=F("claimed_at") + LATE_AFTER)
    return entries


def _lines(entries: "QuerySet[Entry]") -> tuple[Line, ...]:
    payload = Payload.objects.filter(idx=OuterRef("idx")).values("payload")
    return tuple(_line(row, row.payload) for row in entries.annotate(payload=Subquery(payload)))


def _line(row: Entry, payload: bytes | memoryview | None) -> Line:
    said = json.loads(bytes(payload)) if payload is not None else {}
    hashed = json.loads(bytes(row.entry))
    # The moments come from what was hashed: the columns only serve to search.
    claimed_at = datetime.fromisoformat(hashed["claimed_at"])
    logged_at = datetime.fromisoformat(hashed["logged_at"])
    return Line(
        idx=row.idx,
        act=row.act,
        object_type=row.object_type,
        object_id=row.object_id,
        case_id=row.case_id,
        by=said.get("by", {}).get("name", ""),
        person_id=row.person_id,
        claimed_at=claimed_at,
        logged_at=logged_at,
        late=lateness(claimed_at=claimed_at, logged_at=logged_at),
        facts=said.get("facts", {}),
        clause=said.get("clause", ""),
    )


def size() -> int:
    """How many entries the journal holds."""
    head = Head.objects.filter(pk=1).first()
    return head.size if head else 0


def proof(idx: int) -> Proof:
    """An inclusion proof of entry `idx` in the journal as it stands.

    Raises:
        Entry.DoesNotExist: there is no such entry.
    """
    entry = Entry.objects.get(pk=idx)
    head = Head.objects.get(pk=1)
    path = tree.inclusion_proof(idx, head.size, _nodes_of(idx, head.size))
    packed = bytes(head.frontier)
    frontier: Sequence[bytes] = [packed[i : i + 32] for i in range(0, len(packed), 32)]
    return Proof(idx, head.size, bytes(entry.entry), tuple(path), tree.root_of(frontier))


def _nodes_of(idx: int, size: int) -> Callable[[int, int], bytes]:
    """The nodes a proof needs, read at once: first it is asked which, then what they are."""
    wanted: list[tuple[int, int]] = []

    def note(level: int, position: int) -> bytes:
        wanted.append((level, position))
        return b""

    tree.inclusion_proof(idx, size, note)
    leaves = Entry.objects.filter(pk__in=[position for level, position in wanted if level == 0])
    found = {(0, position): bytes(leaf) for position, leaf in leaves.values_list("idx", "leaf")}
    inner = Q()
    for level, position in wanted:
        inner |= Q(level=level, position=position)
    nodes = Node.objects.filter(inner, level__gt=0) if wanted else Node.objects.none()
    for level, position, value in nodes.values_list("level", "position", "hash"):
        found[level, position] = bytes(value)
    return lambda level, position: found[level, position]
