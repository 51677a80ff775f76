"""A problem packed into the tables that the kernel works on."""

from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import Any, cast

import numpy as np

from xinheng.optim.planning.kernel.compiled import Ints
from xinheng.optim.planning.kernel.layout import PAD, WINDOW
from xinheng.optim.planning.problem import Audit, Problem

NEAR = 40  # audits remembered as near to each
ROWS = 200  # audits of one city looked at together
CORE = 3  # people of a team that are chosen exactly
MOST_WAYS = 20_000  # combinations of classes for one audit


class _Lists:
    """Lists of lists, on their way into one array with offsets."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.at = [0]

    def close(self) -> None:
        """The current list ends here."""
        self.at.append(len(self.items))

    def offsets(self) -> Ints:
        """Where each list begins, and the end."""
        return np.array(self.at, np.int32)


def pack(problem: Problem) -> dict[str, Any]:
    """The tables of a problem by their names in `kernel.layout`, in lower case.

    They are kept with the problem: the search and its bound begin from the same ones.
    """
    kept = problem.__dict__
    if "packed" not in kept:
        kept["packed"] = _packed(problem)
    return cast("dict[str, Any]", kept["packed"])


def _packed(problem: Problem) -> dict[str, Any]:
    number = {auditor.id: index for index, auditor in enumerate(problem.auditors)}
    km = np.array(problem.roads, float).reshape(len(problem.roads), -1)
    road = km * float(problem.weights.km)
    return {
        **_audits(problem), **_windows(problem), **_orders(problem),
        **_candidates(problem, number, road), **_people(problem), **_near(problem, km),
        "road": road,
    }  # fmt: skip


def _audits(problem: Problem) -> dict[str, Any]:
    promised = {one.audit for one in problem.promised}
    audits = problem.audits
    return {
        "days": np.array([audit.days for audit in audits], np.int32),
        "team": np.array([audit.team for audit in audits], np.int32),
        "city": np.array([audit.city for audit in audits], np.int32),
        "core": np.array([min(CORE, audit.team) for audit in audits], np.int32),
        "codes": np.array([len(audit.codes) for audit in audits], np.int32),
        "locked": np.array([audit.id in promised for audit in audits], np.int32),
    }


def _windows(problem: Problem) -> dict[str, Any]:
    segments, starts = _Lists(), _Lists()
    for audit in problem.audits:
        span, first, mask = WINDOW - audit.days, None, 0
        for day in audit.starts:
            if first is not None and day - first > span:
                segments.items.append((first, mask))
                first, mask = None, 0
            first = day if first is None else first
            mask |= 1 << (day - first)
            starts.items.append(day)
        segments.items.append((first, mask))
        segments.close()
        starts.close()
    return {
        "seg_at": segments.offsets(),
        "seg_off": np.array([first for first, _ in segments.items], np.int32),
        "seg_mask": np.array([mask for _, mask in segments.items], np.uint64),
        "seg_month": _month_bits(problem, [first for first, _ in segments.items]),
        "start_at": starts.offsets(),
        "start": np.array(starts.items, np.int32),
    }


def _month_bits(problem: Problem, offsets: list[int]) -> Any:
    """For every segment and month, the days of the segment that lie in the month."""
    months = np.array(problem.month_of_day)
    by_offset = {}
    for off in set(offsets):
        row = [0] * problem.months
        for place, month in enumerate(months[off : off + 64]):
            row[month] |= 1 << place
        by_offset[off] = row
    return np.array([by_offset[off] for off in offsets], np.uint64)


def _orders(problem: Problem) -> dict[str, Any]:
    number = {audit.id: index for index, audit in enumerate(problem.audits)}
    before = np.full(len(number), -1, np.int32)
    between = np.zeros(len(number), np.int32)
    group = np.full(len(number), -1, np.int32)
    followers: list[list[int]] = [[] for _ in number]
    members: dict[str, list[int]] = {}
    for index, audit in enumerate(problem.audits):
        if audit.after:
            before[index] = number[audit.after.audit]
            between[index] = audit.after.days_between
            followers[before[index]].append(index)
        if audit.same_start is not None:
            members.setdefault(audit.same_start, []).append(index)
    later, member = _Lists(), _Lists()
    for follower in followers:
        later.items.extend(follower)
        later.close()
    for place, together in enumerate(members.values()):
        group[together] = place
        member.items.extend(together)
        member.close()
    return {
        "before": before, "between": between, "group": group,
        "later_at": later.offsets(), "later": np.array(later.items, np.int32),
        "member_at": member.offsets(), "member": np.array(member.items, np.int32),
    }  # fmt: skip


def _people(problem: Problem) -> dict[str, Any]:
    words = (problem.days + PAD + 63) // 64 + 1
    away = np.zeros((len(problem.auditors), words), np.uint64)
    for index, auditor in enumerate(problem.auditors):
        for day in auditor.away:
            word, bit = divmod(day + PAD, 64)
            away[index, word] |= np.uint64(1 << bit)
        for place in range(problem.days + PAD, words * 64):  # nothing after the horizon
            word, bit = divmod(place, 64)
            away[index, word] |= np.uint64(1 << bit)
    months = problem.months
    return {
        "home": np.array([auditor.city for auditor in problem.auditors], np.int32),
        "target": np.array([float(auditor.target_days) for auditor in problem.auditors]),
        "most": np.array(
            [auditor.most_days_by_month[:months] for auditor in problem.auditors], np.int32
        ).reshape(len(problem.auditors), months),
        "month": np.array(problem.month_of_day, np.int32),
        "busy": away,
    }


class _Skills:
    """What every auditor holds, as columns of ones and zeros."""

    def __init__(self, problem: Problem) -> None:
        people = problem.auditors
        names = {s for a in problem.audits for s in (*a.standards, a.lead_standard)}
        codes = {code for audit in problem.audits for code in audit.codes}
        self.holds = {s: np.array([s in one.standards for one in people], np.int64) for s in names}
        self.leads = {s: np.array([s in one.leads for one in people], np.int64) for s in names}
        self.codes = {c: np.array([c in one.codes for one in people], np.int64) for c in codes}
        self.female = np.array([one.female for one in people], np.int64)

    def needed(self, audit: Audit, who: Any) -> Any:
        """Which of the things that must be there each of these people brings, as bits."""
        woman = self.female[who] if audit.female_needed else np.ones(len(who), np.int64)
        columns = [self.holds[standard][who] for standard in audit.standards]
        return _bits([*columns, self.leads[audit.lead_standard][who], woman])

    def held(self, audit: Audit, who: Any) -> Any:
        """Which of the audit's codes each of these people holds, as bits."""
        return _bits([self.codes[code][who] for code in audit.codes] or [0 * who])


