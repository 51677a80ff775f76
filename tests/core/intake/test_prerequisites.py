"""What must be so before an application is accepted, to the day."""

from dataclasses import replace
from datetime import date

import pytest

from xinheng.core.intake.prerequisites import (
    ApplicantFacts,
    FormerBodyRule,
    LegalStatus,
    PrerequisiteRules,
    prerequisites_missing,
)

READY = ApplicantFacts(
    on=date(2026, 3, 10),
    legal_status=LegalStatus.LEGAL_PERSON,
    system_started_on=date(2025, 12, 10),
    internal_audit_on=date(2026, 2, 1),
    management_review_on=date(2026, 2, 20),
    planned_audit_on=date(2026, 4, 20),
)


def codes(rules=None, **changes):
    facts = replace(READY, **changes)
    found = prerequisites_missing(facts, rules) if rules else prerequisites_missing(facts)
    return [violation.code.removeprefix("prerequisite.") for violation in found]


def test_applicant_who_is_ready_has_nothing_against_it():
    assert codes() == []
    assert codes(legal_status=LegalStatus.AUTHORISED) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"legal_status": LegalStatus.NEITHER}, ["no-legal-status"]),
        ({"has_documented_system": False}, ["no-documented-system"]),
        ({"system_started_on": None}, ["system-start-missing"]),
        ({"system_started_on": date(2025, 12, 11)}, ["system-too-young"]),
        ({"system_started_on": date(2026, 1, 10), "scheme": "EnMS"}, []),
        ({"system_started_on": date(2026, 1, 11), "scheme": "EnMS"}, ["system-too-young"]),
        ({"internal_audit_on": None}, ["internal-audit-missing"]),
        ({"internal_audit_on": date(2026, 3, 10)}, []),
        ({"internal_audit_on": date(2026, 3, 11)}, ["internal-audit-missing"]),
        ({"internal_audit_on": date(2026, 3, 11), "binds_cnca": False}, []),
        ({"internal_audit_on": date(2025, 12, 9)}, ["internal-audit-before-start"]),
        ({"management_review_on": None}, ["management-review-missing"]),
        ({"management_review_on": date(2025, 12, 9)}, ["management-review-before-start"]),
        ({"revoked_on": date(2025, 3, 11)}, ["barred"]),
        ({"revoked_on": date(2025, 3, 10)}, []),
        ({"revoked_on": date(2025, 9, 1), "suspended_on": date(2025, 3, 10)}, []),
        ({"revoked_on": date(2025, 9, 1), "binds_cnca": False}, []),
        ({"former_body_lost_status_on": date(2025, 12, 9)}, ["former-body-window-closed"]),
        ({"former_body_lost_status_on": date(2025, 12, 10)}, []),
        ({"has_stop_order": True}, ["stop-order"]),
        ({"is_on_dishonesty_list": True}, ["dishonesty"]),
        ({"has_unrectified_spot_check": True}, ["spot-check"]),
        ({"major_accident_on": date(2025, 3, 11)}, ["major-accident"]),
        ({"major_accident_on": date(2025, 3, 10)}, []),
        ({"pays_through_consultant": True}, ["pays-through-consultant"]),
        ({"is_certification_body": True}, ["is-certification-body"]),
        ({"body_gives_consultancy": True}, ["consultancy-by-body"]),
        ({"body_internal_audits_ended_on": date(2024, 3, 11)}, ["internal-audits-by-body"]),
        ({"body_internal_audits_ended_on": date(2024, 3, 10)}, []),
        ({"related_consultancy_ended_on": date(2024, 3, 11)}, ["consultancy-by-related-body"]),
    ],
)
def test_each_gate_opens_on_its_day(changes, expected):
    assert codes(**changes) == expected


def test_months_after_a_former_body_are_read_as_the_body_decides():
    bar = PrerequisiteRules(former_body_rule=FormerBodyRule.BAR)
    off = PrerequisiteRules(former_body_rule=FormerBodyRule.OFF)

    assert codes(bar, former_body_lost_status_on=date(2025, 12, 11)) == ["former-body-bar"]
    assert codes(bar, former_body_lost_status_on=date(2025, 12, 10)) == []
    assert codes(off, former_body_lost_status_on=date(2025, 1, 1)) == []


def test_everything_missing_is_said_at_once():
    found = codes(
        legal_status=LegalStatus.NEITHER,
        system_started_on=None,
        internal_audit_on=None,
        management_review_on=None,
        has_stop_order=True,
    )

    assert found == [
        "no-legal-status",
        "system-start-missing",
        "internal-audit-missing",
        "management-review-missing",
        "stop-order",
    ]
