"""What an act is called: for the journal, for the duty matrix and for the fronts."""

from collections.abc import Iterator
from dataclasses import dataclass

from xinheng.core.shared.actor import Actor, Duty, Where
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class ActKind:
    """One kind of act.

    `name` is stable: `room.verb`. `sentence` is what the journal says of it, in
    the past tense and without its subject (“submitted the application”);
    `title` is the button's text (“Submit application”). Any one of `duties`
    suffices.
    """

    name: str
    title: str
    sentence: str
    duties: tuple[Duty, ...]
    source: Source

    def duty_obstacles(self, by: Actor, where: Where | None = None) -> Iterator[Violation]:
        """Say so when `by` holds none of the duties, for the schemes and branch of `where`."""
        if self.duties and not by.holds_any(self.duties, where):
            yield Violation(
                code="duty-missing",
                message=_("This needs the duty “%(duty)s”."),
                source=self.source,
                facts={"duty": self.duties[0]},
            )
