"""How this house says no: always with a reason a person can act on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xinheng.core.shared.source import Source


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason why something may not happen.

    `message` is an English template; the fronts translate it and fill in
    `facts`. `code` is stable, and is what tests and callers compare. `field`
    names the input it is about, where it is about one.
    """

    code: str
    message: str
    source: Source
    facts: Mapping[str, object] = field(default_factory=dict)
    field: str = ""


class Refused(Exception):  # noqa: N818 - the house names exceptions as facts
    """An act was refused. Carries every violation, not only the first."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        super().__init__(", ".join(violation.code for violation in self.violations))


def refuse_if(violations: Iterable[Violation]) -> None:
    """Raise with every violation given; do nothing when there is none.

    Raises:
        Refused: at least one violation was given.
    """
    if found := tuple(violations):
        raise Refused(found)
