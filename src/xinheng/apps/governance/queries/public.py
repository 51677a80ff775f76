"""What the body tells the public of itself, made from its own records."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from xinheng.apps.governance.queries.records import RecordView, current
from xinheng.core.governance.kinds import Choice
from xinheng.core.shared.source import Source
from xinheng.rulebook.governance import Term, terms
from xinheng.rulebook.lists.governance import choice_called, kind_called

TERMS_TOLD = ("acknowledge", "validate", "forward", "resolve", "tell")


@dataclass(frozen=True, slots=True)
class Told:
    """A version of something public: its parts with their headings, and the day it is of."""

    number: str
    version: str
    dated_on: date
    parts: tuple[tuple[Choice, str], ...]
    text_zh: str
    text_en: str
    source: Source


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Everything clause 8.1.1 asks to be public. What is nothing was not published yet."""

    policy: Told | None
    information: Told | None
    for_clients: Told | None
    terms: tuple[Term, ...]

    @property
    def is_complete(self) -> bool:
        return self.policy is not None and self.information is not None


def public_page(on: date) -> PublicPage:
    """What stands on the public page on a day."""
    known = terms(on)
    return PublicPage(
        policy=told("impartiality-policy"),
        information=told("public-information"),
        for_clients=told("client-information"),
        terms=tuple(known[key] for key in TERMS_TOLD),
    )


def told(kind: str) -> Told | None:
    """The version of something public that is in force; nothing while there is none."""
    listed = kind_called(kind)
    row = current(kind)
    if row is None or listed is None or not listed.is_public:
        return None
    values = row.values
    return Told(
        number=row.number,
        version=str(values.get("version", "")),
        dated_on=_dated(row),
        parts=_parts(values.get("parts")),
        text_zh=str(values.get("text_zh", "")),
        text_en=str(values.get("text_en") or values.get("summary_en") or ""),
        source=listed.source,
    )


def _dated(row: RecordView) -> date:
    given = row.values.get("published_on") or row.values.get("dated_on")
    return date.fromisoformat(str(given)) if given else localdate(row.settled_at or row.opened_at)


def _parts(given: object) -> tuple[tuple[Choice, str], ...]:
    parts = given if isinstance(given, dict) else {}
    found = [(choice_called(key), str(text)) for key, text in parts.items()]
    return tuple((choice, text) for choice, text in found if choice is not None)
