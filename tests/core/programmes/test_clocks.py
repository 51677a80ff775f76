"""Statutory clocks, to the day and on both sides of it."""

from datetime import date, timedelta

import pytest

from xinheng.core.programmes.clocks import RULES, START_AGAIN, due
from xinheng.core.programmes.deadline import DayName, Sense
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.programmes import clock_rules

NOW = clock_rules(date(2026, 3, 10))
OLD = clock_rules(date(2025, 12, 31))
SAME_DAY = clock_rules(date(2026, 3, 10), {"expiry_day": "same-day"})
ISO, CHINA = "17021-1", "CNCA"


def day(text):
    return date.fromisoformat(text)


def asked(rule, *regimes, rules=NOW, **days):
    given = {name: day(text) for name, text in days.items()}
    return due(rule, regimes=regimes or (ISO,), days=given, rules=rules)


@pytest.mark.parametrize(
    ("rule", "regimes", "days", "expected"),
    [
        ("first-surveillance", (ISO,), {"decided_on": "2025-03-10"}, "2026-03-10"),
        ("first-surveillance", (CHINA,), {"issued_on": "2025-03-17"}, "2026-03-17"),
        ("first-surveillance", (ISO, CHINA),
         {"decided_on": "2025-03-10", "issued_on": "2025-03-17"}, "2026-03-10"),
        ("first-surveillance", (ISO,), {"decided_on": "2024-02-29"}, "2025-02-28"),
        ("next-surveillance", (CHINA,), {"last_audit_on": "2026-11-30"}, "2027-11-30"),
        ("next-surveillance", (ISO,), {"last_audit_on": "2026-11-30"}, "2027-12-31"),
        ("next-surveillance", (ISO, CHINA), {"last_audit_on": "2026-11-30"}, "2027-11-30"),
        ("recertification", (CHINA,), {"expires_on": "2026-06-30"}, "2026-06-30"),
        ("restore", (ISO,), {"expires_on": "2026-08-31"}, "2027-02-28"),
        ("restore", (CHINA,), {"expires_on": "2026-06-30"}, "2026-06-30"),
        ("restore", (ISO, CHINA), {"expires_on": "2026-06-30"}, "2026-06-30"),
        ("suspension-end", (ISO,), {"suspended_on": "2026-08-31"}, "2027-02-28"),
        ("major-nonconformity", (ISO,), {"stage2_ended_on": "2026-01-15"}, "2026-07-15"),
        ("minor-nonconformity", (ISO,), {"ended_on": "2026-01-15"}, "2026-04-15"),
        ("consultancy-block", (ISO,), {"ended_on": "2024-12-01"}, "2026-12-01"),
        ("reapplication-bar", (CHINA,), {"revoked_on": "2026-06-01"}, "2027-06-01"),
        ("reapplication-bar", (CHINA,),
         {"revoked_on": "2026-06-01", "suspended_on": "2026-01-01"}, "2027-01-01"),
        ("transfer", (ISO,),
         {"lost_status_on": "2026-01-10", "expires_on": "2026-05-01"}, "2026-05-01"),
        ("transfer", (ISO,),
         {"lost_status_on": "2026-01-10", "expires_on": "2027-05-01"}, "2026-07-10"),
        ("short-notice", (CHINA,), {"notified_on": "2026-01-10"}, "2026-02-09"),
        ("certificate-expiry", (CHINA,), {"issued_on": "2026-03-10"}, "2029-03-09"),
        ("certificate-expiry", (CHINA,),
         {"expires_on": "2026-06-30", "decided_on": "2026-05-20"}, "2029-06-30"),
        ("certificate-expiry", (ISO,),
         {"expires_on": "2026-06-30", "decided_on": "2026-12-30", "issued_on": "2026-12-31"},
         "2029-06-30"),
        ("certificate-expiry", (ISO,),
         {"expires_on": "2026-06-30", "decided_on": "2026-12-31", "issued_on": "2026-12-31"},
         "2029-12-30"),
        ("certificate-expiry", (CHINA,),
         {"expires_on": "2026-06-30", "decided_on": "2026-07-01", "issued_on": "2026-07-02"},
         "2029-07-01"),
    ],
)  # fmt: skip
def test_each_clock_gives_its_day(rule, regimes, days, expected):
    answer = asked(rule, *regimes, **days)

    assert answer.day == day(expected)
    assert answer.consequence
    assert answer.working
    assert answer.source in {step.source for step in answer.working}


def test_late_is_the_day_after_and_not_the_day_itself():
    answer = asked("major-nonconformity", stage2_ended_on="2026-01-15")

    assert answer.sense == Sense.AT_LATEST
    assert not answer.is_broken_on(day("2026-07-15"))
    assert answer.is_broken_on(day("2026-07-16"))


def test_block_ends_on_the_day_two_years_later():
    answer = asked("consultancy-block", ended_on="2024-12-01")

    assert answer.sense == Sense.NOT_BEFORE
    assert answer.is_broken_on(day("2026-11-30"))
    assert not answer.is_broken_on(day("2026-12-01"))


def test_expiry_on_the_same_day_is_a_setting():
    assert asked("certificate-expiry", rules=SAME_DAY, issued_on="2026-03-10").day == day(
        "2029-03-10"
    )


def test_old_rule_keeps_fifteen_months_and_its_restoring_window():
    surveillance = asked("next-surveillance", CHINA, rules=OLD, last_audit_on="2024-06-30")
    restored = asked("restore", CHINA, rules=OLD, expires_on="2025-06-30")

    assert surveillance.day == day("2025-09-30")
    assert restored.day == day("2025-12-30")


def test_without_a_window_the_client_starts_again():
    assert asked("recertification", CHINA, expires_on="2026-06-30").consequence == START_AGAIN
    assert asked("recertification", ISO, expires_on="2026-06-30").consequence != START_AGAIN


@pytest.mark.parametrize(
    ("rule", "regimes", "days", "code"),
    [
        ("tea-time", (ISO,), {}, "due.rule-unknown"),
        ("restore", ("FSSC",), {"expires_on": "2026-06-30"}, "due.regime-unknown"),
        ("first-surveillance", (CHINA,), {"decided_on": "2026-06-30"}, "due.day-missing"),
        ("certificate-expiry", (ISO,), {"expires_on": "2026-06-30"}, "due.day-missing"),
        ("restore", (ISO,), {"expires_on": "9999-12-31"}, "due.day-out-of-range"),
        ("short-notice", (ISO,), {"notified_on": "2026-06-30"}, "due.no-clock"),
    ],
)
def test_question_without_an_answer_is_refused(rule, regimes, days, code):
    with pytest.raises(Refused, match=code):
        asked(rule, *regimes, **days)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_names_its_missing_days(rule):
    known = {name.value for name in DayName} | {"months"}

    with pytest.raises(Refused) as refused:
        due(rule, regimes=(ISO, CHINA), days={}, rules=NOW)
    assert {violation.field for violation in refused.value.violations} <= known


def test_no_clock_moves_backwards():
    start = day("2026-01-01")
    days = [
        asked("suspension-end", suspended_on=(start + timedelta(days=n)).isoformat()).day
        for n in range(400)
    ]

    assert days == sorted(days)
