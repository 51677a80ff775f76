"""The visits of a certification cycle."""

from xinheng.core.cases.words import RoundKind
from xinheng.core.programmes.rules import AuditKind
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class VisitKind(Named):
    """One planned visit of the cycle."""

    STAGE_1 = "stage-1", _("Stage 1")
    STAGE_2 = "stage-2", _("Stage 2")
    SURVEILLANCE_1 = "surveillance-1", _("First surveillance")
    SURVEILLANCE_2 = "surveillance-2", _("Second surveillance")
    RECERTIFICATION = "recertification", _("Recertification audit")


V = VisitKind
VISITS_OF: dict[RoundKind, tuple[VisitKind, ...]] = {
    RoundKind.INITIAL: tuple(VisitKind),
    RoundKind.RECERTIFICATION: (V.RECERTIFICATION, V.SURVEILLANCE_1, V.SURVEILLANCE_2),
    RoundKind.TRANSFER: (V.SURVEILLANCE_1, V.SURVEILLANCE_2, V.RECERTIFICATION),
}
WINDOWS_NEEDED: dict[RoundKind, tuple[VisitKind, ...]] = {
    RoundKind.INITIAL: (V.STAGE_1, V.STAGE_2),
    RoundKind.RECERTIFICATION: (V.RECERTIFICATION,),
    RoundKind.TRANSFER: (),
}
AUDIT_OF_ROUND: dict[RoundKind, AuditKind] = {
    RoundKind.INITIAL: AuditKind.INITIAL,
    RoundKind.SURVEILLANCE: AuditKind.SURVEILLANCE,
    RoundKind.RECERTIFICATION: AuditKind.RECERTIFICATION,
    # No table knows these; the time of a surveillance is where the planner starts from.
    RoundKind.SPECIAL: AuditKind.SURVEILLANCE,
    RoundKind.TRANSFER: AuditKind.SURVEILLANCE,
}
AUDIT_OF_VISIT: dict[VisitKind, AuditKind] = {
    V.STAGE_1: AuditKind.INITIAL,
    V.STAGE_2: AuditKind.INITIAL,
    V.SURVEILLANCE_1: AuditKind.SURVEILLANCE,
    V.SURVEILLANCE_2: AuditKind.SURVEILLANCE,
    V.RECERTIFICATION: AuditKind.RECERTIFICATION,
}


LEVELS = {
    "high": _("High"),
    "medium": _("Medium"),
    "low": _("Low"),
    "limited": _("Limited"),
    "special": _("Special case"),
}


class Cause(Named):
    """Why audit time was reckoned."""

    ROUND = "round", _("For this round")
    ACTUALS = "actuals", _("For the people found on site")
    BY_HAND = "by-hand", _("Set by hand")
    RULES = "rules", _("For a change of rules")
