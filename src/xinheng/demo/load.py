"""Loading the demo body into an empty database."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from xinheng.apps.intake import actions as intake
from xinheng.apps.library import actions as library
from xinheng.apps.people import queries as people_queries
from xinheng.apps.scheduling import actions as scheduling
from xinheng.core.intake.words import PriceKind
from xinheng.core.shared.actor import Role
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.demo import after, governance, papers, people, platforms, rules, stories
from xinheng.demo.engine import Around, Story, Times, tell
from xinheng.demo.reading import clients, staff
from xinheng.demo.world import World
from xinheng.printing.typeset import standing_in

HISTORY_DAYS = 1280
RECENT_DAYS = 21
PLANNED_FROM, PLANNED_DAYS, PLAN_SECONDS = 7, 90, 10
PRICES = (
    (PriceKind.APPLICATION, "1000"),
    (PriceKind.AUDIT_DAY, "3000"),
    (PriceKind.CERTIFICATE, "1000"),
    (PriceKind.TAX, "6"),
)
REGISTERED = (Role.LEADER, Role.AUDITOR)


def everything(*, at: datetime) -> None:
    """Load the whole demo body, its history ending at `at`.

    Raises:
        Refused: a body is set up already; nothing is changed.
    """
    if people_queries.body() is not None:
        refuse_if(
            [
                Violation(
                    "demo.not-empty",
                    _("A body is set up already; the demo is loaded only into an empty database."),
                    Source("House settings", "demo"),
                )
            ]
        )
    _hurry(is_safe=False)
    try:
        with transaction.atomic(), platforms.answering():
            _tell(World(Times(at)))
    finally:
        _hurry(is_safe=True)


def _tell(world: World) -> None:
    start = world.times.ago(HISTORY_DAYS)
    at = world.times.moment(start, 8)
    people.set_up(world, at=at)
    rules.appoint(world, at=at)
    library.load_shipped(by=world.actor("admin"), at=at)
    for kind, amount in PRICES:
        intake.set_price(
            kind=kind, amount=Decimal(amount), valid_from=start, by=world.actor("manager"), at=at
        )
    told: list[Story] = [
        after.clockwork(world, start=start),
        governance.story(world, start=start),
        rules.story(world),
    ]
    for row in staff():
        told.append(people.declarations(world, row, start=start))
        if row.role in REGISTERED:
            told.append(people.registrations(world, row, start=start))
    told += [stories.of(world, row) for row in clients()]
    with _without_pauses():
        tell(told, until=world.times.last, around=_papers_of(world))
    _open_plan(world)


def _open_plan(world: World) -> None:
    """A plan of what waits for a team; the worker searches for it once the demo is loaded."""
    first = world.times.today + timedelta(days=PLANNED_FROM)
    scheduling.plan(
        first_on=first, last_on=first + timedelta(days=PLANNED_DAYS), seconds=PLAN_SECONDS,
        by=world.actor("planner"), at=world.times.last,
    )  # fmt: skip


def _papers_of(world: World) -> Around:
    """Papers of the last weeks are really printed; one page stands in for the older ones."""
    old = papers.paper("历史文件（演示）", made_at=world.times.last)
    recent = world.times.last - timedelta(days=RECENT_DAYS)
    return lambda moment: standing_in(old) if moment < recent else nullcontext()


@contextmanager
def _without_pauses() -> Iterator[None]:
    """Let no garbage be looked for while very many short-lived rows are made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _hurry(*, is_safe: bool) -> None:
    """On SQLite, do not wait for the disk while the demo is loaded; a crash loses only a demo."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={'FULL' if is_safe else 'OFF'}")
