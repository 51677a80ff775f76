from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """A file as it was received or made. Its bytes lie under their own fingerprint."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    case_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    client_may_see = models.BooleanField(default=False)
    dated_on = models.DateField(null=True)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        indexes = [models.Index(fields=["case_id", "kind"], name="documents_by_case_and_kind")]


class SealKey(models.Model):
    """A key the body seals documents with. The private part is encrypted at rest."""

    certificate_pem = models.TextField()
    encrypted_key = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
