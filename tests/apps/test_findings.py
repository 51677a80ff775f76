"""Nonconformities: only the team raises, only the client answers, and none is forgotten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import actor, case_before, person, view
from tests.factories_audits import (
    CLOSED,
    OPENED,
    SENT,
    answered_items,
    closed,
    closing,
    compared,
    on_the_way,
    opened,
    sign_everybody,
)
from xinheng.apps.audits import actions as audits
from xinheng.apps.cases import actions as case_actions
from xinheng.apps.cases.models import Round
from xinheng.apps.documents import queries as documents
from xinheng.apps.findings import actions, queries
from xinheng.apps.findings.actions import AnswerText, NewFinding
from xinheng.apps.findings.models import Finding
from xinheng.apps.people.models import Notice
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.findings.report import Sections
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.shared.actor import Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db
ANSWER = AnswerText("补做检定", "未列入计划", "修订检定计划", "何计量", date(2026, 4, 20))
SECTIONS = Sections(
    summary="按计划完成", scope="糕点的生产", deviations="无",
    conclusions={"QMS": "体系有效"}, recommendations={"QMS": "maintain"},
)  # fmt: skip


def codes(refusal: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def new(way, **changed) -> NewFinding:
    given = NewFinding("QMS", "7.1.5", Grade.MINOR, "量具未检定", "卡尺 K-03 超期", way.site)
    return replace(given, **changed)


def raised(way, grade: Grade = Grade.MINOR, clause: str = "7.1.5") -> int:
    given = new(way, grade=grade, clause=clause)
    return actions.raise_finding(case_id=way.case.pk, given=given, by=way.auditor, at=OPENED)


def close(way) -> None:
    sign_everybody(way)
    answered_items(way)
    audits.close_visit(case_id=way.case.pk, note=closing(), by=way.leader, at=CLOSED)


def answered(way, finding: int) -> None:
    actions.answer(case_id=way.case.pk, finding_id=finding, text=ANSWER, by=way.customer, at=CLOSED)


def accepted(way, finding: int) -> None:
    answered(way, finding)
    actions.accept_plan(case_id=way.case.pk, finding_id=finding, by=way.auditor, at=CLOSED)


def state(way) -> FindingState:
    return queries.findings_of(view(way.case))[0].state


def test_an_auditor_on_site_raises_and_the_client_is_told():
    way = opened(on_the_way())

    raised(way)

    (found,) = queries.findings_of(view(way.case))
    assert (found.name, found.state, found.due_on) == (
        "NC-01", FindingState.RAISED, date(2026, 6, 15),
    )  # fmt: skip
    assert Notice.objects.filter(person_id=way.customer.person_id, facts__name="NC-01").exists()


def test_an_expert_raises_nothing():
    way = opened(on_the_way())
    from xinheng.core.shared.actor import Duty

    expert = replace(way.expert, duties=frozenset({Duty.AUDIT}))

    with pytest.raises(Refused) as refusal:
        actions.raise_finding(case_id=way.case.pk, given=new(way), by=expert, at=OPENED)

    assert codes(refusal) == ["findings.not-an-auditor"]


def test_a_finding_is_refused_with_everything_wrong_in_it():
    way = opened(on_the_way())
    stranger = actor(person("外人", Role.AUDITOR))
    wrong = new(way, clause="99.9", evidence=" ", site_id=0)

    with pytest.raises(Refused) as refusal:
        actions.raise_finding(case_id=way.case.pk, given=wrong, by=stranger, at=OPENED)

    assert codes(refusal) == [
        "findings.not-a-member",
        "findings.unwritten",
        "findings.unknown-clause",
        "findings.unknown-site",
    ]


def test_nothing_is_raised_after_the_closing_meeting():
    way = closed(on_the_way())

    with pytest.raises(Refused) as refusal:
        raised(way)

    assert codes(refusal) == ["findings.not-under-way"]


def test_a_nonconformity_is_not_put_down_as_a_suggestion():
    way = opened(on_the_way())
    give = {"case_id": way.case.pk, "by": way.auditor, "at": OPENED}

    actions.suggest(text="可考虑采用电子检定台账", **give)
    with pytest.raises(Refused) as refusal:
        actions.suggest(text="量具管理不符合要求", **give)

    assert codes(refusal) == ["findings.suggestion-is-nonconformity"]
    assert len(queries.suggestions_of(view(way.case))) == 1


def test_only_the_client_answers_and_completely():
    way = opened(on_the_way())
    finding = raised(way)
    give = {"case_id": way.case.pk, "finding_id": finding, "at": CLOSED}

    with pytest.raises(Refused) as by_team:
        actions.answer(text=ANSWER, by=way.leader, **give)
    with pytest.raises(Refused) as halfway:
        actions.answer(
            text=replace(ANSWER, cause="", done_by_on=date(2026, 3, 15)), by=way.customer, **give
        )

    assert codes(by_team) == ["duty-missing", "findings.not-the-client"]
    assert codes(halfway) == ["findings.unwritten", "findings.action-before-finding"]
    assert state(way) == FindingState.RAISED


def test_a_returned_answer_stays_on_record():
    way = opened(on_the_way())
    finding = raised(way)
    answered(way, finding)

    actions.return_answer(
        case_id=way.case.pk, finding_id=finding, because="原因不充分", by=way.auditor, at=CLOSED
    )
    answered(way, finding)

    (found,) = queries.findings_of(view(way.case))
    assert found.state == FindingState.ANSWERED
    assert [answer.returned_because for answer in found.answers] == ["原因不充分", ""]


def test_an_accepted_minor_is_enough_and_an_accepted_major_is_not():
    way = compared(on_the_way())
    minor, major = raised(way), raised(way, Grade.MAJOR, "8.5.1")
    close(way)
    accepted(way, minor)
    accepted(way, major)

    with pytest.raises(Refused) as refusal:
        actions.clear(case_id=way.case.pk, by=way.leader, at=CLOSED)
    assert codes(refusal) == ["findings.major-open"]

    actions.verify(
        case_id=way.case.pk, finding_id=major, method="现场", evidence="已检定",
        effective=True, by=way.auditor, at=CLOSED,
    )  # fmt: skip
    actions.clear(case_id=way.case.pk, by=way.leader, at=CLOSED)

    assert Step.FINDINGS_CLEARED in view(way.case).done


def test_the_effect_of_an_earlier_rounds_minor_is_verified_in_a_later_round():
    way = compared(on_the_way())
    minor = raised(way)
    close(way)
    accepted(way, minor)
    earlier = Round.objects.create(
        case=way.case, number=9, kind=RoundKind.INITIAL, opened_at=SENT, ended_at=SENT
    )
    Finding.objects.filter(pk=minor).update(round=earlier)
    Round.objects.filter(case=way.case, ended_at__isnull=True).update(number=10)

    doors = queries.doors(view(way.case), way.auditor, CLOSED.date())
    assert [d.is_open for d in doors if d.target == minor] == [True]
    actions.verify(
        case_id=way.case.pk, finding_id=minor, method="现场", evidence="措施有效",
        effective=True, by=way.auditor, at=CLOSED,
    )  # fmt: skip

    assert queries.open_findings(view(way.case)) == ()


def test_every_open_finding_is_named():
    way = compared(on_the_way())
    raised(way)
    raised(way, Grade.MAJOR)
    close(way)

    with pytest.raises(Refused) as refusal:
        actions.clear(case_id=way.case.pk, by=way.leader, at=CLOSED)

    assert [v.facts["name"] for v in refusal.value.violations] == ["NC-01", "NC-02"]
    assert Step.FINDINGS_CLEARED not in view(way.case).done


def test_an_ineffective_action_goes_back_to_the_client():
    way = opened(on_the_way())
    finding = raised(way)
    accepted(way, finding)

    actions.verify(
        case_id=way.case.pk, finding_id=finding, method="现场", evidence="再次超期",
        effective=False, by=way.auditor, at=CLOSED,
    )  # fmt: skip

    assert state(way) == FindingState.RETURNED


@pytest.mark.parametrize(
    ("day", "refused"), [(date(2026, 9, 17), []), (date(2026, 9, 18), ["new-stage2-needed"])]
)
def test_a_major_unverified_for_six_months_needs_a_new_stage_2(day, refused):
    way = on_the_way(Step.VISIT_PLANNED, kind=RoundKind.INITIAL)
    from tests.factories_audits import compare, confirmed, opening

    confirmed(way)
    audits.open_visit(case_id=way.case.pk, note=opening(way), by=way.leader, at=OPENED)
    compare(way)
    major = raised(way, Grade.MAJOR)
    sign_everybody(way)
    audits.close_visit(case_id=way.case.pk, note=closing(), by=way.leader, at=CLOSED)
    accepted(way, major)
    at = datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)
    actions.verify(
        case_id=way.case.pk, finding_id=major, method="现场", evidence="已检定",
        effective=True, by=way.auditor, at=at,
    )  # fmt: skip

    found = queries.clearing_reasons(queries.findings_file(view(way.case)), on=day)

    assert [v.code for v in found] == [f"findings.{code}" for code in refused]


def test_what_comes_back_is_escalated():
    first = closed(on_the_way())
    from xinheng.apps.findings.models import Finding

    other = opened(on_the_way())
    Finding.objects.create(
        case_id=other.case.pk, round_id=case_before(Step.REVIEWED).rounds.get().pk, number=1,
        scheme="QMS", clause="7.1.5", grade="minor", statement="x", evidence="x",
        site_id=other.site, due_on=date(2025, 1, 1), raised_at=OPENED,
    )  # fmt: skip
    finding = raised(other)
    answered(other, finding)
    give = {"case_id": other.case.pk, "finding_id": finding, "by": other.auditor, "at": CLOSED}

    with pytest.raises(Refused) as refusal:
        actions.accept_plan(**give)
    actions.accept_plan(escalation="总经理专题跟踪", **give)

    assert codes(refusal) == ["findings.recurrence-not-escalated"]
    assert queries.findings_of(view(other.case))[0].recurs
    assert not queries.recurs(view(first.case), scheme="QMS", clause="7.1.5")


def test_an_objection_is_resolved_by_the_clause():
    way = compared(on_the_way())
    finding = raised(way)
    close(way)
    give = {"case_id": way.case.pk, "finding_id": finding, "at": CLOSED}
    actions.object_to(because="该卡尺已停用", by=way.customer, **give)

    with pytest.raises(Refused) as open_still:
        actions.clear(case_id=way.case.pk, by=way.leader, at=CLOSED)
    with pytest.raises(Refused) as no_clause:
        actions.resolve(clause="", resolution="", stands=False, by=way.leader, **give)
    actions.resolve(
        clause="ISO 9001 7.1.5.2", resolution="停用标识齐全", stands=False, by=way.leader, **give
    )
    actions.clear(case_id=way.case.pk, by=way.leader, at=CLOSED)

    assert codes(open_still) == ["findings.objection-open", "findings.minor-open"]
    assert codes(no_clause) == ["findings.unwritten", "findings.unwritten"]
    assert state(way) == FindingState.TAKEN_BACK


def test_what_is_overdue_is_known_to_the_day():
    way = opened(on_the_way())
    raised(way)
    due = date(2026, 6, 15)

    assert queries.overdue(due) == ()
    assert [r.name for r in queries.overdue(due + timedelta(days=1))] == ["NC-01"]
    assert [r.name for r in queries.due_soon(due)] == ["NC-01"]
    assert queries.due_soon(due - timedelta(days=15)) == ()


def cleared():
    way = closed(on_the_way())
    actions.clear(case_id=way.case.pk, by=way.leader, at=CLOSED)
    return way


def test_a_report_with_gaps_is_not_issued():
    way = cleared()

    with pytest.raises(Refused) as refusal:
        actions.issue_report(case_id=way.case.pk, by=way.leader, at=CLOSED)
    actions.draft_report(
        case_id=way.case.pk, sections=replace(SECTIONS, recommendations={"QMS": "grant"}),
        by=way.leader, at=CLOSED,
    )  # fmt: skip
    with pytest.raises(Refused) as unfit:
        actions.issue_report(case_id=way.case.pk, by=way.leader, at=CLOSED)

    assert codes(refusal) == [
        "findings.report-conclusion-missing",
        "findings.report-recommendation-missing",
    ]
    assert codes(unfit) == ["findings.report-recommendation-unfit"]


def test_an_issued_report_is_locked_and_a_returned_one_gets_a_new_version():
    way = cleared()
    give = {"case_id": way.case.pk, "by": way.leader, "at": CLOSED}
    actions.draft_report(sections=SECTIONS, **give)
    actions.issue_report(**give)

    with pytest.raises(Refused) as locked:
        actions.draft_report(sections=SECTIONS, **give)
    assert codes(locked) == ["findings.report-locked"]
    assert {f.media_type.split(".")[-1] for f in documents.files_of_case(
        way.case.pk, kind="audit-report"
    )} == {"application/pdf", "document"}  # fmt: skip

    case_actions.reopen_step(step=Step.REPORTED, because="补充结论", **give)
    actions.draft_report(sections=replace(SECTIONS, summary="补充后"), **give)
    actions.issue_report(**give)

    second, first = queries.reports_of(view(way.case))
    assert (first.version, first.sections.summary) == (1, "按计划完成")
    assert (second.version, second.sections.summary) == (2, "补充后")


def test_a_preview_keeps_nothing():
    way = cleared()

    word, pdf = actions.preview_report(view(way.case), at=CLOSED)

    assert word.startswith(b"PK")
    assert pdf.startswith(b"%PDF")
    assert documents.files_of_case(way.case.pk, kind="audit-report") == ()
