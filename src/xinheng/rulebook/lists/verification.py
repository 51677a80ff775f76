"""What an applicant claims, and the public platforms where it can be looked up."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinheng.rulebook.shipped import Item, items

FILE = Path(__file__).with_name("verification.toml")


@dataclass(frozen=True, slots=True)
class Platform(Item):
    """A public platform, and its address."""

    address: str


@dataclass(frozen=True, slots=True)
class Claim(Item):
    """One claim to verify.

    `blocks` says that a contradiction stops acceptance. Empty `schemes` and
    `majors` (major scope classes) mean that it is asked of every applicant.
    """

    platforms: tuple[str, ...]
    blocks: bool
    schemes: tuple[str, ...] = ()
    majors: tuple[str, ...] = ()


@cache
def platforms(path: Path = FILE) -> tuple[Platform, ...]:
    """Every platform."""
    return items(path, "platforms", Platform)


@cache
def claims(path: Path = FILE) -> tuple[Claim, ...]:
    """Every claim."""
    return items(path, "claims", Claim)


def claims_for(schemes: Collection[str], scope_codes: Collection[str]) -> tuple[Claim, ...]:
    """The claims to verify for an application.

    Args:
        schemes: what is applied for.
        scope_codes: business-scope codes of any level.
    """
    majors = {code[:2] for code in scope_codes}
    return tuple(
        claim
        for claim in claims()
        if (not claim.schemes or set(claim.schemes) & set(schemes))
        and (not claim.majors or set(claim.majors) & majors)
    )
