from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xinheng.core.programmes.words import Cause, VisitKind


class TimeReckoning(models.Model):
    """One reckoning of audit time, with all that went in and came out. Never overwritten.

    The newest row of a round stands. Days in auditor-days. `rules_on` and `rules_known`
    say by the rules of which day it was reckoned, and what was known of them then.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="+")
    cause = models.CharField(max_length=12, choices=Cause.pairs())
    request = models.JSONField()
    result = models.JSONField()
    sampling = models.JSONField(default=dict)
    site_ids = models.JSONField(default=list)
    rules_on = models.DateField()
    rules_known = models.PositiveIntegerField(default=0)
    figure_days = models.DecimalField(max_digits=6, decimal_places=1)
    days = models.DecimalField(max_digits=6, decimal_places=1)
    stage1_days = models.DecimalField(max_digits=6, decimal_places=1)
    stage2_days = models.DecimalField(max_digits=6, decimal_places=1)
    on_site_min_days = models.DecimalField(max_digits=6, decimal_places=2)
    because = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programmes_cause_is_known",
                condition=Q(cause__in=[value for value, _ in Cause.pairs()]),
            ),
            models.CheckConstraint(name="programmes_days_positive", condition=Q(days__gt=0)),
        ]


class Waiver(models.Model):
    """A request for less audit time than reckoned: who asked, who answered, and how."""

    reckoning = models.ForeignKey(TimeReckoning, models.PROTECT, related_name="waivers")
    days = models.DecimalField(max_digits=6, decimal_places=1)
    because = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    is_approved = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programmes_waiver_answer_is_a_pair",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="programmes_waiver_needs_two_persons",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
        ]


class Programme(models.Model):
    """A version of the audit programme of a case. The newest version stands."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    shifts = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "version"], name="programmes_version_once_per_case"
            )
        ]


class PlannedVisit(models.Model):
    """A visit of the programme: when it is planned, and which sites it goes to."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=16, choices=VisitKind.pairs())
    first_on = models.DateField()
    last_on = models.DateField()
    site_ids = models.JSONField(default=list)
    working = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind"], name="programmes_visit_once_per_programme"
            ),
            models.CheckConstraint(
                name="programmes_window_ends_after_it_starts",
                condition=Q(last_on__gte=F("first_on")),
            ),
        ]


class Cycle(models.Model):
    """A certification cycle, from a certificate's issue to its last day."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    decided_on = models.DateField()
    issued_on = models.DateField()
    expires_on = models.DateField()
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="programmes_cycle_once"),
            models.CheckConstraint(
                name="programmes_cycle_ends_after_it_starts",
                condition=Q(expires_on__gt=F("issued_on")),
            ),
        ]


class DueAudit(models.Model):
    """An audit of the cycle that falls due. `working` says which clock set the day."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="due")
    kind = models.CharField(max_length=16, choices=VisitKind.pairs())
    due_on = models.DateField(db_index=True)
    working = models.JSONField(default=list)
    binding = models.CharField(max_length=120)
    consequence = models.CharField(max_length=200)
    rules_on = models.DateField(null=True)
    rules_known = models.PositiveIntegerField(default=0)
    round = models.ForeignKey("cases.Round", models.PROTECT, null=True, related_name="+")
    done_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind"], name="programmes_due_once_per_cycle")
        ]
