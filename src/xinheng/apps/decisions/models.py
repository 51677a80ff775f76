"""The tables of reviews and decisions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xinheng.core.decisions.words import (
    TWO_PERSONS,
    DecisionState,
    Outcome,
    Recommendation,
    ReviewState,
    Verdict,
)

PERSON = settings.AUTH_USER_MODEL


class ItemMark(models.Model):
    """What a reviewer found of one record of the file; the journal keeps earlier findings."""

    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="+")
    record = models.CharField(max_length=40)
    verdict = models.CharField(max_length=12, choices=Verdict.pairs())
    note = models.CharField(max_length=300, blank=True)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "record"], name="decisions_one_mark_per_record"
            ),
            models.CheckConstraint(
                name="decisions_verdict_is_known",
                condition=Q(verdict__in=[value for value, _ in Verdict.pairs()]),
            ),
        ]


class Review(models.Model):
    """A technical review of the file of one round."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=ReviewState.pairs(), default=ReviewState.STANDING
    )
    recommendation = models.CharField(max_length=12, choices=Recommendation.pairs())
    comments = models.TextField(blank=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    entry = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state=ReviewState.STANDING),
                name="decisions_one_review_stands",
            ),
            models.CheckConstraint(
                name="decisions_review_state_is_known",
                condition=Q(state__in=[value for value, _ in ReviewState.pairs()]),
            ),
        ]


class Decision(models.Model):
    """What is decided of one scheme in one round."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12, choices=Outcome.pairs())
    scope_zh = models.TextField()
    scope_en = models.TextField(blank=True)
    codes = models.JSONField(default=list)
    statement = models.TextField()
    state = models.CharField(
        max_length=12, choices=DecisionState.pairs(), default=DecisionState.PROPOSED
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "scheme"],
                condition=~Q(state=DecisionState.RETURNED),
                name="decisions_one_per_scheme",
            ),
            models.CheckConstraint(
                name="decisions_state_is_known",
                condition=Q(state__in=[value for value, _ in DecisionState.pairs()]),
            ),
            models.CheckConstraint(
                name="decisions_outcome_is_known",
                condition=Q(outcome__in=[value for value, _ in Outcome.pairs()]),
            ),
            models.CheckConstraint(
                name="decisions_two_persons_are_two",
                condition=Q(decided_by__isnull=True)
                | ~Q(outcome__in=sorted(TWO_PERSONS))
                | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="decisions_decided_has_its_day",
                condition=~Q(state=DecisionState.DECIDED)
                | Q(decided_at__isnull=False, decided_on__isnull=False, entry__isnull=False),
            ),
        ]
