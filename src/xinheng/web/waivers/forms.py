"""Forms of the acts on waivers. They check shape only."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinheng.apps.people import queries as people
from xinheng.rulebook.lists.waivable import waivable
from xinheng.web.picking import ClientField


class Ask(forms.Form):
    """Which rule, where, for which days, and why."""

    code = forms.ChoiceField(label=_("Rule"))
    case = forms.CharField(
        label=_("Case"), max_length=32, required=False, help_text=_("The number of the case.")
    )
    organisation_id = ClientField(label=_("Client"), required=False)
    person_id = forms.TypedChoiceField(
        label=_("Person"), coerce=int, empty_value=None, required=False
    )
    because = forms.CharField(label=_("Reason"), widget=forms.Textarea)
    evidence = forms.CharField(
        label=_("What the reason rests on"), widget=forms.Textarea,
        help_text=_("Records, notices, screenshots: say which and where they are kept."),
    )  # fmt: skip
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (one.key, one.name(language)) for one in waivable()
        ]
        self.fields["person_id"].choices = [  # type: ignore[attr-defined]
            ("", _("Any")), *people.evaluators()
        ]  # fmt: skip


class Answer(forms.Form):
    """Why it is approved, refused or revoked."""

    because = forms.CharField(label=_("Reason"), widget=forms.Textarea)
