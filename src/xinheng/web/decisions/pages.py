"""Act pages of review and decision."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.decisions import queries
from xinheng.core.decisions.words import OUTCOMES_OF, Recommendation
from xinheng.core.shared.actor import Actor
from xinheng.front.operations.decisions import OPERATIONS
from xinheng.web.acts import ActForm, ActPage


def _records(case: CaseView) -> list[tuple[str, str]]:
    language = get_language() or ""
    return [(item.key, item.name(language)) for item in queries.matrix(case) if item.is_there]


class MarkItem(ActForm):
    """Which record is in order; none means all that were not yet looked at."""

    record = forms.ChoiceField(label=_("Record"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("Everything not yet looked at"))]
        self.fields["record"].choices = [*everything, *_records(self.case)]  # type: ignore[attr-defined]


class ReturnItem(ActForm):
    """Which record goes back, and why."""

    record = forms.ChoiceField(label=_("Record"))
    note = forms.CharField(label=_("What is to be done"), widget=forms.Textarea, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"].choices = _records(self.case)  # type: ignore[attr-defined]


class PassReview(ActForm):
    """The recommendation and the comments of the reviewer."""

    recommendation = forms.ChoiceField(
        label=_("Recommendation"), choices=[(one.value, _(one.label)) for one in Recommendation]
    )
    comments = forms.CharField(label=_("Comments"), widget=forms.Textarea, required=False)


class Propose(ActForm):
    """What is decided of one scheme."""

    scheme = forms.ChoiceField(label=_("Scheme"))
    outcome = forms.ChoiceField(label=_("Outcome"))
    scope_zh = forms.CharField(
        label=_("Scope as decided (Chinese)"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Left empty, the scope applied for is meant."),
    )
    scope_en = forms.CharField(
        label=_("Scope as decided (English)"), widget=forms.Textarea, required=False
    )
    statement = forms.CharField(label=_("Grounds of the decision"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = {row.scheme for row in queries.decisions_of(self.case.round.id)}
        open_schemes = [key for key in self.case.scheme_keys if key not in taken]
        self.fields["scheme"].choices = [(key, key) for key in open_schemes]  # type: ignore[attr-defined]
        outcomes = OUTCOMES_OF[self.case.round.kind]
        self.fields["outcome"].choices = [(one.value, _(one.label)) for one in outcomes]  # type: ignore[attr-defined]


class ReturnFile(ActForm):
    """Why the file goes back."""

    because = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=300)


def _file(case: CaseView, target: int | None, actor: Actor) -> Mapping[str, object]:
    return {"file": file_of(case), "decision": queries.decision(target) if target else None}


def file_of(case: CaseView) -> dict[str, object]:
    """What reviewers and decision makers look at: the matrix, the review, what came later."""
    review = queries.review_of(case.round.id)
    decided = queries.decisions_of(case.round.id)
    entries = [row.entry for row in decided if row.entry is not None]
    last = max(entries) if entries else review.entry if review else None
    return {
        "items": queries.matrix(case),
        "review": review,
        "decisions": decided,
        "later": queries.evidence_after(case, last) if decided else (),
        "language": get_language() or "",
    }


MARK, RETURN, PASS, PROPOSE, CONFIRM, RETURN_FILE = OPERATIONS
PAGES = (
    ActPage(MARK, MarkItem, more=_file, template="decisions/act.html"),
    ActPage(
        RETURN,
        ReturnItem,
        more=_file,
        template="decisions/act.html",
        consequence=_("The step that made the record is undone and must be taken again."),
    ),
    ActPage(PASS, PassReview, more=_file, template="decisions/act.html"),
    ActPage(
        PROPOSE,
        Propose,
        more=_file,
        template="decisions/act.html",
        intro=_("To grant, renew or extend, a second person must confirm."),
    ),
    ActPage(
        CONFIRM,
        more=_file,
        template="decisions/act.html",
        target_field="decision",
        consequence=_("With your confirmation the decision stands."),
    ),
    ActPage(
        RETURN_FILE,
        ReturnFile,
        more=_file,
        template="decisions/act.html",
        consequence=_("What was proposed or decided in this round is void."),
    ),
)
