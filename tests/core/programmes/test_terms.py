"""The terms beside the cycle, to the day and on both sides of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.core.programmes.clocks import RULES, due
from xinheng.core.programmes.deadline import DayName, Sense
from xinheng.core.programmes.terms import TERMS
from xinheng.core.shared.source import Verified
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.programmes import clock_rules, regimes_of

NOW = clock_rules(date(2026, 3, 10))
BOTH = ("17021-1", "CNCA")
STATUSES = {status.value for status in Verified}


def asked(rule, *, rules=NOW, regimes=BOTH, months=None, **days):
    given_days = {name: date.fromisoformat(text) for name, text in days.items()}
    return due(rule, regimes=regimes, days=given_days, rules=rules, months=months)


@pytest.mark.parametrize(
    ("rule", "days", "expected"),
    [
        ("stage-2", {"stage1_ended_on": "2026-08-31"}, "2027-02-28"),
        ("monthly-report", {"happened_on": "2026-09-01"}, "2026-10-10"),
        ("monthly-report", {"happened_on": "2026-09-30"}, "2026-10-10"),
        ("monthly-report", {"happened_on": "2026-12-31"}, "2027-01-10"),
        ("information-report", {"happened_on": "2026-01-31"}, "2026-02-10"),
        ("plan-report", {"begins_on": "2026-05-10"}, "2026-05-05"),
        ("foreign-accreditation-report", {"happened_on": "2026-05-25"}, "2026-06-04"),
        ("sign-in-explanation", {"ended_on": "2026-09-28"}, "2026-10-10"),
        ("complaint-acknowledgement", {"received_on": "2026-04-30"}, "2026-05-11"),
        ("complaint-answer", {"received_on": "2026-01-01"}, "2026-03-02"),
        ("appeal-acknowledgement", {"received_on": "2026-03-10"}, "2026-03-17"),
        ("appeal-answer", {"received_on": "2026-01-01"}, "2026-03-02"),
        ("former-body-window", {"lost_status_on": "2026-11-30"}, "2027-02-28"),
        ("related-consultancy-block", {"ended_on": "2024-02-29"}, "2026-02-28"),
        ("internal-audit-block", {"ended_on": "2024-03-01"}, "2026-03-01"),
        ("declaration", {"declared_on": "2024-02-29"}, "2025-02-28"),
        ("witness", {"last_witnessed_on": "2024-02-29"}, "2027-02-28"),
        ("registration-expiry", {"registered_on": "2024-02-29"}, "2027-02-28"),
        ("registration-bar", {"disqualified_on": "2024-02-29"}, "2029-02-28"),
        ("body-internal-audit", {"last_audit_on": "2025-12-31"}, "2026-12-31"),
        ("management-review", {"last_review_on": "2025-12-31"}, "2026-12-31"),
        ("records-kept", {"expires_on": "2026-06-30"}, "2029-06-30"),
        ("amendment-draft", {"promulgated_on": "2022-07-30"}, "2022-09-28"),
        ("approval-decision", {"accepted_on": "2026-01-29"}, "2026-03-04"),
        ("surveillance-after-suspension", {"suspended_on": "2026-08-31"}, "2027-02-28"),
        ("major-at-recertification", {"expires_on": "2026-06-30"}, "2026-06-30"),
        ("document-expiry", {"expires_on": "2026-06-30"}, "2026-06-30"),
    ],
)  # fmt: skip
def test_each_term_gives_its_day(rule, days, expected):
    answer = asked(rule, **days)

    assert answer.day.isoformat() == expected
    assert answer.consequence
    assert answer.source.status in STATUSES
    assert answer.working


@pytest.mark.parametrize("rule", RULES)
def test_every_clock_is_kept_on_its_day_and_broken_on_the_other_side(rule):
    start = date(2026, 3, 10)
    barred = clock_rules(start, {"former_body_rule": "bar"})
    rules = barred if rule == "former-body-bar" else NOW
    days = {name.value: start for name in DayName}
    answer = due(rule, regimes=BOTH, days=days, rules=rules, months=12)

    one = timedelta(days=1)
    wrong = answer.day + one if answer.sense == Sense.AT_LATEST else answer.day - one
    right = answer.day - one if answer.sense == Sense.AT_LATEST else answer.day + one
    assert not answer.is_broken_on(answer.day)
    assert not answer.is_broken_on(right)
    assert answer.is_broken_on(wrong)


def test_a_body_sets_its_own_terms_and_an_unset_one_is_not_asked_for():
    shorter = clock_rules(date(2026, 3, 10), {"complaint_answer_days": "30"})
    unset = clock_rules(date(2026, 3, 10), {"complaint_answer_days": "0"})

    assert asked("complaint-answer", rules=shorter, received_on="2026-01-01").day == date(
        2026, 1, 31
    )
    with pytest.raises(Refused) as refused:
        asked("complaint-answer", rules=unset, received_on="2026-01-01")
    assert [v.code for v in refused.value.violations] == ["due.no-clock"]


def test_an_own_term_for_reports_binds_only_when_it_is_earlier():
    own = clock_rules(date(2026, 3, 10), {"information_report_days": "5"})

    early = asked("information-report", rules=own, happened_on="2026-03-10")
    late = asked("information-report", rules=own, happened_on="2026-03-31")

    assert early.day == date(2026, 3, 17)
    assert late.day == date(2026, 4, 8)  # the fifth working day; the tenth would be later
    assert {step.day for step in late.working} == {date(2026, 4, 8), date(2026, 4, 10)}


@pytest.mark.parametrize(("rule", "known"), [("window", "former-body-window"),
                                             ("bar", "former-body-bar")])  # fmt: skip
def test_the_direction_of_the_former_body_rule_is_the_bodys_setting(rule, known):
    rules = clock_rules(date(2026, 3, 10), {"former_body_rule": rule})
    other = {"former-body-window", "former-body-bar"} - {known}

    assert asked(known, rules=rules, lost_status_on="2026-01-10").day == date(2026, 4, 10)
    with pytest.raises(Refused):
        asked(other.pop(), rules=rules, lost_status_on="2026-01-10")


def test_a_clients_internal_audits_need_an_interval():
    with pytest.raises(Refused) as missing:
        asked("client-internal-audit", last_audit_on="2026-01-31")
    with pytest.raises(Refused) as wrong:
        asked("client-internal-audit", last_audit_on="2026-01-31", months=0)

    assert [v.code for v in missing.value.violations] == ["due.interval-missing"]
    assert [v.code for v in wrong.value.violations] == ["due.interval-out-of-range"]
    assert asked("client-internal-audit", last_audit_on="2026-01-31", months=1).day == date(
        2026, 2, 28
    )


def test_a_rule_has_no_clock_before_it_was_made():
    before, since = clock_rules(date(2021, 11, 30)), clock_rules(date(2021, 12, 1))

    with pytest.raises(Refused):
        asked("sign-in-explanation", rules=before, ended_on="2021-11-29")
    assert asked("sign-in-explanation", rules=since, ended_on="2021-11-29").provisional == (2021,)


def test_the_clocks_of_the_regulator_bind_the_schemes_of_the_setting():
    on = date(2026, 3, 10)

    assert regimes_of(["QMS"], on) == BOTH
    assert regimes_of(["EMS"], on) == ("17021-1",)
    assert regimes_of(["EMS", "QMS"], on) == BOTH
    assert regimes_of(["EMS"], on, {"cnca_clock_schemes": "QMS EMS"}) == BOTH


@given(
    st.sampled_from([name for name in TERMS if name != "former-body-bar"]),
    st.dates(date(2017, 1, 1), date(2056, 12, 31)),
)
def test_a_later_start_never_gives_an_earlier_day(rule, start):
    name = TERMS[rule].start

    first = due(rule, regimes=BOTH, days={name: start}, rules=NOW)
    second = due(rule, regimes=BOTH, days={name: start + timedelta(days=1)}, rules=NOW)

    assert first.day <= second.day
    assert all(year > 2026 or year < 2023 for year in first.provisional)
