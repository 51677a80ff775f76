"""The documents of an application."""

from datetime import date
from decimal import Decimal

from xinheng.core.intake.checklist import (
    ITEMS,
    ApplicationFacts,
    GivenDocument,
    completeness,
    document_problems,
    items_for,
)

TODAY = date(2026, 3, 10)
OFFICE = ApplicationFacts(frozenset({"QMS"}))
WORKS = ApplicationFacts(frozenset({"QMS", "EMS", "OHSMS"}), is_manufacturer=True,
                         needs_permit=True,
                         discharges_pollutants=True)  # fmt: skip


def keys(facts):
    return {item.key for item in items_for(facts)}


def all_given(facts, until=TODAY):
    return [GivenDocument(item.key, until if item.needs_expiry else None)
            for item in items_for(facts)]  # fmt: skip


def test_flow_chart_is_asked_of_manufacturers_only():
    assert "flow-chart" not in keys(OFFICE)
    assert keys(WORKS) - keys(OFFICE) == {
        "flow-chart", "permits", "pollution-permit", "environmental-aspects", "hazard-list",
    }  # fmt: skip


def test_permit_is_asked_of_dischargers_under_environment_only():
    assert "pollution-permit" not in keys(
        ApplicationFacts(frozenset({"QMS"}), discharges_pollutants=True)
    )
    assert "pollution-permit" not in keys(ApplicationFacts(frozenset({"EMS"})))


def test_complete_documents_score_one():
    given = all_given(WORKS)

    assert list(document_problems(WORKS, given, on=TODAY)) == []
    assert completeness(WORKS, given, on=TODAY).value == Decimal("1.00")


def test_permit_expires_the_day_after_its_last_day():
    given = all_given(WORKS)

    found = [(p.code, p.field) for p in document_problems(WORKS, given, on=date(2026, 3, 11))]

    assert found == [("document.expired", "permits"), ("document.expired", "pollution-permit")]
    assert completeness(WORKS, given, on=date(2026, 3, 11)).value == Decimal("0.83")


def test_missing_document_and_missing_validity_are_said():
    given = [document for document in all_given(WORKS) if document.key != "contract"]
    given.append(GivenDocument("permits"))

    found = [(p.code, p.field) for p in document_problems(WORKS, given, on=TODAY)]

    assert found == [("document.missing", "contract"), ("document.validity-missing", "permits")]


def test_every_item_has_its_own_key():
    assert len({item.key for item in ITEMS}) == len(ITEMS)
