"""Where a rule comes from."""

from dataclasses import dataclass
from enum import StrEnum


class Verified(StrEnum):
    """How far a number or a rule was checked against its document."""

    TWICE = "verified-2+"
    ONCE = "verified-1"
    CONFLICT = "conflict"
    PRACTICE = "cb-practice"
    MEMORY = "from memory, unverified"
    ABSENT = "not found"


CONFIRMED = "confirmed"
"""How the status of a number begins that the rule owner held against a licensed copy."""


def bears_mark(status: str) -> bool:
    """Whether a number of this status must be shown with a mark.

    Two agreeing sources, or the word of the body's rule owner, take the mark away.
    A number whose status nobody knows bears one too.
    """
    return not status.startswith((Verified.TWICE.value, CONFIRMED))


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document that a reader can open, such as an article or a clause."""

    document: str
    place: str
    edition: str = ""
    status: str = ""

    def __str__(self) -> str:
        return f"{self.document}, {self.place}" if self.place else self.document
