"""The other calculators: people, sites, integration, due days, stars, risk, greenhouse gas."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xinheng.core.programmes.clocks import REGIMES, RULES
from xinheng.core.programmes.deadline import DayName
from xinheng.core.programmes.personnel import GroupKind
from xinheng.core.programmes.rules import AuditKind
from xinheng.core.sustainability.carbon import GRID, Purpose
from xinheng.core.sustainability.factors import ELECTRICITY, ENERGY, MASS, VOLUME
from xinheng.rulebook.carbon import SETS, carbon_rules
from xinheng.rulebook.loader import table
from xinheng.web.calculators.audit_time import NONE, SCHEME_CHOICES
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
        team = []
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
        self.fields["rule"].choices = [(rule, RULE_NAMES.get(rule, rule)) for rule in RULES]  # type: ignore[attr-defined]
        self.sets.append(FieldSet(gettext("Rule"), ("rule", "regimes")))
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
        for place in ("rule", "regimes", *(name.value for name in DayName)):
            self.at(place, place)
        return {
            "rule": cleaned["rule"],
            "regimes": cleaned["regimes"],
            **{name: day.isoformat() for name, day in days.items()},
        }

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """What follows when the day is not kept."""
        return [(_("If not"), result["consequence"])]


RULE_NAMES = {
    "first-surveillance": _("First surveillance"),
    "next-surveillance": _("Next surveillance"),
    "recertification": _("Recertification"),
    "restore": _("Restoring an expired certification"),
    "suspension-end": _("End of a suspension"),
    "major-nonconformity": _("Major nonconformity"),
    "minor-nonconformity": _("Minor nonconformity"),
    "consultancy-block": _("Block after consultancy"),
    "reapplication-bar": _("Bar to a new application"),
    "transfer": _("Transfer"),
    "short-notice": _("Short-notice audit"),
    "certificate-expiry": _("End of a certificate"),
}


class Star(Calculator):
    """Points of after-sales service."""

    name = "star"
    title = _("After-sales service stars")
    intro = _("Points brought to a hundred, special points, and the level they reach.")
    earned = decimal(_("Points earned"), required=True)
    applicable = decimal(_("Points of the indicators that apply"), required=True, initial=100)
    special_deductions = whole(_("Special deductions"), initial=0)
    special_bonus = whole(_("Special bonus (0 or 1)"), initial=0)

    def build(self) -> None:
        """One set."""
        names = ("earned", "applicable", "special_deductions", "special_bonus")
        self.sets.append(FieldSet(gettext("Points"), names))

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon star`."""
        for name in ("earned", "applicable", "special_deductions", "special_bonus"):
            self.at(name, name)
        return {
            "earned": number(cleaned["earned"]),
            "applicable": number(cleaned["applicable"]),
            "special_deductions": cleaned["special_deductions"] or 0,
            "special_bonus": cleaned["special_bonus"] or 0,
        }

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """The level in words."""
        level = result["level"]
        words = {"fail": _("Fails"), "pass": _("Passes, without a star")}
        return [(_("Level"), words.get(level) or _("%(stars)s stars") % {"stars": level})]


