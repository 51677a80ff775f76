"""Act pages about the audit team."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng import clock
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.staffing import queries
from xinheng.core.cases.words import RoundKind
from xinheng.core.people.words import SeatPart, TieKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.front.operations.staffing import OPERATIONS
from xinheng.web.acts import ActForm, ActPage
from xinheng.web.widgets import PlainSelect

DAYS_SHOWN = 14


def _parts() -> list[tuple[str, object]]:
    return [("", "—"), *((part.value, _(part.label)) for part in SeatPart)]


class AppointTeam(ActForm):
    """One choice for each candidate: which part, if any, and under whom."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.start = queries.planned_start(self.case, today)
        self.candidates = queries.candidates(self.case, on=today, first_on=self.start)
        evaluators = [("", "—"), *((c.person_id, c.name) for c in self.candidates if c.is_fit)]
        parts = _parts()
        for one in self.candidates:
            self.fields[f"part_{one.person_id}"] = forms.ChoiceField(
                label=one.name, choices=parts, required=False, initial=one.part or "",
                widget=PlainSelect,
            )  # fmt: skip
            self.fields[f"supervisor_{one.person_id}"] = forms.TypedChoiceField(
                label=_("Evaluator of a trainee"), choices=evaluators, coerce=int,
                empty_value=None, required=False, initial=one.supervisor_id, widget=PlainSelect,
            )  # fmt: skip
        if self.case.round.kind == RoundKind.SPECIAL:
            self.fields["care"] = forms.CharField(
                label=_("What was weighed in choosing this team"), required=False, max_length=300,
                help_text=_("At short notice the client can hardly object to a member."),
            )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Each candidate with its two fields and its calendar, for the template."""
        days = [self.start + timedelta(days=n) for n in range(DAYS_SHOWN)]
        return [
            {
                "candidate": one,
                "part": self[f"part_{one.person_id}"],
                "supervisor": self[f"supervisor_{one.person_id}"],
                "days": [
                    (f"{on:%m-%d}", (on, "am") in one.free, (on, "pm") in one.free) for on in days
                ],
            }
            for one in self.candidates
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        return {
            "seats": [
                {
                    "person_id": one.person_id,
                    "part": cleaned[f"part_{one.person_id}"],
                    "supervisor_id": cleaned.get(f"supervisor_{one.person_id}"),
                }
                for one in self.candidates
                if cleaned.get(f"part_{one.person_id}")
            ],
            "care": cleaned.get("care", ""),
        }


class ReplaceMember(ActForm):
    """Who comes instead of the member the page is about."""

    person_id = forms.TypedChoiceField(
        label=_("New member"), coerce=int, required=False, empty_value=None
    )
    part = forms.ChoiceField(label=_("Part"), required=False)
    supervisor_id = forms.TypedChoiceField(
        label=_("Evaluator of a trainee"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = queries.candidates(self.case, on=clock.today())
        free = [(c.person_id, c.name) for c in found if c.part is None and not c.obstacles]
        seated = [(c.person_id, c.name) for c in found if c.part is not None]
        self.fields["person_id"].choices = [("", _("nobody")), *free]  # type: ignore[attr-defined]
        self.fields["part"].choices = _parts()  # type: ignore[attr-defined]
        self.fields["supervisor_id"].choices = [("", "—"), *seated]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        if not cleaned.get("person_id"):
            return {}
        if not cleaned.get("part"):
            self.add_error("part", _("Say which part the new member takes."))
        return {"into": {name: v for name, v in cleaned.items() if v not in (None, "")}}


class Decline(ActForm):
    """Why somebody cannot take part."""

    conflict = forms.ChoiceField(label=_("Conflict of interest"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(value, _(label)) for value, label in TieKind.pairs()]
        self.fields["conflict"].choices = [("", _("none")), *kinds]  # type: ignore[attr-defined]


class Because(ActForm):
    """A reason."""

    because = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=300)


def _candidates(case: CaseView, _target: int | None, viewer: Actor) -> Mapping[str, object]:
    may_see = viewer.holds_any((Duty.PLAN_AUDITS, Duty.OVERSEE), case.where)
    return {"may_see": may_see}


PAGES = (
    ActPage(
        OPERATIONS[0], AppointTeam, template="staffing/appoint_team.html", more=_candidates,
        intro=_("Choose a part for each member. The whole team is checked and appointed at once."),
    ),
    ActPage(OPERATIONS[1], ReplaceMember, target_field="seat_id",
            consequence=_("The member leaves the team; a new member has to declare first.")),
    ActPage(
        OPERATIONS[2], target_field="seat_id",
        consequence=_(
            "I accept this assignment and declare that I have no interest in this client, past or"
            " present, that could threaten my impartiality."
        ),
    ),
    ActPage(OPERATIONS[3], Decline, target_field="seat_id",
            consequence=_("A conflict of interest is kept on record; the planner is told.")),
    ActPage(OPERATIONS[4], Because, target_field="seat_id"),
    ActPage(OPERATIONS[5], Because, target_field="objection_id",
            consequence=_("The client is told the reason.")),
)  # fmt: skip
