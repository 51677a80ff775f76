"""What a programme of the cycle must hold."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from xinheng.core.cases.words import RoundKind
from xinheng.core.programmes.acts import PROGRAMME, TIME
from xinheng.core.programmes.words import WINDOWS_NEEDED, VisitKind
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

SHIFTS = Source("ISO/IEC 17021-1", "9.1.3.5", "2015", "from memory, unverified")
STAGE1_QUESTION = Source("ISO/IEC 17021-1", "9.6.3.1", "2015", "verified-1")
BEFORE_EXPIRY = Source("CNCA-QMS-01", "5.8.2", "2025", "verified-1")
Window = tuple[date, date]


def programme_obstacles(
    kind: RoundKind, windows: Mapping[VisitKind, Window], *, today: date, expires_on: date | None
) -> Iterator[Violation]:
    """Say what is wrong with the planned windows.

    Args:
        expires_on: last day of the running certificate, for a recertification.

    Source: ISO/IEC 17021-1, 9.1.3; CNCA-QMS-01, 5.8.2.
    """
    for visit in WINDOWS_NEEDED.get(kind, ()):
        if visit not in windows:
            yield _no("window-missing", _("“%(visit)s” needs a window of days."), visit)
    for visit, (first, last) in windows.items():
        if last < first:
            yield _no("window-backwards", _("The window of “%(visit)s” ends before it starts."),
                      visit)  # fmt: skip
        if first < today:
            yield _no("window-in-past", _("The window of “%(visit)s” starts in the past."), visit)
    stage1, stage2 = windows.get(VisitKind.STAGE_1), windows.get(VisitKind.STAGE_2)
    if stage1 and stage2 and stage2[0] < stage1[0]:
        yield _no("stages-swapped", _("Stage 2 is planned before stage 1."), VisitKind.STAGE_2)
    renewal = windows.get(VisitKind.RECERTIFICATION)
    if kind == RoundKind.RECERTIFICATION and renewal and expires_on and renewal[1] >= expires_on:
        yield Violation(
            code="programmes.renewal-after-expiry",
            message=_(
                "The recertification must be complete before the certificate ends on %(on)s."
            ),
            source=BEFORE_EXPIRY,
            facts={"on": expires_on},
            field="recertification_until",
        )


def shift_obstacles(*, has_shifts: bool, covered: str) -> Iterator[Violation]:
    """Where people work in shifts, the programme says which shifts are audited.

    Args:
        has_shifts: whether the client declared people who work in shifts.
        covered: how the shifts are covered.

    Source: ISO/IEC 17021-1:2015, 9.1.3.5.
    """
    if has_shifts and not covered.strip():
        yield Violation(
            code="programmes.shifts-undecided",
            message=_("People work in shifts here: say which shifts are audited."),
            source=SHIFTS,
            field="shifts",
        )


def stage1_question_obstacles(
    kind: RoundKind, *, changes: int, judgement: str
) -> Iterator[Violation]:
    """After a significant change the body says whether the recertification needs a stage 1.

    Args:
        changes: changes told in the cycle that asked for something to be done. Count.
        judgement: whether stage 1 is needed, and why.

    Source: ISO/IEC 17021-1:2015, 9.6.3.1.
    """
    if kind == RoundKind.RECERTIFICATION and changes and not judgement.strip():
        yield Violation(
            code="programmes.stage1-undecided",
            message=_(
                "The client told of %(count)s significant changes: say whether this"
                " recertification needs a stage 1, and why."
            ),
            source=STAGE1_QUESTION,
            facts={"count": changes},
            field="stage1_question",
        )


def by_hand_obstacles(days: Decimal, because: str) -> Iterator[Violation]:
    """Say what is wrong with a number of days set by hand.

    Source: ISO/IEC 17021-1, 9.1.4.
    """
    if days <= 0 or days % Decimal("0.5") != 0 or days > 1000:
        yield Violation(
            "programmes.days-not-half", _("Audit time is given in half days, at least one."),
            TIME, field="days",
        )  # fmt: skip
    if not because.strip():
        yield Violation(
            "programmes.reason-missing", _("Audit time set by hand needs a recorded reason."),
            TIME, field="because",
        )  # fmt: skip


def _no(code: str, message: str, visit: VisitKind) -> Violation:
    return Violation(
        f"programmes.{code}", message, PROGRAMME, {"visit": visit},
        f"{visit.value.replace('-', '_')}_from",
    )  # fmt: skip
