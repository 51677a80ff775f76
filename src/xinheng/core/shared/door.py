"""A door: an act that may be open or closed to somebody here and now, with the reasons."""

from dataclasses import dataclass, field

from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation


@dataclass(frozen=True, slots=True)
class Door:
    """What may be done next about a case, and what stands in the way.

    `target` is the key of the thing inside the case that the act is about, such
    as a finding; `about` says in words which one. `set_aside` are reasons that
    waivers took away, each with the number of its waiver.
    """

    act: ActKind
    obstacles: tuple[Violation, ...] = ()
    target: int | None = None
    about: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    set_aside: tuple[tuple[Violation, str], ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.obstacles

    def concerns(self, viewer: Actor) -> bool:
        """Whether the act is the viewer's duty, so that even the closed door is shown."""
        return viewer.holds_any(self.act.duties)
