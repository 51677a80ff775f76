"""What of the body's own management stops a step in a case."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.governance.sources import RENEWAL, RISKS, SURVEILLANCE, UNITS
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

S = Step
REVIEWED_KINDS = (RoundKind.SURVEILLANCE, RoundKind.RECERTIFICATION)
STEPS_OF_ACTIVITY: dict[str, frozenset[Step]] = {
    "activity.intake": frozenset(
        {S.APPLIED, S.CLAIMS_CHECKED, S.APPLICATION_REVIEWED, S.TRANSFER_REVIEWED, S.CHANGES_ASKED}
    ),
    "activity.contract": frozenset({S.QUOTED, S.AGREED}),
    "activity.planning": frozenset({S.TIME_RECKONED, S.PROGRAMMED, S.TEAM_APPOINTED}),
    "activity.review": frozenset({S.REVIEWED}),
    "activity.decision": frozenset({S.DECIDED}),
    "activity.issue": frozenset({S.ISSUED}),
}
"""Which activity of a unit takes which steps; every other step belongs to audits."""
AUDITING = "activity.audit"


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk to impartiality that was found unacceptable for a client."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What a branch office may do. `is_known` is false where no record of it is in force."""

    name: str
    is_known: bool
    activities: Collection[str]


def activity_of(step: Step) -> str:
    """The activity a step belongs to."""
    for activity, steps in STEPS_OF_ACTIVITY.items():
        if step in steps:
            return activity
    return AUDITING


def risks_are_acceptable(risks: Collection[Risk]) -> Iterator[Violation]:
    """A client about whom an unacceptable risk to impartiality remains cannot proceed.

    Source: ISO/IEC 17021-1:2015, 5.2.3.
    """
    for risk in risks:
        yield Violation(
            "governance.unacceptable-risk",
            _("%(number)s: the risk to impartiality “%(title)s” is not acceptable; the client "
              "cannot proceed."),
            RISKS, {"number": risk.number, "title": risk.title},
        )  # fmt: skip


def unit_is_approved(unit: Unit | None, step: Step, *, must_be_known: bool) -> Iterator[Violation]:
    """A person of a branch office does there only what the branch is approved for.

    Args:
        unit: the branch of whoever acts; nothing for the head office.
        must_be_known: whether a branch without a control record may do nothing.

    Source: ISO/IEC 17021-1:2015, 6.2.
    """
    if unit is None:
        return
    facts = {"unit": unit.name, "step": step}
    if not unit.is_known:
        if must_be_known:
            yield Violation(
                "governance.unit-unknown", _("No control record of %(unit)s is in force."), UNITS,
                facts,
            )  # fmt: skip
    elif activity_of(step) not in unit.activities:
        yield Violation(
            "governance.unit-not-approved", _("%(unit)s is not approved for “%(step)s”."), UNITS,
            facts,
        )  # fmt: skip


def complaints_are_considered(
    step: Step, kind: RoundKind, numbers: Collection[str]
) -> Iterator[Violation]:
    """The review of a surveillance or renewal looks at each open complaint about the client.

    Args:
        numbers: the open complaints that nobody has considered in this round.

    Source: ISO/IEC 17021-1:2015, 9.5.4 and 9.6.2.2.
    """
    if step != Step.REVIEWED or kind not in REVIEWED_KINDS:
        return
    for number in numbers:
        yield Violation(
            "governance.complaint-not-considered",
            _("Complaint %(number)s about this client has not been considered in the review."),
            RENEWAL if kind == RoundKind.RECERTIFICATION else SURVEILLANCE, {"number": number},
        )  # fmt: skip