class Lec(Calculator):
    """Danger of work."""

    name = "lec"
    title = _("Danger of work (LEC)")
    intro = _("Likelihood times exposure times consequence, and the level on two scales.")

    def build(self) -> None:
        """The three factors with the values they may take."""
        labels = {"L": _("Likelihood L"), "E": _("Exposure E"), "C": _("Consequence C")}
        rows = table("lec_values").on(self.today).rows
        said = "label_zh" if (get_language() or "").startswith("zh") else "label"
        for factor, label in labels.items():
            values = [
                (row["value"], f"{row['value']} · {row[said]}")
                for row in rows
                if row["factor"] == factor
            ]
            self.add(factor, choice(label, values, required=True))
        self.sets.append(FieldSet(gettext("Danger"), tuple(labels)))

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon lec`."""
        for factor in ("L", "E", "C"):
            self.at(factor, factor)
        return {factor: cleaned[factor] for factor in ("L", "E", "C")}

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """The level on each scale."""
        four = result["four_colour"]
        return [
            (_("Of five levels"), f"{result['level']} · {result['label']}"),
            (_("Of four colours"), f"{four['level']} · {four['label']}"),
        ]


class RiskMatrix(Calculator):
    """A cell of the risk matrix."""

    name = "risk-matrix"
    title = _("Risk matrix")
    intro = _("Likelihood and severity in an example matrix; no standard prescribes one.")
    likelihood = choice(_("Likelihood"), [(n, n) for n in range(1, 6)], required=True)
    severity = choice(_("Severity"), [(n, n) for n in range(1, 6)], required=True)

    def build(self) -> None:
        """One set."""
        self.sets.append(FieldSet(gettext("Risk"), ("likelihood", "severity")))

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon risk-matrix`."""
        return {name: int(cleaned[name]) for name in ("likelihood", "severity")}

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """The level."""
        return [(_("Level"), result["level"])]


class Carbon(Calculator):
    """Greenhouse gas of an activity."""

    name = "carbon"
    title = _("Greenhouse gas")
    intro = _("Activity times emission factor, with year, warming potential and licence.")
    activity = decimal(_("Activity data"), required=True)
    unit = choice(_("Unit"), [(u, u) for u in (*ELECTRICITY, *MASS, *ENERGY, *VOLUME)])
    factor = forms.ChoiceField(label=_("Emission factor"))
    purpose = choice(_("Reckoned for"), [(each.value, _(each.label)) for each in Purpose])
    year = choice(_("Year of the factor's data (electricity)"), ())
    region = choice(_("Region (electricity)"), ())
    kind = choice(_("Kind of power (electricity)"), ())
    gwp = choice(_("Warming potential"), [(each, each) for each in SETS])
    oxidation = decimal(_("Oxidation of a solid fuel (%)"), min_value=0, max_value=100)

    def build(self) -> None:
        """What can be chosen comes from the tables."""
        rules = carbon_rules(self.today)
        names = {row["key"]: row["label_zh"] for row in table("cn_fuels").on(self.today).rows}
        is_zh = (get_language() or "").startswith("zh")
        grid, product = set(rules.grid), set(rules.product_electricity)
        choices: dict[str, list[tuple[str, str]]] = {
            "factor": [(key, names.get(key, key) if is_zh else key) for key in rules.names],
            "year": [*NONE, *((str(y), str(y)) for y in sorted({k[0] for k in grid | product}))],
            "region": [(place, place) for place in dict.fromkeys(k[1] for k in rules.grid)],
            "kind": [(kind, KINDS.get(kind, kind)) for kind in
                     dict.fromkeys(k[2] for k in (*rules.grid, *rules.product_electricity))],
        }  # fmt: skip
        choices["factor"].insert(0, (f"{GRID}CN", gettext("Grid electricity in China")))
        choices["factor"] = list(dict.fromkeys(
            (key, label) for key, label in choices["factor"]
            if key != f"{GRID}CN" or label != key))  # fmt: skip
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        self.sets.append(
            FieldSet(gettext("Activity data"), ("factor", "activity", "unit", "purpose"))
        )
        electricity = FieldSet(gettext("Electricity"), ("year", "region", "kind"))
        self.sets += [electricity, FieldSet(gettext("Gases and solid fuels"), ("gwp", "oxidation"))]

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon carbon`."""
        for name in ("activity", "unit", "factor", "purpose", "year", "region", "kind", "gwp",
                     "oxidation"):  # fmt: skip
            self.at(name, name)
        is_grid = cleaned["factor"].startswith(GRID)
        return kept(
            {
                "activity": number(cleaned["activity"]),
                "unit": cleaned["unit"],
                "factor": cleaned["factor"],
                "purpose": cleaned["purpose"],
                "gwp": cleaned["gwp"],
                "oxidation": ratio(cleaned["oxidation"]),
                "year": int(cleaned["year"]) if is_grid and cleaned["year"] else None,
                "region": cleaned["region"] if is_grid else None,
                "kind": cleaned["kind"] if is_grid else None,
            }
        )

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """The row of the table that was used."""
        said = [(_("Factor used"), f"{result['value']} {result['unit']}")]
        if result["data_year"]:
            said.append((_("Data of"), f"{result['data_year']} {result['region'] or ''}"))
        return said


KINDS = {
    "average": _("average"), "residual": _("without traded non-fossil power"),
    "fossil": _("fossil power"), "coal": _("coal"), "gas": _("natural gas"),
    "hydro": _("hydropower"), "nuclear": _("nuclear power"), "wind": _("wind power"),
    "photovoltaic": _("photovoltaic power"), "solar thermal": _("solar thermal power"),
    "biomass": _("biomass"),
}  # fmt: skip
