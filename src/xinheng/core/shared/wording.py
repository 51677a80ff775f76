"""Words that wait for a translator.

The core writes its sentences in English and never translates: the fronts do.
`mark` tells the gatherer of translations that a text is one of those sentences.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


def mark(text: str) -> str:
    """Give `text` back unchanged; it will be gathered for translation."""
    return text


class Term(str):
    """A marked text that stands as a fact in a sentence; the fronts translate it too."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A name that a list of the rulebook holds in both languages; the fronts choose."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def name(self, language: str) -> str:
        """The name in the language asked for."""
        return self.en if language.lower().startswith("en") else self.zh


class Named(StrEnum):
    """A word of the house: a stable value for machines, a name for people.

    Write members as `PLAN = "plan", mark("Plan")`. The name is English and is
    translated by the fronts.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def pairs(cls) -> list[tuple[str, str]]:
        """Every member as (value, name), for choices of a field or a form."""
        return [(member.value, member.label) for member in cls]
