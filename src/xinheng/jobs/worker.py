"""The worker: runs jobs, beats while it does, and looks after jobs of dead workers."""

import logging
import os
import socket
import threading
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.db import connection
from django_tasks.signals import task_finished, task_started
from django_tasks_db.management.commands.db_worker import Worker

from xinheng import clock
from xinheng.apps.work import actions
from xinheng.jobs.signing import Scribe
from xinheng.jobs.tasks import TIMED

logger = logging.getLogger("xinheng.jobs")
BEAT_SECONDS = 15.0


class Heart:
    """A thread that beats for the job at hand and, between beats, tends the queue."""

    def __init__(self, worker_id: str, *, beat_seconds: float = BEAT_SECONDS) -> None:
        self.worker_id = worker_id
        self.beat_seconds = beat_seconds
        self.job: UUID | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    def __enter__(self) -> Self:
        task_started.connect(self._started)
        task_finished.connect(self._finished)
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        # The last beat must be over before whoever stopped the worker goes on.
        self._thread.join()
        task_started.disconnect(self._started)
        task_finished.disconnect(self._finished)

    def _started(self, task_result: Any, **_kwargs: object) -> None:
        self.job = UUID(str(task_result.id))
        actions.beat(self.job, worker=self.worker_id, at=clock.now())

    def _finished(self, **_kwargs: object) -> None:
        self.job = None

    def _run(self) -> None:
        try:
            while True:
                self.once()
                if self._stop.wait(self.beat_seconds):
                    return
        finally:
            connection.close()

    def once(self) -> None:
        """One beat: the lease, the reaper, the retries, the timed jobs."""
        at = clock.now()
        try:
            if self.job is not None:
                actions.beat(self.job, worker=self.worker_id, at=at)
            actions.reap(at=at)
            actions.retry_failed(at=at)
            for timed in TIMED:
                actions.start_due(timed.name, every=timed.every, at=at, enqueue=timed.enqueue)
        except Exception:
            # A beat that fails must not stop the heart; the next one tries again.
            logger.exception("a beat failed")


def run(*, batch: bool = False, interval_seconds: float = 1.0) -> None:
    """Work until told to stop; with `batch`, until nothing is left to do."""
    worker_id = f"{socket.gethostname()}-{os.getpid()}"
    worker = Worker(
        queue_names=["default"],
        interval=interval_seconds,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id[:64],
        excluded_queue_names=[],
    )
    if batch:
        with Heart(worker_id):
            worker.run()
        return
    with Heart(worker_id), Scribe():
        worker.configure_signals()
        worker.run()
