"""What may be said of a paper: never a bare “valid”."""

from dataclasses import dataclass
from datetime import date

from xinheng.core.registry.points import FOUR_POINTS, Compared
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class Verdict(Named):
    """The answer to: is this paper true, and is it in force?"""

    IN_FORCE = "in-force", _("Genuine and in force")
    STATUS_UNKNOWN = "status-unknown", _("Genuine, status unknown")
    NOT_IN_FORCE = "not-in-force", _("Genuine, but not in force")
    NOT_GENUINE = "not-genuine", _("Not genuine")


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with its reasons.

    Args:
        as_of: the day for which the status is known; none where it is not known.
        points: the four points of M-98, where something could be compared.
        number, holder, credit_code, standard, scope, expires_on: what the register, or the
            signed code, says; compare it with the paper.
        index: the entry of the issue in the log, where one is known; -1 otherwise.
    """

    verdict: Verdict
    reasons: tuple[Violation, ...]
    as_of: date | None = None
    points: tuple[Compared, ...] = ()
    number: str = ""
    holder: str = ""
    credit_code: str = ""
    standard: str = ""
    scope: str = ""
    effective_on: date | None = None
    expires_on: date | None = None
    index: int = -1
    superseded_by: str = ""


def reason(code: str, message: str, **facts: object) -> Violation:
    """One reason of a verdict. Source: catalogue M-98."""
    return Violation(code=f"verify.{code}", message=message, source=FOUR_POINTS, facts=facts)


def not_genuine(*reasons: Violation) -> Answer:
    """The answer for what is none of ours."""
    return Answer(Verdict.NOT_GENUINE, reasons)


UNREADABLE = reason("unreadable", _("This is not the code of a certificate."))
STRANGE_KEY = reason("strange-key", _("The code names a key that is none of this body's."))
REVOKED_KEY = reason(
    "revoked-key", _("The key that signed the code was revoked; ask the holder for a new issue.")
)
BROKEN = reason("broken-signature", _("The signature does not fit what the code says."))
UNREGISTERED = reason("unregistered", _("No certificate with this number is registered here."))
UNEQUAL = reason("unequal", _("What the code says is not what is registered under this number."))
EXPIRED = _("It was valid until %(day)s.")
NOT_YET = _("It is valid only from %(day)s.")
