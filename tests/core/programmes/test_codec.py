"""Requests and results go out as JSON and come back the same."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.codec import (
    request_from_json,
    request_to_json,
    result_from_json,
    result_to_json,
)
from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    Factor,
    VisitedSite,
)
from xinheng.core.programmes.rules import AuditKind
from xinheng.core.shared.reading import Unreadable
from xinheng.rulebook.audit_time import audit_time_rules

TODAY = date(2026, 3, 10)
RULES = audit_time_rules(TODAY)
QUICK = settings(max_examples=40, deadline=None, derandomize=True)
LEAST = {"on": "2026-03-10", "audit": "initial", "standards": [{"scheme": "QMS", "people": 100}]}

FACTORS = st.builds(
    Factor, st.decimals("-0.60", "0.60", places=2), st.text(min_size=1), st.just("")
)
STANDARDS = st.builds(
    AuditedStandard,
    st.just("EMS"),
    st.integers(1, 10700),
    st.sampled_from(["high", "limited"]),
    st.lists(FACTORS, max_size=3).map(tuple),
)
REQUESTS = st.builds(
    AuditTimeRequest,
    st.just(TODAY),
    st.sampled_from(list(AuditKind)),
    st.tuples(STANDARDS),
    st.none() | st.decimals(0, 1, places=2),
    st.none() | st.just((("EMS", "QMS"), ("EMS",))),
    st.just(()) | st.just((VisitedSite("North works", 40, Decimal("0.25"), "partly"),)),
)


@QUICK
@given(REQUESTS)
def test_request_comes_back_the_same(request):
    assert request_from_json(json.loads(json.dumps(request_to_json(request)))) == request


def test_stored_result_comes_back_and_can_be_run_again():
    request = AuditTimeRequest(
        TODAY,
        AuditKind.INITIAL,
        (
            AuditedStandard("QMS", 100, None, (Factor(Decimal("-0.35"), "mature"),)),
            AuditedStandard("EMS", 100, "high"),
        ),
        Decimal("0.9"),
        (("QMS", "EMS"),),
    )
    result = reckon_audit_time(request, RULES)
    stored = json.dumps([request_to_json(request), result_to_json(result)])

    first, second = json.loads(stored)

    again = request_from_json(first)
    assert result_from_json(second) == result
    assert reckon_audit_time(again, audit_time_rules(again.on)) == result


def test_least_document_of_the_command_is_read():
    assert request_from_json(LEAST).standards == (AuditedStandard("QMS", 100),)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"on": "10.3.2026"}, "on"),
        ({"on": None}, "on"),
        ({"audit": "yearly"}, "audit"),
        ({"standards": {}}, "standards"),
        ({"standards": [{"scheme": "QMS"}]}, "standards[0].people"),
        ({"standards": [{"scheme": "QMS", "people": "100"}]}, "standards[0].people"),
        ({"standards": [{"scheme": "QMS", "people": True}]}, "standards[0].people"),
        ({"standards": [{"scheme": "QMS", "people": 1, "mood": "x"}]}, "standards[0].mood"),
        ({"integration_ratio": "NaN"}, "integration_ratio"),
        ({"integration_ratio": "1e99"}, "integration_ratio"),
        ({"team": ["QMS"]}, "team[0]"),
        ({"wind": "north"}, "wind"),
    ],
)
def test_unreadable_document_says_where(change, place):
    with pytest.raises(Unreadable) as unreadable:
        request_from_json({**LEAST, **change})
    assert unreadable.value.place == place
