"""Act pages on a case as a whole."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.core.cases.steps import Step
from xinheng.front.operations.cases import OPERATIONS
from xinheng.web.acts import ActForm, ActPage


class ReopenStep(ActForm):
    """Which step to return, and why."""

    step = forms.ChoiceField(label=_("Step"))
    because = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=300)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        done = [step for step in Step if step in self.case.done]
        self.fields["step"].choices = [(step.value, _(step.label)) for step in done]  # type: ignore[attr-defined]


class OpenSpecial(ActForm):
    """Why a special audit is needed, and by when."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=200)
    due_on = forms.DateField(label=_("To be held by"), required=False)


class Close(ActForm):
    """Why the case ends."""

    because = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=300)


PAGES = (
    ActPage(OPERATIONS[0], ReopenStep),
    ActPage(
        OPERATIONS[1],
        OpenSpecial,
        intro=_(
            "Surveillance and recertification open by themselves when they fall due. "
            "Open a special audit here: an extension, a short-notice audit, a complaint."
        ),
    ),
    ActPage(OPERATIONS[2], Close, consequence=_("A closed case cannot be opened again.")),
)
