"""What falls due after a round, however it ended: a held audit counts, a due one is never lost."""

from datetime import date, timedelta

import pytest

from tests.factories import NOON, TODAY, view
from tests.factories_certificates import (
    OVERDUE,
    due_round,
    issue,
    next_round,
    shown,
    suspend,
    written_up_to_review,
)
from tests.factories_decisions import (
    certificate,
    decide,
    decider,
    granted_case,
    officer,
)
from xinheng.apps.cases import actions as case_actions
from xinheng.apps.certificates import actions, queries
from xinheng.apps.journal import queries as journal
from xinheng.apps.programmes import actions as programmes
from xinheng.apps.programmes import queries as programme_queries
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.certificates.words import CertificateState
from xinheng.core.decisions.words import Outcome
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.actor import CLOCKWORK, Actor, Duty
from xinheng.core.shared.period import add_months
from xinheng.rulebook.lists.reasons import CertificateAct, reasons_to

pytestmark = pytest.mark.django_db
HELD = NOON + timedelta(days=300)
HELD_ON = HELD.date()


def due_days(case) -> dict[VisitKind, tuple[date, date | None]]:
    rows = programme_queries.due_of_case(case.pk, HELD_ON)
    return {row.kind: (row.due_on, row.done_on) for row in rows}


def reduce(row):
    return actions.reduce(
        case_id=row.case_id, certificate=row.pk, by=officer(), at=HELD,
        reason=reasons_to(CertificateAct.REDUCE)[0].key,
    )  # fmt: skip


def restore(row):
    return actions.restore(
        case_id=row.case_id, certificate=row.pk, by=decider(), at=HELD, note="已整改",
        reason=reasons_to(CertificateAct.RESTORE)[0].key,
    )  # fmt: skip


ENDINGS = {
    Outcome.MAINTAIN: lambda row: actions.keep(
        case_id=row.case_id, certificate=row.pk, by=officer(), at=HELD
    ),
    Outcome.SUSPEND: lambda row: suspend(row, at=HELD),
    Outcome.REDUCE: reduce,
    Outcome.RESTORE: restore,
}


@pytest.mark.parametrize("outcome", ENDINGS)
def test_a_held_surveillance_counts_whatever_was_decided_after_it(outcome):
    row = certificate()
    row.case.schemes.update(scope_zh="糕点、糖果的生产")
    type(row).objects.update(scope_zh="糕点、糖果的生产")
    if outcome == Outcome.RESTORE:
        suspend(row, at=HELD - timedelta(days=30))
    case = due_round(row.case, HELD)
    scope = {"scope_zh": "糕点的生产"} if outcome == Outcome.REDUCE else {}
    decide(case, "QMS", outcome, at=HELD, **scope)

    ended = ENDINGS[outcome](row)

    assert view(case).state == CaseState.SURVEILLANCE
    days = due_days(case)
    assert days[VisitKind.SURVEILLANCE_1][1] == HELD_ON
    assert days[VisitKind.SURVEILLANCE_2] == (add_months(HELD_ON, 12), None)
    ended.refresh_from_db()
    assert ended.last_surveillance_on == HELD_ON
    acts = [line.act for line in journal.of_case(case.pk)]
    assert acts.count("programmes.audit-done") == 1


def test_a_suspension_between_the_rounds_moves_no_due_day_and_loses_none():
    row = certificate()
    before = due_days(row.case)

    suspend(row, at=NOON + timedelta(days=10))

    assert due_days(row.case) == before
    case = due_round(row.case, HELD)
    assert view(case).round.kind == RoundKind.SURVEILLANCE


def test_a_special_audit_is_no_surveillance():
    row = certificate()
    before = due_days(row.case)
    case = next_round(row.case, RoundKind.SPECIAL, at=HELD)
    decide(case, "QMS", Outcome.SUSPEND, at=HELD)

    suspend(row, at=HELD)

    assert view(case).state == CaseState.SURVEILLANCE
    assert due_days(case) == before
    row.refresh_from_db()
    assert row.last_surveillance_on is None


