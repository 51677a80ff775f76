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


PAGES = (ActPage(OPERATIONS[0], ReopenStep),)
