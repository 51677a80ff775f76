"""Rows of a timetable in a form: as many as are written, and some empty ones."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.core.audits.plan import Line
from xinheng.web.acts import ActForm

EMPTY_ROWS = 4
MOST_ROWS = 200


class TimetableForm(ActForm):
    """A form with rows of a timetable; `clean` gathers them under `lines`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.get("initial") or {}
        lines: tuple[Line, ...] = tuple(initial.get("rows", ()))
        super().__init__(*args, **kwargs)
        self.row_count = self._count(len(lines) + EMPTY_ROWS)
        sites = [(site.id, site.name_zh) for site in self.case.sites]
        team = [(seat.person_id, seat.name) for seat in cases.team(self.case.round.id)]
        for index in range(self.row_count):
            line = lines[index] if index < len(lines) else None
            for name, field in _row_fields(sites, team, line):
                self.fields[f"row{index}_{name}"] = field

    def _count(self, wanted: int) -> int:
        """As many rows as were shown when the form was sent, or as are wanted now."""
        if not self.is_bound:
            return wanted
        sent = [key for key in self.data if key.startswith("row") and key.endswith("_on")]
        return min(max(len(sent), EMPTY_ROWS), MOST_ROWS)

    def rows(self) -> Iterator[list[tuple[str, forms.BoundField]]]:
        """The fields of each row with their names, for the template."""
        for index in range(self.row_count):
            yield [(name, self[f"row{index}_{name}"]) for name in ROW]

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that are not of a row, for the template."""
        return [field for field in self if not field.name.startswith("row")]

    def clean(self) -> dict[str, Any]:
        """Gather the rows that hold anything."""
        values = super().clean() or self.cleaned_data
        kept = {name: value for name, value in values.items() if not name.startswith("row")}
        kept["lines"] = [
            row for index in range(self.row_count) if (row := self._row(index, values))
        ]
        return kept

    def _row(self, index: int, values: dict[str, Any]) -> dict[str, Any] | None:
        row = {name: values.get(f"row{index}_{name}") for name in ROW}
        if not any(row[name] for name in ("on", "activity", "member_ids")):
            return None
        for name in ("on", "begins", "ends", "activity", "member_ids"):
            if not row[name]:
                self.add_error(f"row{index}_{name}", _("This belongs to every line."))
        clauses = str(row["clauses"] or "").replace("、", " ").replace(",", " ").split()
        return row | {"clauses": clauses}


ROW = ("on", "begins", "ends", "site_id", "activity", "member_ids", "clauses")


def _row_fields(
    sites: list[tuple[int, str]], team: list[tuple[int, str]], line: Line | None
) -> Iterator[tuple[str, forms.Field]]:
    day: date | None = line.on if line else None
    begins: time | None = line.begins if line else None
    ends: time | None = line.ends if line else None
    yield "on", forms.DateField(label=_("Day"), required=False, initial=day, widget=_picker("date"))
    yield (
        "begins",
        forms.TimeField(
            label=_("From"), required=False, initial=begins, widget=_picker("time", "%H:%M")
        ),
    )
    yield (
        "ends",
        forms.TimeField(
            label=_("To"), required=False, initial=ends, widget=_picker("time", "%H:%M")
        ),
    )
    yield "site_id", forms.TypedChoiceField(
        label=_("Site"), choices=sites, coerce=int, required=False,
        initial=line.site_id if line else None, empty_value=None,
    )  # fmt: skip
    yield "activity", forms.CharField(
        label=_("Activity"), required=False, max_length=200,
        initial=line.activity if line else "",
    )  # fmt: skip
    yield "member_ids", forms.TypedMultipleChoiceField(
        label=_("Team"), choices=team, coerce=int, required=False,
        initial=list(line.member_ids) if line else None,
        widget=forms.CheckboxSelectMultiple, empty_value=[],
    )  # fmt: skip
    yield (
        "clauses",
        forms.CharField(
            label=_("Clauses"), required=False, initial=" ".join(line.clauses) if line else ""
        ),
    )


def _picker(kind: str, form: str | None = None) -> forms.DateInput | forms.TimeInput:
    if kind == "date":
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.TimeInput(attrs={"type": kind}, format=form)


def plan_rows(case: CaseView) -> dict[str, Any]:
    """What the form of a new plan starts from."""
    standards = "\n".join(scheme.standard for scheme in case.schemes)
    scope = "\n".join(scheme.scope_zh for scheme in case.schemes)
    return {"objectives": "", "criteria": standards, "scope": scope, "rows": ()}
