"""Ties to a client block to the day, on both sides."""

from datetime import date

import pytest

from xinheng.core.people.impartiality import (
    CLAUSE_OF,
    CONTRACT,
    DECLARED,
    EVALUATED,
    RECORDS,
    registration_obstacles,
    standing_obstacles,
    tie_obstacles,
)
from xinheng.core.people.standing import RegistrationFact, Standing, TieFact, covers
from xinheng.core.people.words import Employment, TieKind

ON = date(2026, 3, 10)
K = TieKind


def who(*ties: TieFact, **fields: object) -> Standing:
    given = {"declared_until": ON, "employment": Employment.FULL_TIME, **fields}
    return Standing(1, "李明", True, ties=ties, **given)  # type: ignore[arg-type]


CASES = [
    # what it shows                              kind                ended              codes
    ("it lasts", K.CONSULTANCY, None, ["people.tie-lasts"]),
    ("it ends tomorrow", K.CONSULTANCY, date(2026, 3, 11), ["people.tie-lasts"]),
    ("two years are up tomorrow", K.CONSULTANCY, date(2024, 3, 11), ["people.tie-too-recent"]),
    ("two years are up today", K.CONSULTANCY, date(2024, 3, 10), []),
    (
        "internal audits ended under two years ago",
        K.INTERNAL_AUDIT,
        date(2024, 3, 11),
        ["people.tie-too-recent"],
    ),
    ("internal audits ended two years ago", K.INTERNAL_AUDIT, date(2024, 3, 10), []),
    (
        "employment ended under two years ago",
        K.EMPLOYMENT,
        date(2024, 3, 11),
        ["people.tie-too-recent"],
    ),
    ("employment ended two years ago", K.EMPLOYMENT, date(2024, 3, 10), []),
    ("management lasts", K.MANAGEMENT, None, ["people.tie-lasts"]),
    ("family lasts", K.FAMILY, None, ["people.tie-lasts"]),
    ("family ended yesterday", K.FAMILY, date(2026, 3, 9), []),
]


@pytest.mark.parametrize(("shows", "kind", "ended", "codes"), CASES, ids=[c[0] for c in CASES])
def test_ties(shows, kind, ended, codes):
    found = list(tie_obstacles(who(TieFact(kind, None, ended)), ON))

    assert [violation.code for violation in found] == codes


def test_a_leap_day_comes_back_on_the_last_of_february():
    ended = TieFact(K.CONSULTANCY, None, date(2024, 2, 29))

    assert [v.code for v in tie_obstacles(who(ended), date(2026, 2, 27))] == [
        "people.tie-too-recent"
    ]
    assert list(tie_obstacles(who(ended), date(2026, 2, 28))) == []


def test_everything_a_person_lacks_is_said_at_once():
    lacking = Standing(1, "李明", False, Employment.EXTERNAL)

    assert [v.code for v in standing_obstacles(lacking, ON)] == [
        "people.not-active",
        "people.no-contract",
        "people.not-declared",
    ]


@pytest.mark.parametrize(("until", "codes"), [(ON, []), (date(2026, 3, 9), ["people.no-contract"])])
def test_a_contract_holds_on_its_last_day(until, codes):
    external = who(employment=Employment.EXTERNAL, contract_until=until)

    assert [v.code for v in standing_obstacles(external, ON)] == codes


@pytest.mark.parametrize(("until", "lacks"), [(ON, False), (date(2026, 3, 9), True)])
def test_a_registration_holds_on_its_last_day(until, lacks):
    registered = who(
        registrations=(RegistrationFact("QMS", "审核员", "N1", date(2024, 1, 1), until),)
    )

    assert bool(list(registration_obstacles(registered, "QMS", ON))) is lacks
    assert [v.code for v in registration_obstacles(registered, "EMS", ON)] == [
        "people.not-registered"
    ]


def test_a_wider_code_covers_its_own_parts_and_no_neighbour():
    assert covers(["03.07"], "03.07.01")
    assert covers(["03.07.01"], "03.07.01")
    assert not covers(["03.07.01"], "03.07")
    assert not covers(["03.0"], "03.07.01")


def test_each_rule_names_its_clause_and_how_far_it_was_checked():
    assert {tie: source.place for tie, source in CLAUSE_OF.items()} == {
        K.CONSULTANCY: "5.2.10", K.INTERNAL_AUDIT: "5.2.6", K.EMPLOYMENT: "5.2.10",
        K.MANAGEMENT: "5.2.10", K.FAMILY: "5.2.12",
    }  # fmt: skip
    assert [(s.place, s.status) for s in (CONTRACT, RECORDS, EVALUATED)] == [
        ("7.3", "verified-1"), ("7.4", "verified-2+"), ("7.1.3", "verified-1"),
    ]  # fmt: skip
    assert DECLARED.place == "5.2.12"


def test_the_reasons_tell_whom_and_the_day():
    missing = [
        *standing_obstacles(who(declared_until=None, employment=Employment.EXTERNAL), ON),
        *registration_obstacles(who(), "QMS", ON),
    ]

    assert [v.code for v in missing] == [
        "people.no-contract", "people.not-declared", "people.not-registered",
    ]  # fmt: skip
    assert {(v.facts["person"], v.facts["on"]) for v in missing} == {("李明", ON)}
