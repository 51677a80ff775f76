"""How a public platform is asked about a claim: one shape for every platform."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from xinheng.core.intake.verification import ClaimState


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What is to be looked up: the claim, and by which code and name the client is known."""

    key: str
    claimed: str
    credit_code: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a platform said, on which day, and where it can be seen again."""

    state: ClaimState
    checked_on: date
    note: str


class Platform(Protocol):
    """A public platform that can be asked."""

    key: str

    def look_up(self, enquiry: Enquiry, *, on: date) -> Finding | None:
        """What the platform says; nothing when a person has to look."""


class ByHand:
    """The platform that is read by a person: it never answers by itself."""

    def __init__(self, key: str) -> None:
        self.key = key

    def look_up(self, enquiry: Enquiry, *, on: date) -> Finding | None:
        """Nothing: somebody looks and records what stands there."""
        return None


_ADAPTERS: dict[str, Platform] = {}


def register(adapter: Platform) -> None:
    """Have a platform asked by a program from now on."""
    _ADAPTERS[adapter.key] = adapter


def platform(key: str) -> Platform:
    """The adapter of a platform; the one by hand where there is no other."""
    return _ADAPTERS.get(key) or ByHand(key)
