from django.conf import settings
from django.db import models
from django.db.models import Q


class Objection(models.Model):
    """A client's objection to a member of the team, and how it was settled."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    seat = models.ForeignKey("cases.Seat", models.PROTECT, related_name="+")
    because = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    is_upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(settled_at__isnull=True),
                name="staffing_one_open_objection_per_seat",
            ),
            models.CheckConstraint(
                name="staffing_objection_settled_is_a_pair",
                condition=Q(settled_at__isnull=True, is_upheld__isnull=True)
                | Q(settled_at__isnull=False, is_upheld__isnull=False),
            ),
        ]


class CalendarKey(models.Model):
    """The secret part of the address under which somebody's half-days can be subscribed to."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class Statement(models.Model):
    """What an auditor said of his or her own readiness, with the consent it rests on.

    Items and mean are sealed under a key of the person, which is not in the database; only the
    owner is shown them. `ended_at`: when another statement took its place, or the consent was
    withdrawn; from then on nothing of it is kept but this row.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    consent_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_withdrawn = models.BooleanField(default=False)
    sealed_items = models.BinaryField(null=True)
    sealed_mean = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at__isnull=True),
                name="staffing_one_statement_per_person",
            ),
            models.CheckConstraint(
                name="staffing_ended_statement_is_empty",
                condition=Q(ended_at__isnull=True)
                | Q(sealed_items__isnull=True, sealed_mean__isnull=True),
            ),
            models.CheckConstraint(
                name="staffing_withdrawn_statement_has_ended",
                condition=Q(is_withdrawn=False) | Q(ended_at__isnull=False),
            ),
        ]