def _bits(columns: Sequence[Any]) -> Any:
    total = columns[0].copy()
    for place, column in enumerate(columns[1:], 1):
        total |= column << place
    return total


def _candidates(problem: Problem, number: dict[str, int], road: Any) -> dict[str, Any]:
    skills, combos = _Skills(problem), _Lists()
    km_out = road[:, [auditor.city for auditor in problem.auditors]] * 2
    parts: list[tuple[Any, ...]] = []
    classes = []
    for audit in problem.audits:
        row, found = _of_audit(problem, audit, skills, number, km_out[audit.city])
        parts.append(row)
        classes.append(len(found))
        combos.items.extend(_combinations(audit, found, float(problem.weights.missing_code)))
        combos.close()
    sizes = [0, *(len(row[0]) for row in parts)]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] or [np.zeros(0)] * 4
    return {
        "cand_at": np.cumsum(sizes),
        "cand_cost": columns[0].astype(float), "cand_who": columns[1].astype(np.int32),
        "cand_class": columns[2].astype(np.int32), "cand_codes": columns[3].astype(np.uint64),
        "classes": np.array(classes, np.int32),
        "combo_at": combos.offsets(),
        "combo": np.array([c[:3] for c in combos.items], np.int32).reshape(-1, 3),
        "combo_cost": np.array([c[3] for c in combos.items], float),
    }  # fmt: skip


