from django.conf import settings
from django.db import models
from django.db.models import Q

from xinheng.core.audits.words import (
    Consent,
    Half,
    MeetingKind,
    ProposalState,
    Stage,
    VisitState,
)


def _paired(what: str) -> Q:
    """When and by whom stand together, or neither does."""
    at, by = f"{what}_at__isnull", f"{what}_by__isnull"
    return Q(**{at: True, by: True}) | Q(**{at: False, by: False})


class Visit(models.Model):
    """One visit of a team to a client: its plan and how far it has come."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="visits")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="visits")
    stage = models.CharField(max_length=8, choices=Stage.pairs())
    state = models.CharField(max_length=12, choices=VisitState.pairs(), default=VisitState.DRAFT)
    objectives = models.TextField(blank=True)
    criteria = models.TextField(blank=True)
    scope = models.TextField(blank=True)
    plan_file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    top_manager = models.CharField(max_length=60, blank=True)
    declined_because = models.CharField(max_length=500, blank=True)
    gap_judgement = models.TextField(blank=True)
    items = models.JSONField(default=dict, blank=True)
    disagreement = models.TextField(blank=True)
    conclusion = models.JSONField(default=dict, blank=True)
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "stage"],
                condition=~Q(state="withdrawn"),
                name="audits_one_living_visit_per_stage",
            ),
            models.CheckConstraint(
                name="audits_stage_is_known",
                condition=Q(stage__in=[value for value, _ in Stage.pairs()]),
            ),
            models.CheckConstraint(
                name="audits_visit_state_is_known",
                condition=Q(state__in=[value for value, _ in VisitState.pairs()]),
            ),
            models.CheckConstraint(
                name="audits_sent_has_sender",
                condition=_paired("sent"),
            ),
            models.CheckConstraint(
                name="audits_confirmed_has_confirmer",
                condition=_paired("confirmed"),
            ),
        ]


class PlanLine(models.Model):
    """One line of a visit's timetable."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="lines")
    on = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    site = models.ForeignKey("clients.Site", models.PROTECT, related_name="+")
    activity = models.CharField(max_length=200)
    clauses = models.JSONField(default=list, blank=True)
    member_ids = models.JSONField(default=list)


class Meeting(models.Model):
    """An opening or closing meeting: who was there, when it was held and when written down."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=8, choices=MeetingKind.pairs())
    held_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    place = models.CharField(max_length=200)
    attendees = models.JSONField(default=list)
    member_ids = models.JSONField(default=list)
    top_manager = models.CharField(max_length=60)
    top_manager_present = models.BooleanField()
    why_absent = models.CharField(max_length=300, blank=True)
    agenda = models.JSONField(default=list)
    sheet = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "kind"],
                condition=Q(replaced_at__isnull=True),
                name="audits_meeting_stands_once",
            ),
            models.CheckConstraint(
                name="audits_meeting_kind_is_known",
                condition=Q(kind__in=[value for value, _ in MeetingKind.pairs()]),
            ),
        ]


class SignIn(models.Model):
    """That somebody of the team was on site for half a day."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="sign_ins")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    half = models.CharField(max_length=2, choices=Half.pairs())
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "person", "on", "half"], name="audits_signed_in_once"
            ),
            models.CheckConstraint(name="audits_half_is_known", condition=Q(half__in=["am", "pm"])),
        ]


class Evidence(models.Model):
    """Something the team saw: with its own date beside the time it was received."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="evidence")
    site = models.ForeignKey("clients.Site", models.PROTECT, null=True, related_name="+")
    scheme = models.CharField(max_length=12, blank=True)
    clause = models.CharField(max_length=12, blank=True)
    note = models.TextField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True)
    dated_on = models.DateField()
    claimed_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)


class Comparison(models.Model):
    """People and sites as found, beside the application; and what the client says to more days."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="comparisons")
    people = models.JSONField(default=dict)
    declared = models.JSONField(default=dict)
    sites = models.JSONField(default=list)
    days_before = models.DecimalField(max_digits=6, decimal_places=2)
    days_after = models.DecimalField(max_digits=6, decimal_places=2)
    consent = models.CharField(max_length=12, choices=Consent.pairs())
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    compared_at = models.DateTimeField()
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audits_consent_is_known",
                condition=Q(consent__in=[value for value, _ in Consent.pairs()]),
            ),
            models.CheckConstraint(
                name="audits_answer_has_answerer",
                condition=_paired("answered"),
            ),
        ]


class Withdrawal(models.Model):
    """A proposal to withdraw the team, and what the body decided."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="withdrawals")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="withdrawals")
    state = models.CharField(
        max_length=12, choices=ProposalState.pairs(), default=ProposalState.PROPOSED
    )
    conditions = models.JSONField(default=list)
    evaluated = models.JSONField(default=dict)
    evidence = models.TextField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_because = models.CharField(max_length=500, blank=True)
    resumed_at = models.DateTimeField(null=True)
    resumed_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="proposed"),
                name="audits_one_open_proposal",
            ),
            models.CheckConstraint(
                name="audits_proposal_state_is_known",
                condition=Q(state__in=[value for value, _ in ProposalState.pairs()]),
            ),
            models.CheckConstraint(
                name="audits_decided_has_decider",
                condition=_paired("decided"),
            ),
        ]
