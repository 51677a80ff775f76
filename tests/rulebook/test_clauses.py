"""Clauses of the three system standards, and the register of standards."""

from datetime import date

import pytest

from xinheng.rulebook.codes import clauses, standards


@pytest.mark.parametrize("scheme", ["QMS", "EMS", "OHSMS"])
def test_clauses_run_in_order_from_4_1_to_10_3(scheme):
    listed = clauses.clauses(scheme)
    numbers = [clause.number for clause in listed]

    assert (numbers[0], numbers[-1]) == ("4.1", "10.3")
    assert list(listed) == sorted(listed, key=lambda clause: clause.order)
    assert len(numbers) == len(set(numbers))
    assert {clause.number.split(".")[0] for clause in listed} == set("456789") | {"10"}


@pytest.mark.parametrize("scheme", ["QMS", "EMS", "OHSMS"])
def test_every_clause_has_names_a_parent_and_no_gap_before_it(scheme):
    numbers = {clause.number for clause in clauses.clauses(scheme)}
    for clause in clauses.clauses(scheme):
        above, _, last = clause.number.rpartition(".")

        assert clause.zh
        assert clause.en
        assert clause.level in (2, 3)
        assert not clause.parent or clause.parent in numbers
        assert last == "1" or f"{above}.{int(last) - 1}" in numbers


def test_clauses_that_differ_between_the_standards():
    assert clauses.find("QMS", "7.1.5").en == "Monitoring and measuring resources"
    assert clauses.find("EMS", "6.1.2").zh == "环境因素"
    assert clauses.find("OHSMS", "5.4").zh == "工作人员协商与参与"
    with pytest.raises(LookupError, match=r"5\.4"):
        clauses.find("EMS", "5.4")


def test_leaves_are_the_clauses_with_none_below():
    numbers = {clause.number for clause in clauses.leaves("QMS")}

    assert "8.5.1" in numbers
    assert "6.3" in numbers
    assert "8.5" not in numbers


def test_a_scheme_without_clauses_is_said_so():
    with pytest.raises(LookupError, match="ISMS"):
        clauses.clauses("ISMS")


def test_every_scheme_names_standards_on_the_register():
    known = {standard.key: standard for standard in standards.standards()}
    for scheme in standards.schemes():
        assert scheme.category == standards.Category.MANAGEMENT_SYSTEM
        assert {known[key].scheme for key in scheme.standards} == {scheme.key}


def test_adoption_is_told_from_both_sides():
    known = {standard.key: standard for standard in standards.standards()}
    for standard in known.values():
        if standard.adopted_as:
            assert known[standard.adopted_as].adopts == standard.key
        if standard.adopts:
            assert known[standard.adopts].adopted_as == standard.key


def test_clause_lists_are_of_the_registered_editions():
    known = {standard.key for standard in standards.standards()}
    for scheme in clauses.schemes():
        first = clauses.clauses(scheme)[0]

        assert {first.source.document, first.national} <= known


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        (date(2025, 12, 31), "QMS rule of 2016"),
        (date(2026, 1, 1), "CNCA-QMS-01:2025"),
    ],
)
def test_rule_of_quality_systems_changes_with_the_new_year_of_2026(on, rule):
    assert [found.key for found in standards.rules_of("QMS", on=on)] == [rule]


def test_rule_of_health_and_safety_starts_in_march_2026():
    assert standards.rules_of("OHSMS", on=date(2026, 2, 28)) == ()
    assert len(standards.rules_of("OHSMS", on=date(2026, 3, 1))) == 1
