"""Reviewers, decision makers and certificates for tests."""

from datetime import date

from tests.factories import NOON, actor, case_before, person
from xinheng.apps.cases.models import Case
from xinheng.apps.certificates import actions as certificates
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.decisions import actions as decisions
from xinheng.apps.decisions import queries as decision_queries
from xinheng.apps.people.models import Body, Competence, Person
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.decisions.words import Outcome, Recommendation
from xinheng.core.people.words import Function
from xinheng.core.shared.actor import Actor, Role

SCHEMES = ("QMS", "EMS", "OHSMS")


def competent(name: str, role: Role, function: Function | None, *schemes: str) -> Person:
    """Somebody with a role, found competent for a function in these schemes."""
    made = person(name, role)
    if function is not None:
        for scheme in schemes or SCHEMES:
            Competence.objects.create(
                person=made, scheme=scheme, function=function,
                valid_from=date(2020, 1, 1), valid_until=date(2040, 1, 1),
            )  # fmt: skip
    return made


def reviewer(name: str = "宋明") -> Actor:
    """A technical reviewer for every scheme."""
    return actor(competent(name, Role.TECHNICAL_REVIEWER, Function.REVIEW))


def decider(name: str = "高原") -> Actor:
    """A decision maker for every scheme."""
    return actor(competent(name, Role.DECISION_MAKER, Function.DECISION))


def officer(name: str = "白露") -> Actor:
    """A certificate officer."""
    return actor(person(name, Role.CERTIFICATE_OFFICER))


def body() -> Body:
    """The certification body."""
    made, _new = Body.objects.get_or_create(
        pk=1,
        defaults={
            "name_zh": "信衡示范认证有限公司",
            "name_en": "Xinheng Demonstration Certification Ltd.",
            "approval_number": "CNCA-R-2099-999",
            "address_zh": "北京市示范路1号",
            "head_zh": "周正",
        },
    )
    return made


def reviewed_case(*schemes: str, kind: RoundKind = RoundKind.INITIAL) -> Case:
    """A case that stands at the decision, reviewed through the acts."""
    case = case_before(Step.REVIEWED, *schemes, kind=kind)
    return pass_review(case)


def pass_review(case: Case, by: Actor | None = None) -> Case:
    """Look through the whole matrix of a case and pass the review."""
    by = by or reviewer()
    decisions.mark_all(case_id=case.pk, by=by, at=NOON)
    decisions.pass_review(
        case_id=case.pk, recommendation=Recommendation.FOR, comments="", by=by, at=NOON
    )
    case.refresh_from_db()
    return case


def decide(case: Case, scheme: str, outcome: Outcome, at=NOON, **scope: object) -> None:
    """Have two persons decide on a scheme."""
    row = decisions.propose(
        case_id=case.pk, scheme=scheme, outcome=outcome, statement="同意", by=decider("高原"),
        at=at, **scope,
    )  # fmt: skip
    if not decision_queries.decision(row.pk).is_decided:
        decisions.confirm(case_id=case.pk, decision=row.pk, by=decider("石磊"), at=at)


def granted_case(*schemes: str) -> Case:
    """A case whose every scheme was granted and waits for its certificates."""
    body()
    case = reviewed_case(*schemes)
    for scheme in schemes or ("QMS",):
        decide(case, scheme, Outcome.GRANT)
    case.refresh_from_db()
    return case


def certificate(scheme: str = "QMS", at=NOON) -> Certificate:
    """A certificate in force, issued through the acts."""
    case = granted_case(scheme)
    return certificates.issue(case_id=case.pk, scheme=scheme, by=officer(), at=at)
