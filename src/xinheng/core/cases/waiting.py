"""Whose move it is: which duty each step of a case waits for, and for whom it is closed.

The queue of a person is made of the next missing step of each case. A step
waits for a duty of the body, for the client, or for either.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import Actor, Duty, Where
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

D = Duty
INDEPENDENT_REVIEW = Source("ISO/IEC 17021-1", "9.5.2", "2015")
INDEPENDENT_DECISION = Source("ISO/IEC 17021-1", "9.5.1.1", "2015")


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody has to do with a case: the seat in its team, the parts they had, whose it is.

    `declared` says whether they accepted the seat; `is_client` that the case is
    of the organisation they act for.
    """

    seat: SeatPart | None = None
    declared: bool = False
    parts: frozenset[Part] = frozenset()
    is_client: bool = False


DUTIES_FOR: dict[Step, tuple[Duty, ...]] = {
    Step.APPLIED: (D.RECEIVE,),
    Step.CLAIMS_CHECKED: (D.CHECK_CLAIMS,),
    Step.APPLICATION_REVIEWED: (D.REVIEW_APPLICATIONS,),
    Step.TRANSFER_REVIEWED: (D.REVIEW_APPLICATIONS,),
    Step.CHANGES_ASKED: (D.RECEIVE,),
    Step.TIME_RECKONED: (D.PLAN_AUDITS,),
    Step.QUOTED: (D.QUOTE,),
    Step.AGREED: (D.QUOTE,),
    Step.PROGRAMMED: (D.PLAN_AUDITS,),
    Step.TEAM_APPOINTED: (D.PLAN_AUDITS,),
    Step.TEAM_DECLARED: (),
    Step.STAGE1_PLANNED: (D.LEAD,),
    Step.STAGE1_CONFIRMED: (),
    Step.STAGE1_HELD: (D.LEAD,),
    Step.STAGE1_CONCLUDED: (D.LEAD,),
    Step.VISIT_PLANNED: (D.LEAD,),
    Step.VISIT_CONFIRMED: (),
    Step.VISIT_OPENED: (D.LEAD,),
    Step.ACTUALS_COMPARED: (D.LEAD,),
    Step.VISIT_CLOSED: (D.LEAD,),
    Step.FINDINGS_CLEARED: (D.LEAD, D.AUDIT),
    Step.REPORTED: (D.LEAD,),
    Step.REVIEWED: (D.REVIEW,),
    Step.DECIDED: (D.DECIDE,),
    Step.ISSUED: (D.ISSUE,),
}
"""The duties of the body that a step waits for; none where it waits for others alone."""

OF_THE_CLIENT = frozenset(
    {
        Step.APPLIED,
        Step.CHANGES_ASKED,
        Step.QUOTED,
        Step.AGREED,
        Step.STAGE1_CONFIRMED,
        Step.VISIT_CONFIRMED,
        Step.FINDINGS_CLEARED,
    }
)
"""The steps for which the client has to answer something."""


def waits_for(step: Step, viewer: Actor, where: Where, standing: Standing) -> bool:
    """Whether the next step of a case is the viewer's to take."""
    if standing.is_client:
        return step in OF_THE_CLIENT and viewer.holds(D.APPLY)
    if step == Step.TEAM_DECLARED:
        return standing.seat is not None and not standing.declared
    duties = DUTIES_FOR[step]
    if D.LEAD in duties:
        own = standing.seat == SeatPart.LEADER or (D.AUDIT in duties and standing.seat is not None)
        return own and viewer.holds_any(duties)
    return viewer.holds_any(duties, where)


def closed_to(step: Step, parts: Collection[Part]) -> Iterator[Violation]:
    """Say why a step is closed to somebody who had these parts in the case.

    Source: ISO/IEC 17021-1:2015, 9.5.1.1 and 9.5.2.
    """
    if Part.AUDITED not in parts:
        return
    if step == Step.REVIEWED:
        yield Violation(
            code="waiting.audited-it",
            message=_("You were in the audit team, so somebody else must review it."),
            source=INDEPENDENT_REVIEW,
        )
    if step == Step.DECIDED:
        yield Violation(
            code="waiting.audited-it",
            message=_("You were in the audit team, so somebody else must decide."),
            source=INDEPENDENT_DECISION,
        )
