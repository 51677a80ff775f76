"""What a change of rules moves: the report, the derivations, moving, and doing it twice."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.factories import NOON, anyone, case_before, view
from tests.factories_rules import entered, owner, proposed
from xinheng.apps.cases.models import Case, Round
from xinheng.apps.intake.models import Quotation
from xinheng.apps.journal.models import Entry
from xinheng.apps.programmes import actions as programmes
from xinheng.apps.programmes import queries as programme_queries
from xinheng.apps.programmes.models import DueAudit, PlannedVisit, Programme, TimeReckoning
from xinheng.apps.rulechange import actions, queries
from xinheng.apps.rulechange.models import EffectRow, Report
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState
from xinheng.core.programmes.words import VisitKind
from xinheng.core.rulechange.words import EffectKind, EffectState
from xinheng.core.shared.actor import CLOCKWORK, Duty
from xinheng.core.shared.violation import Refused
from xinheng.rulebook import known

pytestmark = pytest.mark.django_db
D, K, S = Duty, EffectKind, EffectState
LAST_YEAR = datetime(2025, 9, 10, 4, 0, tzinfo=UTC)
CNCA_2025 = date(2026, 1, 1)


def certified(at: datetime = LAST_YEAR, *schemes: str) -> Case:
    """A case with its time reckoned and a cycle begun, by the rules of that day."""
    case = case_before(Step.TIME_RECKONED, *schemes)
    programmes.reckon_time(case_id=case.pk, by=anyone(D.PLAN_AUDITS), at=at)
    on = at.date()
    programmes.start_cycle(
        case_id=case.pk, decided_on=on, issued_on=on, expires_on=on.replace(year=on.year + 3),
        by=anyone(D.ISSUE), at=at,
    )  # fmt: skip
    Round.objects.filter(case=case).update(ended_at=at)
    Round.objects.create(case=case, number=2, kind="surveillance", opened_at=at)
    Case.objects.filter(pk=case.pk).update(state=CaseState.SURVEILLANCE)
    return case


def effects_of(report: Report) -> dict[tuple[str, str], EffectRow]:
    return {(row.kind, row.about): row for row in report.effects.all()}


def asked(**what: object) -> Report:
    return actions.ask(by=anyone(D.PLAN_AUDITS), at=NOON, **what)


def test_the_change_from_the_2016_to_the_2025_rule_moves_the_later_surveillance():
    case = certified()
    stood = {row.kind: row.due_on for row in DueAudit.objects.filter(cycle__case=case)}
    assert stood["surveillance-2"] == date(2027, 12, 10)

    report = asked(day=CNCA_2025)

    found = effects_of(report)
    second = found[K.DUE, VisitKind.SURVEILLANCE_2]
    assert (second.before_on, second.after_on, second.shift_days) == (
        date(2027, 12, 10), date(2027, 9, 10), -91,
    )  # fmt: skip
    assert (K.DUE, VisitKind.SURVEILLANCE_1) not in found
    # The day of the renewal stays, but an expired certificate can no longer be restored.
    renewal = found[K.DUE, VisitKind.RECERTIFICATION]
    assert renewal.shift_days == 0
    ends = [renewal.working[side][-1]["label"] for side in ("before", "after")]
    assert ends[0] != ends[1]
    assert {line["source"]["edition"] for line in second.working["before"]} >= {"2016"}
    assert {line["source"]["edition"] for line in second.working["after"]} >= {"2025"}


def test_a_made_up_table_moves_the_time_of_the_next_audits():
    certified(NOON)
    row = entered()

    report = asked(entry_id=row.pk)

    times = {row.about: row for row in report.effects.filter(kind=K.TIME)}
    assert {about: (t.before_days, t.after_days) for about, t in times.items()} == {
        VisitKind.SURVEILLANCE_1: (Decimal("1.5"), Decimal("2.0")),
        VisitKind.RECERTIFICATION: (Decimal("3.5"), Decimal("4.0")),
    }
    assert {t.state for t in times.values()} == {S.LATER}
    assert not report.effects.filter(kind=K.DUE).exists()


def test_a_proposal_can_be_tried_but_nothing_is_moved_to_it():
    certified(NOON)
    row = proposed()

    report = asked(entry_id=row.pk)

    assert report.is_trial
    assert report.effects.filter(kind=K.TIME).count() == 2
    with pytest.raises(Refused) as refusal:
        actions.move(report_id=report.pk, effect_ids=[], by=owner(), at=NOON)
    assert {v.code for v in refusal.value.violations} == {
        "duty-missing", "rulechange.trial", "rulechange.nothing-chosen",
    }  # fmt: skip


def test_what_was_chosen_is_moved_once_and_each_case_is_journalled():
    case = certified()
    other = certified()
    report = asked(day=CNCA_2025)
    chosen = list(report.effects.filter(case=case).values_list("pk", flat=True))
    by = anyone(D.PLAN_AUDITS)

    done = actions.move(report_id=report.pk, effect_ids=chosen, by=by, at=NOON)

    assert (done.done, done.refused, done.finished) == (2, 0, True)
    due = DueAudit.objects.get(cycle__case=case, kind="surveillance-2")
    assert (due.due_on, due.rules_on) == (date(2027, 9, 10), CNCA_2025)
    assert DueAudit.objects.get(cycle__case=other, kind="surveillance-2").due_on == date(
        2027, 12, 10
    )
    assert Entry.objects.filter(act="rulechange.moved", case_id=case.pk).count() == 1
    with pytest.raises(Refused) as refusal:
        actions.move(report_id=report.pk, effect_ids=chosen, by=by, at=NOON)
    assert {v.code for v in refusal.value.violations} == {"rulechange.nothing-chosen"}
    actions.carry_out(done.pk, NOON.isoformat())
    assert Entry.objects.filter(act="rulechange.moved", case_id=case.pk).count() == 1


def test_what_falls_due_before_the_new_rules_begin_stays():
    case = certified(datetime(2023, 9, 10, 4, 0, tzinfo=UTC))
    report = asked(day=CNCA_2025)
    assert (K.DUE, VisitKind.SURVEILLANCE_2) not in effects_of(report)
    assert report.effects.filter(case=case, kind=K.DUE).count() == 1


def open_case() -> Case:
    case = case_before(Step.TIME_RECKONED)
    programmes.reckon_time(case_id=case.pk, by=anyone(D.PLAN_AUDITS), at=NOON)
    return case


def test_the_time_of_an_open_case_is_reckoned_anew_beside_the_old_one():
    case = open_case()
    row = entered()
    report = asked(entry_id=row.pk)
    effect = effects_of(report)[K.ROUND, ""]
    assert (effect.before_days, effect.after_days, effect.more_days) == (5, 6, 1)

    actions.move(report_id=report.pk, effect_ids=[effect.pk], by=anyone(D.PLAN_AUDITS), at=NOON)

    first, second = TimeReckoning.objects.filter(case=case).order_by("pk")
    assert (first.days, second.days, second.cause) == (5, 6, "rules")
    assert (first.rules_known, second.rules_known) == (0, 1)
    assert second.rules_on == date(2027, 1, 1)
    assert view(case).round.days == 6
    assert programme_queries.rerun(first.pk).is_same
    assert programme_queries.rerun(second.pk).is_same


def test_a_quotation_that_was_sent_is_reported_and_its_time_is_not_moved():
    case = case_before(Step.AGREED)
    case.rounds.get().steps.filter(step=Step.QUOTED).delete()
    case.rounds.get().steps.filter(step=Step.TIME_RECKONED).delete()
    programmes.reckon_time(case_id=case.pk, by=anyone(D.PLAN_AUDITS), at=NOON)
    case.rounds.get().steps.create(step=Step.QUOTED, done_at=NOON, entry=0)
    Quotation.objects.create(
        case=case, number="Q-1", issued_on=NOON.date(), valid_until=date(2027, 3, 1), days=5,
        lines=[], subtotal=0, tax=0, total=0,
    )  # fmt: skip
    row = entered()
    report = asked(entry_id=row.pk)
    found = effects_of(report)
    assert found[K.QUOTATION, ""].state == S.LATER

    moved = actions.move(
        report_id=report.pk, effect_ids=[found[K.ROUND, ""].pk], by=anyone(D.PLAN_AUDITS), at=NOON
    )

    assert moved.refused == 1
    effect = queries.effect(report.pk, found[K.ROUND, ""].pk)
    assert effect.state == S.REFUSED
    assert "something rests on it" in effect.reasons[0]["message"]
    assert TimeReckoning.objects.filter(case=case).count() == 1


def test_a_window_that_would_end_too_late_moves_with_its_length():
    case = certified()
    programme = Programme.objects.create(
        case=case, round=case.rounds.get(number=1), version=1, made_at=LAST_YEAR
    )
    PlannedVisit.objects.create(
        programme=programme, kind="surveillance-2",
        first_on=date(2027, 9, 11), last_on=date(2027, 12, 10),
    )  # fmt: skip
    report = asked(day=CNCA_2025)
    effect = effects_of(report)[K.WINDOW, VisitKind.SURVEILLANCE_2]

    actions.move(report_id=report.pk, effect_ids=[effect.pk], by=anyone(D.PLAN_AUDITS), at=NOON)

    newest = Programme.objects.get(case=case, version=2).visits.get()
    assert (newest.first_on, newest.last_on) == (date(2027, 6, 12), date(2027, 9, 10))


def test_reckonings_of_then_are_not_touched_by_a_later_correction():
    from tests.factories_rules import qms_sheet

    case = open_case()
    before = TimeReckoning.objects.get(case=case)
    entered(qms_sheet(edition="2023 corrected", start=date(2023, 6, 14), kind="correction"))

    assert programme_queries.rerun(before.pk).is_same
    later = programmes.reckon_time(case_id=case.pk, by=anyone(D.PLAN_AUDITS), at=NOON)
    assert (before.days, later.days, later.rules_known) == (5, 6, 1)


def test_asking_tells_every_reason():
    for what, code in (
        ({}, "rulechange.what"),
        ({"day": CNCA_2025, "entry_id": proposed().pk}, "rulechange.what"),
        ({"day": date(1999, 1, 1)}, "rulechange.no-rules"),
    ):
        with pytest.raises(Refused) as refusal:
            asked(**what)
        assert {v.code for v in refusal.value.violations} == {code}
    with pytest.raises(Refused) as refusal:
        actions.ask(by=CLOCKWORK, at=NOON, day=CNCA_2025)
    assert "rules.nobody" in {v.code for v in refusal.value.violations}
    assert not Report.objects.exists()


def test_many_cases_are_gone_through_by_a_job(monkeypatch):
    from django_tasks_db.models import DBTaskResult

    from xinheng.apps.rulechange.actions import asking, moving

    monkeypatch.setattr(asking, "AT_ONCE", 0)
    monkeypatch.setattr(moving, "AT_ONCE", 0)
    certified()
    report = asked(day=CNCA_2025)
    assert (report.is_made, DBTaskResult.objects.count()) == (False, 1)
    with pytest.raises(Refused) as refusal:
        actions.move(report_id=report.pk, effect_ids=[1], by=anyone(D.PLAN_AUDITS), at=NOON)
    assert "rulechange.not-made" in {v.code for v in refusal.value.violations}

    actions.make(report.pk)
    actions.make(report.pk)
    report.refresh_from_db()
    assert (report.is_made, report.done, report.effects.count()) == (True, 1, 2)
    chosen = list(report.effects.values_list("pk", flat=True))
    asked_for = actions.move(
        report_id=report.pk, effect_ids=chosen, by=anyone(D.PLAN_AUDITS), at=NOON
    )
    assert (asked_for.finished, DBTaskResult.objects.count()) == (False, 2)
    assert actions.carry_out(asked_for.pk, NOON.isoformat()) == 2
    assert actions.carry_out(asked_for.pk, NOON.isoformat()) == 0
    assert queries.moves(report.pk)[0].is_finished


def test_a_report_costs_the_same_for_one_and_for_three_cases(django_assert_max_num_queries):
    for count in (1, 3):
        for _ in range(count):
            certified()
        report = Report.objects.create(
            before_on=date(2025, 12, 31), after_on=CNCA_2025, before_known=0, after_known=0,
            asked_at=NOON, asked_by_id=anyone().person_id,
        )  # fmt: skip
        with django_assert_max_num_queries(22), known.one_rule_set():
            actions.make(report.pk)
