"""Who wants which act, how often, and what is filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle
from math import ceil
from typing import TYPE_CHECKING, Any

from tests.journeys.body import TEAM
from tests.journeys.clocks import at_hour, working_day_after
from xinheng.rulebook.lists.meetings import closing_agenda, opening_agenda, surveillance_items

if TYPE_CHECKING:
    from tests.journeys.story import Story

Json = dict[str, Any]
OUTCOMES = {"initial": "grant", "surveillance": "maintain", "recertification": "renew"}
MANY = 10
PIECES = (("09:00", "12:00"), ("13:00", "18:00"))


@dataclass(frozen=True, slots=True)
class Move:
    """An act that leads on.

    `most` is how often it is wanted in a stage; without it, as long as its door is open.
    The door of a private one is shown to nobody else.
    """

    act: str
    who: Callable[["Story"], tuple[str, ...]]
    fill: Callable[["Story", Json, str], Json]
    most: Callable[["Story"], int] | None = None
    suits: Callable[["Story", Json, str], bool] = lambda _story, _door, _who: True
    is_private: bool = False


def by(*names: str) -> Callable[["Story"], tuple[str, ...]]:
    """These people, whoever of them may."""
    return lambda _story: names


def once(_story: "Story") -> int:
    """Once in a stage."""
    return 1


def nothing(_story: "Story", _door: Json, _who: str) -> Json:
    """Nothing to fill in."""
    return {}


def target(name: str) -> Callable[["Story", Json, str], Json]:
    """Only the key of the thing the act is about."""
    return lambda _story, door, _who: {name: door["target"]}


def claim(story: "Story", door: Json, _who: str) -> Json:
    today = story.clock.now.date().isoformat()
    return {"claim": door["target"], "state": "confirmed", "checked_on": today, "note": "已查询"}


def reckon(story: "Story", _door: Json, _who: str) -> Json:
    given: Json = {}
    if len(story.applicant.schemes) > 1:
        given["integration_ratio"] = "0.6"
    if story.applicant.sites >= MANY:
        names = (
            "allowed", "has_one_system", "has_central_authority", "has_common_tie",
            "audited_every_site", "reviewed_by_management", "is_effective",
        )  # fmt: skip
        given["sampling"] = dict.fromkeys(names, True)
    return given


def quote(story: "Story", _door: Json, _who: str) -> Json:
    return {"valid_until": (story.clock.now.date() + timedelta(days=60)).isoformat()}


def agreement(story: "Story", _door: Json, _who: str) -> Json:
    today = story.clock.now.date()
    return {"begins_on": today.isoformat(), "ends_on": (today + timedelta(days=1200)).isoformat()}


def signed(story: "Story", _door: Json, who: str) -> Json:
    return {"signed_file": story.transport.file("agreement", who=who, case=story.number)}


def signing(story: "Story", _door: Json, _who: str) -> Json:
    return {"signed_on": story.clock.now.date().isoformat()}


def programme(story: "Story", _door: Json, _who: str) -> Json:
    today = story.clock.now.date()
    visits = {
        "initial": (("stage-1", 1, 30), ("stage-2", 3, 60)),
        "recertification": (("recertification", 1, 45),),
    }
    return {
        "windows": [
            {"visit": visit, "first_on": (today + timedelta(days=first)).isoformat(),
             "last_on": (today + timedelta(days=last)).isoformat()}
            for visit, first, last in visits.get(story.look()["round"]["kind"], ())
        ],
        "shifts": "单班制",
    }  # fmt: skip


def team(story: "Story", _door: Json, _who: str) -> Json:
    return {
        "seats": [
            {"person_id": story.body.ids[name], "part": "leader" if name == "leader" else "auditor"}
            for name in TEAM
        ]
    }


def undeclared(story: "Story") -> tuple[str, ...]:
    """Those of the team who have not declared yet; only they see their door."""
    return tuple(story.username(seat["person_id"]) for seat in story.look()["team"]
                 if not seat["has_declared"])  # fmt: skip


def own_seat(story: "Story", door: Json, who: str) -> bool:
    mine = {seat["seat"] for seat in story.look()["team"]
            if seat["person_id"] == story.body.ids[who]}  # fmt: skip
    return door["target"] in mine


def stage_days(story: "Story") -> Decimal:
    days = story.look()["days"]
    if story.is_stage1:
        return Decimal(days["stage1"])
    return Decimal(days["stage2"] or days["total"])


def plan(story: "Story", _door: Json, _who: str) -> Json:
    """Everybody on site, both halves of as many days as the time needs."""
    count = max(ceil(stage_days(story) / len(TEAM)), 1)
    day = working_day_after(story.clock.now)
    story.visit_days = []
    for _ in range(count):
        story.visit_days.append(day)
        day = working_day_after(day)
    sites = [site["site"] for site in story.look()["sites"] if site["to_visit"]]
    lines = [
        {"on": day.date().isoformat(), "begins": begins, "ends": ends, "activity": "过程审核",
         "member_ids": [story.body.ids[name]], "clauses": ["8.5"]}
        for day in story.visit_days
        for begins, ends in PIECES
        for name in TEAM
    ]  # fmt: skip
    while len(lines) < len(sites):
        lines = [piece for line in lines for piece in _halved(line)]
    for line, site in zip(lines, cycle(sites), strict=False):
        line["site_id"] = site
    return {"objectives": "评价体系的符合性与有效性", "criteria": "认证标准与适用法规",
            "scope": "泵的制造", "lines": lines}  # fmt: skip


def _halved(line: Json) -> tuple[Json, Json]:
    begins, ends = (datetime.strptime(line[name], "%H:%M") for name in ("begins", "ends"))  # noqa: DTZ007 - a time of day
    middle = (begins + (ends - begins) / 2).strftime("%H:%M")
    return {**line, "ends": middle}, {**line, "begins": middle}


def confirmation(_story: "Story", _door: Json, _who: str) -> Json:
    return {"top_manager": "陈山", "attends": True}


def _meeting(story: "Story", agenda: list[str]) -> Json:
    return {
        "held_at": (story.clock.now - timedelta(minutes=10)).isoformat(),
        "place": "会议室",
        "attendees": ["陈山", "林静"],
        "top_manager": "陈山",
        "top_manager_present": True,
        "agenda": agenda,
    }


def opening(story: "Story", _door: Json, _who: str) -> Json:
    story.clock.to(at_hour(story.visit_days[0], 9, 30))
    note = _meeting(story, [item.key for item in opening_agenda()])
    return {**note, "member_ids": [story.body.ids[name] for name in TEAM],
            "gap_judgement": "一阶段结论仍然适用"}  # fmt: skip


def half_days(story: "Story") -> list[Json]:
    """Everybody's half days but those of the opening meeting."""
    return [
        {"on": day.date().isoformat(), "half": half, "person_id": story.body.ids[name]}
        for day in story.visit_days
        for half in ("am", "pm")
        for name in TEAM
        if (day, half) != (story.visit_days[0], "am")
    ]


