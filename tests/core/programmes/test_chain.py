"""The chain of audits over random lives of thirty years: nothing skipped, nothing doubled."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.core.programmes.chain import Chain, links, surveillance_due
from xinheng.core.programmes.clocks import due
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.period import add_months, add_years
from xinheng.rulebook.programmes import clock_rules

NOW = clock_rules(date(2026, 3, 10))
OLD = clock_rules(date(2025, 12, 31))
ISO, BOTH = ("17021-1",), ("17021-1", "CNCA")
V = VisitKind
YEARS = 30


def day(text):
    return date.fromisoformat(text)


def chain(*held, issued="2026-03-10", decided=None, expires=None, regimes=BOTH, rules=NOW):
    start = day(issued)
    last = day(expires) if expires else add_years(start, 3) - timedelta(days=1)
    return Chain(
        day(decided or issued), start, last, tuple(day(text) for text in held), regimes, rules
    )


def told(found):
    return [(link.kind, link.number, link.due.day.isoformat()) for link in found]


def test_three_audits_on_their_last_days_make_a_cycle():
    assert told(links(chain())) == [
        (V.SURVEILLANCE_1, 1, "2027-03-10"),
        (V.SURVEILLANCE_2, 1, "2028-03-10"),
        (V.RECERTIFICATION, 1, "2029-03-09"),
    ]


def test_early_surveillances_call_for_a_further_one():
    found = links(chain("2026-09-10", "2027-01-15"))

    assert told(found) == [
        (V.FURTHER, 1, "2028-01-15"),
        (V.RECERTIFICATION, 1, "2029-01-15"),
    ]


@pytest.mark.parametrize(
    ("second", "renewal"),
    [
        # A year after the second surveillance lies within the half year before the end …
        ("2027-09-09", [(V.RECERTIFICATION, 1, "2028-09-09")]),
        # … and one day earlier it does not.
        ("2027-09-08", [(V.FURTHER, 1, "2028-09-08"), (V.RECERTIFICATION, 1, "2029-03-09")]),
    ],
)
def test_the_recertification_audit_stands_for_a_surveillance_only_near_the_end(second, renewal):
    assert told(links(chain("2026-12-01", second))) == renewal


def test_under_accreditation_alone_the_calendar_year_counts():
    found = links(chain(issued="2026-01-15", regimes=ISO))

    assert told(found) == [
        (V.SURVEILLANCE_1, 1, "2027-01-15"),
        (V.SURVEILLANCE_2, 1, "2028-12-31"),
        (V.RECERTIFICATION, 1, "2029-01-14"),
    ]


def test_a_leap_day_is_clamped_once_and_not_again():
    found = links(chain(issued="2024-02-29", rules=NOW))

    assert told(found)[:2] == [
        (V.SURVEILLANCE_1, 1, "2025-02-28"),
        (V.SURVEILLANCE_2, 1, "2026-02-28"),
    ]


def test_no_surveillance_is_due_on_or_after_the_last_day_of_validity():
    before = chain("2027-03-10", "2028-03-08")
    on_it = chain("2027-03-10", "2028-03-09")

    assert surveillance_due(before).day == day("2029-03-08")
    assert surveillance_due(on_it) is None


days = st.dates(date(2017, 1, 1), date(2026, 12, 31))
early = st.integers(0, 360)
lives = st.tuples(
    days,
    st.sampled_from([ISO, BOTH]),
    st.sampled_from([NOW, OLD]),
    st.lists(early, min_size=1, max_size=12),
    st.lists(st.integers(0, 40), min_size=1, max_size=8),
)


def _longest_gap(last, regimes, rules):
    """The binding limit after an audit, reckoned without the chain."""
    return due("next-surveillance", regimes=regimes, days={"last_audit_on": last}, rules=rules).day


@given(lives)
def test_thirty_years_skip_nothing_and_double_nothing(life):
    first_issue, regimes, rules, earlies, gaps = life
    decided, turn, last_expiry = first_issue, 0, None
    fulfilled = set()
    cycle = 0
    while decided.year < first_issue.year + YEARS:
        cycle += 1
        issued = decided + timedelta(days=gaps[cycle % len(gaps)] % 15)
        expires = add_years(last_expiry or issued, 3)
        held = ()
        while True:
            found = links(Chain(decided, issued, expires, held, regimes, rules))
            _is_sound(found, held, expires, regimes, rules)
            nearest = found[0]
            key = (cycle, nearest.kind, nearest.number)
            assert key not in fulfilled, "an audit fell due twice"
            fulfilled.add(key)
            if nearest.kind == V.RECERTIFICATION:
                break
            turn += 1
            begin = held[-1] if held else issued
            early_by = timedelta(days=earlies[turn % len(earlies)])
            held = (*held, max(begin + timedelta(days=1), nearest.due.day - early_by))
        kinds = [kind for number, kind, _n in fulfilled if number == cycle]
        assert {V.SURVEILLANCE_1, V.SURVEILLANCE_2, V.RECERTIFICATION} <= set(kinds)
        decided, last_expiry = expires - timedelta(days=gaps[cycle % len(gaps)]), expires


def _is_sound(found, held, expires, regimes, rules):
    assert found[-1].kind == V.RECERTIFICATION
    assert len({(link.kind, link.number) for link in found}) == len(found)
    assert all(link.due.day <= expires for link in found)
    assert all(a.due.day < b.due.day for a, b in pairwise(found))
    before = held[-1] if held else None
    for link in found:
        if before is not None:
            limit = _longest_gap(before, regimes, rules)
            assert link.due.day <= limit, "a gap longer than the binding clock"
        before = link.due.day


@given(days, st.sampled_from([ISO, BOTH]), early, early)
def test_an_earlier_audit_never_moves_the_next_one_later(start, regimes, one, other):
    limit = add_months(start, 12)
    sooner, later = sorted((limit - timedelta(days=one), limit - timedelta(days=other)))

    def following(held):
        return _longest_gap(held, regimes, NOW)

    assert following(sooner) <= following(later)


@given(days, st.integers(-400, 400))
def test_suspension_and_restoring_keep_their_order(start, shift):
    suspended = start + timedelta(days=shift)
    given_days = {"suspended_on": suspended}
    end = due("suspension-end", regimes=BOTH, days=given_days, rules=NOW).day

    assert end == add_months(suspended, 6)
    assert due("surveillance-after-suspension", regimes=BOTH, days=given_days, rules=NOW).day == end
    restoring = due("restore", regimes=ISO, days={"expires_on": suspended}, rules=NOW).day
    assert restoring == add_months(suspended, 6)
    assert due("restore", regimes=BOTH, days={"expires_on": suspended}, rules=NOW).day == suspended
