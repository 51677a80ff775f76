"""How ready auditors and clients are, from events and statements; and what others may see of it.

B1 is sensitive: health, family and habits stand behind it. Only its owner sees items or mean.
Everybody else is shown nothing that was not reckoned from the means of fixed groups of at
least five, rounded to 0.05; how a group is formed does not depend on what its members said.

Source: catalogue M-38, M-39; Personal Information Protection Law, art. 24, 28 to 30, 47, 55.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

LAW = Source("PIPL", "art. 28-30", "2021", "from memory, unverified")
CONSENT_VERSION = "2026-1"
ITEMS_MONTHS = 12
MEAN_MONTHS = 24
LEAST = 5
BLOCK = 8
"""Persons in a group: eight, so that three may leave before it falls silent."""
STEP = Fraction(1, 20)
NEUTRAL = Fraction(1)


class Item(Named):
    """What an auditor may say of his or her own readiness; each from 0 to 1, or nothing."""

    LIVING = "living", _("Habits of life: other duties, children, rest")
    HEALTH = "health", _("Health, one's own or of those one cares for")
    WILFULNESS = "wilfulness", _("Taking part as promised")
    HOLIDAYS = "holidays", _("Taking part around holidays")
    ACCIDENTS = "accidents", _("Weather, epidemics and other events outside of one's hands")


Said = Mapping[Item, Fraction | None]


@dataclass(frozen=True, slots=True)
class Events:
    """What was recorded of an auditor in a year.

    `asked` and `refused` count assignments, refusals for a conflict of interest left out;
    `away` and `working` are days.
    """

    asked: int = 0
    refused: int = 0
    away: int = 0
    working: int = 250

    def scores(self) -> dict[Item, Fraction]:
        """The items of which there were events."""
        found: dict[Item, Fraction] = {}
        if self.refused:
            found[Item.WILFULNESS] = _share(self.refused, max(self.asked, self.refused))
        if self.away:
            found[Item.HOLIDAYS] = _share(self.away, self.working)
        return found


def _share(lost: int, of: int) -> Fraction:
    return max(Fraction(0), 1 - Fraction(lost, max(of, 1)))


def stated_mean(said: Said) -> Fraction:
    """The mean of the five items; what was not said is neutral.

    Source: catalogue M-39.
    """
    return sum((_neutral(said, item) for item in Item), Fraction(0)) / len(Item)


def _neutral(said: Said, item: Item) -> Fraction:
    score = said.get(item)
    return NEUTRAL if score is None else score


def b1(said: Said | None, mean: Fraction | None, events: Events) -> Fraction:
    """B1 of an auditor who consented: events where there are some, else the statement.

    Args:
        said: the items, until they are erased.
        mean: the mean of the statement, when only that is left.

    Source: catalogue M-39.
    """
    happened = events.scores()
    fallback = NEUTRAL if mean is None else mean
    scores = [
        happened.get(item, fallback if said is None else _neutral(said, item)) for item in Item
    ]
    return sum(scores, Fraction(0)) / len(Item)


def blocks(people: Sequence[int]) -> dict[int, int]:
    """The group of each person: fixed blocks in the order in which they first came.

    Args:
        people: everybody who ever held a place in audit teams, the longest first. A person
            who left stays in the list, so that nobody changes groups.
    """
    return {person: place // BLOCK for place, person in enumerate(people)}


def group_readiness(
    known: Mapping[int, Fraction], block_of: Mapping[int, int]
) -> dict[int, Fraction]:
    """What is used in place of each person's own B1; who is not in the answer is neutral.

    A block counts only from five persons with a consent in force; with fewer everybody in it
    is neutral. The mean is rounded to 0.05 and never above 0.95 or below 0.05: at the ends a
    mean would say the same of everybody in it.

    Args:
        known: B1 of those present with a consent in force.
    """
    members: dict[int, list[int]] = {}
    for person in known:
        if person in block_of:
            members.setdefault(block_of[person], []).append(person)
    found: dict[int, Fraction] = {}
    for people in members.values():
        if len(people) >= LEAST:
            mean = sum((known[person] for person in people), Fraction(0)) / len(people)
            score = min(max(coarse(mean), STEP), 1 - STEP)
            found.update(dict.fromkeys(people, score))
    return found


def coarse(value: Fraction) -> Fraction:
    """A value to the nearest 0.05, halves upwards."""
    return (value / STEP + Fraction(1, 2)).__floor__() * STEP


FURTHER = Fraction(1, 10)
LOWEST = Fraction(1, 10)
PLAN_CHANGED = Fraction(1, 5)


def client_cooperation(changes: int) -> Fraction:
    """B2 of a client: the enterprise item falls by 0.2 for each change; no surprise is known.

    Args:
        changes: plans declined and visits broken off in two years.

    Source: catalogue M-39; the step is the body's own practice.
    """
    return (max(LOWEST, 1 - PLAN_CHANGED * changes) + NEUTRAL) / 2


def coordination(at_once: int) -> Fraction:
    """D of a request: 1 when it comes alone, 0.1 less for each further one of the group.

    Args:
        at_once: clients of the same group that ask for the same month, this one too.

    Source: catalogue M-38, M-45; the step is the body's own practice.
    """
    return max(LOWEST, 1 - FURTHER * (at_once - 1))


def policy(demands: int) -> Fraction:
    """E of a project: 1 without special demands, 0.1 less for each that applies.

    Args:
        demands: of sex, size, named auditor, frequency, interval: how many apply.

    Source: catalogue M-38, M-43; the step is the body's own practice.
    """
    return max(LOWEST, 1 - FURTHER * demands)
