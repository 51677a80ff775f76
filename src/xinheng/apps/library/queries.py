"""Questions about scope codes, schemes and standards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Q

from xinheng.apps.library.models import Offering, ScopeCode
from xinheng.core.shared.search import needle
from xinheng.rulebook import codes as shipped
from xinheng.rulebook.codes import standards


@dataclass(frozen=True, slots=True)
class Code:
    """A business-scope code with its titles."""

    code: str
    level: str
    parent: str
    title_zh: str
    title_en: str


def scope_code(code: str) -> Code | None:
    """A code of the list in force: the body's own, or the shipped one until there is one."""
    found = known_codes([code])
    return found.get(code)


def known_codes(wanted: Iterable[str]) -> dict[str, Code]:
    """Those of `wanted` that are on the list in force, by code. Two questions at most."""
    asked = list(dict.fromkeys(wanted))
    rows = {row.code: _code(row) for row in ScopeCode.objects.filter(code__in=asked)}
    if rows or ScopeCode.objects.exists():
        return rows
    return {
        scope.code: Code(scope.code, scope.level, scope.parent, scope.title_zh, scope.title_en)
        for scope in map(shipped.find, filter(shipped.is_known, asked))
    }


def unknown_codes(wanted: Collection[str]) -> tuple[str, ...]:
    """Those of `wanted` that are on no list."""
    known = known_codes(wanted)
    return tuple(code for code in wanted if code not in known)


def search(text: str = "", *, parent: str = "", limit: int = 100) -> tuple[Code, ...]:
    """Codes by their beginning, or by words of either title; majors when nothing is asked."""
    rows = ScopeCode.objects.order_by("code")
    if text.strip():
        parts = [Q(search_text__contains=part) for part in needle(text)]
        titles = reduce(and_, parts) if parts else Q(pk=-1)
        rows = rows.filter(titles | Q(code__startswith=text.strip()))
    elif parent:
        rows = rows.filter(parent=parent)
    else:
        rows = rows.filter(parent="")
    return tuple(_code(row) for row in rows[:limit])


def counts() -> dict[str, int]:
    """How many codes of each level are kept."""
    levels = list(ScopeCode.objects.values_list("level", flat=True))
    return {level.value: levels.count(level.value) for level in shipped.Level}


def offerings() -> tuple[Offering, ...]:
    """The catalogue of services, certifications first."""
    return tuple(Offering.objects.order_by("may_threaten_impartiality", "category", "pk"))


def standard_in_force(scheme: str) -> str:
    """The standard and edition a scheme now certifies to, such as ISO 9001:2015.

    Raises:
        LookupError: the scheme is not on the register.
    """
    for found in standards.schemes():
        if found.key == scheme:
            return found.standards[0]
    raise LookupError(scheme)


def _code(row: ScopeCode) -> Code:
    return Code(row.code, row.level, row.parent, row.title_zh, row.title_en)
