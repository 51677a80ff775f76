"""The tables of certificates."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xinheng.core.certificates.words import CertificateState, Change, ProposalState

PERSON = settings.AUTH_USER_MODEL


class NumberPattern(models.Model):
    """How the numbers of a scheme are put together; a row without scheme holds for all others."""

    scheme = models.CharField(max_length=12, unique=True, blank=True)
    pattern = models.CharField(max_length=80)


class Certificate(models.Model):
    """One issue of one certificate, with what stands on it.

    Names, addresses and scope are copied at the issue: a certificate says what was
    true when it was issued. `version` grows with every change, for readers who keep a copy.
    """

    number = models.CharField(max_length=60, unique=True)
    base_number = models.CharField(max_length=60, db_index=True)
    revision = models.PositiveSmallIntegerField(default=0)
    cycle = models.PositiveSmallIntegerField(default=0)
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("clients.Organisation", models.PROTECT, related_name="+")
    decision_id = models.BigIntegerField()
    scheme = models.CharField(max_length=12)
    standard = models.CharField(max_length=60)
    holder_zh = models.CharField(max_length=200)
    holder_en = models.CharField(max_length=200, blank=True)
    credit_code = models.CharField(max_length=18, db_index=True)
    address_zh = models.CharField(max_length=300)
    address_en = models.CharField(max_length=300, blank=True)
    region_code = models.CharField(max_length=6, blank=True)
    scope_zh = models.TextField()
    scope_en = models.TextField(blank=True)
    codes = models.JSONField(default=list)
    extras = models.JSONField(default=dict, blank=True)
    sites = models.JSONField(default=list)
    decided_on = models.DateField()
    first_issued_on = models.DateField()
    issued_on = models.DateField()
    effective_on = models.DateField()
    expires_on = models.DateField()
    revised_on = models.DateField(null=True)
    last_surveillance_on = models.DateField(null=True)
    state = models.CharField(
        max_length=16, choices=CertificateState.pairs(), default=CertificateState.IN_FORCE
    )
    state_since = models.DateField()
    suspended_until = models.DateField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0)
    entry = models.BigIntegerField(default=-1)
    document = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificates_state_is_known",
                condition=Q(state__in=[value for value, _ in CertificateState.pairs()]),
            ),
            models.CheckConstraint(
                name="certificates_end_after_they_begin",
                condition=Q(expires_on__gte=F("effective_on")),
            ),
            models.UniqueConstraint(
                fields=["case", "scheme"],
                condition=Q(state__in=[CertificateState.IN_FORCE, CertificateState.SUSPENDED]),
                name="certificates_one_alive_per_scheme",
            ),
            models.UniqueConstraint(
                fields=["base_number", "revision"], name="certificates_revision_once"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "expires_on"], name="certificates_by_state_and_end"),
        ]


class HolderGram(models.Model):
    """Two neighbouring characters of a holder's name, for search in Chinese."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="grams")
    gram = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gram", "certificate"], name="certificates_gram_once_per_certificate"
            )
        ]


class Happening(models.Model):
    """What happened to a certificate, in order. The public page shows it without persons."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="happenings")
    round = models.ForeignKey("cases.Round", models.PROTECT, null=True, related_name="+")
    decision_id = models.BigIntegerField(null=True)
    change = models.CharField(max_length=16, choices=Change.pairs())
    on = models.DateField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    evidence = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    entry = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificates_change_is_known",
                condition=Q(change__in=[value for value, _ in Change.pairs()]),
            )
        ]


class WithdrawalProposal(models.Model):
    """That somebody proposed to withdraw a certificate; another person confirms or drops it."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="proposals")
    state = models.CharField(
        max_length=12, choices=ProposalState.pairs(), default=ProposalState.OPEN
    )
    reason = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(state=ProposalState.OPEN),
                name="certificates_one_open_proposal",
            ),
            models.CheckConstraint(
                name="certificates_proposal_state_is_known",
                condition=Q(state__in=[value for value, _ in ProposalState.pairs()]),
            ),
            models.CheckConstraint(
                name="certificates_withdrawal_has_two_persons",
                condition=Q(closed_by__isnull=True)
                | ~Q(state=ProposalState.CARRIED_OUT)
                | ~Q(closed_by=F("proposed_by")),
            ),
        ]
