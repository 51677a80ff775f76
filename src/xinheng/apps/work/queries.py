"""Questions about background work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django_tasks_db.models import DBTaskResult

from xinheng.apps.work.models import Lease, Progress, Timed


@dataclass(frozen=True, slots=True)
class JobView:
    """A background job and how far it has come."""

    id: UUID
    path: str
    status: str
    enqueued_at: datetime
    finished_at: datetime | None
    done: int
    total: int | None
    says: str


def recent(*, limit: int = 50) -> tuple[JobView, ...]:
    """The newest jobs first."""
    rows = list(DBTaskResult.objects.order_by("-enqueued_at")[:limit])
    told = Progress.objects.in_bulk([row.id for row in rows])
    return tuple(_view(row, told.get(row.id)) for row in rows)


def _view(row: "DBTaskResult[Any, Any]", told: Progress | None) -> JobView:
    return JobView(
        id=row.id,
        path=row.task_path,
        status=str(row.status),
        enqueued_at=row.enqueued_at,
        finished_at=row.finished_at,
        done=told.done if told else 0,
        total=told.total if told else None,
        says=told.says if told else "",
    )


def abandoned(*, at: datetime, silence: timedelta) -> tuple[UUID, ...]:
    """Jobs that run under a lease whose beat stopped, or under none at all."""
    running = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=at - silence)
    alive = Lease.objects.filter(beat_at__gte=at - silence).values_list("job", flat=True)
    return tuple(running.exclude(id__in=list(alive)).values_list("id", flat=True))


def due(*, at: datetime) -> tuple[str, ...]:
    """The timed jobs that are due."""
    return tuple(Timed.objects.filter(due_at__lte=at).values_list("name", flat=True))
