"""What each room shows of a case on the case page.

Of all rooms only the one whose turn it is shows its panels with the page; the
others are fetched right after it, each from an address of its own. So the page
costs the same however far a case has come.
"""

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from django.utils.translation import gettext_lazy as _

from xinheng.apps.cases.queries import CaseView
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState
from xinheng.core.shared.actor import Actor

TITLES: Mapping[str, object] = {
    "intake": _("Application and agreement"),
    "programmes": _("Audit time and programme"),
    "staffing": _("Audit team"),
    "audits": _("Audits"),
    "findings": _("Findings and report"),
    "decisions": _("Review and decision"),
    "certificates": _("Certificates"),
    "impartiality": _("Impartiality and waivers"),
    "governance": _("Complaints, appeals and impartiality"),
}
# From which step on a room has its turn, until the step of the next room.
TURNS: tuple[tuple[str, frozenset[Step]], ...] = (
    (
        "intake",
        frozenset(
            {
                Step.APPLIED,
                Step.CLAIMS_CHECKED,
                Step.APPLICATION_REVIEWED,
                Step.QUOTED,
                Step.AGREED,
                Step.CHANGES_ASKED,
                Step.TRANSFER_REVIEWED,
            }
        ),
    ),
    ("programmes", frozenset({Step.TIME_RECKONED, Step.PROGRAMMED})),
    ("staffing", frozenset({Step.TEAM_APPOINTED, Step.TEAM_DECLARED})),
    ("findings", frozenset({Step.FINDINGS_CLEARED, Step.REPORTED})),
    ("decisions", frozenset({Step.REVIEWED, Step.DECIDED})),
    ("certificates", frozenset({Step.ISSUED})),
)
NOT_YET: Mapping[str, Step] = {
    "programmes": Step.TIME_RECKONED,
    "staffing": Step.TEAM_APPOINTED,
    "audits": Step.TEAM_APPOINTED,
    "findings": Step.VISIT_OPENED,
    "decisions": Step.REPORTED,
}


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the case page: a template fragment and what it needs."""

    template: str
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """What a room shows of a case; `panels` is nothing where it is fetched afterwards."""

    room: str
    title: object
    panels: tuple[Panel, ...] | None


@cache
def _module(room: str) -> ModuleType | None:
    name = f"xinheng.web.{room}.panel"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def panels_of(room: str, case: CaseView, viewer: Actor) -> tuple[Panel, ...]:
    """The panels of one room. It answers in `web/<room>/panel.py` with `panels(case, viewer)`."""
    module = _module(room)
    return tuple(module.panels(case, viewer)) if module else ()


def parts_of(case: CaseView, viewer: Actor, *, wanted: str = "") -> tuple[Part, ...]:
    """The parts of the case page in order of the work.

    Args:
        wanted: a room whose panels are shown instead of those of the room whose turn it is.
    """
    here = wanted if wanted in TITLES else room_of_turn(case)
    return tuple(
        Part(room, title, panels_of(room, case, viewer) if room == here else None)
        for room, title in TITLES.items()
        if room == here or _may_have_come(room, case)
    )


def room_of_turn(case: CaseView) -> str:
    """The room whose step is next; certificates once every step is taken."""
    if case.state == CaseState.SURVEILLANCE or not case.missing:
        return "certificates"
    step = case.missing[0].step
    return next((room for room, steps in TURNS if step in steps), "audits")


def _may_have_come(room: str, case: CaseView) -> bool:
    """Whether a room can have anything to show yet. Asks the database nothing."""
    if room == "certificates":
        return case.round.number > 1 or Step.DECIDED in case.done
    step = NOT_YET.get(room)
    if room in ("programmes", "staffing") and case.round.number > 1:
        return True
    return step is None or step in case.done
