"""The calculator of audit time: several standards, their factors, sites, integration, team."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xinheng.core.programmes.rules import AuditKind
from xinheng.core.programmes.words import LEVELS
from xinheng.rulebook.loader import NotYetInForce, table
from xinheng.web.calculators.form import (
    NONE,
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

SCHEMES = ("QMS", "EMS", "OHSMS", "MDQMS", "ISMS", "EnMS", "FSMS")
SCHEME_CHOICES = (("", "—"), *((scheme, scheme) for scheme in SCHEMES))
FACTORS = 3
LEVEL_CHOICES = (*NONE, *((key, _(label)) for key, label in LEVELS.items()))
THREE = (*NONE, *((key, _(LEVELS[key])) for key in ("high", "medium", "low")))


class AuditTime(Calculator):
    """How long an audit takes."""

    name = "audit-time"
    title = _("Audit time")
    intro = _(
        "Audit days of one or several standards: tables, factors, sites, integration, rounding."
    )
    rows = {
        "s": Rows(_("standard"), 1, 5),
        "p": Rows(_("site"), 0, 10),
        "t": Rows(_("auditor"), 0, 8),
    }

    audit = forms.ChoiceField(
        label=_("Kind of audit"), choices=[(kind.value, _(kind.label)) for kind in AuditKind]
    )
    integration = decimal(_("Degree of integration (%)"), min_value=0, max_value=100)

    def build(self) -> None:
        """Standards first, then what binds them together."""
        self.sets.append(FieldSet(gettext("Kind of audit"), ("audit",)))
        for index in self.numbers("s"):
            self._add_standard(index)
        for index in self.numbers("p"):
            self._add_site(index)
        names = [self._add_auditor(index) for index in self.numbers("t")]
        several = self.counts["s"] > 1 or names
        title = gettext("Several standards together")
        self.sets.append(FieldSet(title, ("integration", *names), is_folded=not several))

    def _add_standard(self, index: int) -> None:
        key = f"s{index}"
        names = (
            self.add(f"{key}_scheme", choice(_("Standard"), SCHEME_CHOICES, required=index == 1)),
            self.add(f"{key}_people", whole(_("Effective number of personnel (persons)"))),
            self.add(f"{key}_complexity", choice(_("Complexity or risk"), LEVEL_CHOICES)),
        )
        facts = {"number": index}
        self.sets.append(FieldSet(gettext("Standard %(number)s") % facts, names))
        factors = [name for n in range(1, FACTORS + 1) for name in self._add_factor(key, n)]
        title = gettext("Standard %(number)s: reductions and additions") % facts
        self.sets.append(FieldSet(title, tuple(factors), is_folded=True))
        self._add_own(key, gettext("Standard %(number)s: only for ISMS, EnMS or FSMS") % facts)
        manual = (
            self.add(f"{key}_manual_days", decimal(_("Days given by hand (auditor-days)"))),
            self.add(f"{key}_manual_reason", text(_("Reason for days by hand"))),
        )
        title = gettext("Standard %(number)s: no row in the table") % facts
        self.sets.append(FieldSet(title, manual, is_folded=True))

    def _add_factor(self, key: str, n: int) -> tuple[str, str, str]:
        facts = {"number": n}
        return (
            self.add(f"{key}_f{n}_kind", choice(_("Factor %(number)s") % facts, _kinds(self))),
            self.add(
                f"{key}_f{n}_percent",
                decimal(_("Change %(number)s in per cent, such as -10") % facts, decimal_places=2),
            ),
            self.add(f"{key}_f{n}_reason", text(_("Reason %(number)s") % facts)),
        )

    def _add_own(self, key: str, title: str) -> None:
        names = (
            self.add(f"{key}_business", choice(_("ISMS: complexity of business"), THREE)),
            self.add(f"{key}_it", choice(_("ISMS: complexity of IT"), THREE)),
            self.add(f"{key}_ratio", decimal(_("ISMS: chosen change (%)"), decimal_places=2)),
            self.add(f"{key}_energy_tj", decimal(_("EnMS: energy used in a year (TJ)"))),
            self.add(f"{key}_energy_types", whole(_("EnMS: energy types (80 % of use)"))),
            self.add(f"{key}_significant_uses", whole(_("EnMS: significant energy uses"))),
            self.add(f"{key}_category", text(_("FSMS: categories, such as CIV"))),
            self.add(f"{key}_haccp_studies", whole(_("FSMS: HACCP studies"))),
            self.add(
                f"{key}_certified",
                forms.BooleanField(
                    label=_("FSMS: another relevant system is certified"), required=False
                ),
            ),
        )
        self.sets.append(FieldSet(title, names, is_folded=True))

    def _add_site(self, index: int) -> None:
        names = (
            self.add(f"p{index}_name", text(_("Name of the site"))),
            self.add(f"p{index}_people", whole(_("Persons at the site"))),
            self.add(f"p{index}_cut", decimal(_("Cut (%), at most 50"), decimal_places=2)),
            self.add(f"p{index}_reason", text(_("Reason for the cut"))),
            self.add(
                f"p{index}_central",
                forms.BooleanField(label=_("Central function"), required=False),
            ),
        )
        self.sets.append(FieldSet(gettext("Site %(number)s") % {"number": index}, names))

    def _add_auditor(self, index: int) -> str:
        label = _("Auditor %(number)s may audit") % {"number": index}
        return self.add(
            f"t{index}",
            forms.MultipleChoiceField(
                label=label, required=False, choices=SCHEME_CHOICES[1:],
                widget=forms.CheckboxSelectMultiple,
            ),
        )  # fmt: skip

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon audit-time`."""
        standards: list[Json] = []
        sites: list[Json] = []
        team: list[list[str]] = []
        for index in self.numbers("s"):
            if cleaned.get(f"s{index}_scheme"):
                standards.append(self._standard(f"s{index}", f"standards[{len(standards)}]"))
        for index in self.numbers("p"):
            if cleaned.get(f"p{index}_name") or cleaned.get(f"p{index}_people"):
                sites.append(self._site(f"p{index}", f"sites[{len(sites)}]"))
        for index in self.numbers("t"):
            if known := cleaned.get(f"t{index}"):
                self.at(f"team[{len(team)}]", f"t{index}")
                team.append(known)
        self.at("integration_ratio", "integration")
        self.at("standards", "s1_scheme")
        return kept(
            {
                "audit": cleaned["audit"],
                "standards": standards,
                "sites": sites,
                "integration_ratio": ratio(cleaned.get("integration")),
                "team": team,
            }
        )

    def _standard(self, key: str, place: str) -> Json:
        cleaned = self.cleaned_data
        for field in ("scheme", "people", "complexity", "manual_days", "manual_reason",
                      "energy_tj", "energy_types", "significant_uses", "category",
                      "haccp_studies"):  # fmt: skip
            self.at(f"{place}.{field}", f"{key}_{field}")
        self.at(place, f"{key}_scheme")
        self.at(f"{place}.business_complexity", f"{key}_business")
        self.at(f"{place}.it_complexity", f"{key}_it")
        self.at(f"{place}.complexity_ratio", f"{key}_ratio")
        categories = cleaned[f"{key}_category"].replace("，", " ").replace(",", " ").split()
        people = cleaned[f"{key}_people"]
        return {
            **kept(
                {
                    "scheme": cleaned[f"{key}_scheme"],
                    "complexity": cleaned[f"{key}_complexity"],
                    "factors": self._factors(key, place),
                    "manual_days": number(cleaned[f"{key}_manual_days"]),
                    "manual_reason": cleaned[f"{key}_manual_reason"],
                    "business_complexity": cleaned[f"{key}_business"],
                    "it_complexity": cleaned[f"{key}_it"],
                    "complexity_ratio": ratio(cleaned[f"{key}_ratio"]),
                    "energy_tj": number(cleaned[f"{key}_energy_tj"]),
                    "energy_types": cleaned[f"{key}_energy_types"],
                    "significant_uses": cleaned[f"{key}_significant_uses"],
                    "category": categories,
                    "haccp_studies": cleaned[f"{key}_haccp_studies"],
                    "certified_system": cleaned[f"{key}_certified"] or None,
                }
            ),
            "people": 0 if people is None else people,
        }

    def _factors(self, key: str, place: str) -> list[Json]:
        found: list[Json] = []
        names = dict(_kinds(self))
        for n in range(1, FACTORS + 1):
            percent = self.cleaned_data[f"{key}_f{n}_percent"]
            kind = self.cleaned_data[f"{key}_f{n}_kind"]
            if percent is None:
                continue
            self.at(f"{place}.factors[{len(found)}].ratio", f"{key}_f{n}_percent")
            self.at(f"{place}.factors[{len(found)}].reason", f"{key}_f{n}_reason")
            self.at(f"{place}.factors", f"{key}_f1_percent")
            reason = self.cleaned_data[f"{key}_f{n}_reason"] or (str(names[kind]) if kind else "")
            found.append({"ratio": ratio(percent), "reason": reason, "key": kind})
        return found

    def _site(self, key: str, place: str) -> Json:
        cleaned = self.cleaned_data
        for field, name in (("name", "name"), ("people", "people"), ("cut_ratio", "cut"),
                            ("reason", "reason")):  # fmt: skip
            self.at(f"{place}.{field}", f"{key}_{name}")
        self.at("sites", f"{key}_central")
        return {
            "name": cleaned[f"{key}_name"] or gettext("Site %(number)s") % {"number": key[1:]},
            "people": cleaned[f"{key}_people"] or 0,
            "cut_ratio": ratio(cleaned[f"{key}_cut"]) or "0",
            "reason": cleaned[f"{key}_reason"],
            "is_central": cleaned[f"{key}_central"],
        }

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """The parts, the stages, the time on site, the editions."""
        said: list[tuple[object, object]] = []
        if len(result["by_standard"]) > 1:
            said += result["by_standard"].items()
        if result["stage1"] is not None:
            said += [(_("Stage 1"), result["stage1"]), (_("Stage 2"), result["stage2"])]
        return [*said, (_("At least on site"), result["on_site_min"])]


def _kinds(form: Calculator) -> list[tuple[str, object]]:
    """The kinds of factor of the rulebook, in the reader's language."""
    try:
        rows = table("audit_time_factors").on(form.today).rows
    except NotYetInForce:
        return list(NONE)
    # The rulebook's tables carry their own Chinese.
    label = "label_zh" if (get_language() or "").startswith("zh") else "label"
    return [*NONE, *((row["key"], row[label]) for row in rows)]
