"""The jobs that run in the background, and how often the timed ones come round."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks import task

from xinheng import clock
from xinheng.apps.certificates import actions as certificates
from xinheng.apps.journal import queries as journal
from xinheng.apps.programmes import actions as programmes
from xinheng.apps.rulechange import actions as rulechange
from xinheng.apps.staffing import actions as staffing
from xinheng.core.shared.actor import CLOCKWORK
from xinheng.jobs import reminders

DAILY = timedelta(days=1)


class JournalIsBroken(Exception):  # noqa: N818 - the house names exceptions as facts
    """The nightly re-hash found an entry that is not as it was written."""


@task()
def verify_journal() -> dict[str, object]:
    """Hash the whole journal again; fail loudly when an entry is wrong."""
    verdict = journal.verify()
    if not verdict.ok:
        raise JournalIsBroken(f"{verdict.kind} at {verdict.first_wrong_index}")
    return {"size": verdict.size, "at": clock.now().isoformat()}


@task()
def open_due_rounds() -> dict[str, object]:
    """Open the rounds of what falls due soon, by the clocks now in force."""
    programmes.reckon_again(on=clock.today(), by=CLOCKWORK, at=clock.now())
    rulechange.note_followed(on=clock.today(), at=clock.now())
    opened = programmes.open_due_rounds(on=clock.today(), by=CLOCKWORK, at=clock.now())
    return {"opened": len(opened)}


@task()
def expire_certificates() -> dict[str, object]:
    """Let every certificate expire whose last day has passed."""
    return {"expired": certificates.expire_due(on=clock.today(), at=clock.now())}


@task()
def remind() -> dict[str, object]:
    """Tell people of visits and nonconformities that come near or are overdue."""
    return {"told": reminders.tell_all(on=clock.today(), at=clock.now())}


@task()
def erase_statements() -> dict[str, object]:
    """Erase what auditors said of their readiness once it is too old to keep."""
    return {"erased": staffing.erase_old_statements(by=CLOCKWORK, at=clock.now())}


@dataclass(frozen=True, slots=True)
class TimedJob:
    """A job that comes round."""

    name: str
    every: timedelta
    enqueue: Callable[[], Any]


TIMED = (
    TimedJob("verify-journal", DAILY, verify_journal.enqueue),
    TimedJob("open-due-rounds", DAILY, open_due_rounds.enqueue),
    TimedJob("expire-certificates", DAILY, expire_certificates.enqueue),
    TimedJob("remind", DAILY, remind.enqueue),
    TimedJob("erase-statements", DAILY, erase_statements.enqueue),
)
