"""The tables of keys. Only public halves: private ones never enter the database."""

from django.db import models
from django.db.models import Q

from xinheng.core.proofs.words import Purpose


class SigningKey(models.Model):
    """A key the body signs with, as outsiders know it."""

    key_id = models.CharField(max_length=16, unique=True)
    public_key = models.BinaryField(max_length=32)
    purpose = models.CharField(max_length=16, choices=Purpose.pairs())
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"],
                condition=Q(retired_at__isnull=True, revoked_at__isnull=True),
                name="proofs_one_key_in_use_per_purpose",
            ),
            models.CheckConstraint(
                name="proofs_purpose_is_known",
                condition=Q(purpose__in=[value for value, _ in Purpose.pairs()]),
            ),
        ]
