from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xinheng.core.impartiality.words import (
    LimitKey,
    RelationKind,
    ServiceKind,
    ThreatKind,
    ThreatState,
)


class RelatedEntity(models.Model):
    """An entity the body belongs to, owns or is bound to otherwise, and since when.

    `organisation` is set where it is a client too; the credit code finds it besides.
    """

    name = models.CharField(max_length=200)
    credit_code = models.CharField(max_length=30, blank=True)
    organisation = models.ForeignKey(
        "clients.Organisation", models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=24, choices=RelationKind.pairs())
    gives_consultancy = models.BooleanField(default=False)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="impartiality_relation_kind_is_known",
                condition=Q(kind__in=[value for value, _ in RelationKind.pairs()]),
            ),
            models.CheckConstraint(
                name="impartiality_relation_ends_after_it_starts",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
            ),
        ]


class Service(models.Model):
    """What the body, a related entity or one of its persons did for a client beside certification.

    Without `entity` it was the body itself. Without `ended_on` it lasts.
    """

    organisation = models.ForeignKey("clients.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32, choices=ServiceKind.pairs())
    entity = models.ForeignKey(RelatedEntity, models.PROTECT, null=True, related_name="services")
    offering = models.CharField(max_length=120, blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="impartiality_service_kind_is_known",
                condition=Q(kind__in=[value for value, _ in ServiceKind.pairs()]),
            ),
            models.CheckConstraint(
                name="impartiality_service_ends_after_it_starts",
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
            ),
        ]


class Threat(models.Model):
    """Something that threatens impartiality towards a client or in a case, and its assessment."""

    kind = models.CharField(max_length=24, choices=ThreatKind.pairs())
    state = models.CharField(max_length=24, choices=ThreatState.pairs(), default=ThreatState.OPEN)
    case_id = models.BigIntegerField(null=True)
    organisation = models.ForeignKey(
        "clients.Organisation", models.PROTECT, null=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    what = models.TextField()
    work = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField(null=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    because = models.TextField(blank=True)
    treatment = models.TextField(blank=True)
    assessed_at = models.DateTimeField(null=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="impartiality_threat_kind_is_known",
                condition=Q(kind__in=[value for value, _ in ThreatKind.pairs()]),
            ),
            models.CheckConstraint(
                name="impartiality_threat_state_is_known",
                condition=Q(state__in=[value for value, _ in ThreatState.pairs()]),
            ),
            models.CheckConstraint(
                name="impartiality_assessed_at_and_by",
                condition=Q(assessed_at__isnull=True, assessed_by__isnull=True)
                | Q(assessed_at__isnull=False, assessed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="impartiality_threat_assessed_or_open",
                condition=Q(state=ThreatState.OPEN, assessed_at__isnull=True)
                | (~Q(state=ThreatState.OPEN) & Q(assessed_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["case_id", "state"], name="impartiality_threats_by_case")]


class Income(models.Model):
    """What the body took from one party in a year. Unit: CNY."""

    year = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        "clients.Organisation", models.PROTECT, null=True, related_name="+"
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "party"], name="impartiality_party_once_a_year"
            ),
            models.CheckConstraint(
                name="impartiality_income_not_negative", condition=Q(amount__gte=0)
            ),
        ]


class Limit(models.Model):
    """A limit the body set itself from a day on. The newest day that has come counts."""

    key = models.CharField(max_length=24, choices=LimitKey.pairs())
    value = models.PositiveSmallIntegerField()
    since = models.DateField()
    because = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="impartiality_limit_is_known",
                condition=Q(key__in=[value for value, _ in LimitKey.pairs()]),
            )
        ]
