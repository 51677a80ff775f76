"""What can happen to a plan: an illness, a client's new dates, a rush order."""

from dataclasses import dataclass

from xinheng.core.shared.reading import Reader, Unreadable, read_count, read_list, read_text
from xinheng.optim.planning.problem import Audit, Problem
from xinheng.optim.planning.reading import read_audits


@dataclass(frozen=True, slots=True)
class Illness:
    """An auditor who cannot work from a day on. `until` is the first day back."""

    auditor: str
    first: int
    until: int


@dataclass(frozen=True, slots=True)
class Disruption:
    """What happened. `moved`: audits with new allowed starts; `new`: rush orders."""

    today: int
    ill: tuple[Illness, ...] = ()
    moved: tuple[tuple[str, tuple[int, ...]], ...] = ()
    new: tuple[Audit, ...] = ()


def read_disruption(document: object, problem: Problem) -> Disruption:
    """A disruption from parsed JSON.

    Form: `{"today": day, "ill": [{"auditor", "first", "until"}], "moved": [{"audit", "starts"}],
    "new": [audit, …]}`; all but `today` may be absent.

    Raises:
        Unreadable: a field is absent, unknown or impossible; `place` names the item.
    """
    reader = Reader(document)
    today = reader.needed("today", read_count)
    ill = reader.optional("ill", read_list(_read_illness)) or ()
    moved = reader.optional("moved", read_list(_read_moved)) or ()
    new = reader.optional("new", lambda value, place: read_audits(value, place, problem)) or ()
    reader.done()
    for one in ill:
        if one.auditor not in problem.auditor:
            raise Unreadable("ill", f"no auditor is called {one.auditor}")
        if one.first >= one.until:
            raise Unreadable(f"ill[{one.auditor}]", "is over before it begins")
    for name, starts in moved:
        if name not in problem.audit:
            raise Unreadable("moved", f"no audit is called {name}")
        last = problem.days - problem.audit[name].days
        if not starts or min(starts) < 0 or max(starts) > last:
            raise Unreadable(f"moved[{name}].starts", f"expected days from 0 to {last}")
    for audit in new:
        if audit.id in problem.audit:
            raise Unreadable(f"new[{audit.id}]", "is in the problem already")
    return Disruption(today, ill, moved, new)


def _read_illness(value: object, place: str) -> Illness:
    reader = Reader(value, place)
    illness = Illness(
        reader.needed("auditor", read_text),
        reader.needed("first", read_count),
        reader.needed("until", read_count),
    )
    reader.done()
    return illness


def _read_moved(value: object, place: str) -> tuple[str, tuple[int, ...]]:
    reader = Reader(value, place)
    moved = (
        reader.needed("audit", read_text),
        tuple(sorted(set(reader.needed("starts", read_list(read_count))))),
    )
    reader.done()
    return moved