def sign_in(story: "Story", _door: Json, _who: str) -> Json:
    story.clock.to(at_hour(story.visit_days[-1], 16))
    return half_days(story)[story.times("audits.sign-in")]


def finding(story: "Story", _door: Json, _who: str) -> Json:
    return {"scheme": story.applicant.schemes[0], "clause": "7.2", "grade": "minor",
            "statement": "新上岗人员的培训效果未作评价", "evidence": "查三名新员工的培训档案",
            "site_id": story.look()["sites"][0]["site"]}  # fmt: skip


def evidence(story: "Story", _door: Json, _who: str) -> Json:
    return {"dated_on": story.clock.now.date().isoformat(), "note": "查阅内审记录",
            "scheme": story.applicant.schemes[0], "clause": "9.2"}  # fmt: skip


def items(_story: "Story", _door: Json, _who: str) -> Json:
    return {"answers": {item.key: "已核查，未见异常" for item in surveillance_items()}}


def comparison(story: "Story", _door: Json, _who: str) -> Json:
    found = story.look()
    sites = [site["site"] for site in found["sites"] if site["to_visit"]]
    return {"people": found["people"],
            "sites": [{"site_id": site, "found": "as-applied"} for site in sites]}  # fmt: skip


def closing(story: "Story", _door: Json, _who: str) -> Json:
    story.clock.to(at_hour(story.visit_days[-1], 17, 30))
    return _meeting(story, [item.key for item in closing_agenda()])


