"""One search: a problem in the kernel's arrays, the plan it is at, and the best it found."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from xinheng.optim.planning.kernel import layout as at
from xinheng.optim.planning.kernel import search
from xinheng.optim.planning.kernel.chance import scrambled
from xinheng.optim.planning.packing import pack
from xinheng.optim.planning.problem import CHAIN_DAYS, Assignment, Audit, Problem

_NUMBERS = (
    "days", "team", "city", "core", "codes", "locked", "seg_at", "seg_off", "start_at", "start",
    "cand_at", "cand_who", "cand_class", "classes", "combo_at", "combo", "before", "between",
    "later_at", "later", "group", "member_at", "member", "near_at", "near", "home", "most", "month",
)  # fmt: skip
_REALS = ("cand_cost", "combo_cost", "target", "road")
BLINK = 0.02  # the chance that a candidate is overlooked in one placement
_BITS = ("seg_mask", "seg_month", "cand_codes", "busy")


class Board:
    """The three arrays of `kernel.layout` with a plan on them; begins with the empty plan."""

    def __init__(self, problem: Problem, *, seed: int) -> None:
        self.problem = problem
        self._audit_number = {audit.id: k for k, audit in enumerate(problem.audits)}
        self._person = {auditor.id: k for k, auditor in enumerate(problem.auditors)}
        tables = pack(problem)
        audits, people = len(problem.audits), len(problem.auditors)
        seats = int(tables["team"].max(initial=1))
        classes = int(tables["classes"].max(initial=1))
        sizes = {
            at.AUDITS: audits, at.PEOPLE: people, at.HORIZON: problem.days,
            at.MONTHS: problem.months, at.WORDS: tables["busy"].shape[1], at.SEATS: seats,
            at.CITIES: len(problem.cities_km), at.CHAINS: CHAIN_DAYS if problem.chain_trips else 0,
        }  # fmt: skip
        where: dict[int, int] = {}
        self.n = _joined(
            at.HEADER, where, tables, _NUMBERS, _numbers(problem, tables, seats, classes)
        )
        self.x = _joined(at.REALS, where, tables, _REALS, _reals(problem, classes))
        self.b = _joined(1, where, tables, _BITS, {}).astype(np.uint64)
        self.n = self.n.astype(np.int32)
        for place, value in (where | sizes).items():
            self.n[place] = value
        self._empty(seed)

    def _empty(self, seed: int) -> None:
        weights = self.problem.weights
        audits = len(self.problem.audits)
        self.n[at.IDLE_NOW] = self.n[at.IDLE_BEST] = audits
        self.x[at.UNSTAFFED] = float(weights.unstaffed)
        self.x[at.BALANCE_DAY] = float(weights.balance_day)
        self.x[at.MISSING_CODE] = float(weights.missing_code)
        self.x[at.BLINK] = BLINK
        off = sum(float(auditor.target_days) for auditor in self.problem.auditors)
        cost = audits * self.x[at.UNSTAFFED] + self.x[at.BALANCE_DAY] * off
        self.x[at.COST] = self.x[at.COST_BEST] = self.x[at.COST_BEFORE] = cost
        self.b[at.DICE] = scrambled(seed)

    @property
    def cost(self) -> float:
        """What the best plan costs, as the search sums it up."""
        return float(self.x[at.COST_BEST])

    @property
    def unstaffed(self) -> int:
        """Audits without a team in the best plan."""
        return int(self.n[at.IDLE_BEST])

    @property
    def moves(self) -> int:
        """Moves tried so far."""
        return int(self.n[at.MOVES])

    def table(self, place: int, length: int) -> Any:
        """A table of `n`, such as `at.BEST_AT`, as an array to look at."""
        first = int(self.n[place])
        return self.n[first : first + length]

    def candidate_cost(self, *, road_ratio: float = 1.0) -> Any:
        """Fixed costs of all candidates of all audits, with so much of the road out and back."""
        audits = len(self.problem.audits)
        offsets = self.table(at.CAND_AT, audits + 1)
        first, count = int(self.n[at.CAND_COST]), int(offsets[-1])
        city = np.repeat(self.table(at.CITY, audits), np.diff(offsets))
        home = self.table(at.HOME, len(self.problem.auditors))[self.table(at.CAND_WHO, count)]
        wide, road = len(self.problem.cities_km), int(self.n[at.ROAD])
        out = self.x[road : road + wide * wide].reshape(wide, wide)[city, home]
        return self.x[first : first + count] - 2 * (1 - road_ratio) * out

    def guide(self, tolls: Any) -> None:
        """Let the choice of people be guided by what their days are worth: [auditor, month]."""
        first = int(self.n[at.TOLL])
        self.x[first : first + tolls.size] = tolls.ravel()

    def greedy(self, sequence: Sequence[int]) -> None:
        """Staff the audits in the order given, each at its cheapest place."""
        search.greedy(self.n, self.x, self.b, np.array(sequence, np.int32))

    def anneal(self, moves: int, size: int, hot: float, cold: float) -> None:
        """Search on; up to `size` audits are removed in a move."""
        if self.problem.audits:
            search.anneal(self.n, self.x, self.b, moves, size, hot, cold)

    def place(self, assignments: Iterable[Assignment]) -> None:
        """Put assignments onto the board as they are; they must be sound together."""
        people = int(self.n[at.TRIAL])
        for one in assignments:
            self.n[people : people + len(one.team)] = [self._person[who] for who in one.team]
            search.settle(self.n, self.x, self.b, self._audit_number[one.audit], one.start)
        search.keep_best(self.n, self.x)

    def tell(self, told: Iterable[Assignment], price: float) -> None:
        """Give every appointment that differs from what people were told a price."""
        self.n[at.HAS_TOLD], self.x[at.CHANGE] = 1, price
        starts = self.table(at.TOLD_AT, len(self.problem.audits))
        seats = int(self.n[at.SEATS])
        people = self.table(at.TOLD_WHO, len(starts) * seats).reshape(-1, seats)
        for one in told:
            audit = self._audit_number[one.audit]
            starts[audit] = one.start
            people[audit, : len(one.team)] = [self._person[who] for who in one.team][:seats]

    def plan(self) -> tuple[Assignment, ...]:
        """The best plan so far."""
        starts = self.table(at.BEST_AT, len(self.problem.audits))
        seats = int(self.n[at.SEATS])
        people = self.table(at.BEST_WHO, len(starts) * seats).reshape(-1, seats)
        promised = {one.audit: one for one in self.problem.promised}
        return tuple(
            promised.get(audit.id)
            or assignment(self.problem, audit, int(starts[k]),
                          [self.problem.auditors[i].id for i in people[k, : audit.team]])
            for k, audit in enumerate(self.problem.audits)
            if starts[k] >= 0
        )  # fmt: skip


def assignment(problem: Problem, audit: Audit, start: int, team: Sequence[str]) -> Assignment:
    """An assignment led by the one of those who may lead that matches best."""
    able = [who for who in team if audit.lead_standard in problem.auditor[who].leads]
    lead = min(able, key=lambda who: (audit.candidates[who], who))
    return Assignment(audit.id, start, tuple(sorted(team)), lead)


def _numbers(problem: Problem, tables: dict[str, Any], seats: int, classes: int) -> dict[str, Any]:
    """Tables of `n` that change, as they are for the empty plan."""
    audits, people, days = len(problem.audits), len(problem.auditors), problem.days
    occupant = np.full((people, days), at.FREE)
    for k, auditor in enumerate(problem.auditors):
        occupant[k, sorted(auditor.away)] = at.AWAY
    every = np.arange(audits)
    none, nothing, team = np.full(audits, -1), np.zeros(audits), np.full(audits * seats, -1)
    sheet = np.zeros(64 * classes)
    return {
        "told_at": none, "told_who": team, "at": none, "who": team, "occupant": occupant,
        "load": np.zeros(people),
        "used": np.zeros(people * problem.months), "idle": every, "idle_place": every,
        "touched": nothing, "is_touched": nothing, "best_at": none, "best_who": team,
        "found_who": np.zeros(seats + 3), "trial": np.zeros(seats + 3),
        "who1": sheet, "who2": sheet, "who3": sheet, "removed": nothing, "old_at": nothing,
        "old_who": team, "mark": nothing, "pool": nothing,
    }  # fmt: skip


def _reals(problem: Problem, classes: int) -> dict[str, Any]:
    nothing, sheet = np.zeros(len(problem.audits)), np.zeros(64 * classes)
    return {"fixed": nothing, "old_fixed": nothing, "key": nothing, "best1": sheet,
            "best2": sheet, "best3": sheet,
            "toll": np.zeros(len(problem.auditors) * problem.months)}  # fmt: skip


def _joined(
    first: int, where: dict[int, int], tables: dict[str, Any], names: Sequence[str],
    more: dict[str, Any],
) -> Any:  # fmt: skip
    """One array of the tables named and of those given besides; `where` gets their places."""
    parts: list[Any] = [np.zeros(first, tables[names[0]].dtype)]
    for name, table in {**{name: tables[name] for name in names}, **more}.items():
        where[getattr(at, name.upper())] = first
        parts.append(np.ravel(table))
        first += parts[-1].size
    return np.concatenate(parts)
