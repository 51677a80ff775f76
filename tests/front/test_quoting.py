"""A quotation says how its days were reckoned, in the words of the printed page."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from tests.factories import NOON, TODAY, anyone, case_before, view
from tests.factories_decisions import body
from xinheng.apps.intake import actions as intake
from xinheng.apps.programmes import actions as programmes
from xinheng.core.cases.steps import Step
from xinheng.core.intake.words import PriceKind
from xinheng.core.shared.actor import Duty
from xinheng.front.operations import named
from xinheng.front.quoting import working_of

pytestmark = pytest.mark.django_db


def reckoned(*schemes):
    case = case_before(Step.TIME_RECKONED, *schemes)
    return case, programmes.reckon_time(case_id=case.pk, by=anyone(Duty.PLAN_AUDITS), at=NOON)


def test_without_a_reckoning_there_is_nothing_to_say():
    assert working_of(case_before(Step.TIME_RECKONED).pk) == {}


def test_every_line_has_words_a_value_and_its_source_in_chinese_whatever_is_spoken():
    case, _row = reckoned("QMS", "EMS")

    with translation.override("en"):
        told = working_of(case.pk)

    assert set(told["days_of_scheme"]) == {"QMS", "EMS"}
    assert all(Decimal(days) > 0 for days in told["days_of_scheme"].values())
    assert told["working"]
    for line in told["working"]:
        assert line["label"]
        assert "%(" not in line["label"]
        assert line["unit"] in ("人日", "")
    assert any("IAF MD 5" in line["source"] for line in told["working"])
    assert any(line["unit"] == "人日" for line in told["working"])


def test_an_older_rounds_reckoning_is_not_that_of_the_present_round():
    case, _row = reckoned()
    assert working_of(case.pk)["working"]
    current = case.rounds.get()
    current.ended_at = NOON
    current.save()
    case.rounds.create(number=2, kind="surveillance", opened_at=NOON)

    assert view(case).round.number == 2
    assert working_of(case.pk) == {}


def test_the_operation_gives_the_working_to_the_quotation():
    case, _row = reckoned()
    body()
    manager = anyone(Duty.OVERSEE)
    for kind in PriceKind:
        intake.set_price(
            kind=kind, amount=Decimal("100"), valid_from=date(2026, 1, 1), by=manager, at=NOON
        )
    operation = named("intake.quote")

    made = operation.call(
        case.pk, operation.shape(valid_until=date(2026, 6, 1)), anyone(Duty.QUOTE), NOON
    )

    assert made.working == working_of(case.pk)["working"]
    assert made.issued_on == TODAY
