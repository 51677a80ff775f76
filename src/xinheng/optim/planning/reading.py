"""A problem and a plan from JSON, strictly: what cannot be read is said with its place.

Places name the item by its id where it has one: `audits[P00004].starts`.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, cast

from xinheng.core.shared.reading import (
    Reader,
    Unreadable,
    read_count,
    read_decimal,
    read_flag,
    read_list,
    read_text,
)
from xinheng.optim.planning.problem import (
    After,
    Assignment,
    Audit,
    Auditor,
    Number,
    Problem,
    Weights,
)

# Limits of the tables the search works on; no calendar of a body comes near them.
MOST_DAYS, LONGEST_AUDIT, MOST_MONTHS, LONGEST_NAME = 1000, 40, 60, 100


def read_problem(document: object) -> Problem:
    """A problem from parsed JSON.

    Raises:
        Unreadable: a field is absent, unknown or impossible; `place` names the item.
    """
    reader = Reader(document)
    days = reader.needed("days", _from(1, MOST_DAYS))
    months = _months(reader, days)
    cities = reader.needed("cities_km", read_list(_read_city))
    size = _Size(days, max(months) + 1, len(cities))
    auditors = reader.needed("auditors", _read_named(_read_auditor, size))
    if not auditors:
        raise Unreadable("auditors", "is empty: there is nobody to plan with")
    known = {auditor.id for auditor in auditors}
    audits = reader.needed("audits", _read_named(_read_audit, size, known))
    _check_orders(audits)
    problem = Problem(
        name=reader.optional("name", read_text) or "",
        days=days,
        month_of_day=months,
        weights=reader.needed("weights", _read_weights),
        chain_trips=reader.needed("chain_trips", read_flag),
        cities_km=cities,
        road_factor=float(reader.needed("road_factor", _read_at_least_nothing)),
        auditors=auditors,
        audits=audits,
        promised=reader.optional("promised", read_list(read_assignment)) or (),
    )
    reader.done()
    _check_known(problem, "promised", problem.promised)
    return problem


def read_audits(value: object, place: str, problem: Problem) -> tuple[Audit, ...]:
    """More audits for a problem that is known already.

    Raises:
        Unreadable: as for a problem.
    """
    size = _Size(problem.days, problem.months, len(problem.cities_km))
    found: tuple[Audit, ...] = _read_named(_read_audit, size, set(problem.auditor))(value, place)
    _check_orders((*problem.audits, *found))
    return found


def read_plan(document: object, problem: Problem) -> tuple[Assignment, ...]:
    """The assignments of a plan; everything else in the document is told, not needed.

    Raises:
        Unreadable: not a plan, or it names an audit or auditor the problem does not know.
    """
    if not isinstance(document, Mapping) or "assignments" not in document:
        raise Unreadable("assignments", "is missing")
    found = read_list(read_assignment)(document["assignments"], "assignments")
    _check_known(problem, "assignments", found)
    return found


def read_assignment(value: object, place: str) -> Assignment:
    """One assignment of a plan."""
    reader = Reader(value, place)
    assignment = Assignment(
        reader.needed("audit", read_text),
        reader.needed("start", read_count),
        reader.needed("team", read_list(read_text)),
        reader.needed("lead", read_text),
    )
    reader.done()
    return assignment


class _Size:
    """How far days, months and cities go."""

    def __init__(self, days: int, months: int, cities: int) -> None:
        self.days, self.months, self.cities = days, months, cities


def _check_known(problem: Problem, place: str, given: tuple[Assignment, ...]) -> None:
    for index, assignment in enumerate(given):
        if assignment.audit not in problem.audit:
            raise Unreadable(f"{place}[{index}].audit", f"no audit is called {assignment.audit}")
        for who in (*assignment.team, assignment.lead):
            if who not in problem.auditor:
                raise Unreadable(f"{place}[{assignment.audit}]", f"no auditor is called {who}")


def _months(reader: Reader, days: int) -> tuple[int, ...]:
    months = reader.needed("month_of_day", read_list(_from(0, MOST_MONTHS - 1)))
    if len(months) != days:
        raise Unreadable("month_of_day", f"has {len(months)} entries for {days} days")
    if any(later < earlier for earlier, later in pairwise(months)):
        raise Unreadable("month_of_day", "goes back in time")
    return months


def _read_weights(value: object, place: str) -> Weights:
    reader = Reader(value, place)
    names = ("unstaffed", "missing_code", "km", "match", "balance_day")
    weights = Weights(*(reader.needed(name, _read_at_least_nothing) for name in names))
    reader.done()
    return weights


def _read_city(value: object, place: str) -> tuple[float, float]:
    pair = read_list(read_decimal)(value, place)
    if len(pair) != 2:
        raise Unreadable(place, "expected two coordinates, in km")
    return float(pair[0]), float(pair[1])


def _read_at_least_nothing(value: object, place: str) -> Decimal:
    number = read_decimal(value, place)
    if number < 0:
        raise Unreadable(place, f"is negative: {number}")
    return number


def _from(least: int, most: int) -> Any:
    """A reader of whole numbers between two ends."""

    def read(value: object, place: str) -> int:
        number = read_count(value, place)
        if not least <= number <= most:
            raise Unreadable(place, f"expected {least} to {most}, not {number}")
        return number

    return read


def _read_named(read: Any, *more: object) -> Any:
    """A reader of a list of objects with an `id`, no two alike; places name the id."""

    def of_list(value: object, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise Unreadable(place, "expected a list")
        found: dict[str, Any] = {}
        for index, item in enumerate(value):
            name = item.get("id") if isinstance(item, Mapping) else None
            here = f"{place}[{name if isinstance(name, str) and name else index}]"
            thing = read(item, here, *more)
            if thing.id in found:
                raise Unreadable(here, "stands in the list twice")
            found[thing.id] = thing
        return tuple(found.values())

    return of_list


def _read_id(value: object, place: str) -> str:
    text = read_text(value, place)
    if not text or len(text) > LONGEST_NAME:
        raise Unreadable(place, f"expected a name of 1 to {LONGEST_NAME} signs")
    return text


def _read_auditor(value: object, place: str, size: _Size) -> Auditor:
    reader = Reader(value, place)
    texts = read_list(read_text)
    auditor = Auditor(
        id=reader.needed("id", _read_id),
        city=reader.needed("city", _from(0, size.cities - 1)),
        standards=frozenset(reader.needed("standards", texts)),
        leads=frozenset(reader.needed("leads", texts)),
        codes=frozenset(reader.needed("codes", texts)),
        female=reader.needed("female", read_flag),
        away=frozenset(reader.needed("away", read_list(_from(0, size.days - 1)))),
        most_days_by_month=reader.needed("most_days_by_month", read_list(_from(0, MOST_DAYS))),
        target_days=reader.needed("target_days", _read_at_least_nothing),
    )
    reader.done()
    if len(auditor.most_days_by_month) < size.months:
        said = f"has {len(auditor.most_days_by_month)} months of {size.months}"
        raise Unreadable(reader.at("most_days_by_month"), said)
    return auditor


def _read_audit(value: object, place: str, size: _Size, known: set[str]) -> Audit:
    reader = Reader(value, place)
    texts = read_list(read_text)
    days = reader.needed("days", _from(1, LONGEST_AUDIT))
    audit = Audit(
        id=reader.needed("id", _read_id),
        city=reader.needed("city", _from(0, size.cities - 1)),
        standards=reader.needed("standards", texts),
        lead_standard=reader.needed("lead_standard", read_text),
        codes=tuple(dict.fromkeys(reader.needed("codes", texts))),
        team=reader.needed("team", _from(1, 40)),
        days=days,
        starts=_starts(reader, days, size.days),
        female_needed=reader.needed("female_needed", read_flag),
        excluded=frozenset(reader.needed("excluded", texts)),
        after=reader.optional("after", _read_after),
        same_start=reader.optional("same_start", read_text),
        candidates=reader.needed("candidates", _read_candidates),
    )
    reader.done()
    if len(audit.standards) > 10 or len(audit.codes) > 45:
        raise Unreadable(place, "has more than 10 standards or 45 codes")
    for field, people in (("candidates", audit.candidates), ("excluded", audit.excluded)):
        for who in people:
            if who not in known:
                raise Unreadable(reader.at(field), f"no auditor is called {who}")
    return audit


def _starts(reader: Reader, days: int, horizon: int) -> tuple[int, ...]:
    starts = sorted(set(reader.needed("starts", read_list(_from(0, MOST_DAYS)))))
    if not starts:
        raise Unreadable(reader.at("starts"), "is an empty window: no day to start on")
    if starts[-1] + days > horizon:
        said = f"day {starts[-1]} with {days} days ends after the horizon of {horizon} days"
        raise Unreadable(reader.at("starts"), said)
    return tuple(starts)


def _read_after(value: object, place: str) -> After:
    reader = Reader(value, place)
    after = After(
        reader.needed("audit", read_text), reader.needed("days_between", _from(0, MOST_DAYS))
    )
    reader.done()
    return after


def _read_candidates(value: object, place: str) -> Mapping[str, Number]:
    if not isinstance(value, Mapping):
        raise Unreadable(place, "expected an object of auditor and penalty")
    if all(type(penalty) is int and 0 <= penalty <= 100 for penalty in value.values()):
        return cast("Mapping[str, Number]", value)  # nearly every document; large ones stay quick
    found: dict[str, Number] = {}
    for who, penalty in value.items():
        found[who] = read_decimal(penalty, f"{place}[{who}]")
        if not 0 <= found[who] <= 100:
            raise Unreadable(f"{place}[{who}]", f"expected 0 to 100, not {penalty}")
    return found


def _check_orders(audits: tuple[Audit, ...]) -> None:
    """Every `after` names an audit, and none leads back to itself."""
    earlier = {audit.id: audit.after.audit for audit in audits if audit.after}
    known = {audit.id for audit in audits}
    for one, before in earlier.items():
        if before not in known:
            raise Unreadable(f"audits[{one}].after", f"no audit is called {before}")
    settled: set[str] = set()
    for one in earlier:
        path: dict[str, None] = {}
        step: str | None = one
        while step is not None and step not in settled:
            if step in path:
                circle = [*list(path)[list(path).index(step) :], step]
                raise Unreadable(f"audits[{step}].after", f"a circle: {' → '.join(circle)}")
            path[step] = None
            step = earlier.get(step)
        settled.update(path)
