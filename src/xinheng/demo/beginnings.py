"""Stories of clients that have not come to an agreement."""

from datetime import timedelta

from xinheng.apps.intake import actions as intake
from xinheng.apps.intake import queries as intake_queries
from xinheng.core.intake.verification import ClaimState
from xinheng.core.intake.words import RefusalReason
from xinheng.core.shared.actor import Role
from xinheng.demo import selection
from xinheng.demo.tale import Going, Tale
from xinheng.front.quoting import working_of


def known(tale: Tale) -> Going:
    """The client is known and has not applied for anything yet."""
    yield from selection.meet(tale)


def draft(tale: Tale) -> Going:
    """The client has begun its application."""
    yield from selection.meet(tale)
    yield from tale.later(1)
    started = intake.start(by=tale.client, at=tale.now)
    selection.fill(tale, started.pk, complete=False)


def returned(tale: Tale) -> Going:
    """The application came back with questions."""
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from selection.check_claims(tale)
    yield from tale.later(1)
    intake.return_application(
        case_id=tale.case_id,
        questions="请补充外包过程说明，并更新社保人员名单（演示）。",
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )


def contradicted(tale: Tale) -> Going:
    """A public record contradicts a claim."""
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from tale.later(2)
    check = intake_queries.checks_of(tale.case_id)[0]
    intake.record_claim(
        case_id=tale.case_id,
        claim_id=check.pk,
        state=ClaimState.CONTRADICTED,
        checked_on=tale.today,
        note="平台登记信息与申请不一致（演示）。",
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )


def refused(tale: Tale) -> Going:
    """The application was refused with reasons."""
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from selection.check_claims(tale)
    yield from tale.later(2)
    intake.refuse(
        case_id=tale.case_id,
        reason=RefusalReason.DIFFERENCES,
        because="申请范围与实际经营范围的差异未能解决（演示）。",
        nothing_else_was_asked=True,
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )


def withdrawn_application(tale: Tale) -> Going:
    """The client took its application back."""
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from tale.later(3)
    row = intake_queries.application_of(tale.case_id)
    if row is not None:
        intake.withdraw(
            application_id=row.pk, because="项目推迟（演示）。", by=tale.client, at=tale.now
        )


def quoted(tale: Tale) -> Going:
    """A quotation waits for the client."""
    yield from _reckoned(tale)
    yield from tale.later(1)
    _quote(tale)


def declined(tale: Tale) -> Going:
    """The client declined the quotation."""
    yield from _reckoned(tale)
    yield from tale.later(1)
    quotation = _quote(tale)
    yield from tale.later(2)
    intake.decline_quotation(
        case_id=tale.case_id, quotation_id=quotation, because="预算不足（演示）。",
        by=tale.client, at=tale.now,
    )  # fmt: skip


def _reckoned(tale: Tale) -> Going:
    yield from selection.meet(tale)
    yield from selection.apply(tale)
    yield from selection.check_claims(tale)
    yield from selection.review(tale)
    yield from selection.reckon(tale)


def _quote(tale: Tale) -> int:
    made = intake.quote(
        case_id=tale.case_id,
        valid_until=tale.today + timedelta(days=60),
        **working_of(tale.case_id),
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )
    return int(made.pk)
