"""However acts are ordered or doubled: nobody who audited decides, and one act has one effect."""

from threading import Barrier, Thread
from time import sleep

import pytest
from django.db import OperationalError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import NOON, case_before
from tests.factories_decisions import decider, officer, pass_review, reviewed_case, reviewer
from xinheng.apps.cases import actions as cases
from xinheng.apps.certificates import actions as certificates
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.decisions import actions
from xinheng.apps.decisions.models import Decision
from xinheng.apps.journal import queries as journal
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part
from xinheng.core.decisions.words import DecisionState, Outcome, Recommendation
from xinheng.core.shared.violation import Refused

PERSONS = ("甲", "乙", "丙", "丁")
STEP = st.tuples(
    st.sampled_from(["audit", "mark", "pass", "propose", "confirm", "issue", "return"]),
    st.sampled_from(range(len(PERSONS))),
)


class AnyOrder(TestCase):
    """Random orders of acts by persons some of whom audited."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, min_size=6, max_size=14))
    def test_nobody_who_audited_ever_decides_and_nothing_is_issued_by_one(self, story):
        case = case_before(Step.REVIEWED)
        pass_review(case, reviewer())
        people = [decider(name) for name in PERSONS]
        audited: set[int | None] = set()
        for act, who in story:
            by = people[who]
            if act == "audit":
                if Decision.objects.filter(case=case).exists():
                    continue  # the visit is over when it comes to the decision
                cases.involve(case, person_id=by.person_id, part=Part.AUDITED, at=NOON)
                audited.add(by.person_id)
                continue
            try:
                _do(act, case, by)
            except Refused:
                continue
        rows = list(Decision.objects.filter(case=case))
        for row in rows:
            assert row.proposed_by_id not in audited
            assert row.decided_by_id not in audited
            if row.state == DecisionState.DECIDED:
                assert row.proposed_by_id != row.decided_by_id
        if Certificate.objects.filter(case=case).exists():
            assert any(row.state == DecisionState.DECIDED for row in rows)
        assert journal.verify().ok


def _do(act, case, by) -> None:
    case.refresh_from_db()
    if act == "mark":
        actions.mark_all(case_id=case.pk, by=by, at=NOON)
    elif act == "pass":
        actions.pass_review(
            case_id=case.pk, recommendation=Recommendation.FOR, comments="", by=by, at=NOON
        )
    elif act == "propose":
        actions.propose(
            case_id=case.pk, scheme="QMS", outcome=Outcome.GRANT, statement="x", by=by, at=NOON
        )
    elif act == "confirm":
        row = Decision.objects.filter(case=case).last()
        if row is not None:
            actions.confirm(case_id=case.pk, decision=row.pk, by=by, at=NOON)
    elif act == "return":
        actions.return_file(case_id=case.pk, because="x", by=by, at=NOON)
    else:
        certificates.issue(case_id=case.pk, scheme="QMS", by=officer(), at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_have_one_effect():
    case = reviewed_case()
    row = actions.propose(
        case_id=case.pk, scheme="QMS", outcome=Outcome.GRANT, statement="同意",
        by=decider("高原"), at=NOON,
    )  # fmt: skip
    persons = [decider("石磊"), decider("江帆")]
    start, told = Barrier(2), []

    def confirm(by):
        start.wait()
        while True:
            try:
                actions.confirm(case_id=case.pk, decision=row.pk, by=by, at=NOON)
                told.append("done")
            except Refused:
                told.append("refused")
            except OperationalError:
                # SQLite in memory does not wait for a locked table; one tries again.
                sleep(0.01)
                continue
            break
        connection.close()

    threads = [Thread(target=confirm, args=(by,)) for by in persons]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["done", "refused"]
    acts = [line.act for line in journal.of_case(case.pk)]
    assert acts.count("decisions.confirm") == 1
