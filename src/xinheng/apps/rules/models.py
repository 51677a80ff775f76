"""What a body enters into its rulebook. Rows are added and answered, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xinheng.core.rules.words import AmendmentKind, AmendmentState

PERSON = settings.AUTH_USER_MODEL
PENDING = [AmendmentState.PROPOSED, AmendmentState.DECLINED, AmendmentState.TAKEN_BACK]


class KnownRules(models.Model):
    """A rule set: what was known from a moment on. Number 0, the shipped rules, has no row.

    `mark` is the fingerprint of everything entered up to this number.
    """

    number = models.PositiveIntegerField(primary_key=True)
    mark = models.CharField(max_length=64, unique=True)
    known_at = models.DateTimeField()
    entry = models.BigIntegerField()


class Amendment(models.Model):
    """An edition, a correction or a choice, proposed by one person and answered by another.

    `rows` are those of the edition; `value` and `target` belong to a choice.
    """

    kind = models.CharField(max_length=12, choices=AmendmentKind.pairs())
    state = models.CharField(
        max_length=12, choices=AmendmentState.pairs(), default=AmendmentState.PROPOSED
    )
    table = models.CharField(max_length=40, db_index=True)
    edition = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=40, blank=True)
    head = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    target = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500)
    evidence = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    known = models.OneToOneField(KnownRules, models.PROTECT, null=True, related_name="amendment")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rules_amendment_kind_is_known",
                condition=Q(kind__in=[value for value, _ in AmendmentKind.pairs()]),
            ),
            models.CheckConstraint(
                name="rules_amendment_state_is_known",
                condition=Q(state__in=[value for value, _ in AmendmentState.pairs()]),
            ),
            models.CheckConstraint(
                name="rules_amendment_answer_is_a_pair",
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="rules_approval_needs_two_persons",
                condition=~Q(state=AmendmentState.APPROVED)
                | (Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="rules_approved_amendment_is_known",
                condition=Q(state=AmendmentState.APPROVED, known__isnull=False)
                | Q(state__in=PENDING, known__isnull=True),
            ),
        ]


class Confirmation(models.Model):
    """That the rule owner held a rule against a licensed copy. `contents` marks what was seen."""

    target = models.CharField(max_length=200, db_index=True)
    contents = models.JSONField()
    evidence = models.CharField(max_length=300)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField()
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    known = models.OneToOneField(KnownRules, models.PROTECT, null=True, related_name="confirmation")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=500, blank=True)
    ended = models.OneToOneField(
        KnownRules, models.PROTECT, null=True, related_name="ended_confirmation"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rules_confirmation_end_is_a_pair",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended__isnull=False),
            ),
        ]
