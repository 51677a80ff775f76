"""Act pages on a case as a whole."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.apps.people import queries as people
from xinheng.core.cases.steps import Step
from xinheng.front.operations.cases import OPERATIONS
from xinheng.web.acts import ActForm, ActPage
from xinheng.web.templatetags.house import own_name


class ReopenStep(ActForm):
    """Which step to return, and why."""

    step = forms.ChoiceField(label=_("Step"))
    because = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=300)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        done = [step for step in Step if step in self.case.done]
        self.fields["step"].choices = [(step.value, _(step.label)) for step in done]  # type: ignore[attr-defined]


class ChooseBranch(ActForm):
    """Which branch looks after the case."""

    branch_id = forms.TypedChoiceField(
        label=_("Branch"),
        coerce=int,
        help_text=_("People whose duties hold in one branch only will see whose case it is."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        others = [row for row in people.branches() if row.pk != self.case.branch_id]
        self.fields["branch_id"].choices = [(row.pk, own_name(row)) for row in others]  # type: ignore[attr-defined]


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
    ActPage(
        OPERATIONS[3],
        ChooseBranch,
        intro=_(
            "The client's region tells the branch by itself where exactly one lies there. "
            "Otherwise choose it here; it can be changed while the case is open."
        ),
    ),
    ActPage(OPERATIONS[2], Close, consequence=_("A closed case cannot be opened again.")),
)
