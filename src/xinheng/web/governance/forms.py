"""Forms of the body's own management. Those of records are made from the fields of their kind."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinheng.apps.governance import queries
from xinheng.apps.governance.queries import RecordView
from xinheng.apps.people import queries as people
from xinheng.core.governance.kinds import FieldRule, Kind
from xinheng.core.governance.words import About, FieldForm, Life, MatterKind, Moment, Result
from xinheng.web.picking import ClientField
from xinheng.web.widgets import PlainSelect

PREFIX = "v_"
LISTED = (FieldForm.CHOICE, FieldForm.CHOICES)


def _area() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 4})


def _day(label: object, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def persons() -> list[tuple[object, object]]:
    """Every active person of the body, for a choice."""
    return [("", "—"), *people.persons_of_body().items()]


def _select(label: object, choices: Iterable[tuple[object, object]], *, required: bool = True,
            ) -> forms.ChoiceField:  # fmt: skip
    return forms.ChoiceField(
        label=label, choices=list(choices), required=required, widget=PlainSelect  # type: ignore[arg-type]
    )  # fmt: skip


def _field(rule: FieldRule) -> forms.Field:
    """The form field of one field of a kind."""
    language = get_language() or ""
    label, needed = rule.label.name(language), rule.is_needed
    words = [(one.key, one.label.name(language)) for one in rule.choices]
    match rule.form:
        case FieldForm.LONG:
            return forms.CharField(label=label, required=needed, widget=_area())
        case FieldForm.DATE:
            return _day(label, required=needed)
        case FieldForm.NUMBER:
            return forms.DecimalField(label=label, required=needed, min_value=0)
        case FieldForm.CHOICE:
            return _select(label, [("", "—"), *words], required=needed)
        case FieldForm.CHOICES:
            return forms.MultipleChoiceField(
                label=label, required=needed, choices=words, widget=forms.CheckboxSelectMultiple
            )
        case FieldForm.CLIENT:
            return ClientField(label=label, required=needed)
        case FieldForm.PERSON:
            return _select(label, persons(), required=needed)
        case FieldForm.BRANCH:
            named = [(one.pk, one.name_zh) for one in people.branches()]
            return _select(label, [("", "—"), *named], required=needed)
        case FieldForm.RECORD:
            return _select(label, [("", "—"), *queries.of_kind(rule.of_kind)], required=needed)
        case FieldForm.RECORDS:
            return forms.MultipleChoiceField(
                label=label, required=needed, choices=queries.of_kind(rule.of_kind),
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        case FieldForm.FILE:
            return forms.FileField(label=label, required=needed)
        case _:
            return forms.CharField(label=label, required=needed, max_length=300)


class OfKind(forms.Form):
    """A form with the fields a kind asks for at a moment."""

    def __init__(self, *args: Any, kind: Kind, moment: Moment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.moment = kind, moment
        language = get_language() or ""
        for rule in kind.fields_at(moment):
            if rule.form == FieldForm.CHECKLIST:
                for one in rule.choices:
                    self.fields[f"{PREFIX}{rule.key}:{one.key}"] = forms.CharField(
                        label=one.label.name(language), widget=_area(), required=rule.is_needed
                    )
            else:
                self.fields[f"{PREFIX}{rule.key}"] = _field(rule)

    def values(self) -> dict[str, object]:
        """What was filled in, by the keys of the kind's fields. Call it on a checked form."""
        found: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if not name.startswith(PREFIX) or value in (None, "", []):
                continue
            key, _colon, item = name.removeprefix(PREFIX).partition(":")
            if item:
                found.setdefault(key, {})[item] = value
            else:
                found[key] = value
        return found


class OpenForm(OfKind):
    """A new record: its title, what its kind asks for, and for a task its owner and day."""

    title = forms.CharField(label=_("Title"), max_length=200)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, moment=Moment.OPEN, **kwargs)
        if kind.life == Life.TASK:
            self.fields["owner_id"] = _select(_("Owner"), persons())
            self.fields["due_on"] = _day(_("Due"))


