"""Forms of the acts on visits; each is short enough for a phone."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinheng.apps.audits import queries
from xinheng.apps.cases import queries as cases
from xinheng.core.audits.words import Event, Half, SiteFound
from xinheng.rulebook.codes import clauses
from xinheng.rulebook.lists.meetings import closing_agenda, opening_agenda, surveillance_items
from xinheng.web.acts import ActForm
from xinheng.web.audits.rows import TimetableForm

LONG = forms.Textarea(attrs={"rows": 3})
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def language() -> str:
    """The reader's language."""
    return get_language() or "zh-hans"


class SavePlan(TimetableForm):
    """A plan as a draft."""

    objectives = forms.CharField(label=_("Objectives"), widget=LONG, required=False)
    criteria = forms.CharField(label=_("Criteria"), widget=LONG, required=False)
    scope = forms.CharField(label=_("Scope"), widget=LONG, required=False)


class ExtendPlan(TimetableForm):
    """Additional lines."""


class Because(ActForm):
    """A reason."""

    because = forms.CharField(label=_("Reason"), widget=LONG, max_length=500)


class MaybeBecause(ActForm):
    """A reason, where there is one to add."""

    because = forms.CharField(label=_("Reason"), widget=LONG, max_length=500, required=False)


class ConfirmPlan(ActForm):
    """Who attends."""

    top_manager = forms.CharField(label=_("Top manager who attends"), max_length=60)
    attends = forms.BooleanField(
        label=_("The top manager attends the opening and closing meetings"), required=False
    )


class Meeting(ActForm):
    """What is written down of a meeting."""

    held_at = forms.DateTimeField(label=_("Held at"), widget=MOMENT)
    place = forms.CharField(label=_("Place"), max_length=200)
    attendees = forms.CharField(
        label=_("Who signed in for the client, one name a line"), widget=LONG, required=False
    )
    top_manager = forms.CharField(label=_("Top manager"), max_length=60)
    top_manager_present = forms.BooleanField(label=_("Top manager present"), required=False)
    why_absent = forms.CharField(label=_("Why absent"), required=False, max_length=300)
    sheet = forms.FileField(label=_("Attendance sheet or photo"), required=False)

    def clean_attendees(self) -> list[str]:
        """One name a line."""
        return [line.strip() for line in self.cleaned_data["attendees"].splitlines()]

    def _agenda(self, items: Any) -> None:
        self.fields["agenda"] = forms.MultipleChoiceField(
            label=_("Gone through"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(item.key, item.name(language())) for item in items],
        )  # fmt: skip


