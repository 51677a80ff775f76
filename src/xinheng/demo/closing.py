"""From the nonconformities to the decision, and the certificates it leads to."""

from datetime import timedelta

from xinheng.apps.certificates import actions as certificates
from xinheng.apps.certificates import queries as certificate_queries
from xinheng.apps.decisions import actions as decisions
from xinheng.apps.decisions import queries as decision_queries
from xinheng.apps.findings import actions as findings
from xinheng.apps.findings import queries as finding_queries
from xinheng.apps.findings.actions.findings import AnswerText, NewFinding
from xinheng.apps.findings.queries import FindingView
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.certificates.extras import lines_wanted
from xinheng.core.decisions.words import TWO_PERSONS, Outcome, Recommendation
from xinheng.core.findings.report import Sections
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.findings.words import Recommendation as Advice
from xinheng.core.shared.actor import Role
from xinheng.demo.tale import Going, Tale

OUTCOME = {
    RoundKind.INITIAL: Outcome.GRANT,
    RoundKind.TRANSFER: Outcome.GRANT,
    RoundKind.SURVEILLANCE: Outcome.MAINTAIN,
    RoundKind.SPECIAL: Outcome.MAINTAIN,
    RoundKind.RECERTIFICATION: Outcome.RENEW,
}
ADVICE = {
    Outcome.GRANT: Advice.GRANT,
    Outcome.MAINTAIN: Advice.MAINTAIN,
    Outcome.RENEW: Advice.RENEW,
    Outcome.REFUSE: Advice.REFUSE,
    Outcome.REDUCE: Advice.REDUCE,
    Outcome.EXTEND: Advice.EXTEND,
}
STATEMENTS = (
    ("7.1.5", "一台测量设备超过校准周期仍在使用（演示）。", "现场抽查，校准标签日期已过。"),
    ("8.4", "未见对一家外部供方的再评价记录（演示）。", "查合格供方名录与评价记录。"),
    ("7.2", "新上岗人员的培训效果未作评价（演示）。", "查三名新员工的培训档案。"),
    ("9.2", "内部审核未覆盖全部过程（演示）。", "查年度内审计划与检查表。"),
)
EMS_OHSMS_CLAUSES = {"7.1.5": "9.1", "8.4": "8.1"}
FURTHER = {"construction-standard": "GB/T 50430-2017"}


def find(tale: Tale, number: int, *, major: bool = False) -> None:
    """The leader raises nonconformities while the visit is under way."""
    for index in range(number):
        clause, statement, evidence = STATEMENTS[(tale.row.number + index) % len(STATEMENTS)]
        scheme = tale.schemes[index % len(tale.schemes)]
        findings.raise_finding(
            case_id=tale.case_id,
            given=NewFinding(
                scheme=scheme,
                clause=clause if scheme == "QMS" else EMS_OHSMS_CLAUSES.get(clause, clause),
                grade=Grade.MAJOR if major and index == 0 else Grade.MINOR,
                statement=statement,
                evidence=evidence,
                site_id=tale.case().sites[0].id,
            ),
            by=tale.leader,
            at=tale.now,
        )


def _in(tale: Tale, *states: FindingState) -> tuple[FindingView, ...]:
    found = finding_queries.findings_of(tale.case())
    return tuple(finding for finding in found if finding.state in states)


def first_finding(tale: Tale) -> int:
    """The key of the first nonconformity that waits for the client."""
    return _in(tale, FindingState.RAISED)[0].id


def answer(tale: Tale) -> None:
    """The client answers everything that waits for it."""
    for finding in _in(tale, FindingState.RAISED):
        findings.answer(
            case_id=tale.case_id,
            finding_id=finding.id,
            text=AnswerText(
                correction="已当场纠正（演示）。",
                cause="职责不清，未列入月度检查（演示）。",
                action="修订程序并培训相关人员（演示）。",
                responsible=tale.row.contact,
                done_by_on=tale.today + timedelta(days=20),
            ),
            by=tale.client,
            at=tale.now,
        )


def _verify(tale: Tale, finding: FindingView) -> None:
    findings.verify(
        case_id=tale.case_id,
        finding_id=finding.id,
        method="查阅实施记录（演示）",
        evidence="核对纠正措施的实施记录，有效（演示）。",
        effective=True,
        by=tale.leader,
        at=tale.now,
    )


