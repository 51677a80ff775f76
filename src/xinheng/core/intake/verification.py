"""What public platforms say about the claims of an applicant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

PLATFORMS = Source("检验认证", "管理体系数字化与“两张皮”", "2019-2024", Verified.ONCE.value)
PERMITS = Source("检验认证", "哪些情况会导致审查组撤组", "2019-2024", Verified.ONCE.value)


class ClaimState(Named):
    """How a claim compares with the public record."""

    UNCHECKED = "unchecked", _("Not checked")
    CONFIRMED = "confirmed", _("Confirmed")
    CONTRADICTED = "contradicted", _("Contradicted")
    NOT_FOUND = "not-found", _("Not found")
    FORGED = "forged", _("Forged")


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the applicant, and what was found about it.

    `evidence` refers to the document behind it; a permit needs one.
    """

    key: str
    name: str
    state: ClaimState = ClaimState.UNCHECKED
    platform: str = ""
    checked_on: date | None = None
    evidence: str = ""
    is_permit: bool = False


def claims_contradicted(claims: Iterable[Claim]) -> Iterator[Violation]:
    """A claim that the public record contradicts blocks acceptance.

    Source: 检验认证, M-31.
    """
    for claim in claims:
        if claim.state in {ClaimState.CONTRADICTED, ClaimState.FORGED}:
            yield Violation(
                code="verification.contradicted",
                message=_("The public record contradicts “%(claim)s” (%(platform)s)."),
                source=PLATFORMS,
                facts={"claim": claim.name, "platform": claim.platform},
                field=claim.key,
            )


def permits_unverified(claims: Iterable[Claim]) -> Iterator[Violation]:
    """Every permit carries its evidence and a result before stage 1 is scheduled.

    Source: 检验认证, M-32.
    """
    for claim in claims:
        if not claim.is_permit:
            continue
        facts = {"claim": claim.name}
        if not claim.evidence:
            yield Violation(
                "verification.evidence-missing",
                _("The permit “%(claim)s” has no evidence."),
                PERMITS,
                facts,
                claim.key,
            )
        if claim.state == ClaimState.FORGED:
            yield Violation(
                "verification.forged",
                _("The permit “%(claim)s” is forged."),
                PERMITS,
                facts,
                claim.key,
            )
        elif claim.state != ClaimState.CONFIRMED:
            yield Violation(
                "verification.permit-unverified",
                _("The permit “%(claim)s” has not been confirmed."),
                PERMITS,
                facts,
                claim.key,
            )
