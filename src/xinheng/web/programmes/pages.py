"""Act pages about audit time and the programme."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.programmes import queries
from xinheng.core.programmes.words import VISITS_OF, VisitKind
from xinheng.core.shared.actor import Actor
from xinheng.front.operations.programmes import OPERATIONS
from xinheng.rulebook.loader import table
from xinheng.web.acts import ActForm, ActPage
from xinheng.web.programmes.own_fields import own_fields, own_values

COMPLEXITIES = (
    ("", "—"), ("high", _("High")), ("medium", _("Medium")), ("low", _("Low")),
    ("limited", _("Limited")), ("special", _("Special case")),
)  # fmt: skip
ELIGIBILITY = {
    "has_one_system": _("All sites work under one management system"),
    "has_central_authority": _("The central function has authority over every site"),
    "has_common_tie": _("Every site has a legal or contractual tie to the client"),
    "audited_every_site": _("Every site was audited internally"),
    "reviewed_by_management": _("The whole system went through a management review"),
}
ROWS_OF_FACTORS = 3


class WithSampling(ActForm):
    """The part of a form that asks for sampling, only for clients with several sites."""

    def add_sampling(self) -> None:
        if len(self.case.sites) < 2:
            return
        self.fields["allowed"] = forms.BooleanField(label=_("Sample the sites"), required=False)
        for name, label in ELIGIBILITY.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
        self.fields["extra"] = forms.IntegerField(
            label=_("Sites added for risk"), min_value=0, initial=0, required=False
        )
        self.fields["extra_reason"] = forms.CharField(
            label=_("Reason for added sites"), required=False
        )
        self.fields["chosen"] = forms.MultipleChoiceField(
            label=_("Sites that must be in the sample"),
            required=False,
            choices=[(str(s.id), s.name_zh) for s in self.case.sites if not s.is_central],
        )

    def sampling(self, cleaned: dict[str, Any]) -> dict[str, Any] | None:
        """Take the sampling out of what was typed."""
        names = ["allowed", *ELIGIBILITY, "extra", "extra_reason", "chosen"]
        given = {name: cleaned.pop(name) for name in names if name in cleaned}
        if not given.get("allowed"):
            return None
        given["extra"] = given.get("extra") or 0
        return given


class ReckonTime(WithSampling):
    """People, complexity and factors of each standard; integration; sampling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for scheme in self.case.schemes:
            self._add_standard(scheme.scheme, scheme.people, scheme.complexity)
        if len(self.case.schemes) > 1:
            self.fields["integration_ratio"] = forms.DecimalField(
                label=_("Degree of integration (0 to 1)"), required=False,
                min_value=0, max_value=1, initial=self.case.integration_ratio,
            )  # fmt: skip
        self.add_sampling()

    def _add_standard(self, scheme: str, people: int, complexity: str) -> None:
        key = scheme.lower()
        self.fields[f"{key}_people"] = forms.IntegerField(
            label=_("%(scheme)s: effective number of personnel (persons)") % {"scheme": scheme},
            initial=people, min_value=1,
        )  # fmt: skip
        self.fields[f"{key}_complexity"] = forms.ChoiceField(
            label=_("%(scheme)s: complexity or risk") % {"scheme": scheme},
            choices=COMPLEXITIES, initial=complexity, required=False,
        )  # fmt: skip
        self.fields[f"{key}_people_reason"] = forms.CharField(
            label=_("%(scheme)s: why fewer persons count than the case holds")
            % {"scheme": scheme},
            required=False, max_length=200,
        )  # fmt: skip
        for name, field in own_fields(scheme):
            self.fields[f"{key}_{name}"] = field
        kinds = [("", "—"), *_factor_choices(scheme, self.case)]
        for number in range(1, ROWS_OF_FACTORS + 1):
            facts = {"scheme": scheme, "number": number}
            self.fields[f"{key}_factor{number}_key"] = forms.ChoiceField(
                label=_("%(scheme)s: factor %(number)s") % facts, choices=kinds, required=False
            )
            self.fields[f"{key}_factor{number}_ratio"] = forms.DecimalField(
                label=_("%(scheme)s: ratio %(number)s (-0.10 is 10 %% less)") % facts,
                required=False,
            )
            self.fields[f"{key}_factor{number}_reason"] = forms.CharField(
                label=_("%(scheme)s: recorded reason %(number)s") % facts, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        given: dict[str, Any] = {"standards": [_standard(s.scheme, cleaned) for s in
                                               self.case.schemes]}  # fmt: skip
        if cleaned.get("integration_ratio") is not None:
            given["integration_ratio"] = cleaned["integration_ratio"]
            # Before a team is named, every auditor is taken to know every standard asked for.
            given["team"] = [list(self.case.scheme_keys)]
        sampling = self.sampling(cleaned)
        if sampling is not None:
            given["sampling"] = sampling
        return given


def _standard(scheme: str, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    key = scheme.lower()
    factors = []
    for number in range(1, ROWS_OF_FACTORS + 1):
        ratio = cleaned.get(f"{key}_factor{number}_ratio")
        if ratio is not None:
            factors.append(
                {
                    "ratio": ratio,
                    "key": cleaned.get(f"{key}_factor{number}_key", ""),
                    "reason": cleaned.get(f"{key}_factor{number}_reason", ""),
                }
            )
    return {
        "scheme": scheme,
        "people": cleaned.get(f"{key}_people"),
        "complexity": cleaned.get(f"{key}_complexity") or None,
        "factors": factors,
        "people_reason": cleaned.get(f"{key}_people_reason", ""),
        **own_values(scheme, cleaned),
    }


def _factor_choices(scheme: str, case: CaseView) -> list[tuple[str, object]]:
    rows = table("audit_time_factors").on(case.opened_at.date()).rows
    # The rulebook's tables carry their own Chinese.
    label = "label_zh" if (get_language() or "").startswith("zh") else "label"
    return [
        (row["key"], row[label]) for row in rows if not row["schemes"] or scheme in row["schemes"]
    ]


class Override(ActForm):
    """Other days than reckoned, and why."""

    days = forms.DecimalField(label=_("Audit time (auditor-days)"), decimal_places=1)
    because = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=300)


class AnswerWaiver(ActForm):
    """Yes or no."""

    approve = forms.TypedChoiceField(
        label=_("Answer"),
        choices=(("yes", _("Approve")), ("no", _("Decline"))),
        coerce=lambda value: value == "yes",
    )


class SetProgramme(WithSampling):
    """The windows of the visits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shifts"] = forms.CharField(
            label=_("Shifts, and which of them are audited"), widget=forms.Textarea, required=False
        )
        if queries.significant_changes(self.case):
            self.fields["stage1_question"] = forms.CharField(
                label=_("Does this recertification need a stage 1, and why"),
                widget=forms.Textarea, required=False,
            )  # fmt: skip
        for visit in VISITS_OF.get(self.case.round.kind, ()):
            for end, label in (("from", _("%(visit)s: from")), ("until", _("%(visit)s: until"))):
                self.fields[f"{visit.value.replace('-', '_')}_{end}"] = forms.DateField(
                    label=label % {"visit": _(visit.label)}, required=False,
                    widget=forms.DateInput(attrs={"type": "date"}),
                )  # fmt: skip
        self.add_sampling()

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        windows = []
        for visit in VisitKind:
            key = visit.value.replace("-", "_")
            first, last = cleaned.get(f"{key}_from"), cleaned.get(f"{key}_until")
            if first and last:
                windows.append({"visit": visit, "first_on": first, "last_on": last})
            elif first or last:
                self.add_error(f"{key}_until", _("Give both days of the window."))
        given: dict[str, Any] = {"windows": windows, "shifts": cleaned.get("shifts", "")}
        given["stage1_question"] = cleaned.get("stage1_question", "")
        sampling = self.sampling(cleaned)
        if sampling is not None:
            given["sampling"] = sampling
        return given


def _with_standing(case: CaseView, _target: int | None, _viewer: Actor) -> Mapping[str, object]:
    return {"standing": queries.standing_reckoning(case.id, case.round.id)}


PAGES = (
    ActPage(
        OPERATIONS[0], ReckonTime, template="programmes/act.html", more=_with_standing,
        intro=_("The whole derivation is stored with its rules and can be run again."),
    ),
    ActPage(OPERATIONS[1], Override, template="programmes/act.html", more=_with_standing,
            intro=_("More time is set at once; less time needs the approval of another person.")),
    ActPage(OPERATIONS[2], AnswerWaiver, template="programmes/act.html",
            target_field="waiver_id", more=_with_standing),
    ActPage(OPERATIONS[3], SetProgramme, template="programmes/act.html", more=_with_standing),
)  # fmt: skip
