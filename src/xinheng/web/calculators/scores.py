"""Calculators of scores and amounts: stars of a service, danger, risk, greenhouse gas."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xinheng.core.sustainability.carbon import GRID, Purpose
from xinheng.core.sustainability.factors import ELECTRICITY, ENERGY, KINDS, MASS, VOLUME
from xinheng.rulebook.carbon import SETS, carbon_rules
from xinheng.rulebook.loader import table
from xinheng.web.calculators.form import (
    NONE,
    Calculator,
    FieldSet,
    Json,
    choice,
    decimal,
    kept,
    number,
    ratio,
    whole,
)


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
            "kind": [(kind, gettext(KINDS.get(kind, kind))) for kind in
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