def test_the_round_of_two_schemes_counts_when_the_last_of_them_is_suspended():
    case = granted_case("QMS", "EMS")
    rows = {scheme: issue(case, scheme) for scheme in ("QMS", "EMS")}
    case = due_round(case, HELD)
    decide(case, "QMS", Outcome.MAINTAIN, at=HELD)
    decide(case, "EMS", Outcome.SUSPEND, at=HELD)

    ENDINGS[Outcome.MAINTAIN](rows["QMS"])
    assert due_days(case)[VisitKind.SURVEILLANCE_1][1] is None
    suspend(rows["EMS"], at=HELD)

    assert due_days(case)[VisitKind.SURVEILLANCE_1][1] == HELD_ON
    assert queries.certificate(rows["EMS"].pk).last_surveillance_on == HELD_ON


def test_a_surveillance_whose_team_was_withdrawn_falls_due_again():
    row = certificate()
    assert programmes.open_due_rounds(on=HELD_ON, by=CLOCKWORK, at=HELD) == (row.case_id,)
    row.case.refresh_from_db()
    row.case.state = CaseState.STOPPED
    row.case.save()
    planner = Actor(None, "planner", frozenset({Duty.PLAN_AUDITS}))
    case_actions.open_round(
        case_id=row.case_id, kind=RoundKind.SPECIAL, due_on=None, by=planner, at=HELD
    )
    row.case.refresh_from_db()
    case_actions.end(row.case, "resume", by=planner, at=HELD, because="")
    case = written_up_to_review(row.case, HELD)
    assert programmes.open_due_rounds(on=HELD_ON, by=CLOCKWORK, at=HELD) == ()
    decide(case, "QMS", Outcome.SUSPEND, at=HELD)
    suspend(row, at=HELD)

    assert due_days(case)[VisitKind.SURVEILLANCE_1][1] is None
    assert programmes.open_due_rounds(on=HELD_ON, by=CLOCKWORK, at=HELD) == (row.case_id,)
    assert programmes.open_due_rounds(on=HELD_ON, by=CLOCKWORK, at=HELD) == ()
    assert view(case).round.kind == RoundKind.SURVEILLANCE


def test_a_refused_renewal_is_not_opened_again_and_a_split_one_starts_its_cycle():
    case = granted_case("QMS", "EMS")
    rows = {scheme: issue(case, scheme) for scheme in ("QMS", "EMS")}
    late = NOON + timedelta(days=1000)
    case = next_round(case, RoundKind.RECERTIFICATION, at=late)
    decide(case, "QMS", Outcome.RENEW, at=late)
    decide(case, "EMS", Outcome.REFUSE, at=late)

    issue(case, "QMS", at=late)
    actions.keep(case_id=case.pk, certificate=rows["EMS"].pk, by=officer(), at=late)

    assert programme_queries.cycle_of(case.pk).number == 2
    assert queries.certificate(rows["EMS"].pk).state == CertificateState.IN_FORCE
    assert view(case).state == CaseState.SURVEILLANCE


def test_the_lists_of_today_ask_for_no_suspension_once_the_surveillance_was_held():
    row = certificate()
    assert queries.lists(TODAY + timedelta(days=366))
    case = due_round(row.case, HELD)
    decide(case, "QMS", Outcome.SUSPEND, at=HELD)
    suspend(row, at=HELD, reason=OVERDUE)
    restore_later = HELD + timedelta(days=60)
    actions.restore(
        case_id=case.pk, certificate=row.pk, by=decider(), at=restore_later, note="已整改",
        reason=reasons_to(CertificateAct.RESTORE)[0].key,
        evidence=shown(case).pk,
    )  # fmt: skip

    assert queries.lists(TODAY + timedelta(days=366)) == ()
