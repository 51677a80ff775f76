"""When a team may propose to withdraw, and four cases where one did."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.shipped import Item, items, word

FILE = Path(__file__).with_name("withdrawal.toml")


class Answer(Named):
    """How a condition is found to be met."""

    AUTO = "auto", _("Worked out from the file")
    ON_SITE = "on-site", _("Answered on site")


@dataclass(frozen=True, slots=True)
class WithdrawalCondition(Item):
    """One condition. `needs` names the facts of the file it is worked out from."""

    kind: Answer
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WithdrawalCase(Item):
    """A reported withdrawal, with the conditions it met. `town` is a region's code."""

    audit: str
    conditions: tuple[str, ...]
    lesson_zh: str
    lesson_en: str
    town: str = ""
    year: int | None = None
    declared_people: int | None = None
    actual_people: int | None = None


def _condition(*, kind: str, **row: object) -> WithdrawalCondition:
    return WithdrawalCondition(kind=word(Answer, kind), **row)  # type: ignore[arg-type]


@cache
def withdrawal_conditions(path: Path = FILE) -> tuple[WithdrawalCondition, ...]:
    """The conditions, in the order of the list; a body's own list by its `path`."""
    return items(path, "conditions", _condition)


@cache
def withdrawal_cases(path: Path = FILE) -> tuple[WithdrawalCase, ...]:
    """The reported cases, for training and tests."""
    return items(path, "cases", WithdrawalCase)
