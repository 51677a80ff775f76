"""What may be done about a case in this room, and about a record or a matter."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.governance.queries.guards import not_considered
from xinheng.apps.governance.queries.matters import MatterView
from xinheng.apps.governance.queries.records import RecordView
from xinheng.core.cases.words import CaseState
from xinheng.core.governance import acts
from xinheng.core.governance.guarding import REVIEWED_KINDS
from xinheng.core.governance.words import About, Life, MatterState, RecordState
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.door import Door

R, M = RecordState, MatterState
OF_MATTER: tuple[tuple[ActKind, tuple[MatterState, ...]], ...] = (
    (acts.ACKNOWLEDGE, (M.RECEIVED,)),
    (acts.VALIDATE, (M.ACKNOWLEDGED,)),
    (acts.DISMISS, (M.ACKNOWLEDGED,)),
    (acts.ASSIGN, (M.VALIDATED, M.INVESTIGATING)),
    (acts.REPORT, (M.INVESTIGATING,)),
    (acts.RESOLVE, (M.INVESTIGATING,)),
    (acts.TELL, (M.RESOLVED,)),
    (acts.CLOSE, (M.TOLD,)),
)


def doors(found: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """Each open complaint about the client that the review of this round must consider."""
    if found.state != CaseState.REVIEW or found.round.kind not in REVIEWED_KINDS:
        return ()
    closed = tuple(acts.CONSIDER.duty_obstacles(viewer, found.where))
    return tuple(
        Door(acts.CONSIDER, closed, target=key, about=number)
        for key, number in not_considered(found.organisation_id, found.round.id)
    )


def open_to(row: RecordView, viewer: Actor) -> tuple[ActKind, ...]:
    """What a person may do now with a record, by its state and their duties."""
    return tuple(act for act in _of_record(row, viewer) if _keeps(row, viewer, act))


def _of_record(row: RecordView, viewer: Actor) -> Iterator[ActKind]:
    if row.state == R.OPEN:
        yield from (
            (acts.APPROVE, acts.REFUSE) if row.kind.life == Life.STANDING else (acts.COMPLETE,)
        )
        yield acts.HAND_OVER
    elif row.state == R.DONE:
        yield from (acts.VERIFY, acts.SEND_BACK)
    elif row.state == R.IN_FORCE:
        if row.kind.every_months:
            yield acts.REVIEW
        yield acts.END


def _keeps(row: RecordView, viewer: Actor, act: ActKind) -> bool:
    own = act == acts.COMPLETE and row.owner_id == viewer.person_id
    return own or viewer.holds_any((row.kind.duty, Duty.OVERSEE))


def open_to_matter(row: MatterView, viewer: Actor) -> tuple[ActKind, ...]:
    """What a person may do now with a complaint or an appeal."""
    found = [act for act, states in OF_MATTER if row.state in states]
    if row.about == About.CLIENT and row.validated_at and not row.forwarded_at and row.is_open:
        found.append(acts.FORWARD)
    seated = any(one.person_id == viewer.person_id and one.result is None for one in row.panel)
    return tuple(
        act for act in found if (seated if act == acts.REPORT else viewer.holds_any(act.duties))
    )
