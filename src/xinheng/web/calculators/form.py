"""A calculator's form: fields in sets, rows that can be added, and the question they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinheng.core.shared.violation import Violation
from xinheng.front.wording import sentence

Json = dict[str, Any]
HUNDRED = Decimal(100)
NONE = (("", "—"),)  # the empty choice
MORE = "more"  # the name of the buttons that add a row


@dataclass(frozen=True, slots=True)
class FieldSet:
    """Fields under one heading; folded away when they are seldom needed."""

    title: str
    names: tuple[str, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Something that may be asked for several times. `start`, `most`: rows."""

    title: object
    start: int
    most: int


class Calculator(forms.Form):
    """One calculator. `name` is the reckoning it asks for."""

    name: ClassVar[str]
    title: ClassVar[object]
    intro: ClassVar[object]
    rows: ClassVar[Mapping[str, Rows]] = {}
    do_not_call_in_templates = True  # the class itself is shown in lists

    on = forms.DateField(
        label=_("By the rules in force on"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    known = forms.IntegerField(
        label=_("As known in rule set (empty: now)"), required=False, min_value=0,
        max_value=99_999_999,
    )  # fmt: skip

    def __init__(self, given: QueryDict, *, today: date) -> None:
        self.counts = {key: _count(given, key, rows) for key, rows in self.rows.items()}
        self.wants_more = given.get(MORE, "")
        if self.wants_more in self.counts:
            most = self.rows[self.wants_more].most
            self.counts[self.wants_more] = min(self.counts[self.wants_more] + 1, most)
        self.is_asked = bool(set(given) - {MORE})
        super().__init__(given if self.is_asked else None, auto_id="id_%s")
        self.today = today
        self.fields["on"].initial = today
        self.sets: list[FieldSet] = []
        self.places: dict[str, str] = {}
        self.build()
        self.sets.append(FieldSet(gettext("Day"), ("on", "known")))

    def build(self) -> None:
        """Add the fields and the sets they stand in."""
        raise NotImplementedError

    def document(self, cleaned: Mapping[str, Any]) -> Json:
        """The question, in the form of `xinheng reckon`; notes where each field went."""
        raise NotImplementedError

    def told(self, result: Mapping[str, Any]) -> Sequence[tuple[object, object]]:
        """What the answer says beside its figure, as names and values."""
        return ()

    @property
    def shows_errors(self) -> bool:
        """Whether the visitor asked for an answer, not only for one more row."""
        return self.is_asked and not self.wants_more

    def question(self) -> Json:
        """The whole question of a valid form, with the day its rules are asked for."""
        on = self.cleaned_data.get("on") or self.today
        self.at("on", "on")
        self.at("rules_known", "known")
        known = self.cleaned_data.get("known")
        as_known = {} if known is None else {"rules_known": known}
        return {"on": on.isoformat(), **as_known, **self.document(self.cleaned_data)}

    def refuse(self, violations: Sequence[Violation]) -> None:
        """Say each reason beside the field it is about, where it is about one."""
        for violation in violations:
            text = f"{sentence(violation)} ({violation.source})"
            self.add_error(self.field_at(violation.field), text)

    def field_at(self, place: str) -> str | None:
        """The field that stands for a place of the question, such as `standards[0].people`."""
        while place:
            if found := self.places.get(place):
                return found
            place = place.rpartition(".")[0]
        return None

    def link(self, known: int) -> str:
        """The query that brings this question back, without what was left empty.

        Args:
            known: the rule set the answer was reckoned by.
        """
        data = self.data if isinstance(self.data, QueryDict) else QueryDict()
        pairs = [(f"n_{key}", str(count)) for key, count in self.counts.items()
                 if count != self.rows[key].start]  # fmt: skip
        for name in self.fields:
            pairs += [(name, value) for value in data.getlist(name) if value.strip()]
        if self.is_bound and not data.get("on"):
            pairs.append(("on", self.today.isoformat()))
        if self.is_bound and not data.get("known"):
            pairs.append(("known", str(known)))
        return urlencode(pairs)

    def shown_sets(self) -> list[dict[str, object]]:
        """The sets with their bound fields; a folded set with something in it stands open."""
        return [
            {
                "title": one.title,
                "fields": [self[name] for name in one.names],
                "is_folded": one.is_folded,
                "is_open": any(self[name].data or name in self.errors for name in one.names)
                if self.is_bound
                else False,
            }
            for one in self.sets
        ]

    def add(self, name: str, field: forms.Field) -> str:
        """Add a field, and give its name back."""
        self.fields[name] = field
        return name

    def at(self, place: str, name: str) -> None:
        """Note that a field stands for a place of the question."""
        self.places[place] = name

    def numbers(self, key: str) -> range:
        """The numbers of the rows of one kind, from 1."""
        return range(1, self.counts[key] + 1)


def _count(given: QueryDict, key: str, rows: Rows) -> int:
    text = given.get(f"n_{key}", "")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else rows.start
    return max(rows.start, min(count, rows.most))


def ratio(percent: Decimal | None) -> str | None:
    """A per cent of the screen as the ratio of a question."""
    return None if percent is None else f"{(percent / HUNDRED).normalize():f}"


def number(value: Decimal | None) -> str | None:
    """A number as the text a question takes."""
    return None if value is None else f"{value:f}"


def kept(document: Json) -> Json:
    """A question without the fields that were left empty."""
    return {name: value for name, value in document.items() if value not in (None, "", [])}


def whole(label: object, **more: Any) -> forms.IntegerField:
    """A field for a whole number; nothing must be typed unless `required`."""
    return forms.IntegerField(label=label, **{"required": False, **more})  # type: ignore[arg-type]


def decimal(label: object, **more: Any) -> forms.DecimalField:
    """A field for a number with a fraction; nothing must be typed unless `required`."""
    return forms.DecimalField(
        label=label, **{"required": False, "max_digits": 20, **more},  # type: ignore[arg-type]
    )  # fmt: skip


def choice(label: object, choices: Any, **more: Any) -> forms.ChoiceField:
    """A field for one of several; the first may be empty."""
    return forms.ChoiceField(label=label, choices=choices, **{"required": False, **more})  # type: ignore[arg-type]


def text(label: object, **more: Any) -> forms.CharField:
    """A field for a line of text."""
    return forms.CharField(label=label, **{"required": False, "max_length": 200, **more})  # type: ignore[arg-type]
