"""Tables of certificates: the printed ones come out to the digit, and wrong lines are named."""

from dataclasses import replace
from decimal import Decimal

import pytest

from xinheng.core.registry.national import (
    COLUMNS,
    Kind,
    Unfit,
    headings,
    identity,
    iso_day,
    month_ended,
)
from xinheng.core.registry.statistics import (
    Count,
    Place,
    above,
    check_domains,
    check_regions,
    check_shares,
    domain_table,
    fastest,
    growth,
    printed,
    ranked,
    region_table,
    share,
)
from xinheng.core.registry.synthetic import allotted
from xinheng.rulebook import published

DOMAINS = [Place(line.key, line.kind, line.parent) for line in published.domains()]
REGIONS = [Place(line.key, line.kind, line.parent) for line in published.regions()]
BY_DOMAIN = {line.key: Count(line.certificates, line.organisations) for line in published.domains()}
BY_REGION = {line.key: Count(line.certificates, line.organisations) for line in published.regions()}
LEAVES = {key: BY_REGION[key] for key in published.leaf_regions()}


def test_every_printed_digit_by_region_comes_out_of_the_leaves():
    for line, row in zip(published.regions(), region_table(REGIONS, LEAVES), strict=True):
        made = (row.count.certificates, row.count.organisations,
                tuple(str(rank or "") for rank in row.ranks),
                tuple(printed(value) for value in row.shares))  # fmt: skip
        assert made == (line.certificates, line.organisations, line.ranks, line.shares), line


def test_every_printed_digit_by_domain_comes_out_of_the_leaves():
    given = {
        key: count if key in published.leaf_domains() else replace(count, certificates=0)
        for key, count in BY_DOMAIN.items()
    }
    assert {row.key: row.count for row in domain_table(DOMAINS, given)} == BY_DOMAIN


def test_the_print_adds_up_but_for_seven_shares_of_areas():
    assert check_domains(DOMAINS, BY_DOMAIN) == ()
    assert check_regions(REGIONS, BY_REGION) == ()
    found = check_shares(region_table(REGIONS, LEAVES))
    assert [(d.key, d.given, d.expected) for d in found] == [
        ("north", "11.01", "11.02"), ("east", "46.8", "46.79"), ("central-south", "27.45", "27.46"),
        ("central-south", "25.54", "25.55"), ("southwest", "7.34", "7.35"),
        ("northwest", "3.67", "3.68"), ("hmt", "0.38", "0.37"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "change", "named"),
    [
        ("33", Count(1, 0), {("east", "certificates"), ("cn", "certificates"),
                             ("all", "certificates")}),
        ("north", Count(0, 1), {("north", "organisations")}),
        ("00", Count(0, 1), {("all", "organisations")}),
        ("82", Count(-150, 0), {("82", "organisations"), ("hmt", "certificates"),
                                ("cn", "certificates"), ("all", "certificates")}),
    ],
)  # fmt: skip
def test_a_line_that_does_not_add_up_is_named(key, change, named):
    old = BY_REGION[key]
    wrong = Count(old[0] + change[0], old[1] + change[1])

    found = check_regions(REGIONS, {**BY_REGION, key: wrong})

    assert {(d.key, d.what) for d in found} == named


@pytest.mark.parametrize(
    ("key", "wrong", "named"),
    [
        ("qms", Count(960_553, 896_874), [("all", "certificates"), ("system", "certificates")]),
        ("system", Count(2_262_795, 896_873), [("system", "organisations")]),
        ("service", Count(77_197, 60_000), [("service", "organisations")]),
    ],
)
def test_groups_of_domains_are_checked(key, wrong, named):
    found = check_domains(DOMAINS, {**BY_DOMAIN, key: wrong})

    assert {(d.key, d.what) for d in found} >= set(named[-1:])
    assert all(d.key in {"all", "system", "service"} for d in found)


def test_twelve_provinces_lie_above_a_hundred_thousand_and_zhejiang_grew_fastest():
    rows = region_table(REGIONS, LEAVES)
    assert [row.key for row in above(rows)] == [
        "44", "33", "32", "37", "31", "34", "11", "13", "51", "35", "42", "41",
    ]  # fmt: skip
    assert fastest({"33": 538_641}, {"33": 529_816}) == ("33", 8825, Decimal("1.67"))
    assert fastest({"33": 5}, {}) is None


def test_growth_shares_and_ranks_at_their_limits():
    assert growth(5, 0) is None
    assert share(1, 0) == 0
    assert (share(1, 8), printed(share(1, 8))) == (Decimal("12.50"), "12.5")
    assert share(5, 100_000) == Decimal("0.01")
    assert ranked({"a": 3, "b": 3, "c": 1}) == {"a": 1, "b": 1, "c": 3}


@pytest.mark.parametrize("text", ["2026-3-5", "2026/03/05", "2026.3.5", "2026年3月5日", "20260305"])
def test_days_are_read_as_people_write_them(text):
    assert iso_day(text) == "2026-03-05"


@pytest.mark.parametrize("text", ["", "2026-02-30", "gestern", "5.3.2026", "2026-13-01"])
def test_what_is_no_day_is_not_read(text):
    with pytest.raises(ValueError):  # noqa: PT011 - of ours or of the calendar
        iso_day(text)


def test_a_certificate_counts_up_to_its_last_day():
    assert month_ended("2021-11-01", "2024-10-31", "in-force", "2021-11-01") == 202411
    assert month_ended("2021-11-01", "2024-10-30", "in-force", "2021-11-01") == 202410
    assert month_ended("2021-11-01", "2024-10-31", "withdrawn", "2023-05-09") == 202305


def test_headings_are_known_in_either_language_and_none_may_stand_twice():
    keys = list(COLUMNS[Kind.ORGANISATIONS])
    chinese = list(COLUMNS[Kind.ORGANISATIONS].values())
    assert headings(keys, Kind.ORGANISATIONS) == headings(chinese, Kind.ORGANISATIONS)
    with pytest.raises(Unfit) as unfit:
        headings([*keys, chinese[0]], Kind.ORGANISATIONS)
    assert [fault.code for fault in unfit.value.faults] == ["column-twice"]


def test_shares_of_a_population_add_up_by_largest_remainder():
    assert allotted(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    weights = {key: line.certificates for key, line in published.leaf_regions().items()}
    assert allotted(sum(weights.values()), weights) == weights


def test_an_identity_is_the_same_everywhere_and_fits_a_column():
    assert identity("XH26Q001") == identity("XH26Q001") != identity("XH26Q002")
    assert 0 <= identity("甲") < 2**63
