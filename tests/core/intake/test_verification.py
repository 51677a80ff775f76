"""Claims against the public record."""

import pytest

from xinheng.core.intake.verification import (
    Claim,
    ClaimState,
    claims_contradicted,
    permits_unverified,
)


@pytest.mark.parametrize("state", ClaimState)
def test_only_a_contradicted_claim_blocks_acceptance(state):
    claim = Claim("capital", "Registered capital", state)

    blocked = bool(list(claims_contradicted([claim])))

    assert blocked == (state in {ClaimState.CONTRADICTED, ClaimState.FORGED})


@pytest.mark.parametrize(
    ("state", "evidence", "expected"),
    [
        (ClaimState.CONFIRMED, "file 12", []),
        (ClaimState.CONFIRMED, "", ["verification.evidence-missing"]),
        (ClaimState.UNCHECKED, "file 12", ["verification.permit-unverified"]),
        (ClaimState.NOT_FOUND, "file 12", ["verification.permit-unverified"]),
        (ClaimState.FORGED, "file 12", ["verification.forged"]),
    ],
)
def test_permit_needs_evidence_and_confirmation_before_stage_1(state, evidence, expected):
    permit = Claim("discharge", "Discharge permit", state, evidence=evidence, is_permit=True)

    assert [p.code for p in permits_unverified([permit])] == expected
    assert list(permits_unverified([Claim("name", "Name", state)])) == []
