"""The completeness of a file: which step makes each record, and which records are wanted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.decisions.acts import REVIEWED
from xinheng.core.decisions.words import Verdict
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

STEP_OF: Mapping[str, Step] = {
    "public-verification": Step.CLAIMS_CHECKED,
    "application": Step.APPLIED,
    "application-review": Step.APPLICATION_REVIEWED,
    "agreement": Step.AGREED,
    "audit-programme": Step.PROGRAMMED,
    "audit-time": Step.TIME_RECKONED,
    "site-sampling": Step.TIME_RECKONED,
    "shift-coverage": Step.TIME_RECKONED,
    "team-appointment": Step.TEAM_APPOINTED,
    "impartiality-declarations": Step.TEAM_DECLARED,
    "audit-plan": Step.VISIT_CONFIRMED,
    "opening-meeting": Step.VISIT_OPENED,
    "audit-evidence": Step.VISIT_CLOSED,
    "stage-1-conclusion": Step.STAGE1_CONCLUDED,
    "stage-1-still-holds": Step.STAGE1_CONCLUDED,
    "findings": Step.VISIT_CLOSED,
    "closing-meeting": Step.VISIT_CLOSED,
    "audit-report": Step.REPORTED,
    "cause-and-action": Step.FINDINGS_CLEARED,
    "effectiveness-review": Step.FINDINGS_CLEARED,
    "nonconformity-comments": Step.FINDINGS_CLEARED,
    "application-confirmed": Step.ACTUALS_COMPARED,
    "objectives-met": Step.REPORTED,
    "recommendation": Step.REPORTED,
    "surveillance-items": Step.REPORTED,
    "change-check": Step.CHANGES_ASKED,
    "continuation": Step.REPORTED,
    "cycle-review": Step.REPORTED,
    "complaints-of-cycle": Step.REPORTED,
    "stage-1-question": Step.CHANGES_ASKED,
    "special-reason": Step.TIME_RECKONED,
    "short-notice-care": Step.TEAM_APPOINTED,
    "transfer-review": Step.TRANSFER_REVIEWED,
}
"""Which step of the ledger leaves the record; returning the record undoes this step."""

AUDIT_KINDS: Mapping[RoundKind, tuple[str, ...]] = {
    RoundKind.INITIAL: ("stage-1", "stage-2"),
    RoundKind.SURVEILLANCE: ("surveillance",),
    RoundKind.RECERTIFICATION: ("recertification",),
    RoundKind.SPECIAL: ("special",),
    RoundKind.TRANSFER: ("stage-2",),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the matrix: a record, the step that leaves it, and what the reviewer found."""

    key: str
    zh: str
    en: str
    source: Source
    step: Step
    is_there: bool
    verdict: Verdict | None = None
    note: str = ""

    def name(self, language: str) -> str:
        """The name in the language asked for."""
        return self.en if language.lower().startswith("en") else self.zh


def matrix_is_complete(items: tuple[Item, ...]) -> Iterator[Violation]:
    """Every record is there, and none stands returned.

    Source: ISO/IEC 17021-1:2015, 9.5.2 and 9.5.3.1.
    """
    for item in items:
        if not item.is_there:
            yield Violation(
                code="decisions.record-missing",
                message=_("The file lacks “%(item)s”."),
                source=item.source,
                facts={"item": item.zh},
            )
        elif item.verdict == Verdict.RETURNED:
            yield Violation(
                code="decisions.item-returned",
                message=_("“%(item)s” was returned and not yet found in order: %(note)s"),
                source=item.source,
                facts={"item": item.zh, "note": item.note},
            )
        elif item.verdict is None:
            yield Violation(
                code="decisions.item-not-looked-at",
                message=_("“%(item)s” has not been looked at."),
                source=REVIEWED,
                facts={"item": item.zh},
            )
