"""How a body plans: its own limits and prices, and what a visit asks of a team."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from xinheng.core.people.words import Employment

MOST_TEAM = 6  # people; a larger team is formed by hand


@dataclass(frozen=True, slots=True)
class Wishes:
    """Practice of the body, asked for with every plan.

    `longest_days`: working days a team stays at most at one client before it is made larger.
    `full_time_days`, `part_time_days`: audit days of one person in a month, at most.
    `km_price`, `balance_price`: what a kilometre and a day off an even share cost.
    `together`: clients of one group begin on the same day.
    """

    longest_days: int = 3
    full_time_days: int = 15
    part_time_days: int = 8
    km_price: Decimal = Decimal(1)
    balance_price: Decimal = Decimal(20)
    together: bool = False

    def most_days(self, employment: Employment) -> int:
        """Audit days somebody so employed gives in a month at most."""
        return self.full_time_days if employment == Employment.FULL_TIME else self.part_time_days


def team_and_days(
    auditor_days: Decimal, needs: Collection[str], holds: Mapping[int, Collection[str]],
    leads: Collection[int], longest_days: int,
) -> tuple[int, int]:  # fmt: skip
    """How many people a visit takes, and for how many working days.

    As few as keep the visit within `longest_days`, and as many as it takes to hold every
    scheme and code with a leader among them, found greedily.

    Args:
        holds: what each candidate holds of `needs`, by person. `leads`: who may lead.
    """
    by_time = int((auditor_days / longest_days).to_integral_value(ROUND_CEILING))
    by_need = _cover(needs, holds, leads)
    team = max(1, min(MOST_TEAM, max(by_time, by_need)))
    days = int((auditor_days / team).to_integral_value(ROUND_CEILING))
    return team, max(1, days)


def _cover(
    needs: Collection[str], holds: Mapping[int, Collection[str]], leads: Collection[int]
) -> int:
    """People needed to hold everything, beginning with the leader who holds most."""
    left, count = set(needs), 0
    pool: Sequence[int] = [who for who in holds if who in leads] or list(holds)
    while left and pool:
        best = max(pool, key=lambda who: (len(left & set(holds[who])), -who))
        if count and not left & set(holds[best]):
            break
        left -= set(holds[best])
        count += 1
        pool = list(holds)
    return count
