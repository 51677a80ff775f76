"""Plans of many audits: what was asked, what was found, and what was changed by hand."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from xinheng.core.scheduling.words import DraftState

PERSON = settings.AUTH_USER_MODEL


class PlanDraft(models.Model):
    """A plan nobody is bound by until its lines are accepted.

    `problem` is the question as it was put, so that the plan can be checked at any time; `about`
    says what its audits and auditors are called. `assignments` are the plan's lines now,
    `history` what they were before each change by hand. `cost` and `bound` are in the units
    of the problem's weights; `seconds` is how long the search ran.
    """

    state = models.CharField(max_length=12, choices=DraftState.pairs(), default=DraftState.WAITING)
    first_on = models.DateField()
    last_on = models.DateField()
    wishes = models.JSONField(default=dict)
    problem = models.JSONField(null=True)
    about = models.JSONField(default=dict)
    assignments = models.JSONField(default=list)
    locked = models.JSONField(default=list)
    history = models.JSONField(default=list)
    accepted = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    cost = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    bound = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    unstaffed = models.PositiveIntegerField(default=0)
    seconds = models.DecimalField(max_digits=8, decimal_places=3, default=0)
    moves = models.PositiveBigIntegerField(default=0)
    seconds_asked = models.PositiveIntegerField(default=60)
    seed = models.PositiveIntegerField(default=1)
    stop_asked = models.BooleanField(default=False)
    failed_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    repairs = models.ForeignKey("self", models.PROTECT, null=True, related_name="repaired")
    changes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="scheduling_draft_state_is_known",
                condition=Q(state__in=[value for value, _ in DraftState.pairs()]),
            ),
            models.CheckConstraint(
                name="scheduling_draft_ends_after_it_starts",
                condition=Q(last_on__gte=models.F("first_on")),
            ),
        ]
        indexes = [models.Index(fields=["-made_at"], name="scheduling_newest_first")]
