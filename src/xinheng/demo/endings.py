"""Stories of certificates that were taken over from another body, and what became of them."""

from xinheng.apps.intake import actions as intake
from xinheng.core.cases.words import RoundKind
from xinheng.core.intake.words import ChangeKind, Triage
from xinheng.core.shared.actor import Role
from xinheng.demo import after, closing, selection
from xinheng.demo.tale import Going, Tale

PREFERRED = ("leader", "auditor")


def taken_over(tale: Tale) -> Going:
    """Certified by taking over the certificates of another body."""
    yield from selection.meet(tale)
    yield from selection.apply(tale, kind=RoundKind.TRANSFER)
    yield from selection.check_claims(tale)
    yield from selection.review(tale)
    yield from selection.take_over(tale, valid_days=700)
    yield from selection.reckon(tale)
    yield from selection.offer(tale)
    yield from selection.agree(tale)
    yield from selection.programme(tale)
    yield from closing.finish(tale, found=False)


def lapsed(tale: Tale) -> Going:
    """Taken over, not renewed: the clockwork lets the certificates expire."""
    yield from taken_over(tale)


def transferred(tale: Tale) -> Going:
    """Taken over, and kept through surveillance."""
    yield from taken_over(tale)
    yield from after.live_on(tale)


def transferred_quietly(tale: Tale) -> Going:
    """Taken over; its surveillance has not begun."""
    yield from taken_over(tale)


def visited(tale: Tale) -> Going:
    """Taken over; the nonconformities of its surveillance wait for it. For visitors."""
    yield from taken_over(tale)
    yield from after.next_round(tale)
    yield from after.to_visit(tale, prefer=PREFERRED)
    yield from after.visit(tale, found=2, major=True)


def suspended(tale: Tale) -> Going:
    """Suspended because the surveillance was not accepted in time."""
    yield from taken_over(tale)
    yield from tale.later(330)
    after.suspend(tale, "suspend.surveillance-overdue")


def suspended_at_request(tale: Tale) -> Going:
    """Suspended because the client asked for it."""
    yield from taken_over(tale)
    yield from tale.later(120)
    after.suspend(tale, "suspend.own-request")


def restored(tale: Tale) -> Going:
    """Suspended, and restored when the cause was solved."""
    yield from suspended_at_request(tale)
    yield from tale.later(60)
    after.restore(tale)


def withdrawn(tale: Tale) -> Going:
    """Suspended, not solved, withdrawn by two persons."""
    yield from suspended_at_request(tale)
    yield from tale.later(150)
    yield from after.withdraw(tale, "withdraw.suspension-not-solved")


def withdrawal_of_certificate_proposed(tale: Tale) -> Going:
    """Suspended; one person has proposed the withdrawal."""
    yield from suspended_at_request(tale)
    yield from tale.later(150)
    yield from after.withdraw(tale, "withdraw.suspension-not-solved", proposed_only=True)


def cancelled(tale: Tale) -> Going:
    """The client gave its certificates up."""
    yield from taken_over(tale)
    yield from tale.later(200)
    after.cancel(tale)


def left(tale: Tale) -> Going:
    """Another body took the certificates over."""
    yield from taken_over(tale)
    yield from tale.later(150)
    after.transfer_out(tale)


def reduced(tale: Tale) -> Going:
    """The scope became narrower at the client's wish."""
    yield from taken_over(tale)
    yield from tale.later(140)
    after.reduce(tale)


def changing(tale: Tale) -> Going:
    """The client has told of a change that waits to be looked at."""
    yield from taken_over(tale)
    yield from tale.on(tale.world.times.ago(3 + tale.row.number % 4))
    _tell(tale, ChangeKind.ADDRESS, "仓库迁至同市新址，面积扩大（演示）。")


def changed(tale: Tale) -> Going:
    """The client told of a change, to be looked at in the next audit."""
    yield from taken_over(tale)
    yield from tale.later(60)
    notice = _tell(tale, ChangeKind.MANAGEMENT, "管理者代表变更（演示）。")
    yield from tale.later(4)
    intake.triage_change(
        case_id=tale.case_id, notice_id=notice, outcome=Triage.NEXT_AUDIT,
        by=tale.staff(Role.APPLICATION_REVIEWER), at=tale.now, note="下次监督审核时核查。",
    )  # fmt: skip


def _tell(tale: Tale, kind: ChangeKind, words: str) -> int:
    made = intake.file_change(
        case_id=tale.case_id,
        told=intake.Told(kind, words, tale.today),
        by=tale.client,
        at=tale.now,
    )
    return int(made.pk)


def surveilled(tale: Tale) -> Going:
    """Taken over, then a surveillance round as far as the halt says."""
    yield from taken_over(tale)
    yield from after.next_round(tale)
    yield from after.later_round(tale, prefer=PREFERRED)
