from django.conf import settings
from django.db import models
from django.db.models import Q

from xinheng.core.findings.words import FindingState, Grade


def _paired(what: str) -> Q:
    """When and by whom stand together, or neither does."""
    at, by = f"{what}_at__isnull", f"{what}_by__isnull"
    return Q(**{at: True, by: True}) | Q(**{at: False, by: False})


class Finding(models.Model):
    """A nonconformity: a requirement that was not met, with its evidence.

    It has no field for a cause or a solution of the auditor's: these are the client's.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="findings")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=12)
    clause = models.CharField(max_length=12)
    grade = models.CharField(max_length=8, choices=Grade.pairs())
    statement = models.TextField()
    evidence = models.TextField()
    site = models.ForeignKey("clients.Site", models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=FindingState.pairs(), default=FindingState.RAISED
    )
    due_on = models.DateField()
    recurs = models.BooleanField(default=False)
    escalation = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    objection = models.TextField(blank=True)
    objected_at = models.DateTimeField(null=True)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolution = models.TextField(blank=True)
    resolution_clause = models.CharField(max_length=60, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    method = models.CharField(max_length=200, blank=True)
    verification = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="findings_number_once"),
            models.CheckConstraint(
                name="findings_grade_is_known",
                condition=Q(grade__in=[value for value, _ in Grade.pairs()]),
            ),
            models.CheckConstraint(
                name="findings_state_is_known",
                condition=Q(state__in=[value for value, _ in FindingState.pairs()]),
            ),
            models.CheckConstraint(
                name="findings_objected_has_objector", condition=_paired("objected")
            ),
            models.CheckConstraint(
                name="findings_resolved_has_resolver", condition=_paired("resolved")
            ),
            models.CheckConstraint(
                name="findings_verified_has_verifier", condition=_paired("verified")
            ),
            models.CheckConstraint(
                name="findings_closed_is_verified",
                condition=~Q(state="verified") | Q(verified_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="findings_by_state_and_due"),
            models.Index(fields=["scheme", "clause"], name="findings_by_clause"),
        ]


class Answer(models.Model):
    """What the client answers to a nonconformity. A returned answer stays, with the reason."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="answers")
    correction = models.TextField()
    cause = models.TextField()
    action = models.TextField()
    responsible = models.CharField(max_length=60)
    done_by_on = models.DateField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    returned_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="findings_accepted_has_accepter", condition=_paired("accepted")
            ),
            models.CheckConstraint(
                name="findings_returned_has_returner", condition=_paired("returned")
            ),
        ]


class Suggestion(models.Model):
    """A chance to improve. It names no clause: what breaks a requirement is a nonconformity."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="suggestions")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="suggestions")
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )


class Report(models.Model):
    """A version of the report of one audit. Once issued it never changes."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="reports")
    round = models.ForeignKey("cases.Round", models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField()
    sections = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    docx = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="findings_version_once"),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(issued_at__isnull=True),
                name="findings_one_draft_report",
            ),
            models.CheckConstraint(name="findings_issued_has_issuer", condition=_paired("issued")),
            models.CheckConstraint(
                name="findings_issued_has_papers",
                condition=Q(issued_at__isnull=True) | Q(docx__isnull=False, pdf__isnull=False),
            ),
        ]


class Template(models.Model):
    """The body's own Word template of the report. The newest one is in use."""

    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    used_from = models.DateTimeField()
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
