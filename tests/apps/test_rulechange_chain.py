"""The report tells the days the cycle really gets; the clockwork and the act are one story."""

from datetime import UTC, date, datetime

import pytest

from tests.apps.test_rulechange import CNCA_2025, LAST_YEAR, asked, certified, effects_of
from tests.factories import NOON, anyone
from xinheng.apps.journal.models import Entry, Payload
from xinheng.apps.people.models import Appointment, Notice
from xinheng.apps.programmes import actions as programmes
from xinheng.apps.programmes.models import Cycle, DueAudit
from xinheng.apps.rulechange import actions
from xinheng.core.programmes.words import VisitKind
from xinheng.core.rulechange.words import EffectKind, EffectState
from xinheng.core.shared.actor import CLOCKWORK, Duty, Role

pytestmark = pytest.mark.django_db
K, S, V = EffectKind, EffectState, VisitKind
BEGAN = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)


def stands(case) -> dict[tuple[str, int], date]:
    rows = DueAudit.objects.filter(cycle__case=case, done_on=None)
    return {(row.kind, row.number): row.due_on for row in rows}


def told(report, case) -> dict[tuple[str, int], date | None]:
    """The report's days after the change, laid over what stands."""
    found = dict(stands(case))
    for row in report.effects.filter(case=case, kind=K.DUE):
        found[row.about, row.number] = row.after_on
    return {key: day for key, day in found.items() if day is not None}


def held(case, *days: date) -> None:
    for day in days:
        programmes.audit_done(
            case_id=case.pk, last_audit_on=day, by=CLOCKWORK,
            at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC), stands_for=True,
        )  # fmt: skip
        DueAudit.objects.filter(done_on=day).update(round=None)


EARLY = (date(2024, 7, 1), date(2025, 3, 1))


@pytest.mark.parametrize(
    ("schemes", "began", "audits"),
    [
        (("QMS",), LAST_YEAR, ()),
        (("EMS",), LAST_YEAR, ()),
        (("QMS", "EMS"), datetime(2024, 3, 5, 4, tzinfo=UTC), EARLY[:1]),
        (("QMS",), datetime(2024, 3, 5, 4, tzinfo=UTC), EARLY),
        (("QMS",), datetime(2023, 9, 10, 4, tzinfo=UTC), ()),
    ],
)
def test_the_days_of_the_report_are_those_the_clockwork_gives_the_cycle(schemes, began, audits):
    case = certified(began, *schemes)
    held(case, *audits)
    report = asked(day=CNCA_2025)
    promised = told(report, case)

    programmes.reckon_again(on=CNCA_2025, by=CLOCKWORK, at=BEGAN)

    assert stands(case) == promised
    assert bool(Entry.objects.filter(act="programmes.reckon-again")) == any(
        row.shift_days != 0 for row in report.effects.filter(kind=K.DUE)
    )


def test_two_further_surveillances_of_a_case_are_two_effects():
    case = certified(datetime(2024, 3, 5, 4, tzinfo=UTC))
    Cycle.objects.filter(case=case).update(expires_on=date(2028, 9, 9))
    held(case, *EARLY)
    assert (V.FURTHER, 2) in stands(case)

    report = asked(day=CNCA_2025)

    further = report.effects.filter(kind=K.DUE, about=V.FURTHER).order_by("number")
    assert [row.number for row in further][:2] == [1, 2]
    assert {row.about for row in report.effects.all()} <= set(V)


def test_a_case_moved_ahead_stays_moved_whatever_comes_before_the_day():
    case = certified()
    report = asked(day=CNCA_2025)
    second = effects_of(report)[K.DUE, V.SURVEILLANCE_2]

    actions.move(report_id=report.pk, effect_ids=[second.pk], by=anyone(Duty.PLAN_AUDITS), at=NOON)

    # The days of a cycle are one chain: the others of the case moved with the one chosen.
    assert set(report.effects.values_list("state", flat=True)) == {S.MOVED}
    assert Cycle.objects.get(case=case).reckoned_on == CNCA_2025
    moved = stands(case)
    programmes.audit_done(
        case_id=case.pk, last_audit_on=date(2025, 12, 1), by=CLOCKWORK,
        at=datetime(2025, 12, 2, 4, tzinfo=UTC), stands_for=True,
    )  # fmt: skip
    assert moved[V.SURVEILLANCE_2, 1] == date(2027, 9, 10)
    assert stands(case)[V.SURVEILLANCE_2, 1] == date(2026, 12, 1)
    assert programmes.reckon_again(on=CNCA_2025, by=CLOCKWORK, at=BEGAN) == ()


def test_what_the_clockwork_moves_is_told_and_marked_in_the_report():
    case = certified()
    planner = anyone(Duty.PLAN_AUDITS)
    Appointment.objects.create(
        person_id=planner.person_id, role=Role.PLANNER, valid_from=date(2020, 1, 1), granted_at=NOON
    )
    report = asked(day=CNCA_2025)

    programmes.reckon_again(on=CNCA_2025, by=CLOCKWORK, at=BEGAN)
    assert actions.note_followed(on=CNCA_2025, at=BEGAN) == 2

    assert {row.state for row in report.effects.filter(case=case)} == {S.FOLLOWED}
    assert actions.note_followed(on=CNCA_2025, at=BEGAN) == 0
    assert Notice.objects.filter(person_id=planner.person_id).count() == 1
    entry = Entry.objects.get(act="programmes.reckon-again")
    said = bytes(Payload.objects.get(idx=entry.idx).payload).decode()
    assert said.index("surveillance-2 2027-12-10") < said.index("2027-09-10")


def test_nothing_is_noted_before_the_rules_begin():
    certified()
    asked(day=CNCA_2025)

    assert actions.note_followed(on=date(2025, 12, 31), at=BEGAN) == 0
