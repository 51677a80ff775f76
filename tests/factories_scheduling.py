"""Rounds that wait for a team, people who can sit in it, and a plan that was found."""

from datetime import date

from tests.factories import NOON, actor, case_before, client, person
from tests.factories_staffing import auditor
from xinheng.apps.cases.models import Case
from xinheng.apps.people.models import Person
from xinheng.apps.scheduling import actions
from xinheng.apps.scheduling.models import PlanDraft
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.shared.actor import Actor, Role

FIRST, LAST = date(2026, 4, 1), date(2026, 5, 29)


def waiting_case(
    name: str = "云溪食品有限公司", *schemes: str, kind: RoundKind = RoundKind.SURVEILLANCE,
    days: str = "2",
) -> Case:  # fmt: skip
    """A case whose open round wants a team and days."""
    case = case_before(Step.TEAM_APPOINTED, *schemes, kind=kind, of=client(name))
    half = "1" if kind == RoundKind.INITIAL else None
    case.rounds.update(days=days, stage1_days=half, stage2_days=days if half else None)
    return case


def crew() -> tuple[Person, Person]:
    """A leader and an auditor."""
    return auditor("梅", leads=True, region_code="350100"), auditor("李", region_code="350200")


def planner() -> Actor:
    """Somebody who plans."""
    return actor(person("规划", Role.PLANNER))


def searched(by: Actor | None = None, *, seconds: int = 1) -> PlanDraft:
    """A draft whose search is over."""
    row = actions.plan(first_on=FIRST, last_on=LAST, seconds=seconds, by=by or planner(), at=NOON)
    actions.carry_out(row.pk, NOON.isoformat())
    row.refresh_from_db()
    return row
