from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from xinheng.core.people.monitoring import MonitoringKind, MonitoringResult
from xinheng.core.people.words import Employment, Function, PracticeKind, TieKind
from xinheng.core.shared.actor import Role


class Body(models.Model):
    """The certification body itself. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    approval_number = models.CharField(max_length=40)
    address_zh = models.CharField(max_length=300, blank=True)
    address_en = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    head_zh = models.CharField(max_length=60, blank=True)
    head_en = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="people_has_one_body", condition=Q(id=1))]


class Branch(models.Model):
    """A branch office of the body."""

    code = models.CharField(max_length=10, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    region_code = models.CharField(max_length=6, blank=True)


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in: of the body, or of a client (`organisation` is set)."""

    username = models.CharField(max_length=60, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    organisation = models.ForeignKey(
        "clients.Organisation", models.PROTECT, null=True, blank=True, related_name="people"
    )
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True)
    employment = models.CharField(
        max_length=16, choices=Employment.pairs(), default=Employment.FULL_TIME
    )
    region_code = models.CharField(max_length=6, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    contract_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_employment_is_known",
                condition=Q(employment__in=[value for value, _ in Employment.pairs()]),
            )
        ]


class Appointment(models.Model):
    """A role somebody holds for a time, perhaps only for some schemes or one branch."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=24, choices=Role.pairs())
    schemes = models.JSONField(default=list, blank=True)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="granted_appointments"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_appointment_role_is_known",
                condition=Q(role__in=[value for value, _ in Role.pairs()]),
            ),
            models.CheckConstraint(
                name="people_appointment_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
        ]


class Registration(models.Model):
    """A registration of an auditor in one scheme, as the registrar gave it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations")
    scheme = models.CharField(max_length=12)
    grade = models.CharField(max_length=24)
    number = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_registration_ends_after_it_starts",
                condition=Q(valid_until__gt=F("valid_from")),
            )
        ]


class Competence(models.Model):
    """That somebody was found able to do a function in a scheme, for these scope codes."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="competences")
    scheme = models.CharField(max_length=12)
    function = models.CharField(max_length=24, choices=Function.pairs())
    codes = models.JSONField(default=list, blank=True)
    evaluated_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    evidence = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_competence_ends_after_it_starts",
                condition=Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="people_competence_function_is_known",
                condition=Q(function__in=[value for value, _ in Function.pairs()]),
            ),
        ]


class Monitoring(models.Model):
    """That somebody's work was watched: a report reviewed, feedback heard, an audit witnessed."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="monitoring")
    kind = models.CharField(max_length=16, choices=MonitoringKind.pairs())
    on = models.DateField()
    result = models.CharField(max_length=16, choices=MonitoringResult.pairs())
    watched_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_monitoring_kind_is_known",
                condition=Q(kind__in=[value for value, _ in MonitoringKind.pairs()]),
            ),
            models.CheckConstraint(
                name="people_nobody_monitors_themself",
                condition=~Q(person=F("watched_by")),
            ),
        ]


class Tie(models.Model):
    """A relation between a person and a client that may threaten impartiality."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="ties")
    organisation = models.ForeignKey("clients.Organisation", models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=24, choices=TieKind.pairs())
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_tie_kind_is_known",
                condition=Q(kind__in=[value for value, _ in TieKind.pairs()]),
            )
        ]


class Declaration(models.Model):
    """A yearly declaration of impartiality and interests."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="declarations")
    declared_on = models.DateField()
    valid_until = models.DateField()
    statement = models.TextField(blank=True)


class Practice(models.Model):
    """That somebody is registered with, or works for, another certification body."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="practices")
    body = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=PracticeKind.pairs())
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_practice_kind_is_known",
                condition=Q(kind__in=[value for value, _ in PracticeKind.pairs()]),
            ),
            models.CheckConstraint(
                name="people_practice_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]


class Bar(models.Model):
    """That somebody may do no certification work. Without `until` it is for life.

    A lifted bar stays, with who lifted it and why.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="bars")
    ground = models.CharField(max_length=40)
    from_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    evidence = models.TextField()
    document = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    edition = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lifted_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_bar_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gt=F("from_on")),
            ),
            models.CheckConstraint(
                name="people_bar_lifted_at_and_by",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]


class Absence(models.Model):
    """Days on which somebody cannot be planned. The reason is nobody else's business."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_absence_ends_after_it_starts",
                condition=Q(last_on__gte=F("first_on")),
            )
        ]


class HalfDay(models.Model):
    """Half a day of somebody that is taken. The constraint makes double booking impossible."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="half_days")
    on = models.DateField()
    half = models.CharField(max_length=2, choices=[("am", "am"), ("pm", "pm")])
    presence = models.CharField(
        max_length=8, choices=[("planned", "planned"), ("actual", "actual")]
    )
    case_id = models.BigIntegerField()
    visit_key = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "on", "half", "presence"],
                name="people_nobody_is_in_two_places",
            ),
            models.CheckConstraint(name="people_half_is_known", condition=Q(half__in=["am", "pm"])),
            models.CheckConstraint(
                name="people_presence_is_known",
                condition=Q(presence__in=["planned", "actual"]),
            ),
        ]
        indexes = [models.Index(fields=["visit_key"], name="people_half_days_by_visit")]


class Token(models.Model):
    """A program's way to sign in as somebody. Only the fingerprint of the token is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    valid_until = models.DateTimeField()
    created_at = models.DateTimeField()


class Notice(models.Model):
    """Something a person was told. `message` is an English template, filled with `facts`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    message = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)
    case_id = models.BigIntegerField(null=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-told_at"], name="people_notices_by_person")]


class Feed(models.Model):
    """A person's calendar feed. Only the fingerprint of its secret address is kept.

    A feed shows `everything` its person may see, or only what is that person's own.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="feeds")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    everything = models.BooleanField(default=False)
    created_at = models.DateTimeField()


class FeedEntry(models.Model):
    """What calendars were last told of a thing that falls due, so that a change counts up."""

    uid = models.CharField(max_length=120, unique=True)
    fingerprint = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
