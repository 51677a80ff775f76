"""Background work: nothing is lost with a dead worker, nothing timed starts twice."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from tests.factories import NOON
from xinheng import clock
from xinheng.apps.work import actions, queries
from xinheng.apps.work.models import Lease
from xinheng.jobs import worker
from xinheng.jobs.tasks import verify_journal

pytestmark = pytest.mark.django_db(transaction=True)


def started(minutes_ago: int) -> DBTaskResult:
    verify_journal.enqueue()
    row = DBTaskResult.objects.get()
    row.status, row.started_at = "RUNNING", NOON - timedelta(minutes=minutes_ago)
    row.save()
    return row


def test_a_job_is_run_and_its_answer_kept():
    verify_journal.enqueue()

    worker.run(batch=True, interval_seconds=0)

    done = DBTaskResult.objects.filter(task_path=verify_journal.module_path, status="SUCCESSFUL")
    assert [row.return_value["size"] for row in done][:1] == [0]


def test_the_job_of_a_dead_worker_is_queued_again():
    row = started(minutes_ago=5)
    actions.beat(row.id, worker="gone", at=NOON - timedelta(minutes=4))

    assert actions.reap(at=NOON) == 1

    row.refresh_from_db()
    assert row.status == "READY"


def test_the_job_of_a_living_worker_is_left_alone():
    row = started(minutes_ago=5)
    actions.beat(row.id, worker="alive", at=NOON - timedelta(seconds=59))

    assert actions.reap(at=NOON) == 0


def test_a_job_that_keeps_killing_its_worker_is_given_up():
    row = started(minutes_ago=5)
    actions.beat(row.id, worker="gone", at=NOON - timedelta(minutes=4))
    Lease.objects.update(attempts=actions.MOST_ATTEMPTS)

    actions.reap(at=NOON)

    row.refresh_from_db()
    assert row.status == "FAILED"


def test_a_failed_job_waits_longer_each_time_and_ends():
    row = started(minutes_ago=5)
    waits = []
    for _attempt in range(actions.MOST_ATTEMPTS + 2):
        row.status, row.finished_at = "FAILED", NOON
        row.save()
        if actions.retry_failed(at=NOON) == 0:
            break
        row.refresh_from_db()
        waits.append((row.run_after - NOON).total_seconds())

    assert waits == [10, 20, 40, 80]


def test_a_timed_job_starts_once_however_many_ask():
    calls = []
    for _worker in range(3):
        actions.start_due("x", every=timedelta(days=1), at=NOON, enqueue=lambda: calls.append(1))
    assert calls == [1]

    actions.start_due(
        "x", every=timedelta(days=1), at=NOON + timedelta(days=1), enqueue=lambda: calls.append(2)
    )
    assert calls == [1, 2]


def test_a_beat_queues_what_is_due():
    worker.Heart("w").once()

    waiting = {job.path.rsplit(".", 1)[1] for job in queries.recent()}
    assert waiting == {
        "verify_journal", "open_due_rounds", "expire_certificates", "remind", "erase_statements",
    }  # fmt: skip
    assert queries.due(at=clock.now()) == ()
