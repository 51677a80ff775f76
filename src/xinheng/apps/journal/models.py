from typing import ClassVar, TypeVar

from django.db import models


class EntryIsPermanent(Exception):  # noqa: N818 - the house names exceptions as facts
    """Somebody tried to change or delete what only grows."""


Row = TypeVar("Row", bound=models.Model, covariant=True)


class PermanentQuerySet(models.QuerySet[Row]):
    """Rows that can be read and added, never changed."""

    def update(self, **_values: object) -> int:
        raise EntryIsPermanent

    def delete(self) -> tuple[int, dict[str, int]]:
        raise EntryIsPermanent


class Permanent(models.Model):
    """A row that is written once. The database has triggers that say the same."""

    objects: ClassVar[models.Manager["Permanent"]] = PermanentQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise EntryIsPermanent
        super().save(force_insert=True)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise EntryIsPermanent


class Head(models.Model):
    """How far the journal has grown. One row; its lock gives gapless numbers."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")
    last_logged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="journal_has_one_head", condition=models.Q(id=1))
        ]


class Entry(Permanent):
    """One act, as it is hashed into the tree. The plain columns repeat what `entry` says."""

    idx = models.PositiveBigIntegerField(primary_key=True)
    entry = models.BinaryField()
    leaf = models.BinaryField(max_length=32)
    act = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    case_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    claimed_at = models.DateTimeField()
    logged_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "idx"], name="journal_by_case"),
            models.Index(fields=["object_type", "object_id", "idx"], name="journal_by_object"),
            models.Index(fields=["person_id", "idx"], name="journal_by_person"),
            models.Index(fields=["organisation_id", "idx"], name="journal_by_organisation"),
        ]


class Payload(models.Model):
    """What an entry says in full. May be erased by law; the tree stays whole."""

    idx = models.PositiveBigIntegerField(primary_key=True)
    salt = models.BinaryField(max_length=32)
    payload = models.BinaryField()


class Node(Permanent):
    """The root of a complete subtree above the leaves."""

    level = models.PositiveSmallIntegerField()
    position = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "position"], name="journal_node_is_unique")
        ]


class Once(models.Model):
    """The answer that was given to a request with an idempotency key."""

    key = models.CharField(max_length=200, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    location = models.TextField(blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField()
