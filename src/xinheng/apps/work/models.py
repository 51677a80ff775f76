from django.db import models


class Timed(models.Model):
    """A job that comes round, and when it is due next."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    last_started_at = models.DateTimeField(null=True)


class Lease(models.Model):
    """That a worker is at a job. A lease whose beat has stopped belongs to a dead worker."""

    job = models.UUIDField(primary_key=True)
    worker = models.CharField(max_length=80)
    beat_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=1)


class Progress(models.Model):
    """How far a long job has come. `key` makes sure that the same job is not queued twice."""

    job = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=120, unique=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    says = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()
