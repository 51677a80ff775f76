from django.db import models
from django.db.models import Q

from xinheng.core.clients.words import SiteKind
from xinheng.core.intake.words import BarCause


class Organisation(models.Model):
    """A client, or one that applies to become one."""

    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    credit_code = models.CharField(max_length=18, unique=True)
    legal_form = models.CharField(max_length=60, blank=True)
    address_zh = models.CharField(max_length=300)
    address_en = models.CharField(max_length=300, blank=True)
    region_code = models.CharField(max_length=6)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_email = models.EmailField(blank=True)
    top_manager = models.CharField(max_length=60, blank=True)
    group_name = models.CharField(max_length=120, blank=True)
    is_certification_body = models.BooleanField(default=False)
    search_text = models.CharField(max_length=420, db_index=True)
    created_at = models.DateTimeField()


class NameGram(models.Model):
    """Two neighbouring characters of a client's name, for search in Chinese."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="grams")
    gram = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gram", "organisation"], name="clients_gram_once_per_organisation"
            )
        ]


class Site(models.Model):
    """A place where a client works."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites")
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    address_zh = models.CharField(max_length=300)
    address_en = models.CharField(max_length=300, blank=True)
    region_code = models.CharField(max_length=6)
    kind = models.CharField(max_length=12, choices=SiteKind.pairs(), default=SiteKind.PERMANENT)
    is_central = models.BooleanField(default=False)
    people = models.PositiveIntegerField(default=0)
    activities = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clients_site_kind_is_known",
                condition=Q(kind__in=[value for value, _ in SiteKind.pairs()]),
            )
        ]


class Bar(models.Model):
    """That a certificate of a client was suspended or withdrawn, and on which day.

    Written by the room `certificates` so that rooms below it can ask; `lifted_on` once the
    suspension was solved.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bars")
    scheme = models.CharField(max_length=12)
    certificate = models.CharField(max_length=60)
    cause = models.CharField(max_length=12, choices=BarCause.pairs())
    since = models.DateField()
    lifted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=Q(lifted_on__isnull=True),
                name="clients_one_bar_per_certificate",
            ),
            models.CheckConstraint(
                name="clients_bar_cause_is_known",
                condition=Q(cause__in=[value for value, _ in BarCause.pairs()]),
            ),
        ]
