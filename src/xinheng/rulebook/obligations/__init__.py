"""The register of obligations: what the documents ask, and what in this house answers it."""

from xinheng.rulebook.obligations.register import (
    Obligation,
    State,
    Strength,
    obligation,
    obligations,
)

__all__ = ["Obligation", "State", "Strength", "obligation", "obligations"]
