"""Forms of the acts on findings and the report; each is short enough for a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.apps.findings import queries
from xinheng.core.findings.words import RECOMMENDED, Grade
from xinheng.web.acts import ActForm

LONG = forms.Textarea(attrs={"rows": 3})
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Raise(ActForm):
    """A nonconformity."""

    scheme = forms.ChoiceField(label=_("Standard"))
    clause = forms.CharField(label=_("Clause"), max_length=12)
    grade = forms.ChoiceField(label=_("Grade"))
    statement = forms.CharField(label=_("Statement"), widget=LONG, required=False)
    evidence = forms.CharField(label=_("Evidence"), widget=LONG, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = [(key, key) for key in self.case.scheme_keys]  # type: ignore[attr-defined]
        self.fields["grade"].choices = [(g.value, _(g.label)) for g in Grade]  # type: ignore[attr-defined]
        self.fields["site_id"] = forms.TypedChoiceField(
            label=_("Site"), coerce=int, choices=[(s.id, s.name_zh) for s in self.case.sites]
        )


class Suggest(ActForm):
    """A chance to improve."""

    text = forms.CharField(label=_("Improvement"), widget=LONG, required=False)


class Answer(ActForm):
    """The client's answer."""

    correction = forms.CharField(label=_("Correction"), widget=LONG, required=False)
    cause = forms.CharField(label=_("Cause"), widget=LONG, required=False)
    action = forms.CharField(label=_("Corrective action"), widget=LONG, required=False)
    responsible = forms.CharField(label=_("Person responsible"), max_length=60, required=False)
    done_by_on = forms.DateField(label=_("Done by"), widget=DAY)
    answer_file = forms.FileField(label=_("File or photo"), required=False)


class Because(ActForm):
    """A reason."""

    because = forms.CharField(label=_("Reason"), widget=LONG, required=False)


class Accept(ActForm):
    """A note of escalation, where the nonconformity came back."""

    escalation = forms.CharField(
        label=_("How it is followed to its end (when it came back)"), widget=LONG, required=False
    )


class Resolve(ActForm):
    """How an objection is resolved."""

    clause = forms.CharField(label=_("Clause that decides"), max_length=60, required=False)
    resolution = forms.CharField(label=_("Resolution"), widget=LONG, required=False)
    stands = forms.BooleanField(label=_("The nonconformity stands"), required=False)


class Verify(ActForm):
    """How the effect was verified."""

    method = forms.CharField(label=_("Method"), max_length=200, required=False)
    evidence = forms.CharField(label=_("What was found"), widget=LONG, required=False)
    effective = forms.BooleanField(label=_("Effective"), required=False)


class Report(ActForm):
    """The parts of a report that people write."""

    summary = forms.CharField(label=_("Summary"), widget=LONG, required=False)
    scope = forms.CharField(label=_("Confirmation of the scope"), widget=LONG, required=False)
    deviations = forms.CharField(
        label=_("Deviations from the audit plan"), widget=LONG, required=False
    )
    strengths = forms.CharField(label=_("Strengths"), widget=LONG, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [("", "—"), *((w.value, _(w.label)) for w in RECOMMENDED[self.case.round.kind])]
        conclusion, recommendation = _("Conclusion"), _("Recommendation")
        for scheme in self.case.scheme_keys:
            self.fields[f"conclusion_{scheme}"] = forms.CharField(
                label=f"{conclusion} · {scheme}", widget=LONG, required=False
            )
            self.fields[f"recommendation_{scheme}"] = forms.ChoiceField(
                label=f"{recommendation} · {scheme}", choices=words, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Gather conclusions and recommendations by scheme."""
        values = super().clean() or self.cleaned_data
        kept = {
            name: value
            for name, value in values.items()
            if not name.startswith(("conclusion_", "recommendation_"))
        }
        for part in ("conclusion", "recommendation"):
            kept[f"{part}s"] = {
                scheme: values.get(f"{part}_{scheme}", "") for scheme in self.case.scheme_keys
            }
        return kept


def report_initial(case: Any, _target: int | None) -> dict[str, object]:
    """The draft, prefilled from the records."""
    found = queries.draft_sections(case)
    values: dict[str, object] = {
        name: getattr(found, name) for name in ("summary", "scope", "deviations", "strengths")
    }
    for scheme in case.scheme_keys:
        values[f"conclusion_{scheme}"] = found.conclusions.get(scheme, "")
        values[f"recommendation_{scheme}"] = found.recommendations.get(scheme, "")
    return values
