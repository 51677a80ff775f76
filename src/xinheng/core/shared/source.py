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


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document that a reader can open, such as an article or a clause."""

    document: str
    place: str
    edition: str = ""
    status: str = ""

    def __str__(self) -> str:
        return f"{self.document}, {self.place}" if self.place else self.document
