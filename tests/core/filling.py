"""A sentence of the core is only good if its facts fill it."""

from collections.abc import Iterable

from xinheng.core.shared.figure import Figure
from xinheng.core.shared.violation import Violation


def codes_of(violations: Iterable[Violation]) -> list[str]:
    """The codes of refusals, each of whose sentences could be filled and names its source."""
    found = []
    for violation in violations:
        assert "%(" not in violation.message % violation.facts
        assert violation.source.document
        found.append(violation.code)
    return found


def filled(figure: Figure) -> Figure:
    """The figure, once every line of its working could be filled and names its source."""
    for line in figure.working:
        assert "%(" not in line.label % line.facts
        assert line.source.document
        assert line.unit
    return figure
