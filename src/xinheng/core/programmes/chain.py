"""The chain of audits of a certification cycle: which audit is next, and by when.

A cycle is a chain: the first surveillance counts from the certificate, every later one
from the audit before it, and the recertification ends it. However early the audits are
held, the chain never leaves a longer gap than the clocks allow: where the next audit would
fall due before the recertification can stand for it, a further surveillance is due.

When other clocks come into force, what fell due before they began keeps its day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from xinheng.core.programmes.clocks import due
from xinheng.core.programmes.deadline import ClockRules, Due, Sense, Step
from xinheng.core.programmes.sources import HOUSE
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.period import add_months
from xinheng.core.shared.wording import mark as _

LEAST_SURVEILLANCES = 2  # in a cycle, before the recertification may stand for one
KEPT = _("It fell due before the new clocks began and keeps its day")
RULE_OF: Mapping[VisitKind, str] = {
    VisitKind.SURVEILLANCE_1: "first-surveillance",
    VisitKind.SURVEILLANCE_2: "next-surveillance",
    VisitKind.FURTHER: "next-surveillance",
    VisitKind.RECERTIFICATION: "recertification",
}
RENEWAL_COUNTS = _("The recertification audit stands for the surveillance that is due by then")


@dataclass(frozen=True, slots=True)
class Chain:
    """A cycle and the surveillances held in it, oldest first.

    `kept`: the day of what fell due before these clocks began, by kind and number.
    """

    decided_on: date
    issued_on: date
    expires_on: date
    held: tuple[date, ...]
    regimes: tuple[str, ...]
    rules: ClockRules
    kept: Mapping[tuple[VisitKind, int], date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """An audit of the chain that is to be held: what it is, its number of its kind, its day."""

    kind: VisitKind
    number: int
    due: Due


def links(chain: Chain) -> tuple[Link, ...]:
    """Every audit still to be held in the cycle, if each is held on its last day.

    The first has a binding day; those after it are counted from that day and move when
    it is held earlier. The recertification always stands last.

    Source: ISO/IEC 17021-1, 9.1.3.2 and 9.1.3.3; CNCA-QMS-01, 5.4.1.4 (CN-18, CN-19).
    """
    return tuple(_links(chain))


def surveillance_due(chain: Chain) -> Due | None:
    """By when the next surveillance is held; nothing when the recertification comes first.

    Source: ISO/IEC 17021-1, 9.1.3.3; CNCA-QMS-01, 5.4.1.4.
    """
    found = _next(chain, chain.held)
    return found if found.day < chain.expires_on else None


def _links(chain: Chain) -> Iterator[Link]:
    held = chain.held
    renewal = _ask(chain, "recertification", {"expires_on": chain.expires_on})
    opens_on = add_months(chain.expires_on, -chain.rules.renewal_months)
    while (found := _nth(chain, held)).day < chain.expires_on:
        if len(held) >= LEAST_SURVEILLANCES and found.day >= opens_on:
            renewal = _earlier(chain, renewal, found)
            break
        yield Link(*_kind(len(held) + 1), found)
        if held and found.day <= held[-1]:
            break  # a clock that does not move on cannot be followed further
        held = (*held, found.day)
    yield Link(
        VisitKind.RECERTIFICATION, 1, _kept(chain, (VisitKind.RECERTIFICATION, 1)) or renewal
    )


def _nth(chain: Chain, held: tuple[date, ...]) -> Due:
    """The surveillance after those held: on the day it keeps, else by the clocks."""
    return _kept(chain, _kind(len(held) + 1)) or _next(chain, held)


def _kept(chain: Chain, which: tuple[VisitKind, int]) -> Due | None:
    day = chain.kept.get(which)
    if day is None:
        return None
    return Due(RULE_OF[which[0]], day, Sense.AT_LATEST, "", HOUSE, (Step(KEPT, day, HOUSE, {}),))


def _next(chain: Chain, held: tuple[date, ...]) -> Due:
    if not held:
        days = {"decided_on": chain.decided_on, "issued_on": chain.issued_on}
        return _ask(chain, "first-surveillance", days)
    return _ask(chain, "next-surveillance", {"last_audit_on": held[-1]})


def _ask(chain: Chain, rule: str, days: dict[str, date]) -> Due:
    return due(rule, regimes=chain.regimes, days=days, rules=chain.rules)


def _kind(nth: int) -> tuple[VisitKind, int]:
    """The first two surveillances have their names; any further one has a number."""
    if nth == 1:
        return VisitKind.SURVEILLANCE_1, 1
    if nth == 2:
        return VisitKind.SURVEILLANCE_2, 1
    return VisitKind.FURTHER, nth - 2


def _earlier(chain: Chain, renewal: Due, surveillance: Due) -> Due:
    """The recertification audit by the day a surveillance would be due."""
    facts: dict[str, object] = {}
    step = Step(RENEWAL_COUNTS, surveillance.day, chain.rules.renewal_source, facts)
    return Due(
        renewal.rule, surveillance.day, Sense.AT_LATEST, surveillance.consequence,
        surveillance.source, (*surveillance.working, *renewal.working, step),
    )  # fmt: skip
