"""What changes of rules move: reports, their effects, and the moves that were asked for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from xinheng.core.programmes.words import VisitKind
from xinheng.core.rulechange.words import EffectKind, EffectState

PERSON = settings.AUTH_USER_MODEL


class Report(models.Model):
    """What a change moves: the rules of one day as known then, against those of another.

    `entry` is the entry into the rulebook it is about, if it is about one; a report on an
    entry that nobody approved yet is a trial. `done` of `total` cases were gone through.
    """

    entry = models.ForeignKey("rules.Amendment", models.PROTECT, null=True, related_name="+")
    is_trial = models.BooleanField(default=False)
    before_on = models.DateField()
    before_known = models.PositiveIntegerField()
    after_on = models.DateField()
    after_known = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    is_made = models.BooleanField(default=False)


class EffectRow(models.Model):
    """One thing that a change moves in one case. Days of time in auditor-days.

    `number` tells the further surveillances of a cycle apart.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="effects")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    certificates = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=EffectKind.pairs())
    about = models.CharField(max_length=24, choices=VisitKind.pairs(), blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    before_on = models.DateField(null=True)
    after_on = models.DateField(null=True)
    before_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    after_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    more_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    shift_days = models.IntegerField(null=True)
    working = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=EffectState.pairs(), default=EffectState.TO_MOVE
    )
    reasons = models.JSONField(default=list)
    moved_at = models.DateTimeField(null=True)
    moved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "case", "kind", "about", "number"],
                name="rulechange_effect_once_per_report",
            ),
            models.CheckConstraint(
                name="rulechange_effect_state_is_known",
                condition=Q(state__in=[value for value, _ in EffectState.pairs()]),
            ),
            models.CheckConstraint(
                name="rulechange_effect_kind_is_known",
                condition=Q(kind__in=[value for value, _ in EffectKind.pairs()]),
            ),
            models.CheckConstraint(
                name="rulechange_move_is_a_pair",
                condition=Q(moved_at__isnull=True, moved_by__isnull=True)
                | Q(moved_at__isnull=False, moved_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["report", "state"], name="rulechange_by_report_state")]


class Move(models.Model):
    """That somebody chose effects to be moved, and how far that has come. Counts of effects."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="moves")
    effect_ids = models.JSONField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    finished = models.BooleanField(default=False)
