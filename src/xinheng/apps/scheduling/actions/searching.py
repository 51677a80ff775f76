"""Having a plan searched for: a job in the background that tells how far it is and can be stopped.

The best plan so far is kept: a first one after a moment, the last one when the search ends or
is stopped. A search that was killed begins again from what was kept.
"""

from dataclasses import asdict
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django_tasks import task

from xinheng.apps.journal import actions as journal
from xinheng.apps.people import queries as people
from xinheng.apps.scheduling import queries
from xinheng.apps.scheduling.actions.common import guarded, lock_draft
from xinheng.apps.scheduling.models import PlanDraft
from xinheng.core.scheduling import acts
from xinheng.core.scheduling.lifecycle import DRAFT
from xinheng.core.scheduling.wishes import Wishes
from xinheng.core.scheduling.words import DraftState
from xinheng.core.shared.actor import CLOCKWORK, Actor
from xinheng.core.shared.reading import Unreadable
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.optim.planning.plan import Plan, assignments_to_json
from xinheng.optim.planning.problem import Problem
from xinheng.optim.planning.reading import read_problem

LONGEST_DAYS, MOST_SECONDS = 190, 600
FIRST_MOVES = 2000  # of the plan that is shown after a moment
CENT = Decimal("0.001")


@transaction.atomic
def plan(
    *, first_on: date, last_on: date, by: Actor, at: datetime, seconds: int = 60, seed: int = 1,
    wishes: Wishes | None = None,
) -> PlanDraft:  # fmt: skip
    """Have teams and days searched for whatever waits for a team; a job does it.

    Args:
        seconds: how long to search. Unit: seconds, 1 to 600.

    Raises:
        Refused: `by` may not, the span is empty, past or too long, or nothing waits.
    """
    how = wishes or Wishes()
    refuse_if(
        [*acts.PLAN.duty_obstacles(by), *_span_obstacles(first_on, last_on, localdate(at)),
         *_figure_obstacles(seconds, how), *_nothing_waits(by)]
    )  # fmt: skip
    kept = {name: str(value) if isinstance(value, Decimal) else value
            for name, value in asdict(how).items()}  # fmt: skip
    row = PlanDraft.objects.create(
        first_on=first_on, last_on=last_on, wishes=kept, seconds_asked=seconds, seed=seed,
        made_at=at, made_by_id=by.person_id or 0,
    )  # fmt: skip
    journal.record(acts.PLAN, on=row, by=by, at=at, first=first_on, last=last_on)
    transaction.on_commit(lambda: search.enqueue(row.pk, at.isoformat()))
    return row


@transaction.atomic
def improve(
    *, draft_id: int, by: Actor, at: datetime, seconds: int = 60, seen: int | None = None
) -> PlanDraft:
    """Have the search go on from the plan as it is; locked lines stay.

    Raises:
        Refused: `by` may not, or the draft is not ready.
        NoDraft: there is no such draft.
    """
    row = lock_draft(draft_id, seen)
    refuse_if([*guarded(acts.IMPROVE, "improve", row, by), *_figure_obstacles(seconds, Wishes())])
    row.state, row.stop_asked, row.seconds_asked = DraftState.WAITING, False, seconds
    row.version += 1
    row.save()
    journal.record(acts.IMPROVE, on=row, by=by, at=at, locked=len(row.locked))
    transaction.on_commit(lambda: search.enqueue(row.pk, at.isoformat()))
    return row


@transaction.atomic
def stop(*, draft_id: int, by: Actor, at: datetime) -> PlanDraft:
    """Stop a search; the best plan so far is kept.

    Raises:
        Refused: `by` may not, or nothing is being searched for.
        NoDraft: there is no such draft.
    """
    row = PlanDraft.objects.select_for_update().get(pk=draft_id)
    reasons = [*acts.STOP.duty_obstacles(by)]
    if row.state not in (DraftState.WAITING, DraftState.SEARCHING):
        reasons.append(
            Violation("scheduling.no-search", _("Nothing is being searched for."), acts.TEAM)
        )
    refuse_if(reasons)
    row.stop_asked = True
    row.save(update_fields=["stop_asked"])
    journal.record(acts.STOP, on=row, by=by, at=at)
    return row


@task()
def search(draft_id: int, at: str) -> dict[str, object]:
    """Search for a plan in the background."""
    return {"planned": carry_out(draft_id, at)}


def carry_out(draft_id: int, at: str) -> int:
    """Search for a draft's plan. Returns how many lines have a team."""
    moment = datetime.fromisoformat(at)
    if not _begin(draft_id):
        return 0
    row = PlanDraft.objects.get(pk=draft_id)
    try:
        problem = _problem(row, moment)
        if problem.audits and problem.auditors:
            _search(row, problem)
    except (Refused, Unreadable) as refusal:
        _end(draft_id, "fail", str(refusal))
        return 0
    _end(draft_id, "find")
    return len(queries.plan_of(draft_id))


@transaction.atomic
def _begin(draft_id: int) -> bool:
    """Take the draft up; also one whose worker died while it searched."""
    row = PlanDraft.objects.select_for_update().get(pk=draft_id)
    if row.state == DraftState.WAITING:
        move = DRAFT.step("search", origin=DraftState(row.state), by=CLOCKWORK, facts=None)
        row.state = move.target
        row.save(update_fields=["state"])
    return row.state == DraftState.SEARCHING


@transaction.atomic
def _end(draft_id: int, move: str, because: str = "") -> None:
    row = PlanDraft.objects.select_for_update().get(pk=draft_id)
    row.state = DRAFT.step(move, origin=DraftState(row.state), by=CLOCKWORK, facts=None).target
    row.failed_because = because[:300]
    row.version += 1
    row.save(update_fields=["state", "failed_because", "version"])


