"""Site samples: roots without floating point, groups, lots that can be drawn again."""

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.filling import codes_of, filled
from xinheng.core.programmes.rules import OF_THE_CYCLE
from xinheng.core.programmes.sampling import (
    Eligibility,
    SampleRequest,
    SiteGroup,
    draw_sites,
    ineligible,
    root_up,
    sample_size,
    sampling_problems,
)
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.programmes import sampling_rules

RULES = sampling_rules(date(2026, 3, 10))
SHEET = Path(__file__).parents[4] / "shared" / "data" / "md1_sample_size_vectors.csv"
QUICK = settings(max_examples=60, deadline=None, derandomize=True)
INITIAL, SURVEILLANCE, RECERTIFICATION = OF_THE_CYCLE

# sites: initial, surveillance, recertification of an effective system, surveillance of all sites
OWN_CASES = {
    1: (1, 1, 1, 1), 2: (2, 1, 2, 1), 4: (2, 2, 2, 2), 5: (3, 2, 2, 2), 9: (3, 2, 3, 3),
    10: (4, 2, 3, 3), 16: (4, 3, 4, 5), 17: (5, 3, 4, 6), 25: (5, 3, 4, 8), 26: (6, 4, 5, 8),
    36: (6, 4, 5, 11), 100: (10, 6, 8, 30), 225: (15, 9, 12, 68), 400: (20, 12, 16, 120),
    625: (25, 15, 20, 188), 1000: (32, 19, 26, 300),
}  # fmt: skip


def sample(audit, *sites, **more):
    groups = tuple(SiteGroup(count) for count in sites)
    return filled(sample_size(SampleRequest(audit, groups, **more), RULES)).value


@pytest.mark.parametrize("sites", OWN_CASES)
def test_sample_sizes(sites):
    initial, surveillance, recertification, seen = OWN_CASES[sites]

    assert sample(INITIAL, sites) == initial
    assert sample(SURVEILLANCE, sites) == surveillance
    assert sample(RECERTIFICATION, sites, is_effective=True) == recertification
    assert sample(RECERTIFICATION, sites) == initial
    assert sample(INITIAL, sites, sampling_allowed=False) == sites
    assert sample(SURVEILLANCE, sites, sampling_allowed=False) == seen
    assert sample(RECERTIFICATION, sites, sampling_allowed=False) == sites


@pytest.mark.skipif(not SHEET.is_file(), reason="the sheets are not beside this checkout")
def test_sample_sizes_of_the_whole_sheet():
    with SHEET.open(encoding="utf-8") as lines:
        for row in csv.reader(lines):
            if not row[0].isdigit():
                continue
            sites, *expected = map(int, row)
            assert [
                sample(INITIAL, sites),
                sample(SURVEILLANCE, sites),
                sample(RECERTIFICATION, sites, is_effective=True),
                sample(RECERTIFICATION, sites),
                sample(INITIAL, sites, sampling_allowed=False),
                sample(SURVEILLANCE, sites, sampling_allowed=False),
                sample(RECERTIFICATION, sites, sampling_allowed=False),
            ] == expected


def test_groups_are_sampled_one_by_one():
    assert sample(INITIAL, 9, 16) == 7


def test_new_sites_risk_and_medical_devices_raise_the_sample():
    def surveillance(group):
        return sample_size(SampleRequest(SURVEILLANCE, (group,)), RULES).value

    assert surveillance(SiteGroup(25)) == 3
    assert surveillance(SiteGroup(25, is_new=True)) == 5
    assert surveillance(SiteGroup(25, extra=2, extra_reason="complaints")) == 5
    assert surveillance(SiteGroup(25, extra=99, extra_reason="complaints")) == 25
    assert surveillance(SiteGroup(25, is_never_sampled=True)) == 25


def test_central_function_is_in_every_working():
    figure = sample_size(SampleRequest(SURVEILLANCE, (SiteGroup(26),)), RULES)

    assert figure.value == 4
    assert "central function" in figure.working[-1].label


def test_everything_wrong_is_said_at_once():
    none = Eligibility(False, False, False, False, False)
    groups = (SiteGroup(0), SiteGroup(4, extra=1), SiteGroup(4, extra=-1, extra_reason="calm"))

    found = codes_of(sampling_problems(SampleRequest(INITIAL, groups, eligibility=none)))

    assert found == [
        "sampling.sites-out-of-range",
        "sampling.reason-missing",
        "sampling.extra-negative",
        "sampling.no-single-system",
        "sampling.no-central-authority",
        "sampling.no-common-tie",
        "sampling.site-not-audited",
        "sampling.no-management-review",
    ]
    with pytest.raises(Refused, match=r"sampling.no-group"):
        sample(INITIAL)


def test_eligible_client_has_nothing_against_it():
    able = Eligibility(True, True, True, True, True)

    assert list(ineligible(able)) == []
    assert [p.code for p in ineligible(replace(able, has_common_tie=False))] == [
        "sampling.no-common-tie"
    ]


@QUICK
@given(st.integers(0, 10**30), st.sampled_from([Fraction(1), Fraction(3, 5), Fraction(4, 5)]))
def test_root_is_the_smallest_that_suffices(count, multiplier):
    size = root_up(multiplier, count)

    assert size * size >= multiplier * multiplier * count
    assert size == 0 or (size - 1) ** 2 < multiplier * multiplier * count


SITES = tuple(f"site-{letter}" for letter in "abcdefghij")


def test_lots_are_the_same_for_the_same_seed_whatever_the_order_of_sites():
    first = draw_sites(SITES, 4, seed="2026/7", chosen=("site-b",), rules=RULES)
    again = draw_sites(SITES[::-1], 4, seed="2026/7", chosen=("site-b",), rules=RULES)
    other = draw_sites(SITES, 4, seed="2026/8", chosen=("site-b",), rules=RULES)

    assert first == again
    assert first != other
    assert len(first.by_lot) == 3
    assert first.by_choice == ("site-b",)
    assert not set(first.by_lot) & set(first.by_choice)


def test_at_least_a_quarter_is_drawn_by_lot():
    draw_sites(SITES, 4, seed="s", chosen=SITES[:3], rules=RULES)
    with pytest.raises(Refused, match=r"sampling.too-many-chosen"):
        draw_sites(SITES, 4, seed="s", chosen=SITES[:4], rules=RULES)
    with pytest.raises(Refused, match=r"sampling.too-many-chosen"):
        draw_sites(SITES, 5, seed="s", chosen=SITES[:4], rules=RULES)


def test_impossible_draws_are_refused():
    with pytest.raises(Refused, match=r"sampling.site-unknown"):
        draw_sites(SITES, 4, seed="s", chosen=("nowhere",), rules=RULES)
    with pytest.raises(Refused, match=r"sampling.site-twice"):
        draw_sites((*SITES, SITES[0]), 4, seed="s", chosen=(), rules=RULES)
    with pytest.raises(Refused, match=r"sampling.size-out-of-range"):
        draw_sites(SITES, 11, seed="s", chosen=(), rules=RULES)
