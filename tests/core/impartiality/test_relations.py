"""Whom the body may not certify, to the day."""

from datetime import date
from decimal import Decimal

import pytest

from xinheng.core.impartiality.income import PartyIncome, shares
from xinheng.core.impartiality.relations import (
    ClientFacts,
    RelationFact,
    ServiceFact,
    client_obstacles,
)
from xinheng.core.impartiality.threats import ThreatFact, threat_obstacles
from xinheng.core.impartiality.words import RelationKind, ServiceKind, ThreatKind, ThreatState

S = ServiceKind


def codes(client, on):
    return [violation.code for violation in client_obstacles(client, on)]


def given(kind, ended, provider="海岭咨询"):
    return ClientFacts(services=(ServiceFact(kind, provider, None, ended),))


@pytest.mark.parametrize("kind", [S.CONSULTANCY, S.INTERNAL_AUDIT])
@pytest.mark.parametrize("provider", ["", "海岭咨询"])
@pytest.mark.parametrize(
    ("ended", "last_day", "free"),
    [
        (date(2024, 3, 10), date(2026, 3, 9), date(2026, 3, 10)),
        (date(2024, 2, 29), date(2026, 2, 27), date(2026, 2, 28)),
        (date(2024, 8, 31), date(2026, 8, 30), date(2026, 8, 31)),
        (date(2023, 12, 31), date(2025, 12, 30), date(2025, 12, 31)),
    ],
)
def test_a_service_blocks_the_client_for_two_years_to_the_day(
    kind, provider, ended, last_day, free
):
    client = given(kind, ended, provider)

    assert codes(client, last_day) == ["impartiality.service-too-recent"]
    assert codes(client, free) == []


def test_a_service_that_lasts_blocks_without_end():
    assert codes(given(S.CONSULTANCY, None), date(2099, 1, 1)) == ["impartiality.service-lasts"]


@pytest.mark.parametrize("kind", [S.TESTING, S.VALUE_ADDED])
def test_testing_and_value_added_services_do_not_block_by_themselves(kind):
    assert codes(given(kind, None), date(2026, 3, 10)) == []


@pytest.mark.parametrize(
    ("kind", "provider", "clause"),
    [
        (S.CONSULTANCY, "", "5.2.5"),
        (S.CONSULTANCY, "海岭咨询", "5.2.7"),
        (S.INTERNAL_AUDIT, "", "5.2.6"),
        (S.INTERNAL_AUDIT, "海岭咨询", "5.2.6"),
    ],
)
def test_each_block_names_its_own_clause(kind, provider, clause):
    found = next(client_obstacles(given(kind, None, provider), date(2026, 3, 10)))

    assert found.source.place == clause


def related(started, ended):
    return ClientFacts(relations=(RelationFact("海岭", RelationKind.PARENT, started, ended),))


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2025, 12, 31), []),
        (date(2026, 1, 1), ["impartiality.client-is-related"]),
        (date(2026, 6, 29), ["impartiality.client-is-related"]),
        (date(2026, 6, 30), []),
    ],
)
def test_a_related_entity_is_not_certified_while_it_is_related(on, found):
    assert codes(related(date(2026, 1, 1), date(2026, 6, 30)), on) == found


def test_neither_the_body_nor_another_certification_body_is_certified():
    client = ClientFacts(is_the_body=True, is_certification_body=True)

    assert codes(client, date(2026, 3, 10)) == [
        "impartiality.client-is-the-body",
        "impartiality.client-is-a-body",
    ]


def threat(kind, state):
    return [v.code for v in threat_obstacles([ThreatFact(kind, state, "x")])]


def test_a_threat_waits_for_its_assessment_and_stops_when_it_is_unacceptable():
    kinds, states = ThreatKind, ThreatState
    for kind in (kinds.CONFLICT, kinds.VALUE_ADDED, kinds.OTHER):
        assert threat(kind, states.OPEN) == ["impartiality.threat-not-assessed"]
        assert threat(kind, states.ACCEPTABLE) == []
    for kind in kinds:
        assert threat(kind, states.UNACCEPTABLE) == ["impartiality.threat-unacceptable"]
    assert threat(kinds.INCOME, states.OPEN) == []


def test_a_share_is_marked_only_above_the_limit():
    rows = [PartyIncome("甲", Decimal(20)), PartyIncome("乙", Decimal(80))]

    at, over, off = (shares(rows, Decimal(limit)) for limit in ("80", "79.9", "0"))

    assert [(one.party, one.share.value, one.is_over) for one in at] == [
        ("乙", Decimal("80.0"), False),
        ("甲", Decimal("20.0"), False),
    ]
    assert [one.party for one in over if one.is_over] == ["乙"]
    assert not any(one.is_over for one in off)


def test_shares_of_nothing_are_nought():
    assert [one.share.value for one in shares([PartyIncome("甲", Decimal(0))], Decimal(1))] == [
        Decimal("0.0")
    ]
