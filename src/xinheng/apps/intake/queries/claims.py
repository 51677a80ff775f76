"""Questions about the checks of what applicants claim."""

from collections.abc import Iterator
from dataclasses import dataclass

from xinheng.apps.intake.models import Application, ClaimCheck
from xinheng.apps.intake.queries import draft as drafts
from xinheng.core.intake import application as rules
from xinheng.core.intake.verification import (
    PERMITS,
    PLATFORMS,
    Claim,
    ClaimState,
    claims_contradicted,
    permits_unverified,
)
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.verification import claims_for, platforms

ISSUER = ("issuer", "发证机关公开信息", "Public record of the issuing authority")
PERMIT_KINDS = ("permit", "qualification", "pollution-permit", "safety-permit",
                "construction-qualification")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """A claim that has to be held against a platform."""

    key: str
    platform: str
    name_zh: str
    name_en: str
    platform_zh: str
    platform_en: str
    address: str
    claimed: str
    blocks: bool
    is_permit: bool


def wanted_of(row: Application) -> tuple[Wanted, ...]:
    """Every claim of an application, for every platform it can be looked up on."""
    draft = row.draft
    schemes = [str(s.get("scheme")) for s in rules.rows(draft, "schemes")]
    codes = [code for s in rules.rows(draft, "schemes") for code in rules.codes_of(s)]
    at = {platform.key: platform for platform in platforms()}
    found = [
        Wanted(
            claim.key, key, claim.zh, claim.en, at[key].zh, at[key].en, at[key].address,
            drafts.claimed(draft, claim.key), claim.blocks, is_permit=False,
        )
        for claim in claims_for(schemes, codes)
        for key in claim.platforms
    ]  # fmt: skip
    return (*found, *_permits(row))


def _permits(row: Application) -> Iterator[Wanted]:
    for index, paper in enumerate(rules.rows(row.draft, "documents")):
        if paper.get("kind") not in PERMIT_KINDS:
            continue
        title = str(paper.get("title") or "")[:180]
        said = (paper.get("title"), paper.get("number"), paper.get("issued_by"),
                paper.get("valid_until"), paper.get("file"))  # fmt: skip
        yield Wanted(
            f"permit-{index}", ISSUER[0], title, title, ISSUER[1], ISSUER[2], "",
            " ".join(str(part) for part in said if part), blocks=True, is_permit=True,
        )  # fmt: skip


@answered_once
def checks_of(case_id: int) -> tuple[ClaimCheck, ...]:
    """The checks of a case in the order they were asked for."""
    return tuple(
        ClaimCheck.objects.filter(case_id=case_id)
        .select_related("checked_by", "evidence")
        .order_by("pk")
    )


def claim_problems(case_id: int) -> tuple[Violation, ...]:
    """Why the checks cannot be finished: unchecked, contradicted or forged claims."""
    rows = checks_of(case_id)
    unchecked = [row for row in rows if row.state == ClaimState.UNCHECKED]
    return (
        *([_none()] if not rows else []),
        *(_unchecked(row) for row in unchecked),
        *claims_contradicted(_claim(row) for row in rows if row.blocks),
        *permits_unverified(
            _claim(row) for row in rows if row.is_permit and row.state != ClaimState.UNCHECKED
        ),
    )


def _claim(row: ClaimCheck) -> Claim:
    return Claim(
        key=str(row.pk),
        name=row.name_zh,
        state=ClaimState(row.state),
        platform=row.platform_zh,
        checked_on=row.checked_on,
        evidence=row.note or (row.evidence.name if row.evidence else ""),
        is_permit=row.is_permit,
    )


def _unchecked(row: ClaimCheck) -> Violation:
    return Violation(
        "intake.claim-unchecked",
        _("“%(claim)s” has not been checked on “%(platform)s”."),
        PERMITS if row.is_permit else PLATFORMS,
        {"claim": row.name_zh, "platform": row.platform_zh},
        str(row.pk),
    )


def _none() -> Violation:
    return Violation("intake.no-claims", _("No claims have been listed for this case."), PLATFORMS)
