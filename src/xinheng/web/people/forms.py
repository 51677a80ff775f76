"""Forms of the acts on persons. They check shape only."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinheng.apps.people import queries
from xinheng.core.people.monitoring import MonitoringKind, MonitoringResult
from xinheng.core.people.words import Employment, Function, PracticeKind, TieKind
from xinheng.core.shared.actor import Role
from xinheng.core.shared.wording import Named
from xinheng.rulebook.codes.standards import schemes
from xinheng.rulebook.lists.bars import grounds
from xinheng.web.picking import ClientField, region_picker

SCHEMES = tuple((scheme.key, scheme.key) for scheme in schemes())


def named(of: type[Named], *, empty: bool = False) -> list[tuple[str, Any]]:
    """Choices of a form from words of the house."""
    first: list[tuple[str, Any]] = [("", _("Any"))] if empty else []
    return first + [(value, _(label)) for value, label in of.pairs()]


def _day(label: object, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class Codes(forms.CharField):
    """Scope codes separated by spaces or commas."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return [part for part in text.replace("，", " ").replace(",", " ").split() if part]


class OfPerson(forms.Form):
    """The base: which person travels along."""

    person_id = forms.IntegerField(widget=forms.HiddenInput)


class Add(forms.Form):
    """A new person."""

    name_zh = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    username = forms.CharField(label=_("Sign-in name"), max_length=60)
    password = forms.CharField(
        label=_("First password"), required=False, widget=forms.PasswordInput,
        help_text=_("At least ten characters."),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    employment = forms.ChoiceField(label=_("Employment"), choices=named(Employment))
    organisation_id = ClientField(
        label=_("Client"), required=False, help_text=_("Only for persons of a client.")
    )
    branch_id = forms.TypedChoiceField(
        label=_("Branch"), required=False, coerce=int, empty_value=None
    )
    contract_until = _day(_("Contract until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch_id"].choices = _branches()  # type: ignore[attr-defined]


class Amend(OfPerson):
    """What may change in a person's record."""

    name_zh = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    employment = forms.ChoiceField(label=_("Employment"), choices=named(Employment))
    contract_until = _day(_("Contract until"), required=False)


class Deactivate(OfPerson):
    """Why somebody leaves."""

    because = forms.CharField(label=_("Reason"), max_length=300)


class Appoint(OfPerson):
    """A role, where and how long."""

    role = forms.ChoiceField(label=_("Role"), choices=named(Role))
    schemes = forms.MultipleChoiceField(
        label=_("Only for these schemes"), choices=SCHEMES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    branch_id = forms.TypedChoiceField(
        label=_("Only in this branch"), required=False, coerce=int, empty_value=None
    )
    valid_from = _day(_("From"), required=False)
    valid_until = _day(_("Until (not included)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch_id"].choices = _branches()  # type: ignore[attr-defined]


class EndAppointment(forms.Form):
    """Which appointment ends, and when."""

    appointment_id = forms.IntegerField(widget=forms.HiddenInput)
    on = _day(_("Ends on"), required=False)


class Register(OfPerson):
    """A registration."""

    scheme = forms.ChoiceField(label=_("Scheme"), choices=SCHEMES)
    grade = forms.CharField(label=_("Grade"), max_length=24)
    number = forms.CharField(label=_("Registration number"), max_length=40)
    valid_from = _day(_("From"))
    valid_until = _day(_("Last day"))


class EndRegistration(forms.Form):
    """Which registration, and its last day."""

    registration_id = forms.IntegerField(widget=forms.HiddenInput)
    on = _day(_("Last day"))


class RecordCompetence(OfPerson):
    """A finding of competence."""

    scheme = forms.ChoiceField(label=_("Scheme"), choices=SCHEMES)
    function = forms.ChoiceField(label=_("Function"), choices=named(Function))
    codes = Codes(label=_("Scope codes"), required=False)
    evaluated_by_id = forms.TypedChoiceField(label=_("Evaluated by"), coerce=int)
    evidence = forms.CharField(label=_("Evidence"), max_length=300)
    valid_from = _day(_("From"))
    valid_until = _day(_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evaluated_by_id"].choices = queries.evaluators()  # type: ignore[attr-defined]


class EndCompetence(forms.Form):
    """Which finding, its last day, and why."""

    competence_id = forms.IntegerField(widget=forms.HiddenInput)
    on = _day(_("Last day"))
    because = forms.CharField(label=_("Reason"), max_length=300)


class RecordMonitoring(OfPerson):
    """How somebody's work was watched."""

    kind = forms.ChoiceField(label=_("Kind"), choices=named(MonitoringKind))
    on = _day(_("On"))
    result = forms.ChoiceField(label=_("Result"), choices=named(MonitoringResult))
    watched_by_id = forms.TypedChoiceField(label=_("Watched by"), coerce=int)
    evidence = forms.CharField(label=_("What was seen"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["watched_by_id"].choices = queries.evaluators()  # type: ignore[attr-defined]


class RecordTie(OfPerson):
    """A tie to a client."""

    organisation_id = ClientField(label=_("Client"))
    kind = forms.ChoiceField(label=_("Kind"), choices=named(TieKind))
    started_on = _day(_("Since"), required=False)
    ended_on = _day(_("Ended on"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class EndTie(forms.Form):
    """Which tie ended, and when."""

    tie_id = forms.IntegerField(widget=forms.HiddenInput)
    on = _day(_("Ended on"))


class RecordPractice(OfPerson):
    """Practice at another body."""

    body = forms.CharField(label=_("Other body"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=named(PracticeKind))
    started_on = _day(_("Since"))
    evidence = forms.CharField(label=_("Evidence"), max_length=300, required=False)


class EndPractice(forms.Form):
    """Which practice elsewhere ended, and when."""

    practice_id = forms.IntegerField(widget=forms.HiddenInput)
    on = _day(_("Ended on"))


class RecordBar(OfPerson):
    """A bar from certification work."""

    ground = forms.ChoiceField(label=_("Ground"))
    from_on = _day(_("From"))
    until = _day(_("First free day"), required=False)
    decided_by = forms.CharField(label=_("Decided by"), max_length=200, required=False)
    evidence = forms.CharField(label=_("Evidence"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        self.fields["until"].help_text = _("Empty where the ground bars for life.")
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (one.key, one.name(language)) for one in grounds()
        ]


class LiftBar(forms.Form):
    """Which bar is lifted, and why."""

    bar_id = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class Declare(forms.Form):
    """One's own declaration."""

    practises_only_here = forms.BooleanField(
        label=_("I practise at this body and at no other"), required=False
    )
    statement = forms.CharField(
        label=_("Interests to disclose"), widget=forms.Textarea, required=False
    )


class TakeAbsence(OfPerson):
    """Days of absence."""

    first_on = _day(_("First day"))
    last_on = _day(_("Last day"))


class CancelAbsence(forms.Form):
    """Which absence."""

    absence_id = forms.IntegerField(widget=forms.HiddenInput)


class MakeToken(forms.Form):
    """A token's name and length."""

    name = forms.CharField(label=_("What is it for"), max_length=60)
    days = forms.IntegerField(label=_("Works for (days)"), initial=90, min_value=1, max_value=365)


class EndToken(forms.Form):
    """Which token."""

    token_id = forms.IntegerField(widget=forms.HiddenInput)


class AddBranch(forms.Form):
    """A branch office."""

    code = forms.CharField(label=_("Code"), max_length=10)
    name_zh = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    region_code = forms.CharField(
        label=_("Region"), max_length=6, required=False, widget=region_picker(),
        help_text=_("Cases of clients in this region come to this branch."),
    )  # fmt: skip


def _branches() -> list[tuple[object, object]]:
    return [("", _("Everywhere")), *((b.pk, b.name_zh) for b in queries.branches())]
