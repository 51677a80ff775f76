"""A thing that falls due: what every room says of its own deadlines, in one form.

A room offers `queries.falls_due(span)` for its things; `front.calendar` gathers them.
A thing is told once, by the room that owns it, under a key that never changes while
the thing lives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class DueKind(Named):
    """What sort of thing falls due."""

    AUDIT = "audit", _("Audit of the cycle")
    VISIT = "visit", _("Visit on site")
    STAGE_GAP = "stage-gap", _("Stage 2 after stage 1")
    CASE = "case", _("Step of a case")
    NONCONFORMITY = "nonconformity", _("Nonconformity")
    EXPIRY = "expiry", _("Validity of a certificate")
    SUSPENSION = "suspension", _("End of a suspension")
    RESTORING = "restoring", _("Restoring of an expired certificate")
    OFFER = "offer", _("Quotation or agreement")
    DOCUMENT = "document", _("Document of an application")
    REGISTRATION = "registration", _("Registration of an auditor")
    COMPETENCE = "competence", _("Competence of a person")
    DECLARATION = "declaration", _("Yearly declaration")
    CONTRACT = "contract", _("Contract of a person")
    ABSENCE = "absence", _("Absence")
    REPORT = "report", _("Report to the regulator")


@dataclass(frozen=True, slots=True)
class Span:
    """Which things are asked for: what `viewer` may see and falls due until a day.

    What is overdue on `on` is always among them. `on` is also the day whose rules hold.
    """

    viewer: Actor
    on: date
    until: date


@dataclass(frozen=True, slots=True)
class Falling:
    """One thing, its day, the rule that sets the day and what follows when it is missed.

    `title` and `consequence` are English templates, filled with `facts`. An event, such
    as a visit or an absence, runs from `day` to `last_on` and is never overdue
    (`is_deadline` is false). `waits_for_client`: the client has to do it, not the body.
    `provisional`: years whose working days are not declared.
    """

    key: str
    kind: DueKind
    day: date
    title: str
    facts: Mapping[str, object]
    rule: str
    source: Source
    consequence: str = ""
    last_on: date | None = None
    is_deadline: bool = True
    case_id: int | None = None
    round_id: int | None = None
    organisation_id: int | None = None
    person_ids: tuple[int, ...] = ()
    scheme: str = ""
    waits_for_client: bool = False
    provisional: tuple[int, ...] = ()

    def is_overdue_on(self, day: date) -> bool:
        """Whether it is overdue on `day` when nothing was done about it."""
        return self.is_deadline and self.day < day
