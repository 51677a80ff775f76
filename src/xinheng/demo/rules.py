"""What the demo body does with its rulebook: confirms, enters an edition, asks what it moves.

The edition is made up and says so in its name, its place and its reason.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from xinheng.apps.cases import queries as cases
from xinheng.apps.people import actions as people
from xinheng.apps.rulechange import actions as rulechange
from xinheng.apps.rules import actions
from xinheng.apps.waivers import actions as waivers
from xinheng.core.shared.actor import Role
from xinheng.core.shared.source import Verified
from xinheng.core.waivers.rules import Scope
from xinheng.demo.engine import Story
from xinheng.demo.governance import DEMO
from xinheng.demo.world import World
from xinheng.rulebook.loader import table

OWNERS = ("manager2", "admin2")
CONFIRMED = ("md5_qms", "md1_sampling")
TABLE = "md5_qms"
EDITION = "虚构版（演示）"
AHEAD_DAYS = 220  # until the made-up edition begins
HALF_DAY = 0.5


def appoint(world: World, *, at: datetime) -> None:
    """Two people keep the rulebook: one enters, the other approves."""
    for username in OWNERS:
        people.appoint(
            person_id=world.person_ids[username], role=Role.RULE_OWNER, by=world.actor("admin"),
            at=at,
        )  # fmt: skip


def story(world: World) -> Story:
    """The last weeks of the rulebook, up to a report on what the made-up edition moves."""
    entry: list[int] = []
    asked: list[str] = []
    acts: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (18, lambda at: _confirm(world, at)),
        (12, lambda at: entry.append(_propose(world, at))),
        (11, lambda at: _approve(world, entry[0], at)),
        (10, lambda at: _report(world, entry[0], at)),
        (9, lambda at: asked.append(_ask(world, "staffing.rotation", at))),
        (8, lambda at: _answer(world, asked[0], at)),
        (4, lambda at: _ask(world, "audits.stage1-long-ago", at)),
    )
    for days_ago, act in acts:
        at = world.times.moment(world.times.ago(days_ago), 14, days_ago)
        yield at
        act(at)


def _confirm(world: World, at: datetime) -> None:
    for target in CONFIRMED:
        actions.confirm(
            target=target, evidence=f"本机构资料室所存的正式文本{DEMO}", on=at.date(),
            by=world.actor(OWNERS[0]), at=at,
        )  # fmt: skip


def _propose(world: World, at: datetime) -> int:
    sheet = _sheet(world.times.today + timedelta(days=AHEAD_DAYS), at.date())
    row = actions.propose(
        name="made-up.csv", content=sheet.encode(), by=world.actor(OWNERS[0]), at=at,
        reason=f"虚构的新版：每档人数各加半个审核人日，用来演示规则变更的影响{DEMO}",
    )  # fmt: skip
    return int(row.pk)


def _sheet(begins: date, on: date) -> str:
    """The table of audit time with half a day more in every band, from the next first of month."""
    first = (begins.replace(day=1) + timedelta(days=32)).replace(day=1)
    head = (
        f"#table,{TABLE}\n#kind,edition\n#edition,{EDITION}\n#valid_from,{first}\n"
        f'#document,IAF MD 5\n#place,虚构{DEMO}\n#status,"{Verified.MEMORY}"\n'
    )
    rows = table(TABLE).on(on).rows
    lines = (f"{row['from']},{row['to']},{float(row['days']) + HALF_DAY:g}\n" for row in rows)
    return f"{head}from,to,days\n{''.join(lines)}"


def _approve(world: World, entry: int, at: datetime) -> None:
    actions.approve(amendment_id=entry, note=f"仅供演示{DEMO}", by=world.actor(OWNERS[1]), at=at)


def _report(world: World, entry: int, at: datetime) -> None:
    rulechange.ask(entry_id=entry, by=world.actor("planner"), at=at)


def _ask(world: World, code: str, at: datetime) -> str:
    """The planner asks for a rule to be set aside in the newest case that is being planned."""
    planner = world.actor("planner")
    case = cases.listing(planner, count=1)[0]
    made = waivers.ask(
        code=code, scope=Scope(case_id=case.id), starts_on=at.date(),
        ends_on=at.date() + timedelta(days=60), by=planner, at=at,
        because=f"客户生产只在本月进行，无其他有能力的人员可派{DEMO}",
        evidence=f"客户来函{DEMO}",
    )  # fmt: skip
    return str(made.number)


def _answer(world: World, number: str, at: datetime) -> None:
    waivers.approve(
        waiver=number, because=f"理由充分，另派技术专家跟随{DEMO}", by=world.actor("manager"), at=at
    )
