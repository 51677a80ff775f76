"""The register of schemes, the standards they certify to, and the regulator's rules for them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.shipped import Item, items, word

FILE = Path(__file__).with_name("standards.toml")


class Category(Named):
    """The three kinds of certification, whose results may not be confused."""

    PRODUCT = "product", _("Product certification")
    SERVICE = "service", _("Service certification")
    MANAGEMENT_SYSTEM = "management-system", _("Management system certification")


class EditionState(Named):
    """Where an edition stands in its own life."""

    EXPECTED = "expected", _("Expected")
    IN_FORCE = "in-force", _("In force")
    IN_TRANSITION = "in-transition", _("In transition")
    SUPERSEDED = "superseded", _("Superseded")


@dataclass(frozen=True, slots=True)
class Scheme(Item):
    """A scheme the body can offer. It belongs to exactly one category."""

    category: Category
    standards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standard(Item):
    """One edition of one standard."""

    scheme: str
    number: str
    edition: str
    state: EditionState
    adopts: str = ""
    adopted_as: str = ""
    replaces: str = ""
    amendments: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class RuleDocument(Item):
    """A document of the regulator that rules a scheme. Dates not found are None."""

    scheme: str
    number: str
    state: EditionState
    issued_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    ended_on: date | None = None
    replaces: str = ""
    note: str = ""


def _scheme(*, category: str, **row: object) -> Scheme:
    return Scheme(category=word(Category, category), **row)  # type: ignore[arg-type]


def _standard(*, state: str, **row: object) -> Standard:
    return Standard(state=word(EditionState, state), **row)  # type: ignore[arg-type]


def _rule(*, state: str, **row: object) -> RuleDocument:
    return RuleDocument(state=word(EditionState, state), **row)  # type: ignore[arg-type]


@cache
def schemes(path: Path = FILE) -> tuple[Scheme, ...]:
    """The schemes that are shipped."""
    return items(path, "schemes", _scheme)


@cache
def standards(path: Path = FILE) -> tuple[Standard, ...]:
    """Every edition on the register."""
    return items(path, "standards", _standard)


@cache
def rule_documents(path: Path = FILE) -> tuple[RuleDocument, ...]:
    """The regulator's rules on the register."""
    return items(path, "rules", _rule)


def standards_of(scheme: str) -> tuple[Standard, ...]:
    """Every edition that belongs to a scheme."""
    return tuple(standard for standard in standards() if standard.scheme == scheme)


def rules_of(scheme: str, *, on: date) -> tuple[RuleDocument, ...]:
    """The rules of a scheme that may be in force on a day.

    A rule whose dates were not found is given too: its `effective_on` is None.
    """
    return tuple(
        rule
        for rule in rule_documents()
        if rule.scheme == scheme
        and (rule.effective_on is None or rule.effective_on <= on)
        and (rule.ended_on is None or on < rule.ended_on)
    )
