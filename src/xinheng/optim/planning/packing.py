"""A problem packed into the tables that the kernel works on."""

from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from xinheng.optim.planning.kernel.compiled import Ints
from xinheng.optim.planning.kernel.layout import PAD, WINDOW
from xinheng.optim.planning.problem import Audit, Problem

NEAR = 40  # audits remembered as near to each
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
    """The tables of a problem by their names in `kernel.layout`, in lower case."""
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


def _brings(problem: Problem, audit: Audit, who: str) -> tuple[int, int]:
    """What a candidate brings, as bits: what must be there, and the codes."""
    auditor = problem.auditor[who]
    needed = [standard in auditor.standards for standard in audit.standards]
    needed += [audit.lead_standard in auditor.leads, not audit.female_needed or auditor.female]
    held = [code in auditor.codes for code in audit.codes]
    return _bits(needed), _bits(held)


def _bits(flags: Sequence[bool]) -> int:
    return sum(1 << place for place, flag in enumerate(flags) if flag)


def _candidates(problem: Problem, number: dict[str, int], road: Any) -> dict[str, Any]:
    rows, combos, classes = _Lists(), _Lists(), _Lists()
    km_out = road[:, [auditor.city for auditor in problem.auditors]] * 2
    match, price = float(problem.weights.match), float(problem.weights.missing_code)
    for audit in problem.audits:
        all_needed = (1 << (len(audit.standards) + 2)) - 1
        found: dict[tuple[int, int], int] = {}
        mine = []
        for who, penalty in audit.candidates.items():
            if who in audit.excluded:
                continue
            brings = _brings(problem, audit, who)
            if audit.team == 1 and brings[0] != all_needed:
                continue
            index = number[who]
            cost = float(km_out[audit.city, index]) + match * float(penalty)
            if audit.team == 1:
                cost += price * (len(audit.codes) - brings[1].bit_count())
            mine.append((cost, index, found.setdefault(brings, len(found)), brings[1]))
        rows.items.extend(sorted(mine))
        rows.close()
        classes.items.extend(found)
        classes.close()
        combos.items.extend(_combinations(audit, list(found), all_needed, price))
        combos.close()
    columns = list(zip(*rows.items, strict=True)) or [(), (), (), ()]
    return {
        "cand_at": rows.offsets(),
        "cand_cost": np.array(columns[0], float), "cand_who": np.array(columns[1], np.int32),
        "cand_class": np.array(columns[2], np.int32), "cand_codes": np.array(columns[3], np.uint64),
        "classes": np.diff(classes.offsets()),
        "combo_at": combos.offsets(),
        "combo": np.array([c[:3] for c in combos.items], np.int32).reshape(-1, 3),
        "combo_cost": np.array([c[3] for c in combos.items], float),
    }  # fmt: skip


def _combinations(
    audit: Audit, classes: list[tuple[int, int]], all_needed: int, price: float
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
        if needed == all_needed:
            cost = price * (len(audit.codes) - held.bit_count())
            ways.append((row[0], row[1], row[2] if len(row) > 2 else -1, cost))
    return sorted(ways, key=lambda way: way[3])[:MOST_WAYS]


def _near(problem: Problem, km: Any) -> dict[str, Any]:
    """For every audit the audits nearest in place and time; a day counts as 15 km."""
    city = np.array([audit.city for audit in problem.audits], int)
    middle = np.array([(a.starts[0] + a.starts[-1] + a.days) / 2 for a in problem.audits])
    near = _Lists()
    by_city = [np.flatnonzero(city == place) for place in range(len(km))]
    pools: dict[int, Any] = {}
    for index in range(len(city)):
        place = int(city[index])
        if place not in pools:
            pools[place] = _pool(by_city, km[place])
        pool = pools[place]
        apart = km[place][city[pool]] / 15 + np.abs(middle[pool] - middle[index])
        apart[pool == index] = np.inf
        short = (
            np.argpartition(apart, NEAR)[:NEAR] if len(pool) > NEAR + 1 else np.arange(len(pool))
        )
        chosen = short[np.lexsort((pool[short], apart[short]))]
        near.items.extend(int(pool[n]) for n in chosen if pool[n] != index)
        near.close()
    return {"near_at": near.offsets(), "near": np.array(near.items, np.int32)}


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
