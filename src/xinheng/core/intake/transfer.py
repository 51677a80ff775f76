"""Whether a certificate may be taken over from another body."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.core.intake.words import CycleStage
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

WINDOW_MONTHS = 6


def _md2(clause: str, status: str = "verified-2+") -> Source:
    return Source("IAF MD 2", clause, "2017/2023", status)


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """Everything the review before a transfer looks at.

    `open_majors` and `open_minors` are counts of findings; days that are not known are None.
    """

    on: date
    body: str
    certificate: str
    valid_until: date
    is_accredited: bool
    is_suspended: bool
    is_under_threat: bool
    scope_fits: bool
    because: str
    last_report_on: date | None
    open_majors: int
    open_minors: int
    complaints: str
    complaints_settled: bool
    stage: CycleStage
    lawful: bool
    former_body_lost_status_on: date | None = None
    visited_on: date | None = None
    has_doubts: bool = False


def transfer_problems(facts: TransferFacts) -> Iterator[Violation]:
    """Say everything that stands in the way of a transfer.

    Source: IAF MD 2, 2.1 and 2.2.
    """
    yield from certificate_problems(facts)
    yield from file_problems(facts)


def certificate_problems(facts: TransferFacts) -> Iterator[Violation]:
    """The certificate is valid, accredited, not suspended, and its scope fits.

    Source: IAF MD 2, 2.1.
    """
    if not facts.is_accredited:
        yield _no(
            "transfer.not-accredited",
            _("Only accredited certificates under the mutual recognition can be taken over."),
            "is_accredited",
        )
    if facts.is_suspended or facts.is_under_threat:
        yield _no(
            "transfer.suspended",
            _("A certificate that is suspended, or about to be, cannot be taken over."),
            "is_suspended",
        )
    if facts.valid_until < facts.on:
        yield _no(
            "transfer.expired",
            _("The certificate was valid until %(day)s."),
            "valid_until",
            day=facts.valid_until,
        )
    if not facts.scope_fits:
        yield _no(
            "transfer.scope",
            _("The certificate does not cover the scope applied for."),
            "scope_fits",
        )
    lost = facts.former_body_lost_status_on
    if lost is not None:
        last = min(add_months(lost, WINDOW_MONTHS), facts.valid_until)
        if facts.on > last:
            yield _no(
                "transfer.window-closed",
                _("The former body lost its accreditation on %(lost)s: the transfer had to "
                  "happen by %(last)s."),
                "former_body_lost_status_on",
                lost=lost,
                last=last,
            )  # fmt: skip


def file_problems(facts: TransferFacts) -> Iterator[Violation]:
    """Reasons, last report, findings, complaints and legal standing were looked at.

    Source: IAF MD 2, 2.2.
    """
    if not facts.because.strip():
        yield _no("transfer.reason-missing", _("Say why the client changes body."), "because")
    if facts.last_report_on is None:
        yield _no(
            "transfer.report-missing", _("The last audit report was not seen."), "last_report_on"
        )
    if facts.open_majors:
        yield _no(
            "transfer.open-majors",
            _("%(count)s major nonconformities are still open."),
            "open_majors",
            count=facts.open_majors,
        )
    if not facts.complaints_settled:
        yield _no("transfer.complaints", _("Complaints are not settled yet."), "complaints_settled")
    if not facts.lawful:
        yield _no(
            "transfer.not-lawful",
            _("The client is in conflict with the authorities about legal compliance."),
            "lawful",
        )
    if facts.has_doubts and facts.visited_on is None:
        yield _no(
            "transfer.visit-missing",
            _("Where there are doubts, the client is visited before the transfer."),
            "visited_on",
        )


def _no(code: str, message: str, place: str, /, **facts: object) -> Violation:
    clause = "2.1" if place in ("is_accredited", "is_suspended", "valid_until") else "2.2"
    return Violation(code, message, _md2(clause), facts, place)
