"""The national register: certificates of every body and the organisations that hold them.

Keys come from the number or code of a thing (`core.registry.national.identity`), and every
certificate carries the organisation and its region: no sequence is a hot spot, and both
tables can be split by organisation. There are no foreign keys between them for the same
reason; the one action that writes them keeps them together.
"""

from django.db import models
from django.db.models import F, Q

from xinheng.core.registry.national import Kind, Standing


class Organisation(models.Model):
    """An organisation that holds certificates of any body.

    `grams` are the pairs of characters of its name, made by `core.shared.search.bigrams`; each
    engine has an index over them. `held` counts its certificates in force by domain
    (`ems:1,qms:2`), so that organisations are counted once without asking all certificates.
    """

    id = models.BigIntegerField(primary_key=True)
    credit_code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=2)
    grams = models.TextField()
    held = models.CharField(max_length=300, blank=True)


class NationalCertificate(models.Model):
    """A certificate of any body, as the national register has it."""

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=60)
    organisation_id = models.BigIntegerField()
    body = models.CharField(max_length=40)
    domain = models.CharField(max_length=20)
    region = models.CharField(max_length=2)
    standard = models.CharField(max_length=80, blank=True)
    scope = models.CharField(max_length=500, blank=True)
    issued_on = models.DateField()
    expires_on = models.DateField()
    status = models.CharField(max_length=12, choices=Standing.pairs())
    status_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registry_status_is_known",
                condition=Q(status__in=[value for value, _ in Standing.pairs()]),
            ),
            models.CheckConstraint(
                name="registry_end_after_they_begin", condition=Q(expires_on__gte=F("issued_on"))
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "id"], name="registry_by_organisation")]


class Tally(models.Model):
    """One number of a roll-up, changed in the transaction that changes what it counts.

    `cut` says what is counted: `dr` certificates by domain and region, `bd` by body and domain,
    `dm` and `rm` those that began or ended in a month, `od` and `or` organisations.
    """

    cut = models.CharField(max_length=2)
    a = models.CharField(max_length=40)
    b = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=12, blank=True)
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cut", "a", "b", "status"], name="registry_tally_once")
        ]


class Load(models.Model):
    """One reading of a file: how far it came, so that it can go on after a break."""

    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Kind.pairs())
    name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    rows_done = models.BigIntegerField(default=0)
    new = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)


class Register(models.Model):
    """The one row whoever changes the register locks. `version` grows with every change."""

    id = models.SmallIntegerField(primary_key=True)
    version = models.BigIntegerField(default=0)
    as_of = models.DateField(null=True)