def _of_audit(
    problem: Problem, audit: Audit, skills: _Skills, number: dict[str, int], km_out: Any
) -> tuple[tuple[Any, ...], list[tuple[int, int]]]:
    """Candidates of one audit, cheapest first (cost, who, class, codes), and the classes."""
    named = [(number[who], float(p)) for who, p in audit.candidates.items()
             if who not in audit.excluded]  # fmt: skip
    who = np.array([one for one, _penalty in named], np.int64)
    cost = km_out[who] + float(problem.weights.match) * np.array([p for _one, p in named], float)
    needed, held = skills.needed(audit, who), skills.held(audit, who)
    if audit.team == 1:
        able = needed == _all_needed(audit)
        who, cost, needed, held = who[able], cost[able], needed[able], held[able]
        missing = len(audit.codes) - np.bitwise_count(held).astype(float)
        cost = cost + float(problem.weights.missing_code) * missing
    order = np.lexsort((who, cost))
    kinds, of = np.unique(held << (len(audit.standards) + 2) | needed, return_inverse=True)
    wide = len(audit.standards) + 2
    found = [(int(kind) & ((1 << wide) - 1), int(kind) >> wide) for kind in kinds]
    return (cost[order], who[order], of.ravel()[order], held[order]), found


def _all_needed(audit: Audit) -> int:
    return (1 << (len(audit.standards) + 2)) - 1


def _combinations(
    audit: Audit, classes: list[tuple[int, int]], price: float
) -> list[tuple[int, int, int, float]]:
    """Which classes together satisfy what must hold, with the price of missing codes."""
    if audit.team == 1:
        return []
    ways = []
    for row in combinations_with_replacement(range(len(classes)), min(CORE, audit.team)):
        needed = held = 0
        for place in row:
            needed |= classes[place][0]
            held |= classes[place][1]
        if needed == _all_needed(audit):
            cost = price * (len(audit.codes) - held.bit_count())
            ways.append((row[0], row[1], row[2] if len(row) > 2 else -1, cost))
    return sorted(ways, key=lambda way: way[3])[:MOST_WAYS]


def _near(problem: Problem, km: Any) -> dict[str, Any]:
    """For every audit the audits nearest in place and time; a day counts as 15 km."""
    city = np.array([audit.city for audit in problem.audits], int)
    middle = np.array([(a.starts[0] + a.starts[-1] + a.days) / 2 for a in problem.audits])
    by_city = [np.flatnonzero(city == place) for place in range(len(km))]
    found: list[Any] = [np.zeros(0, int)] * len(city)
    for place, here in enumerate(by_city):
        if not len(here):
            continue
        pool = _pool(by_city, km[place])
        far = km[place][city[pool]] / 15
        for first in range(0, len(here), ROWS):
            rows = here[first : first + ROWS]
            apart = far + np.abs(middle[pool] - middle[rows][:, None])
            apart[pool == rows[:, None]] = np.inf
            short = np.argsort(apart, axis=1, kind="stable")[:, : min(NEAR, len(pool) - 1)]
            for row, chosen in zip(rows, short, strict=True):
                found[row] = pool[chosen]
    offsets = np.cumsum([0, *(len(row) for row in found)])
    near = np.concatenate(found) if found else np.zeros(0, int)
    return {"near_at": offsets, "near": near.astype(np.int32)}


def _pool(by_city: list[Any], km: Any) -> Any:
    """Audits of the nearest cities, enough of them to choose from."""
    gathered: list[Any] = []
    count = 0
    for place in np.lexsort((np.arange(len(km)), km)):
        gathered.append(by_city[place])
        count += len(by_city[place])
        if count > 600:
            break
    return np.concatenate(gathered)
