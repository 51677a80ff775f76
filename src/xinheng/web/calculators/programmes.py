"""Calculators beside audit time: people, sites, integration, due days."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.core.programmes.clocks import REGIMES, RULES
from xinheng.core.programmes.deadline import DayName
from xinheng.core.programmes.personnel import GroupKind
from xinheng.core.programmes.rules import AuditKind
from xinheng.web.calculators.audit_time import SCHEME_CHOICES
from xinheng.web.calculators.form import (
    Calculator,
    FieldSet,
    Json,
    Rows,
    choice,
    decimal,
    kept,
    number,
    ratio,
    text,
    whole,
)
from xinheng.web.calculators.rule_names import RULE_NAMES


class Personnel(Calculator):
    """How many people an audit reckons with."""

    name = "effective-personnel"
    title = _("Effective number of personnel")
    intro = _("Part time, shifts, contractors and identical work as the tables count them.")
    rows = {"g": Rows(_("group of people"), 2, 12)}
    scheme = choice(_("Standard"), SCHEME_CHOICES)

    def build(self) -> None:
        """A set for each group of people."""
        self.sets.append(FieldSet(gettext("Standard"), ("scheme",)))
        kinds = [(kind.value, _(kind.label)) for kind in GroupKind]
        for index in self.numbers("g"):
            names = (
                self.add(f"g{index}_kind", choice(_("How they work"), kinds)),
                self.add(f"g{index}_people", whole(_("Persons"))),
                self.add(f"g{index}_hours", decimal(_("Hours a week (part time)"))),
                self.add(f"g{index}_reason", text(_("Reason (identical work)"))),
            )
            self.sets.append(FieldSet(gettext("Group %(number)s") % {"number": index}, names))

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon effective-personnel`."""
        groups: list[Json] = []
        for index in self.numbers("g"):
            people = cleaned[f"g{index}_people"]
            if people is None:
                continue
            place = f"groups[{len(groups)}]"
            self.at(f"{place}.people", f"g{index}_people")
            self.at(f"{place}.hours_per_week", f"g{index}_hours")
            self.at(f"{place}.reason", f"g{index}_reason")
            group = kept(
                {
                    "kind": cleaned[f"g{index}_kind"] or GroupKind.FULL_TIME.value,
                    "hours_per_week": number(cleaned[f"g{index}_hours"]),
                    "reason": cleaned[f"g{index}_reason"],
                    "scheme": cleaned["scheme"],
                }
            )
            groups.append({**group, "people": people})
        self.at("groups", "g1_people")
        return {"groups": groups}


