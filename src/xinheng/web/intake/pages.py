"""Act pages of this staircase."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xinheng.apps.cases.queries import CaseView
from xinheng.core.intake.verification import ClaimState
from xinheng.core.intake.words import ChangeKind, CycleStage, RefusalReason, Triage
from xinheng.core.shared.wording import Named
from xinheng.front import operations
from xinheng.web.acts import ActForm, ActPage


def choices(words: type[Named], *without: Named) -> list[tuple[str, object]]:
    """The members of a set of words as choices of a field."""
    return [(word.value, _(word.label)) for word in words if word not in without]


def day(label: object, *, required: bool = True) -> forms.DateField:
    """A field for a day."""
    picker = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=picker)  # type: ignore[arg-type]


def lines(label: object, *, required: bool = True) -> forms.CharField:
    """A field for some sentences."""
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=required, widget=area)  # type: ignore[arg-type]


class RecordClaim(ActForm):
    """What a platform says about a claim."""

    state = forms.ChoiceField(label=_("Result"), choices=choices(ClaimState, ClaimState.UNCHECKED))
    checked_on = day(_("Looked up on"))
    note = lines(_("What was seen"), required=False)
    evidence = forms.FileField(label=_("Evidence"), required=False)


class Accept(ActForm):
    """What the reviewer notes and declares."""

    note = lines(_("Note"), required=False)
    body_gives_consultancy = forms.BooleanField(
        label=_("The body gives this client consultancy"), required=False
    )
    body_internal_audits_ended_on = day(
        _("Last internal audit by the body for this client"), required=False
    )
    related_consultancy_ended_on = day(
        _("Last day of consultancy by a related body"), required=False
    )


class Return(ActForm):
    """What is asked of the client."""

    questions = lines(_("Questions"))


class Refuse(ActForm):
    """Why an application is refused."""

    reason = forms.ChoiceField(label=_("Reason"), choices=choices(RefusalReason))
    because = lines(_("Explanation"))
    nothing_else_was_asked = forms.BooleanField(
        label=_("The refusal does not rest on consultancy or training not bought"), required=False
    )


class ReviewTransfer(ActForm):
    """Everything the review before a transfer looks at."""

    body = forms.CharField(label=_("Present certification body"), max_length=200)
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=80)
    valid_until = day(_("Valid until"))
    is_accredited = forms.BooleanField(
        label=_("Accredited under the mutual recognition"), required=False
    )
    is_suspended = forms.BooleanField(label=_("Suspended"), required=False)
    is_under_threat = forms.BooleanField(label=_("About to be suspended"), required=False)
    scope_fits = forms.BooleanField(label=_("Covers the scope applied for"), required=False)
    because = lines(_("Why the client changes body"), required=False)
    last_report_on = day(_("Last audit report of"), required=False)
    open_majors = forms.IntegerField(label=_("Open major nonconformities"), min_value=0)
    open_minors = forms.IntegerField(label=_("Open minor nonconformities"), min_value=0)
    complaints = lines(_("Complaints and what was done"), required=False)
    complaints_settled = forms.BooleanField(label=_("Complaints are settled"), required=False)
    stage = forms.ChoiceField(label=_("Stage of the cycle"), choices=choices(CycleStage))
    lawful = forms.BooleanField(label=_("No conflict with the authorities"), required=False)
    former_body_lost_status_on = day(_("Former body lost its accreditation on"), required=False)
    has_doubts = forms.BooleanField(label=_("There are doubts"), required=False)
    visited_on = day(_("Client visited on"), required=False)


class Quote(ActForm):
    """Until when the quotation binds."""

    valid_until = day(_("Valid until"))


class Decline(ActForm):
    """Why a quotation is declined."""

    because = lines(_("Reason"))


class DraftAgreement(ActForm):
    """From when to when."""

    begins_on = day(_("Begins on"))
    ends_on = day(_("Ends on"))


class UploadAgreement(ActForm):
    """The signed copy."""

    signed_file = forms.FileField(label=_("Signed agreement"))


class SignAgreement(ActForm):
    """When it was signed, who pays, and which sites it covers."""

    signed_on = day(_("Signed on"))
    payer = forms.CharField(label=_("Who pays"), max_length=200, required=False)
    sites = forms.TypedMultipleChoiceField(
        label=_("Sites covered"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    signed_file = forms.FileField(label=_("Signed agreement"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = [(site.id, site.name_zh) for site in self.case.sites]
        self.fields["sites"].choices = sites  # type: ignore[attr-defined]
        self.fields["sites"].initial = [key for key, _name in sites]
        self.fields["payer"].initial = self.case.organisation_zh


class FileChange(ActForm):
    """A change as the client tells it."""

    kind = forms.ChoiceField(label=_("What changes"), choices=choices(ChangeKind))
    description = lines(_("Description"))
    effective_on = day(_("From"))
    file = forms.FileField(label=_("Proof"), required=False)


class TriageChange(ActForm):
    """What the body does about a change."""

    outcome = forms.ChoiceField(label=_("What is done"), choices=choices(Triage))
    note = lines(_("Note"), required=False)


class AnswerChanges(ActForm):
    """That nothing has changed, or what has."""

    none = forms.BooleanField(label=_("Nothing has changed"), required=False)
    kind = forms.ChoiceField(
        label=_("What changes"), choices=[("", "—"), *choices(ChangeKind)], required=False
    )
    description = lines(_("Description"), required=False)
    effective_on = day(_("From"), required=False)

    def clean(self) -> dict[str, Any]:
        """One change of the page becomes the list that the act asks for."""
        given = super().clean() or {}
        told = {name: given.pop(name, None) for name in ("kind", "description", "effective_on")}
        changes = [told] if any(told.values()) else []
        return {"none": given.get("none", False), "changes": changes}


def _after_triage(case: CaseView, notice: Any) -> str:
    """A change that needs a special audit leads straight to opening one."""
    if notice.outcome == Triage.SPECIAL_AUDIT:
        return reverse("cases:open-round", args=[case.number])
    return reverse("cases:case", args=[case.number])


def _page(name: str, form: type[ActForm] = ActForm, **more: Any) -> ActPage:
    return ActPage(operations.named(f"intake.{name}"), form, **more)


PAGES = (
    _page("record-claim", RecordClaim, target_field="claim"),
    _page("finish-claims"),
    _page("accept", Accept),
    _page("return", Return),
    _page("refuse", Refuse, consequence=_("The case ends with the refusal and is not reopened.")),
    _page("review-transfer", ReviewTransfer),
    _page("quote", Quote),
    _page("accept-quotation", target_field="quotation"),
    _page("decline-quotation", Decline, target_field="quotation"),
    _page("draft-agreement", DraftAgreement),
    _page("upload-agreement", UploadAgreement),
    _page("sign-agreement", SignAgreement),
    _page("file-change", FileChange),
    _page("triage-change", TriageChange, target_field="notice", success=_after_triage),
    _page("ask-changes"),
    _page("answer-changes", AnswerChanges),
)