def _problem(row: PlanDraft, at: datetime) -> Problem:
    """The question, put together at the first time, with what is locked as promised."""
    if row.problem is None:
        by = people.actor_of(row.made_by_id, on=localdate(at))
        wishes = Wishes(**{**row.wishes, "km_price": Decimal(row.wishes["km_price"]),
                           "balance_price": Decimal(row.wishes["balance_price"])})  # fmt: skip
        span = queries.horizon(row.first_on, row.last_on, localdate(at))
        built = queries.build(by, span, wishes, localdate(at))
        document = queries.problem_to_json(built.problem)
        PlanDraft.objects.filter(pk=row.pk).update(problem=document, about=built.about)
        row.problem, row.about = document, built.about
        if not built.problem.audits or not built.problem.auditors:
            return built.problem
    fixed = {*row.locked, *row.accepted}
    promised = [one for one in row.assignments if one["audit"] in fixed]
    return read_problem({**row.problem, "promised": promised})


def _search(row: PlanDraft, problem: Problem) -> None:
    from xinheng.optim.planning import solve as engine  # noqa: PLC0415 - brings the compiler

    watch = _Watch(row.pk)
    begin = queries.assignments_of(row.assignments)
    if not begin:
        found = engine.solve(problem, budget=engine.Budget(moves=FIRST_MOVES), seed=row.seed)
        _keep(row.pk, problem, found)
        begin = found.assignments
    if not watch.is_stopped():
        found = engine.solve(
            problem, budget=engine.Budget(seconds=row.seconds_asked), seed=row.seed,
            begin_with=begin, stop=watch.is_stopped, tell=watch.tell, warm=bool(row.assignments),
        )  # fmt: skip
        _keep(row.pk, problem, found)


class _Watch:
    """Says on the draft how far the search is, and hears when it is to stop."""

    def __init__(self, draft_id: int) -> None:
        self.draft_id, self._told, self._stopped = draft_id, -1.0, False

    def is_stopped(self) -> bool:
        """Whether somebody asked for an end; as known when progress was told last."""
        return self._stopped

    def tell(self, progress: object) -> None:
        """Write progress down, once a second."""
        seconds = float(getattr(progress, "seconds", 0))
        if seconds < self._told + 1:
            return
        self._told = seconds
        rows = PlanDraft.objects.filter(pk=self.draft_id)
        bound = getattr(progress, "bound", None)
        rows.update(
            seconds=Decimal(repr(round(seconds, 3))), moves=getattr(progress, "moves", 0),
            cost=Decimal(repr(round(getattr(progress, "cost", 0.0), 3))),
            unstaffed=getattr(progress, "unstaffed", 0),
            bound=None if bound is None else bound.quantize(CENT, ROUND_FLOOR),
        )  # fmt: skip
        self._stopped = bool(rows.values_list("stop_asked", flat=True).first())


def _keep(draft_id: int, problem: Problem, found: Plan) -> None:
    cost = queries.price(problem, found.assignments)
    PlanDraft.objects.filter(pk=draft_id).update(
        assignments=assignments_to_json(found.assignments), parts=queries.cost_parts(cost),
        cost=cost.total.quantize(CENT), unstaffed=cost.unstaffed_audits, seconds=found.seconds,
        bound=None if found.bound is None else found.bound.quantize(CENT, ROUND_FLOOR),
    )  # fmt: skip


def _span_obstacles(first_on: date, last_on: date, today: date) -> list[Violation]:
    found = []
    if first_on <= today:
        found.append(
            Violation("scheduling.begins-past", _("A plan begins tomorrow at the earliest."),
                      acts.TEAM, {}, "first_on")
        )  # fmt: skip
    if last_on < first_on:
        found.append(
            Violation("scheduling.ends-before-start", _("The end must be after the start."),
                      acts.TEAM, {}, "last_on")
        )  # fmt: skip
    elif (last_on - first_on).days >= LONGEST_DAYS:
        found.append(
            Violation("scheduling.too-long", _("A plan covers at most %(days)s days."),
                      acts.TEAM, {"days": LONGEST_DAYS}, "last_on")
        )  # fmt: skip
    return found


def _figure_obstacles(seconds: int, wishes: Wishes) -> list[Violation]:
    found = []
    if not 1 <= seconds <= MOST_SECONDS:
        found.append(
            Violation("scheduling.seconds", _("A search takes 1 to %(most)s seconds."), acts.TEAM,
                      {"most": MOST_SECONDS}, "seconds")
        )  # fmt: skip
    figures: dict[str, tuple[int, int | Decimal, int]] = {
        "longest_days": (1, wishes.longest_days, 20),
        "full_time_days": (0, wishes.full_time_days, 31),
        "part_time_days": (0, wishes.part_time_days, 31),
        "km_price": (0, wishes.km_price, 1000),
        "balance_price": (0, wishes.balance_price, 1000),
    }
    for name, (least, value, most) in figures.items():
        if not least <= value <= most:
            found.append(
                Violation("scheduling.figure", _("Give a number from %(least)s to %(most)s."),
                          acts.TEAM, {"least": least, "most": most}, name)
            )  # fmt: skip
    return found


def _nothing_waits(by: Actor) -> list[Violation]:
    if by.person_id is not None and any(not why for _row, why in queries.waiting(by)):
        return []
    return [Violation("scheduling.nothing-waits", _("No round waits for a team."), acts.TEAM)]
