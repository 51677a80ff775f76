"""Business-scope codes of management-system certification: 39 major, 280 medium, 615 minor.

The codes follow the classes of NACE Rev. 2 under the 39 scopes; the Chinese
titles are our own. The regulator's own list is said to hold 626 minor codes
and is not shipped: a body imports its licensed copy with `parse_scope_import`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.shipped import csv_rows, word

SCOPE_DOCUMENT = Source("管理体系认证业务范围分类内容说明", "", "", Verified.ONCE)
FILE = Path(__file__).with_name("scope_codes.csv")
FORM = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,2}")


class Level(Named):
    """How fine a business-scope code is."""

    MAJOR = "major", _("Major class")
    MEDIUM = "medium", _("Medium class")
    MINOR = "minor", _("Minor class")


OFFICIAL_COUNTS: Mapping[Level, int] = MappingProxyType(
    {Level.MAJOR: 39, Level.MEDIUM: 280, Level.MINOR: 626}
)


@dataclass(frozen=True, slots=True)
class ScopeCode:
    """One code with its titles.

    `nace` lists the parts of NACE Rev. 2 it covers; a part with a leading
    minus is left out. It is empty for codes that were imported without it.
    """

    code: str
    level: Level
    parent: str
    title_zh: str
    title_en: str
    nace: tuple[str, ...] = ()


@cache
def scope_codes() -> tuple[ScopeCode, ...]:
    """Every shipped code, in the order of the codes."""
    return tuple(
        ScopeCode(
            row["code"],
            word(Level, row["level"]),
            row["parent"],
            row["title_zh"],
            row["title_en"],
            tuple(row["nace"].split(";")),
        )
        for row in csv_rows(FILE)
    )


@cache
def _by_code() -> Mapping[str, ScopeCode]:
    return MappingProxyType({scope.code: scope for scope in scope_codes()})


@cache
def _by_parent() -> Mapping[str, tuple[ScopeCode, ...]]:
    families: dict[str, list[ScopeCode]] = {}
    for scope in scope_codes():
        families.setdefault(scope.parent, []).append(scope)
    return MappingProxyType({parent: tuple(family) for parent, family in families.items()})


def find(code: str) -> ScopeCode:
    """The shipped code.

    Raises:
        LookupError: there is no such code.
    """
    try:
        return _by_code()[code]
    except KeyError:
        raise LookupError(f"no business-scope code is {code!r}") from None


def is_known(code: str) -> bool:
    """Whether the code is shipped."""
    return code in _by_code()


def parent_of(code: str) -> ScopeCode | None:
    """The code one level up; None for a major code.

    Raises:
        LookupError: there is no such code.
    """
    parent = find(code).parent
    return find(parent) if parent else None


def children(code: str = "") -> tuple[ScopeCode, ...]:
    """The codes one level down; the major codes when none is given.

    Raises:
        LookupError: there is no such code.
    """
    if code:
        find(code)
    return _by_parent().get(code, ())


def level_of(code: str) -> Level | None:
    """The level that the form of a code stands for; None when the form is wrong."""
    if not FORM.fullmatch(code):
        return None
    return (Level.MAJOR, Level.MEDIUM, Level.MINOR)[code.count(".")]


def parse_scope_import(
    rows: Iterable[Mapping[str, str]],
) -> tuple[tuple[ScopeCode, ...], tuple[Violation, ...]]:
    """Read an official list that a body imports, and say everything that is wrong with it.

    Args:
        rows: `code` and `title_zh`, and if known `title_en` and `nace`; the
            first row counts as row 1. Parents are read off the codes.

    Returns:
        The codes that can be used, in order, and the problems. A count other
        than 39/280/626 is a problem of the list, not of a row.
    """
    codes: dict[str, ScopeCode] = {}
    problems: list[Violation] = []
    for number, row in enumerate(rows, start=1):
        code = (row.get("code") or "").strip()
        level = level_of(code)
        title = (row.get("title_zh") or "").strip()
        if found := _row_problem(number, code, level, title, codes):
            problems.append(found)
        elif level is not None:
            parts = tuple(filter(None, (row.get("nace") or "").split(";")))
            english = (row.get("title_en") or "").strip()
            codes[code] = ScopeCode(code, level, code[:-3], title, english, parts)
    problems += _orphans(codes)
    problems += _counts(codes)
    return tuple(codes[code] for code in sorted(codes)), tuple(problems)


def _row_problem(
    number: int, code: str, level: Level | None, title: str, codes: Mapping[str, ScopeCode]
) -> Violation | None:
    facts = {"row": number, "code": code}
    if level is None:
        message = _("Row %(row)s: “%(code)s” is not a code of the form NN, NN.NN or NN.NN.NN.")
        return Violation("scope-import.form", message, SCOPE_DOCUMENT, facts, "code")
    if code in codes:
        message = _("Row %(row)s: the code %(code)s stands twice.")
        return Violation("scope-import.twice", message, SCOPE_DOCUMENT, facts, "code")
    if not title:
        message = _("Row %(row)s: the code %(code)s has no Chinese title.")
        return Violation("scope-import.no-title", message, SCOPE_DOCUMENT, facts, "title_zh")
    return None


def _orphans(codes: Mapping[str, ScopeCode]) -> Iterator[Violation]:
    for scope in codes.values():
        if scope.parent and scope.parent not in codes:
            yield Violation(
                code="scope-import.no-parent",
                message=_("The code %(code)s stands under %(parent)s, which is not in the list."),
                source=SCOPE_DOCUMENT,
                facts={"code": scope.code, "parent": scope.parent},
                field="code",
            )


def _counts(codes: Mapping[str, ScopeCode]) -> Iterator[Violation]:
    for level, expected in OFFICIAL_COUNTS.items():
        found = sum(scope.level == level for scope in codes.values())
        if found != expected:
            yield Violation(
                code="scope-import.count",
                message=_("%(level)s: %(found)s codes, where the official list has %(expected)s."),
                source=SCOPE_DOCUMENT,
                facts={"level": level, "found": found, "expected": expected},
            )