class Opening(Meeting):
    """The opening meeting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agenda(opening_agenda())
        team = [(seat.person_id, seat.name) for seat in cases.team(self.case.round.id)]
        self.fields["member_ids"] = forms.TypedMultipleChoiceField(
            label=_("Team present"), choices=team, coerce=int, required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip


class OpenVisit(Opening):
    """The opening meeting of the audit proper."""

    gap_judgement = forms.CharField(
        label=_("Why stage 1 still holds (after a long gap)"), widget=LONG, required=False
    )


class Closing(Meeting):
    """The closing meeting."""

    disagreement = forms.CharField(
        label=_("What the client disagrees with"), widget=LONG, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._agenda(closing_agenda())


class ConcludeStage1(ActForm):
    """What stage 1 came to."""

    objectives_met = forms.BooleanField(label=_("Objectives of stage 1 met"), required=False)
    permits_verified = forms.BooleanField(label=_("Permits and licences verified"), required=False)
    permits_note = forms.CharField(label=_("On the permits"), widget=LONG, required=False)
    concerns = forms.CharField(label=_("Areas of concern"), widget=LONG, required=False)
    interval_note = forms.CharField(
        label=_("On the time until stage 2"), widget=LONG, required=False
    )
    ready = forms.BooleanField(label=_("Ready for stage 2"), required=False)
    next_on = forms.DateField(label=_("Next look, if not ready"), widget=DAY, required=False)


class SignIn(ActForm):
    """Half a day on site."""

    on = forms.DateField(label=_("Day"), widget=DAY)
    half = forms.ChoiceField(label=_("Half-day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["half"].choices = [(half.value, _(half.label)) for half in Half]  # type: ignore[attr-defined]
        team = [(seat.person_id, seat.name) for seat in cases.team(self.case.round.id)]
        self.fields["person_id"] = forms.TypedChoiceField(
            label=_("For"), choices=[("", _("Myself")), *team], coerce=int, required=False,
            empty_value=None,
        )  # fmt: skip


class TellBody(ActForm):
    """What the body must know at once."""

    event = forms.ChoiceField(label=_("What happened"), choices=Event.pairs())
    note = forms.CharField(label=_("In words"), widget=LONG, max_length=1000)


class AddEvidence(ActForm):
    """Something seen."""

    note = forms.CharField(label=_("What was seen"), widget=LONG, required=False)
    evidence = forms.FileField(
        label=_("File or photo"), required=False,
        widget=forms.ClearableFileInput(attrs={"capture": "environment"}),
    )  # fmt: skip
    dated_on = forms.DateField(label=_("Its own date"), widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = [("", "—"), *((site.id, site.name_zh) for site in self.case.sites)]
        self.fields["site_id"] = forms.TypedChoiceField(
            label=_("Site"), choices=sites, coerce=int, required=False, empty_value=None
        )
        self.fields["scheme"] = forms.ChoiceField(
            label=_("Standard"), required=False,
            choices=[("", "—"), *((key, key) for key in self.case.scheme_keys)],
        )  # fmt: skip
        self.fields["clause"] = forms.ChoiceField(
            label=_("Clause"), required=False, choices=[("", "—"), *clause_choices(self)]
        )


def clause_choices(form: ActForm) -> list[tuple[str, str]]:
    """Every clause of the standards of a case, once, with its short name."""
    found: dict[str, str] = {}
    for scheme in form.case.scheme_keys:
        if scheme in clauses.schemes():
            for clause in clauses.clauses(scheme):
                name = clause.en if language().startswith("en") else clause.zh
                found.setdefault(clause.number, f"{clause.number} {name}")
    return list(found.items())


class CompareActuals(ActForm):
    """People by scheme, and each site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = _("People found")
        for scheme in self.case.schemes:
            self.fields[f"people_{scheme.scheme}"] = forms.IntegerField(
                label=f"{found} · {scheme.scheme}",
                min_value=1,
                max_value=999_999,
                required=False,
                help_text=_("In the application: %(people)s") % {"people": scheme.people},
            )
        for site in queries.sites_for(self.case):
            self.fields[f"found_{site.id}"] = forms.ChoiceField(
                label=site.name_zh, choices=[(f.value, _(f.label)) for f in SiteFound]
            )
            self.fields[f"note_{site.id}"] = forms.CharField(
                label=_("What was found"), required=False, widget=LONG
            )

    def clean(self) -> dict[str, Any]:
        """Gather people and sites."""
        values = super().clean() or self.cleaned_data
        people = {
            scheme.scheme: values[key]
            for scheme in self.case.schemes
            if values.get(key := f"people_{scheme.scheme}")
        }
        sites = [
            {
                "site_id": site.id,
                "found": values.get(f"found_{site.id}"),
                "note": values.get(f"note_{site.id}", ""),
            }
            for site in queries.sites_for(self.case)
        ]
        return {"people": people, "sites": sites}


class Consent(ActForm):
    """Yes or no to more audit time."""

    agreed = forms.TypedChoiceField(
        label=_("Additional audit time"), coerce=lambda value: value == "yes",
        choices=[("yes", _("We agree")), ("no", _("We refuse"))],
        widget=forms.RadioSelect,
    )  # fmt: skip


class AnswerItems(ActForm):
    """What every surveillance looks at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in surveillance_items():
            self.fields[item.key] = forms.CharField(
                label=item.name(language()), widget=LONG, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Gather the answers."""
        values = super().clean() or self.cleaned_data
        return {"answers": {key: text for key, text in values.items() if text}}


class ProposeWithdrawal(ActForm):
    """Conditions and evidence. What the file itself shows is marked."""

    evidence = forms.CharField(label=_("Evidence"), widget=LONG, required=False)
    evidence_file = forms.FileField(label=_("File or photo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_english = language().startswith("en")
        choices = [
            (c.key, f"{'✓ ' if c.met else ''}{c.en if is_english else c.zh}")
            for c in queries.condition_views(self.case)
            if c.met is not False
        ]
        self.fields["conditions"] = forms.MultipleChoiceField(
            label=_("Conditions"), choices=choices, required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.order_fields(["conditions", "evidence", "evidence_file"])
