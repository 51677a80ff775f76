"""Act pages of certificates."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinheng.apps.certificates import queries
from xinheng.core.certificates.extras import lines_wanted
from xinheng.front.operations.certificates import OPERATIONS
from xinheng.rulebook.lists.reasons import CertificateAct, reasons_to
from xinheng.web.acts import ActForm, ActPage


class OfCertificate(ActForm):
    """The base: without a target in the address one chooses among the case's certificates."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.target is None:
            alive = [row for row in queries.of_case(self.case.id) if row.is_alive]
            self.fields["certificate"] = forms.TypedChoiceField(
                label=_("Certificate"),
                coerce=int,
                choices=[(row.id, row.number) for row in alive],
                help_text=""
                if alive
                else _("No certificate of this case is in force or suspended."),
            )


class WithReason(OfCertificate):
    """A reason of the list for the act, and a note."""

    act: CertificateAct
    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        given = [(one.key, one.name(language)) for one in reasons_to(self.act)]
        self.fields["reason"].choices = given  # type: ignore[attr-defined]


class Issue(ActForm):
    """From when it holds; the last day only where it is to be shorter."""

    effective_on = forms.DateField(label=_("Effective from"), required=False)
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        help_text=_("Only to shorten, as for a certificate taken over from another body."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.target is None:
            self.fields["scheme"] = forms.ChoiceField(
                label=_("Scheme"), choices=[(key, key) for key in self.case.scheme_keys]
            )
        for scheme in self.case.schemes:
            for line in lines_wanted(scheme.scheme, scheme.codes):
                self.fields[f"extra_{line.key}"] = forms.CharField(
                    label=f"{scheme.scheme}: {line.zh} {line.en}", required=False, max_length=120
                )

    def clean(self) -> dict[str, Any]:
        """Gather the further lines, where any were given."""
        cleaned = dict(super().clean() or self.cleaned_data)
        keys = [name for name in cleaned if name.startswith("extra_")]
        cleaned["extras"] = {k.removeprefix("extra_"): cleaned.pop(k) for k in keys if cleaned[k]}
        return {name: value for name, value in cleaned.items() if not name.startswith("extra_")}


class Keep(OfCertificate):
    """When the audit ended, where the ledger does not tell."""

    audited_on = forms.DateField(label=_("Last day of the audit"), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)


class Suspend(WithReason):
    """Why it is suspended."""

    act = CertificateAct.SUSPEND


class Restore(WithReason):
    """On which grounds and evidence it is restored."""

    act = CertificateAct.RESTORE
    note = forms.CharField(label=_("Grounds"), widget=forms.Textarea)
    evidence = forms.FileField(label=_("Evidence"), required=False)


class Reduce(WithReason):
    """To which scope, where the round decided none."""

    act = CertificateAct.REDUCE
    scope_zh = forms.CharField(
        label=_("New scope (Chinese)"), widget=forms.Textarea, required=False
    )
    scope_en = forms.CharField(
        label=_("New scope (English)"), widget=forms.Textarea, required=False
    )


class Extend(OfCertificate):
    """A note; the scope comes from the decision."""

    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)


class ProposeWithdrawal(WithReason):
    """Why it is to be withdrawn."""

    act = CertificateAct.WITHDRAW


class Drop(OfCertificate):
    """Why the proposal is dropped."""

    because = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=300)


class Cancel(WithReason):
    """The client's request."""

    act = CertificateAct.CANCEL
    evidence = forms.FileField(label=_("The client's request"), required=False)


class TransferOut(OfCertificate):
    """Which body takes it over."""

    receiver = forms.CharField(label=_("Receiving body"), max_length=200)


(ISSUE, KEEP, SUSPEND, RESTORE, REDUCE, EXTEND, PROPOSE, WITHDRAW, DROP, CANCEL, TRANSFER) = (
    OPERATIONS[:11]
)
KEY = "certificate"
OBSOLETE = _("The present issue becomes obsolete.")
FINAL = _("This cannot be undone.")
PAGES = (
    ActPage(ISSUE, Issue, target_field="decision"),
    ActPage(KEEP, Keep, target_field=KEY, chooses=True),
    ActPage(
        SUSPEND,
        Suspend,
        target_field=KEY,
        chooses=True,
        consequence=_("While suspended it is invalid. The suspension is published."),
    ),
    ActPage(RESTORE, Restore, target_field=KEY, chooses=True),
    ActPage(
        REDUCE,
        Reduce,
        target_field=KEY,
        chooses=True,
        consequence=_("The present issue becomes obsolete."),
    ),
    ActPage(
        EXTEND,
        Extend,
        target_field=KEY,
        chooses=True,
        consequence=_("The present issue becomes obsolete."),
    ),
    ActPage(PROPOSE, ProposeWithdrawal, target_field=KEY, chooses=True),
    ActPage(
        WITHDRAW,
        OfCertificate,
        target_field=KEY,
        chooses=True,
        consequence=_("The withdrawal is published and cannot be undone."),
    ),
    ActPage(DROP, Drop, target_field=KEY, chooses=True),
    ActPage(
        CANCEL, Cancel, target_field=KEY, chooses=True, consequence=_("This cannot be undone.")
    ),
    ActPage(
        TRANSFER,
        TransferOut,
        target_field=KEY,
        chooses=True,
        consequence=_("The certificate ends here. This cannot be undone."),
    ),
)
