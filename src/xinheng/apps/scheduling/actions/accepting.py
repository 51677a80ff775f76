"""Accepting a plan: teams are appointed and days kept free, all or nothing.

Every line passes the same gates as a team appointed by hand. Acceptances follow one another,
so that of two planners who accept overlapping drafts the second is refused with all reasons.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import queries as people
from xinheng.apps.scheduling import queries
from xinheng.apps.scheduling.actions.common import guarded, lock_draft, must_be_draft
from xinheng.apps.scheduling.models import PlanDraft
from xinheng.apps.scheduling.queries import DraftView, Line
from xinheng.apps.staffing import actions as staffing
from xinheng.core.audits.words import Stage
from xinheng.core.cases.steps import Step
from xinheng.core.people.words import SeatPart
from xinheng.core.scheduling import acts
from xinheng.core.scheduling.lifecycle import DRAFT
from xinheng.core.scheduling.words import DraftState
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing.team import SeatWanted

PLANNED = {Stage.STAGE1: Step.STAGE1_PLANNED, Stage.VISIT: Step.VISIT_PLANNED}


@transaction.atomic
def accept(
    *, draft_id: int, by: Actor, at: datetime, lines: Iterable[str] = (), seen: int | None = None
) -> PlanDraft:
    """Appoint the teams of the chosen lines, or of all, and keep their days free.

    The visits of one round have one team and are accepted together.

    Raises:
        Refused: `by` may not, nothing is left, or any line breaks a rule by now; carries every
            reason of every line, and nothing is written.
        NoDraft: there is no such draft, or it has no such line.
    """
    list(PlanDraft.objects.select_for_update().filter(state=DraftState.READY)
         .order_by("pk").values_list("pk", flat=True))  # fmt: skip
    row = lock_draft(draft_id, seen)
    found = queries.draft(draft_id, viewer=by)
    rounds = _chosen(found, lines)
    refuse_if([*acts.ACCEPT.duty_obstacles(by), *must_be_draft(row), *_obstacles(rounds)])
    reasons: list[Violation] = []
    if row.repairs_id is not None:
        # People change places with one another, so every day is free before any is taken.
        for line in (line for group in rounds for line in group):
            staffing.give_back(line.round_id, stage=line.stage)
    for group in rounds:
        told: list[Violation] = []
        _round(found, group, is_repair=row.repairs_id is not None, told=told, by=by, at=at)
        if told:
            reasons += [_line_refused(group[0]), *told]
    refuse_if(reasons)
    keys = {line.key for group in rounds for line in group}
    row.accepted = sorted({*row.accepted, *keys})
    if {line.key for line in found.staffed} <= {*row.accepted}:
        move = DRAFT.step("accept", origin=DraftState(row.state), by=by, facts=None)
        row.state = move.target
    row.version += 1
    row.save(update_fields=["accepted", "state", "version"])
    journal.record(
        acts.ACCEPT, on=row, by=by, at=at, count=len(keys),
        cases=[group[0].number for group in rounds],
    )  # fmt: skip
    return row


@transaction.atomic
def discard(*, draft_id: int, by: Actor, at: datetime, seen: int | None = None) -> PlanDraft:
    """Put a draft away. What was accepted of it stays.

    Raises:
        Refused: `by` may not, or the plan was accepted or is being searched for.
        NoDraft: there is no such draft.
    """
    row = lock_draft(draft_id, seen)
    refuse_if(guarded(acts.DISCARD, "discard", row, by))
    row.state = DRAFT.step("discard", origin=DraftState(row.state), by=by, facts=None).target
    row.version += 1
    row.save(update_fields=["state", "version"])
    journal.record(acts.DISCARD, on=row, by=by, at=at)
    return row


def _chosen(found: DraftView, keys: Iterable[str]) -> list[list[Line]]:
    """The lines that are to be accepted, by round, in the order of the cases."""
    wanted = {found.line(key).round_id for key in keys} or {line.round_id for line in found.staffed}
    groups: dict[tuple[int, int], list[Line]] = {}
    for line in found.lines:
        if line.round_id in wanted and not line.is_accepted:
            groups.setdefault((line.case_id, line.round_id), []).append(line)
    return [groups[key] for key in sorted(groups)]


def _obstacles(rounds: Sequence[Sequence[Line]]) -> list[Violation]:
    found = [
        Violation(
            "scheduling.visit-open",
            _("The visits of %(number)s are accepted together, and one has no team."), acts.TEAM,
            {"number": group[0].number},
        )
        for group in rounds
        if not all(line.team for line in group)
    ]  # fmt: skip
    if not rounds:
        found.append(
            Violation("scheduling.nothing-left", _("No line is left to accept."), acts.TEAM)
        )
    return found


def _line_refused(line: Line) -> Violation:
    return Violation(
        "scheduling.line-refused",
        _("%(number)s (%(client)s) cannot be accepted, for the reasons that follow."), acts.TEAM,
        {"number": line.number, "client": line.client},
    )  # fmt: skip


def _round(
    found: DraftView, group: Sequence[Line], *, is_repair: bool, told: list[Violation],
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Write one round; whatever stands in the way is added to `told`."""
    case_id, round_id = group[0].case_id, group[0].round_id
    case = case_queries.view(cases.lock(case_id))
    is_appointed = Step.TEAM_APPOINTED in case.done
    sent = any(PLANNED[line.stage] in case.done for line in group)
    if case.round.id != round_id or (is_appointed and not is_repair):
        told.append(
            Violation(
                "scheduling.moved-on", _("The case has gone on: its team is appointed by now."),
                acts.TEAM,
            )
        )  # fmt: skip
        return
    if sent:
        told.append(
            Violation(
                "scheduling.plan-sent",
                _("Its audit plan has been sent; take the plan back before the team changes."),
                acts.TEAM,
            )
        )  # fmt: skip
        return
    told += _absences(found, group)
    _gather(told, lambda: staffing.appoint_team(
        case_id=case_id, seats=_seats(found, group), by=by, at=at))  # fmt: skip
    for line in group:
        _gather(told, lambda line=line: _hold(found, line))  # type: ignore[misc]


