"""Applications, checks of claims, prices, quotations, agreements and changes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xinheng.core.cases.words import RoundKind
from xinheng.core.intake.verification import ClaimState
from xinheng.core.intake.words import (
    AgreementState,
    ApplicationState,
    ChangeKind,
    PriceKind,
    QuotationState,
    Triage,
)

PERSON = settings.AUTH_USER_MODEL


class Application(models.Model):
    """What a client applies for. Before it is submitted it is a draft without a case."""

    organisation = models.ForeignKey("clients.Organisation", models.PROTECT, null=True)
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True)
    kind = models.CharField(max_length=16, choices=RoundKind.pairs(), default=RoundKind.INITIAL)
    state = models.CharField(
        max_length=12, choices=ApplicationState.pairs(), default=ApplicationState.DRAFT
    )
    draft = models.JSONField(default=dict)
    problems = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=0)
    questions = models.TextField(blank=True)
    answers = models.TextField(blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_application_state_is_known",
                condition=Q(state__in=[value for value, _ in ApplicationState.pairs()]),
            ),
            models.CheckConstraint(
                name="intake_submitted_application_has_a_client",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(organisation__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="intake_by_client_state")]


class ClaimCheck(models.Model):
    """One claim of an applicant held against one public platform."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="claim_checks")
    key = models.CharField(max_length=60)
    platform = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    platform_zh = models.CharField(max_length=120)
    platform_en = models.CharField(max_length=160)
    address = models.CharField(max_length=200, blank=True)
    claimed = models.TextField(blank=True)
    blocks = models.BooleanField(default=True)
    is_permit = models.BooleanField(default=False)
    state = models.CharField(
        max_length=12, choices=ClaimState.pairs(), default=ClaimState.UNCHECKED
    )
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key", "platform"], name="intake_claim_once_per_platform"
            ),
            models.CheckConstraint(
                name="intake_claim_state_is_known",
                condition=Q(state__in=[value for value, _ in ClaimState.pairs()]),
            ),
            models.CheckConstraint(
                name="intake_checked_claim_has_its_day",
                condition=Q(state="unchecked", checked_on__isnull=True)
                | (~Q(state="unchecked") & Q(checked_on__isnull=False)),
            ),
        ]


class TransferReview(models.Model):
    """What was found about a certificate to be taken over from another body."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="transfer_review")
    facts = models.JSONField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")


class PriceItem(models.Model):
    """One price from a day on. Unit: CNY, or percent for tax. Empty scheme: every scheme."""

    kind = models.CharField(max_length=16, choices=PriceKind.pairs())
    scheme = models.CharField(max_length=12, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    valid_from = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scheme", "valid_from"], name="intake_one_price_per_day"
            ),
            models.CheckConstraint(name="intake_price_not_negative", condition=Q(amount__gte=0)),
        ]


class Quotation(models.Model):
    """An offer made to a client. Unit of amounts: CNY; of `days`: auditor-days.

    `working` holds the lines that led to the days, as printed; `days_of_scheme` what each
    standard alone was reckoned at, as text, in auditor-days.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="quotations")
    number = models.CharField(max_length=32, unique=True)
    state = models.CharField(
        max_length=12, choices=QuotationState.pairs(), default=QuotationState.SENT
    )
    issued_on = models.DateField()
    valid_until = models.DateField()
    days = models.DecimalField(max_digits=6, decimal_places=1)
    working = models.JSONField(default=list)
    days_of_scheme = models.JSONField(default=dict)
    lines = models.JSONField()
    subtotal = models.DecimalField(max_digits=12, decimal_places=2)
    tax = models.DecimalField(max_digits=12, decimal_places=2)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_quotation_state_is_known",
                condition=Q(state__in=[value for value, _ in QuotationState.pairs()]),
            ),
            models.CheckConstraint(
                name="intake_quotation_ends_after_it_starts",
                condition=Q(valid_until__gte=F("issued_on")),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["sent", "accepted"]),
                name="intake_one_live_quotation",
            ),
        ]


class Agreement(models.Model):
    """The contract about certification, and which sites it covers."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="agreements")
    number = models.CharField(max_length=32, unique=True)
    state = models.CharField(
        max_length=12, choices=AgreementState.pairs(), default=AgreementState.DRAFTED
    )
    begins_on = models.DateField()
    ends_on = models.DateField()
    site_ids = models.JSONField(default=list)
    payer = models.CharField(max_length=200, blank=True)
    draft_file = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    signed_file = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    signed_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_agreement_state_is_known",
                condition=Q(state__in=[value for value, _ in AgreementState.pairs()]),
            ),
            models.CheckConstraint(
                name="intake_agreement_ends_after_it_begins",
                condition=Q(ends_on__gt=F("begins_on")),
            ),
            models.CheckConstraint(
                name="intake_agreement_in_force_is_signed",
                condition=~Q(state="signed")
                | Q(signed_on__isnull=False, signed_file__isnull=False),
            ),
        ]


class ChangesQuestion(models.Model):
    """That the body asked before a round whether anything has changed, and the answer."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="changes_questions")
    round = models.OneToOneField("cases.Round", models.PROTECT, related_name="changes_question")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    says_none = models.BooleanField(default=False)


class ChangeNotice(models.Model):
    """A change a client told of, and what the body does about it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="change_notices")
    kind = models.CharField(max_length=16, choices=ChangeKind.pairs())
    description = models.TextField()
    effective_on = models.DateField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=16, choices=Triage.pairs(), blank=True)
    note = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_settled_change_has_its_outcome",
                condition=Q(settled_at__isnull=True, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="intake_change_kind_is_known",
                condition=Q(kind__in=[value for value, _ in ChangeKind.pairs()]),
            ),
        ]