class Because(forms.Form):
    """Why."""

    because = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=300)


class Nothing(forms.Form):
    """An act that needs nothing but its object."""


class Verify(forms.Form):
    """What shows the effect."""

    effect = forms.CharField(label=_("What shows the effect"), widget=forms.Textarea)


class SendBack(Because):
    """Why it had no effect, and when it is due now."""

    due_on = _day(_("Due"))


class HandOver(Because):
    """Who does it now, and by when."""

    owner_id = forms.ChoiceField(label=_("Owner"), widget=PlainSelect)
    due_on = _day(_("Due"))
    field_order = ("owner_id", "due_on", "because")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = persons()  # type: ignore[attr-defined]


class ReviewForm(OfKind):
    """What was found when a record was looked at again, and what changes."""

    note_text = forms.CharField(label=_("What was found"), widget=forms.Textarea, max_length=1000)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, moment=Moment.REVIEW, **kwargs)


def as_initial(row: RecordView, moment: Moment) -> Mapping[str, object]:
    """The values of a record as a form of its kind begins with them."""
    return {
        f"{PREFIX}{rule.key}": row.values[rule.key]
        for rule in row.kind.fields_at(moment)
        if rule.key in row.values
    }


class Compliance(forms.Form):
    """What shows that a client complies."""

    evidence = forms.CharField(label=_("What shows it"), widget=forms.Textarea, max_length=300)


class FileForm(forms.Form):
    """A complaint of anybody. The last field is hidden from people; programs fill it."""

    about = forms.ChoiceField(
        label=_("Whom is it about"), choices=[(one.value, _(one.label)) for one in About]
    )
    certificate = forms.CharField(
        label=_("Number of the certificate, if you know it"), max_length=60, required=False
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("What happened, when and where"), widget=forms.Textarea,
                           max_length=10_000)  # fmt: skip
    brought_by = forms.CharField(
        label=_("Your name"), max_length=200, required=False,
        help_text=_("You may leave it empty. Nobody but those who handle it is told."),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("How we reach you"), max_length=300, required=False,
        help_text=_("Telephone or e-mail; without it, look up the state with number and code."),
    )  # fmt: skip
    website = forms.CharField(required=False, widget=forms.HiddenInput)


class ClientFileForm(FileForm):
    """What a client brings after signing in: a complaint, or an appeal."""

    kind = forms.ChoiceField(
        label=_("What do you bring"), choices=[(one.value, _(one.label)) for one in MatterKind]
    )
    field_order: tuple[str, ...] = (
        "kind", "about", "certificate", "subject", "text", "contact"
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["brought_by"]


class StaffFileForm(ClientFileForm):
    """What staff write down for somebody else."""

    organisation_id = ClientField(label=_("Client concerned"), required=False)
    field_order = ("kind", "about", "certificate", "organisation_id", "subject", "text",
                   "brought_by", "contact")  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brought_by"] = forms.CharField(
            label=_("Brought by"), max_length=200, required=False
        )
        self.order_fields(self.field_order)


class StatusForm(forms.Form):
    """The number and the code of a receipt."""

    number = forms.CharField(label=_("Number"), max_length=32)
    code = forms.CharField(label=_("Code"), max_length=20)


class Assign(forms.Form):
    """Who looks into it."""

    people_ids = forms.MultipleChoiceField(
        label=_("Persons who took no part in it"), widget=forms.SelectMultiple(attrs={"size": 10})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people_ids"].choices = list(people.persons_of_body().items())  # type: ignore[attr-defined]


def _results() -> list[tuple[str, object]]:
    return [(one.value, _(one.label)) for one in Result if one != Result.NOT_OURS]


class Report(forms.Form):
    """What one found."""

    result = forms.ChoiceField(label=_("Result"), choices=_results())
    findings = forms.CharField(label=_("What you found"), widget=forms.Textarea)


class Resolve(forms.Form):
    """What came of it, in words that will be told."""

    result = forms.ChoiceField(label=_("Result"), choices=_results())
    outcome = forms.CharField(label=_("Outcome, as it will be told"), widget=forms.Textarea)
