from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xinheng.core.waivers.words import WaiverState


class Waiver(models.Model):
    """That a rule is set aside somewhere for a time: who asked, who approved, and why.

    The number is given for ever. In force on both of its days once approved.
    """

    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=60)
    case_id = models.BigIntegerField(null=True)
    organisation = models.ForeignKey(
        "clients.Organisation", models.PROTECT, null=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    because = models.TextField()
    evidence = models.TextField(blank=True)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=12, choices=WaiverState.pairs(), default=WaiverState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField(blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revoked_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="waivers_state_is_known",
                condition=Q(state__in=[value for value, _ in WaiverState.pairs()]),
            ),
            models.CheckConstraint(
                name="waivers_end_not_before_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="waivers_say_for_what",
                condition=Q(case_id__isnull=False)
                | Q(organisation__isnull=False)
                | Q(person__isnull=False),
            ),
            models.CheckConstraint(
                name="waivers_answered_by_another",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="waivers_answered_at_and_by",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="waivers_revoked_at_and_by",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["code", "state"], name="waivers_by_code_and_state")]
