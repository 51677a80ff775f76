"""What one person proposed and another has to answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty, Where
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something proposed in a case that waits for a second person.

    `act` is what the second person does about it, `target` the key it is asked for, and
    `about` says in words what was proposed.
    """

    act: ActKind
    case_id: int
    number: str
    organisation_zh: str
    organisation_en: str
    where: Where
    target: int | None
    about: str
    proposed_by: str
    proposed_by_id: int | None
    since: datetime

    def concerns(self, viewer: Actor) -> bool:
        """Whether it stands on the viewer's desk: theirs to answer, or to see that it is."""
        return viewer.holds_any(self.act.duties, self.where) or viewer.holds(Duty.OVERSEE)

    def closed_to(self, viewer: Actor) -> Iterator[Violation]:
        """Say why the viewer cannot answer it.

        Source: the act's own clause.
        """
        yield from self.act.duty_obstacles(viewer, self.where)
        if viewer.person_id is not None and viewer.person_id == self.proposed_by_id:
            yield Violation(
                code="proposal.own",
                message=_("You proposed this, so another person must answer."),
                source=self.act.source,
            )
