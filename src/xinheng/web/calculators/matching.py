"""The calculator of the matching degree: auditors and projects of one professional code."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.core.staffing.matching import Factor, Form
from xinheng.web.calculators.form import (
    Calculator,
    FieldSet,
    Json,
    Rows,
    decimal,
    kept,
    number,
    whole,
)

AUDITOR_FIELDS = ("b1", "c1", "days")
PROJECT_FIELDS = ("b2", "c2", "d", "e", "days")


class MatchingDegree(Calculator):
    """How well the auditors of a code match its projects."""

    name = "matching"
    title = _("Matching degree")
    intro = _(
        "How well the auditors of a professional code match the projects that need it: X, Y and P,"
        " beside the plain capacity. The article's formula is lost; this is a reconstruction."
    )
    rows = {"a": Rows(_("auditor"), 2, 30), "p": Rows(_("project"), 2, 30)}
    scheme = forms.CharField(label=_("Scheme"), max_length=12, initial="OHSMS")
    code = forms.CharField(label=_("Professional code"), max_length=20, initial="03.04.01")
    form = forms.ChoiceField(
        label=_("Form of the formula"), choices=[(each.value, _(each.label)) for each in Form]
    )

    def build(self) -> None:
        """What it is about, then the auditors, then the projects."""
        self.sets.append(FieldSet(gettext("Scheme and code"), ("scheme", "code", "form")))
        for index in self.numbers("a"):
            names = (
                self.add(f"a{index}_b1", decimal(_("Readiness B1, 0 to 1"))),
                self.add(f"a{index}_c1", whole(_("Qualifications held C1"))),
                self.add(f"a{index}_days", decimal(_("Auditor-days on offer, if known"))),
            )
            self.sets.append(FieldSet(gettext("Auditor %(number)s") % {"number": index}, names))
        for index in self.numbers("p"):
            wanted = (
                self.add(f"p{index}_b2", decimal(_("Co-operation B2, above 0 up to 1"))),
                self.add(f"p{index}_c2", whole(_("Certificates audited together C2"))),
                self.add(f"p{index}_d", decimal(_("Coordination D, above 0 up to 1"))),
                self.add(f"p{index}_e", decimal(_("Policy E, above 0 up to 1"))),
                self.add(f"p{index}_days", decimal(_("Auditor-days needed, if known"))),
            )
            self.sets.append(FieldSet(gettext("Project %(number)s") % {"number": index}, wanted))

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question of `xinheng reckon matching`; rows left empty are not asked about."""
        self.at("auditors", "a1_b1")
        self.at("projects", "p1_b2")
        auditors = self._filled("auditors", "a", AUDITOR_FIELDS, cleaned)
        projects = self._filled("projects", "p", PROJECT_FIELDS, cleaned)
        return {
            "scheme": cleaned["scheme"],
            "code": cleaned["code"],
            "form": cleaned["form"],
            "auditors": auditors,
            "projects": projects,
        }

    def _filled(
        self, group: str, key: str, names: Sequence[str], cleaned: Mapping[str, Any]
    ) -> list[Json]:
        found: list[Json] = []
        for index in self.numbers(key):
            given = {name: cleaned[f"{key}{index}_{name}"] for name in names}
            if all(value is None for value in given.values()):
                continue
            place = f"{group}[{len(found)}]"
            for name in names:
                self.at(f"{place}.{name}", f"{key}{index}_{name}")
            row = {
                name: value if isinstance(value, int) else number(value)
                for name, value in given.items()
            }
            found.append({"id": str(index), **kept(row)})
        return found

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """What stands beside P: capacity, head count, and what drags it."""
        weakest = result["weakest"]
        return [
            (_("Capacity: auditor-days on offer for one needed"), result["capacity"] or "—"),
            (_("Auditors for each project"), result["naive"]),
            (_("What drags it most"), gettext(Factor(weakest).label) if weakest else "—"),
            *(
                (
                    _("P if at its best: %(factor)s") % {"factor": gettext(Factor(name).label)},
                    value,
                )
                for name, value in result["drivers"].items()
            ),
        ]
