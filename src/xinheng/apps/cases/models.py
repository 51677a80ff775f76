from django.conf import settings
from django.db import models
from django.db.models import Q

from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, Part, RoundKind
from xinheng.core.people.words import SeatPart


class Case(models.Model):
    """One certification project of one client, from application through surveillance.

    `state` is a projection of the ledger, written only by `xinheng.apps.cases.actions`.
    """

    number = models.CharField(max_length=32, unique=True)
    organisation = models.ForeignKey("clients.Organisation", models.PROTECT, related_name="cases")
    branch = models.ForeignKey("people.Branch", models.PROTECT, null=True)
    state = models.CharField(max_length=16, choices=CaseState.pairs(), default=CaseState.SELECTION)
    version = models.PositiveIntegerField(default=0)
    integration_ratio = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    agreement_signed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_state_is_known",
                condition=Q(state__in=[value for value, _ in CaseState.pairs()]),
            )
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="cases_by_state_and_due")]


class CaseScheme(models.Model):
    """One standard a case is about, with the scope applied for."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="schemes")
    scheme = models.CharField(max_length=12)
    standard = models.CharField(max_length=60)
    scope_zh = models.TextField()
    scope_en = models.TextField(blank=True)
    codes = models.JSONField(default=list)
    complexity = models.CharField(max_length=12, blank=True)
    people = models.PositiveIntegerField()
    not_applicable = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "scheme"], name="cases_one_row_per_scheme")
        ]


class CaseSite(models.Model):
    """A site in the scope of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="sites")
    site = models.ForeignKey("clients.Site", models.PROTECT, related_name="+")
    in_agreement = models.BooleanField(default=False)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "site"], name="cases_site_once_per_case")
        ]


class Round(models.Model):
    """One passage through the functions: initial, surveillance, recertification or special."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=RoundKind.pairs())
    reason = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    stage1_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    stage2_days = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    on_site_min_days = models.DecimalField(max_digits=6, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_round_number_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="cases_one_open_round",
            ),
            models.CheckConstraint(
                name="cases_round_kind_is_known",
                condition=Q(kind__in=[value for value, _ in RoundKind.pairs()]),
            ),
        ]


class StepRecord(models.Model):
    """That a step of a round was taken. Undone records stay, with who undid them and why."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=24, choices=Step.pairs())
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    entry = models.BigIntegerField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "step"],
                condition=Q(undone_at__isnull=True),
                name="cases_step_stands_once",
            ),
            models.CheckConstraint(
                name="cases_step_is_known",
                condition=Q(step__in=[value for value, _ in Step.pairs()]),
            ),
        ]


class Seat(models.Model):
    """Somebody's place in the audit team of a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    part = models.CharField(max_length=12, choices=SeatPart.pairs())
    schemes = models.JSONField(default=list)
    codes = models.JSONField(default=list)
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    declared_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=Q(left_at__isnull=True),
                name="cases_person_sits_once",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(left_at__isnull=True, part="leader"),
                name="cases_one_leader",
            ),
            models.CheckConstraint(
                name="cases_seat_part_is_known",
                condition=Q(part__in=[value for value, _ in SeatPart.pairs()]),
            ),
        ]


class Involvement(models.Model):
    """What somebody did in a case, kept for the separation of duties."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="involvements")
    round = models.ForeignKey(Round, models.PROTECT, null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.CharField(max_length=24, choices=Part.pairs())
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "person", "part"], name="cases_involved_once"
            ),
            models.CheckConstraint(
                name="cases_part_is_known",
                condition=Q(part__in=[value for value, _ in Part.pairs()]),
            ),
        ]


class Counter(models.Model):
    """The last number given in a series, such as the cases of a year."""

    series = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)
