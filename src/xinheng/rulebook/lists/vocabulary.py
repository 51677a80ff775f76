"""Words of the field with their names in both languages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinheng.rulebook.shipped import Item, items

FILE = Path(__file__).with_name("vocabulary.toml")
ROLES = Path(__file__).with_name("roles.toml")


@dataclass(frozen=True, slots=True)
class CategoryWords(Item):
    """A kind of certification: what its certificate is called, and how it is evaluated."""

    certificate_zh: str
    certificate_en: str
    evaluation: str


@dataclass(frozen=True, slots=True)
class ObjectType(Item):
    """What may be assessed. `edition_2004` holds the words of the older edition it takes over."""

    edition_2004: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Function(Item):
    """A step of the functional approach, and the function it belongs to."""

    group: str


@dataclass(frozen=True, slots=True)
class RoleWord(Item):
    """A role named in the field. `role` is the role of the platform it is played by, if any."""

    side: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Term(Item):
    """A term, what it means in our own words, and where the platform uses it."""

    meaning_zh: str
    meaning_en: str
    used_in: str


@dataclass(frozen=True, slots=True)
class Benefit(Item):
    """A reason people give for certifying. Text for an advisor's report, never a promise."""

    schemes: tuple[str, ...]


@cache
def categories(path: Path = FILE) -> tuple[CategoryWords, ...]:
    """The three kinds of certification."""
    return items(path, "categories", CategoryWords)


@cache
def object_types(path: Path = FILE) -> tuple[ObjectType, ...]:
    """The objects of conformity assessment; a case may have several."""
    return items(path, "objects", ObjectType)


@cache
def functions(path: Path = FILE) -> tuple[Function, ...]:
    """The steps of the functional approach, in order."""
    return items(path, "functions", Function)


@cache
def role_words(path: Path = ROLES) -> tuple[RoleWord, ...]:
    """Every role that is named in the field."""
    return items(path, "roles", RoleWord)


@cache
def terms(path: Path = FILE) -> tuple[Term, ...]:
    """The terms that came with the 2020 edition."""
    return items(path, "terms", Term)


@cache
def benefits(path: Path = FILE) -> tuple[Benefit, ...]:
    """What certification is said to be good for."""
    return items(path, "benefits", Benefit)
