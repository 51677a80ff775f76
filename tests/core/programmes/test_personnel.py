"""Effective personnel: hours, shifts, contractors, identical work, one rounding."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.filling import filled
from xinheng.core.programmes.personnel import (
    GroupKind,
    PersonnelGroup,
    PersonnelRules,
    effective_personnel,
    personnel_problems,
)
from xinheng.core.shared.violation import Refused

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
FULL, PART, SHIFT, HIRED, ALIKE = GroupKind


def persons(*groups, **more):
    return filled(effective_personnel(groups, **more)).value


def part_time(people, hours):
    return PersonnelGroup(PART, people, Decimal(hours))


def alike(people, reason="same simple task", scheme=""):
    return PersonnelGroup(ALIKE, people, None, scheme, reason)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ((PersonnelGroup(FULL, 95), alike(49)), 102),
        ((PersonnelGroup(FULL, 10), part_time(3, "20")), 12),
        ((part_time(2, "20"),), 1),
        ((part_time(1, "13"), part_time(1, "14"), part_time(1, "13")), 1),
        ((part_time(4, "10"), part_time(1, "0.5")), 2),
        ((PersonnelGroup(SHIFT, 90),), 90),
        ((alike(50),), 8),
        ((alike(49), alike(16)), 11),
        ((alike(2), alike(2)), 3),
    ],
)
def test_groups_are_added_and_rounded_up_once(groups, expected):
    assert persons(*groups) == expected


def test_contractors_count_for_health_and_safety_only():
    own = PersonnelGroup(FULL, 40)

    assert persons(own, PersonnelGroup(HIRED, 15, scheme="OHSMS")) == 55
    assert persons(own, PersonnelGroup(HIRED, 15, scheme="QMS")) == 40


def test_full_time_week_is_a_setting():
    rules = PersonnelRules(full_time_hours=Decimal(35))

    assert persons(part_time(2, "17.5"), rules=rules) == 1


def test_identical_work_needs_a_reason_unless_its_scheme_asks_for_the_root():
    assert [p.code for p in personnel_problems([alike(49, reason=" ")])] == [
        "personnel.reason-missing"
    ]
    assert persons(alike(49, reason="", scheme="ISMS")) == 7


def test_everything_wrong_is_said_at_once():
    groups = (
        PersonnelGroup(FULL, 0, scheme="QMS"),
        PersonnelGroup(PART, 3, scheme="EMS"),
        part_time(3, "41"),
        part_time(3, "0"),
    )

    with pytest.raises(Refused) as refused:
        effective_personnel(groups)
    assert [violation.code for violation in refused.value.violations] == [
        "personnel.schemes-mixed",
        "personnel.people-out-of-range",
        "personnel.hours-missing",
        "personnel.hours-out-of-range",
        "personnel.hours-out-of-range",
    ]
    assert [p.code for p in personnel_problems([])] == ["personnel.no-group"]


@QUICK
@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_more_people_never_count_less(people, more):
    assert persons(alike(people)) <= persons(alike(people + more))
    assert persons(alike(people)) <= people


@QUICK
@given(st.integers(1, 400), st.decimals("0.5", "40", places=1))
def test_working_adds_up(people, hours):
    figure = effective_personnel((part_time(people, hours), alike(people)))

    assert sum(line.value for line in figure.working) == figure.value
