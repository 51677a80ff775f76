"""Keeping background work alive: leases, retries, timed jobs and progress.

The queue itself is django-tasks with its database back end: a job is a row, and
is queued in the transaction of the act that wants it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from xinheng.apps.work import queries
from xinheng.apps.work.models import Lease, Progress, Timed

MOST_ATTEMPTS = 5
SILENCE = timedelta(seconds=60)
FIRST_WAIT = timedelta(seconds=10)


def beat(job: UUID, *, worker: str, at: datetime) -> None:
    """Say that `worker` is still at `job`."""
    lease, made = Lease.objects.get_or_create(job=job, defaults={"worker": worker, "beat_at": at})
    if not made:
        Lease.objects.filter(pk=lease.pk).update(worker=worker, beat_at=at)


@transaction.atomic
def reap(*, at: datetime) -> int:
    """Queue the jobs of dead workers again; give up on those that killed too many.

    Returns:
        How many jobs were taken from dead workers.
    """
    taken = 0
    for job in queries.abandoned(at=at, silence=SILENCE):
        row = DBTaskResult.objects.select_for_update().get(pk=job)
        if row.status != "RUNNING":
            continue
        _again_or_never(row, at=at)
        taken += 1
    return taken


@transaction.atomic
def retry_failed(*, at: datetime, within: timedelta = timedelta(days=1)) -> int:
    """Queue failed jobs again, each time after a longer wait, up to five attempts in all."""
    failed = DBTaskResult.objects.select_for_update().filter(
        status="FAILED", finished_at__gte=at - within
    )
    count = 0
    for row in failed:
        lease, _made = Lease.objects.get_or_create(
            job=row.id, defaults={"worker": "", "beat_at": at}
        )
        if lease.attempts < MOST_ATTEMPTS:
            _again_or_never(row, at=at)
            count += 1
    return count


def _again_or_never(row: "DBTaskResult[Any, Any]", *, at: datetime) -> None:
    lease, _made = Lease.objects.get_or_create(job=row.id, defaults={"worker": "", "beat_at": at})
    if lease.attempts >= MOST_ATTEMPTS:
        row.status, row.finished_at = "FAILED", at
        row.save(update_fields=["status", "finished_at"])
        return
    wait = FIRST_WAIT * 2 ** (lease.attempts - 1)
    Lease.objects.filter(pk=lease.pk).update(attempts=F("attempts") + 1)
    row.status, row.run_after = "READY", at + wait
    row.started_at = row.finished_at = None
    row.save(update_fields=["status", "run_after", "started_at", "finished_at"])


@transaction.atomic
def start_due(name: str, *, every: timedelta, at: datetime, enqueue: Callable[[], object]) -> bool:
    """Queue a timed job if it is due, exactly once however many workers ask.

    Returns:
        Whether this call queued it.
    """
    Timed.objects.get_or_create(name=name, defaults={"due_at": at})
    row = Timed.objects.select_for_update().get(pk=name)
    if row.due_at > at:
        return False
    row.due_at, row.last_started_at = at + every, at
    row.save(update_fields=["due_at", "last_started_at"])
    enqueue()
    return True


def note_progress(
    job: UUID, *, key: str, done: int, total: int | None, says: str, at: datetime
) -> None:
    """Write down how far a job has come."""
    Progress.objects.update_or_create(
        job=job,
        defaults={"key": key, "done": done, "total": total, "says": says[:200], "updated_at": at},
    )
