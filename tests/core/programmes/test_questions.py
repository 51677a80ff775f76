"""The smaller reckonings read from the documents of the command."""

import json
from datetime import date

import pytest

from xinheng.core.programmes.clocks import due
from xinheng.core.programmes.personnel import effective_personnel
from xinheng.core.programmes.questions import (
    due_from_json,
    due_to_json,
    integration_from_json,
    personnel_from_json,
    sample_from_json,
)
from xinheng.core.programmes.sampling import sample_size
from xinheng.core.shared.reading import Unreadable
from xinheng.rulebook.programmes import clock_rules, sampling_rules

TODAY = date(2026, 3, 10)


def test_personnel_of_a_document():
    groups = personnel_from_json(
        {
            "groups": [
                {"kind": "full-time", "people": 95, "scheme": "ISMS"},
                {"kind": "identical", "people": 49, "scheme": "ISMS"},
            ]
        }
    )

    assert effective_personnel(groups).value == 102


def test_sample_of_a_document():
    request = sample_from_json(
        {"audit": "recertification", "groups": [{"sites": 25}], "sampling_allowed": True,
         "system_effective": False}
    )  # fmt: skip

    assert sample_size(request, sampling_rules(TODAY)).value == 5


def test_due_day_of_a_document():
    asked = due_from_json(
        {"rule": "first-surveillance", "regimes": ["17021-1"], "decided_on": "2025-03-10"}
    )

    answer = due_to_json(
        due(asked.rule, regimes=asked.regimes, days=asked.days, rules=clock_rules(TODAY))
    )

    assert json.loads(json.dumps(answer))["value"] == "2026-03-10"


def test_integration_of_a_document():
    asked = integration_from_json(
        {"integration_ratio": "0.90", "team": [["QMS"]], "standards": ["QMS", "EMS"]}
    )

    assert asked.team == (("QMS",),)


@pytest.mark.parametrize(
    ("read", "document"),
    [
        (personnel_from_json, {"groups": [{"kind": "robots", "people": 3}]}),
        (personnel_from_json, {"groups": [], "wind": 1}),
        (sample_from_json, {"audit": "initial", "groups": [{"sites": "3"}]}),
        (due_from_json, []),
        (due_from_json, {"rule": "restore", "expires_on": "soon"}),
        (due_from_json, {"rule": "restore", "wind": "north"}),
        (integration_from_json, {"standards": "QMS"}),
    ],
)
def test_unreadable_documents_are_refused(read, document):
    with pytest.raises(Unreadable):
        read(document)
