"""Any act by anybody at any time, filled in plausibly: what must lead nowhere."""

from datetime import timedelta
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from tests.journeys.body import TEAM
from tests.journeys.clocks import working_day_after
from tests.journeys.story import Story
from xinheng.front import operations
from xinheng.front.operation import Operation
from xinheng.rulebook.lists.meetings import closing_agenda, opening_agenda

ROLES = (
    "client", "admin", "manager", "reviewer", "planner", "leader", "auditor1", "auditor3",
    "tech", "decider1", "decider2", "officer",
)  # fmt: skip
ACTS: tuple[Operation, ...] = tuple(one for one in operations.every() if one.of_case)
Json = dict[str, Any]


def plausible(operation: Operation, story: Story, target: int | None = None) -> Json:
    """What somebody might send for an act.

    Args:
        target: the key of the thing it is about; a guess without one.
    """
    known = _known(story) | _special(story).get(operation.act.name, {})
    given = {}
    for name, field in operation.shape.model_fields.items():
        if name == "seen":
            continue
        if name in known:
            given[name] = known[name]
        elif field.is_required():
            given[name] = _by_type(field.annotation, target or 1)
    return given


def _known(story: Story) -> Json:
    """Sensible values by the name of a field."""
    now = story.clock.now
    today = now.date().isoformat()
    soon = (now + timedelta(days=60)).date().isoformat()
    scheme = story.applicant.schemes[0]
    outcome = {"initial": "grant"}.get(story.look()["round"]["kind"], "maintain")
    return {
        "because": "现场情况有变", "note": "已核对", "statement": "同意", "comments": "完整",
        "checked_on": today, "signed_on": today, "begins_on": today, "dated_on": today,
        "effective_on": today, "done_by_on": soon, "valid_until": soon, "ends_on": soon,
        "on": today, "half": "am", "held_at": now.isoformat(), "place": "会议室",
        "attendees": ["陈山"], "top_manager": "陈山", "top_manager_present": True,
        "attends": True, "agreed": True, "ready": True, "objectives_met": True,
        "permits_verified": True, "effective": True, "stands": True, "approve": True,
        "none": True, "scheme": scheme, "outcome": outcome, "recommendation": "for",
        "state": "confirmed", "gap_judgement": "仍然适用",
        "member_ids": [story.body.ids[name] for name in TEAM],
        "agenda": [item.key for item in (*opening_agenda(), *closing_agenda())],
        "objectives": "符合性", "criteria": "认证标准", "scope": "泵的制造", "summary": "完成",
        "deviations": "无", "clause": "7.2", "grade": "minor", "text": "可以改进",
        "days": "1", "receiver": "别处认证有限公司",
    }  # fmt: skip


def _special(story: Story) -> dict[str, Json]:
    """Values where the name of a field alone does not say enough."""
    day = working_day_after(story.clock.now).date().isoformat()
    team = [story.body.ids[name] for name in TEAM]
    sites = [site["site"] for site in story.look()["sites"]]
    lines = [
        {"on": day, "begins": begins, "ends": ends, "site_id": site, "activity": "过程审核",
         "member_ids": team}
        for site in sites
        for begins, ends in (("09:00", "12:00"), ("13:00", "18:00"))
    ]  # fmt: skip
    schemes = story.applicant.schemes
    done = [line["step"] for line in story.look()["ledger"] if line["done_at"]]
    return {
        "cases.reopen-step": {"step": done[-1] if len(done) > 1 else "decided"},
        "audits.save-plan": {"lines": lines},
        "audits.extend-plan": {"lines": lines},
        "audits.compare-actuals": {
            "people": story.look()["people"],
            "sites": [{"site_id": site, "found": "as-applied"} for site in sites],
        },
        "audits.propose-withdrawal": {"conditions": ["top-manager-absent"], "evidence": "未到场"},
        "findings.draft-report": {
            "conclusions": dict.fromkeys(schemes, "符合"),
            "recommendations": dict.fromkeys(schemes, "grant"),
        },
        "staffing.appoint-team": {
            "seats": [{"person_id": pk, "part": "auditor" if n else "leader"}
                      for n, pk in enumerate(team)],
        },
        "certificates.suspend": {"reason": "suspend.own-request"},
        "certificates.restore": {"reason": "restore.cause-solved"},
        "certificates.reduce": {"reason": "reduce.own-request"},
        "certificates.propose-withdrawal": {"reason": "withdraw.misuse"},
        "certificates.cancel": {"reason": "cancel.own-request"},
        "decisions.return-item": {"record": "audit-report"},
        "intake.sign-agreement": {"sites": sites},
    }  # fmt: skip


def _by_type(annotation: Any, key: int) -> Any:
    """Something of the right type."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        kinds = (kind for kind in get_args(annotation) if kind is not type(None))
        return _by_type(next(kinds), key)
    if origin is list:
        return []
    if origin is dict:
        return {}
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation)).value
    return {int: key, bool: True, str: "说明"}.get(annotation, "1")