def conclusion(_story: "Story", _door: Json, _who: str) -> Json:
    return {"objectives_met": True, "concerns": "外包过程", "ready": True,
            "permits_verified": True}  # fmt: skip


def answer(story: "Story", door: Json, _who: str) -> Json:
    done_by = story.clock.now.date() + timedelta(days=10)
    return {"finding_id": door["target"], "correction": "已补做评价", "cause": "职责不清",
            "action": "修订程序并培训", "responsible": "林静",
            "done_by_on": done_by.isoformat()}  # fmt: skip


def plan_accepted(_story: "Story", door: Json, _who: str) -> Json:
    return {"finding_id": door["target"], "escalation": "已上报管理层"}


def verified(_story: "Story", door: Json, _who: str) -> Json:
    return {"finding_id": door["target"], "method": "查阅实施记录", "evidence": "核对记录，有效",
            "effective": True}  # fmt: skip


def report(story: "Story", _door: Json, _who: str) -> Json:
    outcome = OUTCOMES[story.look()["round"]["kind"]]
    return {
        "summary": "审核按计划完成", "scope": "与申请一致", "deviations": "无偏离",
        "strengths": "现场管理规范",
        "conclusions": dict.fromkeys(story.applicant.schemes, "符合标准要求，运行有效"),
        "recommendations": dict.fromkeys(story.applicant.schemes, outcome),
    }  # fmt: skip


def review(_story: "Story", _door: Json, _who: str) -> Json:
    return {"recommendation": "for", "comments": "材料完整"}


def proposal(story: "Story", door: Json, _who: str) -> Json:
    outcome = OUTCOMES[story.look()["round"]["kind"]]
    return {"scheme": door["about"], "outcome": outcome, "statement": "同意技术复核意见"}


LEADER, CLIENT, REVIEWER, PLANNER = by("leader"), by("client"), by("reviewer"), by("planner")
MOVES: tuple[Move, ...] = (
    Move("intake.record-claim", REVIEWER, claim),
    Move("intake.finish-claims", REVIEWER, nothing),
    Move("intake.accept", REVIEWER, nothing),
    Move("intake.ask-changes", PLANNER, nothing),
    Move("intake.answer-changes", CLIENT, lambda _s, _d, _w: {"none": True}),
    Move("programmes.reckon-time", PLANNER, reckon, once),
    Move("intake.quote", REVIEWER, quote, once),
    Move("intake.accept-quotation", CLIENT, target("quotation")),
    Move("intake.draft-agreement", REVIEWER, agreement, once),
    Move("intake.upload-agreement", CLIENT, signed, once),
    Move("intake.sign-agreement", REVIEWER, signing),
    Move("programmes.set-programme", PLANNER, programme),
    Move("staffing.appoint-team", PLANNER, team, once),
    Move("staffing.declare", undeclared, target("seat_id"), suits=own_seat, is_private=True),
    Move("audits.save-plan", LEADER, plan, once),
    Move("audits.send-plan", LEADER, nothing),
    Move("audits.confirm-plan", CLIENT, confirmation),
    Move("audits.open-stage1", LEADER, opening),
    Move("audits.open-visit", LEADER, opening),
    Move("findings.raise", LEADER, finding, once),
    Move("audits.answer-items", LEADER, items, once),
    Move("audits.sign-in", LEADER, sign_in, lambda story: len(half_days(story))),
    Move("audits.add-evidence", LEADER, evidence, once),
    Move("audits.compare-actuals", LEADER, comparison),
    Move("audits.close-stage1", LEADER, closing),
    Move("audits.close-visit", LEADER, closing),
    Move("audits.conclude-stage1", LEADER, conclusion),
    Move("findings.answer", CLIENT, answer),
    Move("findings.accept-plan", LEADER, plan_accepted),
    Move("findings.verify", LEADER, verified),
    Move("findings.clear", LEADER, nothing),
    Move("findings.draft-report", LEADER, report, once),
    Move("findings.issue-report", LEADER, nothing),
    Move("decisions.mark-item", by("tech"), nothing, once),
    Move("decisions.pass-review", by("tech"), review),
    Move("decisions.propose", by("decider1"), proposal),
    Move("decisions.confirm", by("decider2"), target("decision")),
    Move("certificates.issue", by("officer"), target("decision")),
    Move("certificates.keep", by("officer"), target("certificate")),
)
