"""Forms of the acts of impartiality. They check shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng import clock
from xinheng.apps.impartiality import queries
from xinheng.apps.people import queries as people
from xinheng.core.impartiality.words import LimitKey, RelationKind, ServiceKind
from xinheng.core.shared.wording import Named
from xinheng.web.picking import ClientField


def _named(of: type[Named]) -> list[tuple[str, Any]]:
    return [(value, _(label)) for value, label in of.pairs()]


def _day(label: object, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class RecordRelated(forms.Form):
    """An entity related to the body."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Relation to the body"), choices=_named(RelationKind))
    credit_code = forms.CharField(
        label=_("Unified social credit code"), max_length=30, required=False
    )
    organisation_id = ClientField(label=_("Known as the client"), required=False)
    gives_consultancy = forms.BooleanField(label=_("Gives consultancy"), required=False)
    started_on = _day(_("Since"), required=False)
    ended_on = _day(_("Ended on"), required=False)
    evidence = forms.CharField(label=_("Evidence"), widget=forms.Textarea, required=False)


class EndRelated(forms.Form):
    """Which relation ended, and when."""

    entity_id = forms.IntegerField(widget=forms.HiddenInput)
    on = _day(_("Ended on"))


class RecordService(forms.Form):
    """What was done for a client beside certification."""

    organisation_id = ClientField(label=_("Client"))
    kind = forms.ChoiceField(label=_("Kind of service"), choices=_named(ServiceKind))
    entity_id = forms.TypedChoiceField(
        label=_("Provided by"), coerce=int, empty_value=None, required=False
    )
    person_ids = forms.TypedMultipleChoiceField(
        label=_("Persons of the body who did or sold it"), coerce=int, required=False
    )
    offering = forms.CharField(label=_("What it was"), max_length=120, required=False)
    started_on = _day(_("Since"), required=False)
    ended_on = _day(_("Ended on"), required=False)
    evidence = forms.CharField(label=_("Evidence"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entities = queries.entities(clock.today())
        self.fields["entity_id"].choices = [  # type: ignore[attr-defined]
            ("", _("The body itself")), *((one.id, one.name) for one in entities)
        ]  # fmt: skip
        self.fields["person_ids"].choices = people.evaluators()  # type: ignore[attr-defined]


class EndService(forms.Form):
    """Which service ended, and when."""

    service_id = forms.IntegerField(widget=forms.HiddenInput)
    on = _day(_("Ended on"))


class RecordIncome(forms.Form):
    """What one party paid in a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2999)
    party = forms.CharField(label=_("Party"), max_length=200)
    amount = forms.DecimalField(label=_("Amount (CNY)"), max_digits=14, decimal_places=2)


class ImportIncome(forms.Form):
    """A list of a year's income."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2999)
    file = forms.FileField(
        label=_("List (CSV or Excel)"),
        help_text=_("The first row names the columns: party, amount."),
    )


class SetLimit(forms.Form):
    """A limit from a day on."""

    key = forms.ChoiceField(label=_("Limit"), choices=_named(LimitKey))
    value = forms.IntegerField(
        label=_("Value"), min_value=0, max_value=100, help_text=_("Nought switches it off.")
    )
    since = _day(_("From"))
    because = forms.CharField(label=_("Reason"), widget=forms.Textarea)


class RaiseThreat(forms.Form):
    """What threatens impartiality."""

    organisation_id = ClientField(label=_("Client"))
    case = forms.CharField(
        label=_("Case"), max_length=32, required=False, help_text=_("The number of the case.")
    )
    what = forms.CharField(label=_("What threatens impartiality"), widget=forms.Textarea)


class AssessThreat(forms.Form):
    """The assessment of a threat."""

    threat_id = forms.IntegerField(widget=forms.HiddenInput)
    is_acceptable = forms.TypedChoiceField(
        label=_("Assessment"), coerce=lambda given: given == "yes",
        choices=[("yes", _("Acceptable with its treatment")), ("no", _("Not acceptable"))],
    )  # fmt: skip
    because = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    treatment = forms.CharField(label=_("Treatment"), widget=forms.Textarea, required=False)
