"""Plans and what is said about them, as JSON in the reader's language."""

from typing import Any

from django.utils.translation import gettext

from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.front.wording import fill, said, sentence
from xinheng.optim.planning.checker import Cost
from xinheng.optim.planning.explain import Explanation, WhyNot
from xinheng.optim.planning.plan import assignments_to_json
from xinheng.optim.planning.plan import said as number
from xinheng.optim.planning.problem import Assignment
from xinheng.optim.planning.repair import Repaired

HOPELESS = {
    "few-candidates": _("has fewer candidates than people in its team; no plan can staff it"),
    "no-lead": _("has no candidate who may lead it; no plan can staff it"),
    "no-woman": _("needs a woman and has none among its candidates; no plan can staff it"),
}


def said_in_full(reason: str) -> str:
    """Why no plan can staff an audit."""
    return gettext(HOPELESS[reason])


def cost_json(cost: Cost) -> dict[str, Any]:
    """A cost part by part, with what was counted."""
    return {
        "unstaffed": number(cost.unstaffed),
        "missing_codes": number(cost.missing_codes),
        "road": number(cost.road),
        "match": number(cost.match),
        "balance": number(cost.balance),
        "unstaffed_audits": cost.unstaffed_audits,
        "codes_nobody_holds": cost.codes_nobody_holds,
        "road_km": cost.road_km,
    }


def explanation_json(found: Explanation) -> dict[str, Any]:
    """Why an audit is not staffed."""
    answer: dict[str, Any] = {
        "audit": found.audit,
        "staffed": False,
        "reasons": [_reason(reason) for reason in found.reasons],
        "people": [
            {"auditor": who, "rule": rule, "with": thing} for who, rule, thing in found.people
        ],
        "remedies": [
            {
                "kind": remedy.kind,
                "message": fill(remedy.message, remedy.facts),
                "cost": number(remedy.cost),
            }
            for remedy in found.remedies
        ],
    }
    if found.place is not None:
        answer["place"] = {
            **assignments_to_json([found.place.assignment])[0],
            "cost": number(found.place.cost),
        }
    return answer


def why_not_json(found: WhyNot) -> dict[str, Any]:
    """Why a person is not in a team."""
    return {
        "rules": [_reason(rule) for rule in found.rules],
        "instead_of": found.instead_of or None,
        "more": None if found.more is None else number(found.more),
    }


def repaired_json(done: Repaired) -> dict[str, Any]:
    """A plan after a disruption, each change with its reason."""
    return {
        "cost": number(done.cost),
        "seconds": number(done.seconds),
        "appointments_changed": done.appointments,
        "changes": [
            {
                "audit": change.audit,
                "cause": str(change.cause),
                "reason": said(change.cause),
                "appointments": change.appointments,
                "before": _one(change.before),
                "after": _one(change.after),
            }
            for change in done.changes
        ],
        "unstaffed": [explanation_json(found) for found in done.unstaffed],
        "assignments": assignments_to_json(done.assignments),
    }


def _one(assignment: Assignment | None) -> dict[str, Any] | None:
    return None if assignment is None else assignments_to_json([assignment])[0]


def _reason(violation: Violation) -> dict[str, Any]:
    source = violation.source
    return {
        "code": violation.code,
        "message": sentence(violation),
        "source": {"document": source.document, "place": source.place},
        "facts": {name: said(value) for name, value in violation.facts.items()},
    }
