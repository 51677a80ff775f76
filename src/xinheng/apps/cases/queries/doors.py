"""What may be done to a case as a whole: its branch, a step to return, the next round."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.cases.queries.casefile import CaseView
from xinheng.apps.people import queries as people
from xinheng.core.cases import acts
from xinheng.core.cases.words import FUNCTIONS, CaseState
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.door import Door
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


def doors(found: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """The acts on the case as a whole: its branch chosen, a step returned, a round opened."""
    branch = tuple(_branch_doors(found, viewer))
    if found.state not in FUNCTIONS or not found.done:
        return branch
    act = acts.OPEN_ROUND if found.state == CaseState.SURVEILLANCE else acts.REOPEN_STEP
    return (*branch, Door(act, tuple(act.duty_obstacles(viewer, found.where))))


def branch_obstacles(
    found: CaseView, by: Actor, *, branch_id: int | None = None
) -> Iterator[Violation]:
    """Everything that keeps somebody from giving a case to a branch.

    Args:
        branch_id: the branch wanted, once it is known.

    Source: ISO/IEC 17021-1:2015, 9.9 (the record says who looks after a case).
    """
    yield from acts.CHOOSE_BRANCH.duty_obstacles(by, found.where)
    if found.state not in (*FUNCTIONS, CaseState.STOPPED):
        yield _no("case.over", _("The case is “%(state)s”; its branch stays."), state=found.state)
    if branch_id is None:
        return
    if branch_id not in people.branch_names():
        yield _no("case.unknown-branch", _("There is no such branch."))
    elif branch_id == found.branch_id:
        yield _no("case.branch-unchanged", _("The case belongs to this branch already."))


def _branch_doors(found: CaseView, viewer: Actor) -> Iterator[Door]:
    """The door to the choice of a branch, while nobody has made it and there is one to make."""
    is_open = found.state in (*FUNCTIONS, CaseState.STOPPED)
    if found.branch_id is None and is_open and viewer.is_staff and people.branch_names():
        yield Door(acts.CHOOSE_BRANCH, tuple(branch_obstacles(found, viewer)))


def _no(code: str, message: str, **facts: object) -> Violation:
    return Violation(code, message, acts.CHOOSE_BRANCH.source, facts, "branch_id")