def settle(tale: Tale, *, days: int = 12) -> Going:
    """The nonconformities are answered, accepted and, where they were grave, verified."""
    if _in(tale, FindingState.RAISED):
        yield from tale.later(days)
        answer(tale)
        yield from tale.later(3)
        for finding in _in(tale, FindingState.ANSWERED):
            findings.accept_plan(
                case_id=tale.case_id,
                finding_id=finding.id,
                escalation="上次已提出，已上报管理层（演示）。" if finding.recurs else "",
                by=tale.leader,
                at=tale.now,
            )
            if finding.grade == Grade.MAJOR or tale.row.number % 2:
                _verify(tale, finding)
    tale.before(Step.FINDINGS_CLEARED)
    yield from tale.soon()
    findings.clear(case_id=tale.case_id, by=tale.leader, at=tale.now)


def report(tale: Tale, outcomes: dict[str, Outcome]) -> Going:
    """The leader writes and issues the report."""
    tale.before(Step.REPORTED)
    yield from tale.later(2)
    findings.draft_report(
        case_id=tale.case_id,
        sections=Sections(
            summary="审核按计划完成，抽样覆盖主要过程（演示）。",
            scope=f"认证范围与现场一致：{tale.row.trade.scope_zh}。",
            deviations="无偏离。",
            strengths="现场管理规范（演示）。",
            conclusions=dict.fromkeys(outcomes, "管理体系符合标准要求，运行有效（演示）。"),
            recommendations={s: str(ADVICE[outcome]) for s, outcome in outcomes.items()},
        ),
        by=tale.leader,
        at=tale.now,
    )
    yield from tale.soon()
    findings.issue_report(case_id=tale.case_id, by=tale.leader, at=tale.now)


def review(tale: Tale, *, recommendation: Recommendation = Recommendation.FOR) -> Going:
    """Somebody who took no part looks through the whole file."""
    tale.before(Step.REVIEWED)
    yield from tale.later(3)
    by = tale.staff(Role.TECHNICAL_REVIEWER)
    decisions.mark_all(case_id=tale.case_id, by=by, at=tale.now)
    decisions.pass_review(
        case_id=tale.case_id,
        recommendation=recommendation,
        comments="材料完整，结论有据（演示）。",
        by=by,
        at=tale.now,
    )


def decide(tale: Tale, outcomes: dict[str, Outcome], *, proposed_only: bool = False) -> Going:
    """Two persons decide on each scheme, or one where one is enough."""
    tale.before(Step.DECIDED)
    yield from tale.later(2)
    first, second = tale.staff(Role.DECISION_MAKER), tale.staff(Role.DECISION_MAKER)
    for scheme, outcome in outcomes.items():
        row = decisions.propose(
            case_id=tale.case_id,
            scheme=scheme,
            outcome=outcome,
            statement="同意技术复核意见（演示）。",
            by=first,
            at=tale.now,
        )
        if outcome in TWO_PERSONS and not proposed_only:
            decisions.confirm(case_id=tale.case_id, decision=row.pk, by=second, at=tale.now)


def attest(tale: Tale) -> Going:
    """What was decided is carried out: certificates are issued, or go on."""
    tale.before(Step.ISSUED)
    yield from tale.later(1)
    by = tale.staff(Role.CERTIFICATE_OFFICER)
    alive = {one.scheme: one.id for one in certificate_queries.of_case(tale.case_id)}
    for decision in decision_queries.decisions_of(tale.case().round.id):
        if decision.outcome in (Outcome.GRANT, Outcome.RENEW):
            certificates.issue(
                case_id=tale.case_id,
                scheme=decision.scheme,
                expires_on=tale.expires_on,
                extras={
                    line.key: FURTHER[line.key]
                    for line in lines_wanted(decision.scheme, decision.codes)
                },
                by=by,
                at=tale.now,
            )
        elif decision.outcome == Outcome.MAINTAIN:
            certificates.keep(
                case_id=tale.case_id, certificate=alive[decision.scheme], by=by, at=tale.now
            )


def finish(tale: Tale, *, found: bool = True, outcomes: dict[str, Outcome] | None = None) -> Going:
    """Everything after the closing meeting."""
    wanted = outcomes or dict.fromkeys(tale.schemes, OUTCOME[tale.kind])
    if found:
        yield from settle(tale)
        yield from report(tale, wanted)
    yield from review(tale)
    yield from decide(tale, wanted)
    yield from attest(tale)
