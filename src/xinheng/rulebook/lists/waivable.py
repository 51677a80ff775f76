"""Which rules a waiver may set aside, why, and for how long at most."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinheng.core.waivers.rules import WaivableRule, is_never_waivable
from xinheng.rulebook.shipped import Item, TableIsBroken, items

FILE = Path(__file__).with_name("waivable.toml")


@dataclass(frozen=True, slots=True)
class Waivable(Item):
    """One rule, by its code. Unit of `longest_days`: days."""

    why_zh: str
    why_en: str
    longest_days: int

    def why(self, language: str) -> str:
        """Why it may be set aside, in the language asked for."""
        return self.why_en if language.lower().startswith("en") else self.why_zh


@cache
def waivable(path: Path = FILE) -> tuple[Waivable, ...]:
    """The list in its order; a body's own list by its `path`.

    Raises:
        TableIsBroken: the list names a rule that can never be set aside.
    """
    found = items(path, "rules", Waivable)
    for one in found:
        if is_never_waivable(one.key) or one.longest_days < 1:
            raise TableIsBroken(f"{path.name}, rules {one.key!r}: can never be set aside")
    return found


@cache
def waivable_rules(path: Path = FILE) -> dict[str, WaivableRule]:
    """The list as the rules of waivers ask for it, by code."""
    return {one.key: WaivableRule(one.key, one.longest_days, one.source) for one in waivable(path)}
