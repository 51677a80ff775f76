"""What may be done next about audit time and the programme of a case."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.programmes.models import Waiver
from xinheng.apps.programmes.queries.timing import ReckoningView, standing_reckoning
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import CaseState
from xinheng.core.programmes import acts
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.door import Door
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

LATER = frozenset({Step.QUOTED, Step.PROGRAMMED, Step.TEAM_APPOINTED})


def can_reckon_again(case: CaseView) -> bool:
    """Whether the time was reckoned and nothing rests on it yet."""
    return Step.TIME_RECKONED in case.done and not case.done & LATER


def reckon_obstacles(case: CaseView, by: Actor) -> Iterator[Violation]:
    """Say why the audit time may not be reckoned now."""
    yield from acts.RECKON_TIME.duty_obstacles(by, case.where)
    if can_reckon_again(case) and case.state == CaseState.SELECTION:
        return
    yield from cases.obstacles_to(case, Step.TIME_RECKONED)


def waiver_obstacles(row: Waiver, by: Actor) -> Iterator[Violation]:
    """Say why somebody may not answer a request for less time."""
    if row.answered_at is not None:
        yield Violation(
            "programmes.waiver-answered", _("This request was already answered."), acts.TIME
        )
    if row.asked_by_id == by.person_id:
        yield Violation(
            "programmes.waiver-own",
            _("You asked for this yourself, so another person must answer."),
            acts.TIME,
        )


def doors(case: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """The doors of this room that are reasonably next in a case."""
    if case.state != CaseState.SELECTION:
        return ()
    found: list[Door] = []
    standing = standing_reckoning(case.id, case.round.id) if can_reckon_again(case) else None
    if Step.TIME_RECKONED not in case.done or can_reckon_again(case):
        found.append(Door(acts.RECKON_TIME, tuple(reckon_obstacles(case, viewer))))
    if standing is not None:
        duty = tuple(acts.OVERRIDE.duty_obstacles(viewer, case.where))
        found.append(Door(acts.OVERRIDE, duty, facts={"days": standing.days}))
        found += _waiver_doors(case, standing, viewer)
    needs_programme = any(rule.step == Step.PROGRAMMED for rule in steps_of(case.round.kind))
    if needs_programme and Step.PROGRAMMED not in case.done and Step.TIME_RECKONED in case.done:
        obstacles = (
            *acts.SET_PROGRAMME.duty_obstacles(viewer, case.where),
            *cases.obstacles_to(case, Step.PROGRAMMED),
        )
        found.append(Door(acts.SET_PROGRAMME, obstacles))
    return tuple(found)


def _waiver_doors(case: CaseView, standing: ReckoningView, viewer: Actor) -> Iterator[Door]:
    for row in Waiver.objects.filter(reckoning_id=standing.id, answered_at=None):
        obstacles = (
            *acts.ANSWER_WAIVER.duty_obstacles(viewer, case.where),
            *waiver_obstacles(row, viewer),
        )
        yield Door(acts.ANSWER_WAIVER, obstacles, row.pk, f"{row.days.normalize():f}")