def _gather(told: list[Violation], act: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            act()
    except Refused as refusal:
        told += refusal.violations


def _hold(found: DraftView, line: Line) -> None:
    staffing.give_back(line.round_id, stage=line.stage)
    staffing.hold(
        case_id=line.case_id, round_id=line.round_id, stage=line.stage,
        days=[(found.people[who].person_id, on) for who in line.team for on in _days(found, line)],
    )  # fmt: skip


def _days(found: DraftView, line: Line) -> Sequence[date]:
    start = line.start or 0
    return found.days[start : start + line.days]


def _absences(found: DraftView, group: Sequence[Line]) -> list[Violation]:
    """Absences that were entered since the plan was made."""
    result = []
    for line in group:
        keys = [found.people[who].person_id for who in line.team]
        days = found.days[line.start or 0 : (line.start or 0) + line.days]
        free = people.free_halves(keys, first=days[0], last=days[-1])
        taken = people.taken_halves(keys, first=days[0], last=days[-1])
        for who, key in zip(line.team, keys, strict=True):
            away = [on for on in days if any(
                (on, half) not in free[key] and (on, half) not in taken[key]
                for half in ("am", "pm"))]  # fmt: skip
            if away:
                result.append(
                    Violation(
                        "scheduling.away", _("%(person)s is absent on %(day)s."), acts.TEAM,
                        {"person": found.people[who].name, "day": away[0]},
                    )
                )  # fmt: skip
    return result


def _seats(found: DraftView, group: Sequence[Line]) -> list[SeatWanted]:
    """The team of a round: whoever goes to any of its visits; who leads the last one leads."""
    lead = next((line.lead for line in group if line.stage == Stage.VISIT), group[0].lead)
    team = dict.fromkeys(who for line in group for who in line.team)
    return [
        SeatWanted(
            found.people[who].person_id,
            SeatPart.LEADER if who == lead else SeatPart.AUDITOR,
        )
        for who in sorted(team, key=lambda who: (who != lead, who))
    ]
