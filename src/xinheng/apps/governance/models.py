"""The tables of the body's own management."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from xinheng.core.governance.words import About, MatterKind, MatterState, RecordState, Result

PERSON = settings.AUTH_USER_MODEL


class Record(models.Model):
    """One record by which the body manages itself. What its kind asks for stands in `values`.

    `due_on` is the day a task must be done by; `review_on` the day a record in force
    must be reviewed by; `valid_until` its last day where it has one.
    """

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=RecordState.pairs())
    values = models.JSONField(default=dict)
    search_text = models.TextField(blank=True)
    organisation = models.ForeignKey(
        "clients.Organisation", models.PROTECT, null=True, related_name="+"
    )
    certificate = models.ForeignKey(
        "certificates.Certificate", models.PROTECT, null=True, related_name="+"
    )
    branch = models.ForeignKey("people.Branch", models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="governance_record_state_is_known",
                condition=Q(state__in=[value for value, _ in RecordState.pairs()]),
            ),
            models.CheckConstraint(
                name="governance_settled_has_its_moment",
                condition=~Q(state__in=[RecordState.IN_FORCE, RecordState.CLOSED])
                | Q(settled_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "kind"], name="governance_by_state_and_kind"),
            models.Index(fields=["organisation", "state"], name="governance_by_client"),
        ]


class Recipient(models.Model):
    """A client that was told of a change, and whether it was found to comply."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="recipients")
    organisation = models.ForeignKey("clients.Organisation", models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    complied_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=300, blank=True)
    verified_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "organisation"], name="governance_client_told_once"
            )
        ]


class InformationSent(models.Model):
    """Which version of the information for clients went out with a quotation."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    organisation = models.ForeignKey("clients.Organisation", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    entry = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "case"], name="governance_information_once_per_case"
            )
        ]


class Matter(models.Model):
    """A complaint or an appeal. Who brought it is kept from all but those who handle it."""

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=MatterKind.pairs())
    about = models.CharField(max_length=8, choices=About.pairs())
    state = models.CharField(
        max_length=16, choices=MatterState.pairs(), default=MatterState.RECEIVED
    )
    state_since = models.DateField()
    code_digest = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        "clients.Organisation", models.PROTECT, null=True, related_name="+"
    )
    certificate = models.ForeignKey(
        "certificates.Certificate", models.PROTECT, null=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    brought_by = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    brought_by_client = models.ForeignKey(
        "clients.Organisation", models.PROTECT, null=True, related_name="+"
    )
    subject = models.CharField(max_length=200)
    text = models.TextField()
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    validated_at = models.DateTimeField(null=True)
    forwarded_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)
    result = models.CharField(max_length=16, choices=Result.pairs(), blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="governance_matter_state_is_known",
                condition=Q(state__in=[value for value, _ in MatterState.pairs()]),
            ),
            models.CheckConstraint(
                name="governance_matter_kind_is_known",
                condition=Q(kind__in=[value for value, _ in MatterKind.pairs()]),
            ),
            models.CheckConstraint(
                name="governance_resolved_has_a_result",
                condition=~Q(state__in=[MatterState.RESOLVED, MatterState.TOLD, MatterState.CLOSED])
                | (Q(resolved_at__isnull=False) & ~Q(result="")),
            ),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="governance_matters_by_state")]


class Panelist(models.Model):
    """Somebody who looks into a complaint or sits in the panel of an appeal."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="panel")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    seated_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=16, choices=Result.pairs(), blank=True)
    findings = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "person"],
                condition=Q(left_at__isnull=True),
                name="governance_panelist_sits_once",
            )
        ]


class Consideration(models.Model):
    """That a reviewer looked at an open complaint about the client in a round."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="considerations")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="+")
    note = models.CharField(max_length=300)
    considered_at = models.DateTimeField()
    considered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "round"], name="governance_considered_once_per_round"
            )
        ]