class SiteSample(Calculator):
    """How many sites are visited."""

    name = "site-sample"
    title = _("Site sample")
    intro = _("How many sites an audit visits, group by group, beside the central function.")
    rows = {"g": Rows(_("group of sites"), 1, 12)}
    audit = forms.ChoiceField(
        label=_("Kind of audit"), choices=[(kind.value, _(kind.label)) for kind in AuditKind]
    )
    every_site = forms.BooleanField(label=_("Sampling is not allowed"), required=False)
    effective = forms.BooleanField(
        label=_("The system is shown to have worked through the cycle"), required=False
    )

    def build(self) -> None:
        """A set for each group of like sites."""
        self.sets.append(FieldSet(gettext("Kind of audit"), ("audit", "every_site", "effective")))
        for index in self.numbers("g"):
            names = (
                self.add(f"g{index}_name", text(_("Name of the group"))),
                self.add(f"g{index}_sites", whole(_("Sites, without the central function"))),
                self.add(f"g{index}_extra", whole(_("Sites added for risk"))),
                self.add(f"g{index}_reason", text(_("Reason for added sites"))),
                self.add(f"g{index}_new", forms.BooleanField(
                    label=_("New sites, sampled for the first time"), required=False)),
                self.add(f"g{index}_devices", forms.BooleanField(
                    label=_("They make or design medical devices"), required=False)),
            )  # fmt: skip
            self.sets.append(FieldSet(gettext("Group %(number)s") % {"number": index}, names))

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon site-sample`."""
        groups: list[Json] = []
        for index in self.numbers("g"):
            sites = cleaned[f"g{index}_sites"]
            if sites is None:
                continue
            place = f"groups[{len(groups)}]"
            self.at(f"{place}.sites", f"g{index}_sites")
            self.at(f"{place}.extra", f"g{index}_extra")
            self.at(f"{place}.extra_reason", f"g{index}_reason")
            groups.append(
                {
                    "sites": sites,
                    "name": cleaned[f"g{index}_name"],
                    "extra": cleaned[f"g{index}_extra"] or 0,
                    "extra_reason": cleaned[f"g{index}_reason"],
                    "is_new": cleaned[f"g{index}_new"],
                    "is_never_sampled": cleaned[f"g{index}_devices"],
                }
            )
        self.at("groups", "g1_sites")
        return {
            "audit": cleaned["audit"],
            "groups": groups,
            "sampling_allowed": not cleaned["every_site"],
            "system_effective": cleaned["effective"],
        }


class Together(Calculator):
    """What integration takes off."""

    name = "integration"
    title = _("Integration")
    intro = _("What an integrated system and a versatile team take off the sum of all standards.")
    rows = {"t": Rows(_("auditor"), 2, 10)}
    standards = forms.MultipleChoiceField(
        label=_("Standards"), choices=SCHEME_CHOICES[1:], widget=forms.CheckboxSelectMultiple
    )
    degree = decimal(_("Degree of integration (%)"), min_value=0, max_value=100, required=True)

    def build(self) -> None:
        """The standards, and a line of checkboxes for each auditor."""
        self.sets.append(FieldSet(gettext("System"), ("standards", "degree")))
        names = [
            self.add(
                f"t{index}",
                forms.MultipleChoiceField(
                    label=_("Auditor %(number)s may audit") % {"number": index}, required=False,
                    choices=SCHEME_CHOICES[1:], widget=forms.CheckboxSelectMultiple,
                ),
            )
            for index in self.numbers("t")
        ]  # fmt: skip
        self.sets.append(FieldSet(gettext("Team"), tuple(names)))

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon integration`."""
        team: list[list[str]] = []
        for index in self.numbers("t"):
            if known := cleaned[f"t{index}"]:
                self.at(f"team[{len(team)}]", f"t{index}")
                team.append(known)
        self.at("integration_ratio", "degree")
        self.at("team", "t1")
        return kept(
            {
                "standards": cleaned["standards"],
                "integration_ratio": ratio(cleaned["degree"]),
                "team": team,
            }
        )

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """The ability of the team."""
        if "team_ability" not in result:
            return ()
        return [(_("Ability of the team"), result["team_ability"])]


class DueDay(Calculator):
    """When something falls due."""

    name = "due"
    title = _("Due days")
    intro = _("By when an audit, a correction or a decision is due, and which rule says so.")
    rule = forms.ChoiceField(label=_("Rule"))
    regimes = forms.MultipleChoiceField(
        label=_("Whose rules bind"), choices=[(regime, regime) for regime in REGIMES],
        widget=forms.CheckboxSelectMultiple, initial=list(REGIMES),
    )  # fmt: skip

    def build(self) -> None:
        """The rule, and every day it may need."""
        self.fields["rule"].choices = [(rule, RULE_NAMES[rule]) for rule in RULES]  # type: ignore[attr-defined]
        self.add("months", whole(_("Interval the client has set (months)")))
        self.sets.append(FieldSet(gettext("Rule"), ("rule", "regimes", "months")))
        names = tuple(
            self.add(
                name.value,
                forms.DateField(
                    label=_("Day of: %(event)s") % {"event": gettext(name.label)}, required=False,
                    widget=forms.DateInput(attrs={"type": "date"}),
                ),
            )
            for name in DayName
        )  # fmt: skip
        self.sets.append(FieldSet(gettext("Days"), names))

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon due`."""
        days = {name.value: cleaned[name.value] for name in DayName if cleaned[name.value]}
        for place in ("rule", "regimes", "months", *(name.value for name in DayName)):
            self.at(place, place)
        months = {} if cleaned["months"] is None else {"months": cleaned["months"]}
        return {
            "rule": cleaned["rule"],
            "regimes": cleaned["regimes"],
            **months,
            **{name: day.isoformat() for name, day in days.items()},
        }

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """What follows when the day is not kept."""
        return [(_("If not"), result["consequence"])]
