"""Public platforms as the demo knows them: they confirm what every fictional client claims."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from xinheng.core.intake.platforms import ByHand, Enquiry, Finding, register
from xinheng.core.intake.verification import ClaimState
from xinheng.rulebook.lists.verification import platforms

LEFT_TO_PEOPLE = ("headcount", "penalties")
"""Claims no platform of the demo answers, so that people have something to look up."""


class Confirming:
    """A platform that confirms."""

    def __init__(self, key: str) -> None:
        self.key = key

    def look_up(self, enquiry: Enquiry, *, on: date) -> Finding | None:
        """Confirmed, but for the claims that are left to people."""
        if enquiry.key in LEFT_TO_PEOPLE:
            return None
        return Finding(ClaimState.CONFIRMED, on, "演示平台自动核对，与申请一致。")


@contextmanager
def answering() -> Iterator[None]:
    """Have the platforms answer while the demo is loaded."""
    for platform in platforms():
        register(Confirming(platform.key))
    try:
        yield
    finally:
        for platform in platforms():
            register(ByHand(platform.key))
