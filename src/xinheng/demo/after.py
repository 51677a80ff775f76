"""What becomes of a certificate: surveillance, renewal, and the ways in which it ends."""

from datetime import date, timedelta

from xinheng.apps.certificates import actions as certificates
from xinheng.apps.certificates import queries as certificate_queries
from xinheng.apps.certificates.queries import CertificateView
from xinheng.apps.intake import actions as intake
from xinheng.apps.programmes import actions as programmes
from xinheng.apps.programmes import queries as programme_queries
from xinheng.core.audits.words import Stage
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.certificates.words import ALIVE
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.actor import CLOCKWORK, Role
from xinheng.demo import closing, selection, staffing, visits
from xinheng.demo.engine import Story
from xinheng.demo.tale import Going, Tale
from xinheng.demo.world import World

RECEIVER = "蓬莱认证有限公司（虚构）"
BEFORE_DUE = {VisitKind.RECERTIFICATION: timedelta(days=130)}
BEFORE_SURVEILLANCE = timedelta(days=45)


def clockwork(world: World, *, start: date) -> Story:
    """The timed work of the body: rounds are opened and certificates expire."""
    day = start
    while True:
        at = world.times.moment(day, 6)
        yield at
        certificates.expire_due(on=day, at=at)
        programmes.reckon_again(on=day, by=CLOCKWORK, at=at)
        programmes.open_due_rounds(on=day, by=CLOCKWORK, at=at)
        day += timedelta(days=7)


def alive(tale: Tale) -> tuple[CertificateView, ...]:
    """The certificates of the case that are in force or suspended."""
    return tuple(one for one in certificate_queries.of_case(tale.case_id) if one.state in ALIVE)


def next_round(tale: Tale) -> Going:
    """Wait until the clockwork has opened the round that falls due."""
    due = programme_queries.due_of_case(tale.case_id, tale.today)
    waiting = [item for item in due if item.done_on is None]
    wanted = min(item.due_on - BEFORE_DUE.get(item.kind, BEFORE_SURVEILLANCE) for item in waiting)
    if wanted > tale.today:
        yield from tale.on(wanted)
    while tale.case().state == CaseState.SURVEILLANCE:
        yield from tale.later(7)
    tale.kind = tale.case().round.kind


def later_round(tale: Tale, *, found: int = 1, prefer: tuple[str, ...] = ()) -> Going:
    """A round of surveillance or renewal, from the question about changes to its end."""
    yield from to_visit(tale, prefer=prefer)
    yield from visit(tale, found=found)
    yield from closing.finish(tale)


def to_visit(tale: Tale, *, prefer: tuple[str, ...] = ()) -> Going:
    """A later round up to its team."""
    yield from ask(tale)
    yield from selection.reckon(tale)
    if tale.kind == RoundKind.RECERTIFICATION:
        yield from selection.programme(tale)
    tale.prefer = prefer
    yield from staffing.team(tale)


def ask(tale: Tale) -> Going:
    """Before a later round the client is asked whether anything has changed."""
    tale.before(Step.CHANGES_ASKED)
    yield from tale.later(1)
    intake.ask_changes(case_id=tale.case_id, by=tale.staff(Role.PLANNER), at=tale.now)
    yield from tale.later(3)
    intake.answer_changes(case_id=tale.case_id, none=True, changes=[], by=tale.client, at=tale.now)


def visit(tale: Tale, *, found: int = 1, major: bool = False) -> Going:
    """The audit visit of a round, with what was found."""
    yield from visits.plan(tale, tale.today + timedelta(days=10), stage=Stage.VISIT)
    yield from visits.open_meeting(tale, stage=Stage.VISIT)
    closing.find(tale, found, major=major)
    yield from visits.audit(tale, stage=Stage.VISIT)
    yield from visits.close_meeting(tale, stage=Stage.VISIT)


def live_on(tale: Tale) -> Going:
    """Surveillance after surveillance, and the renewal, for as long as the story goes."""
    while alive(tale):
        yield from next_round(tale)
        yield from later_round(tale, found=tale.row.number % 3)


def suspend(tale: Tale, reason: str) -> None:
    """All certificates of the case are suspended."""
    for one in alive(tale):
        certificates.suspend(
            case_id=tale.case_id, certificate=one.id, reason=reason, note="演示。",
            by=tale.staff(Role.DECISION_MAKER), at=tale.now,
        )  # fmt: skip


def restore(tale: Tale) -> None:
    """What was suspended is in force again, on evidence."""
    for one in alive(tale):
        certificates.restore(
            case_id=tale.case_id, certificate=one.id, reason="restore.cause-solved",
            note="暂停原因已消除（演示）。", evidence=tale.paper("evidence"),
            by=tale.staff(Role.DECISION_MAKER), at=tale.now,
        )  # fmt: skip


def withdraw(tale: Tale, reason: str, *, proposed_only: bool = False) -> Going:
    """One person proposes to withdraw, another confirms."""
    first, second = tale.staff(Role.DECISION_MAKER), tale.staff(Role.DECISION_MAKER)
    for one in alive(tale):
        certificates.propose_withdrawal(
            case_id=tale.case_id, certificate=one.id, reason=reason, note="演示。",
            by=first, at=tale.now,
        )  # fmt: skip
    if proposed_only:
        return
    yield from tale.later(2)
    for one in alive(tale):
        certificates.withdraw(
            case_id=tale.case_id, certificate=one.id, by=second,
            at=tale.now,
        )  # fmt: skip


def cancel(tale: Tale) -> None:
    """The client gives its certificates up."""
    for one in alive(tale):
        certificates.cancel(
            case_id=tale.case_id, certificate=one.id, reason="cancel.own-request",
            by=tale.staff(Role.CERTIFICATE_OFFICER), at=tale.now,
        )  # fmt: skip


def transfer_out(tale: Tale) -> None:
    """Another body takes the certificates over."""
    for one in alive(tale):
        certificates.transfer_out(
            case_id=tale.case_id, certificate=one.id, receiver=RECEIVER,
            by=tale.staff(Role.CERTIFICATE_OFFICER), at=tale.now,
        )  # fmt: skip


def reduce(tale: Tale) -> None:
    """The scope becomes narrower; a new issue makes the old one obsolete."""
    for one in alive(tale):
        certificates.reduce(
            case_id=tale.case_id, certificate=one.id, reason="reduce.own-request",
            scope_zh=tale.row.trade.scope_zh + "（不含委托加工）",
            scope_en=tale.row.trade.scope_en + " (except commissioned work)",
            codes=[tale.row.trade.code], note="演示。",
            by=tale.staff(Role.DECISION_MAKER), at=tale.now,
        )  # fmt: skip
