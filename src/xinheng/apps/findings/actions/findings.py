"""Raising nonconformities, answering them, and following them to their end."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.findings import queries
from xinheng.apps.findings.actions.common import (
    begin,
    day_of,
    find,
    tell_client,
    tell_team,
    unwritten,
    write,
)
from xinheng.apps.findings.models import Answer, Finding, Suggestion
from xinheng.apps.findings.queries.file import name_of
from xinheng.apps.waivers import queries as waivers
from xinheng.core.findings import acts, sources
from xinheng.core.findings.clearing import due_on
from xinheng.core.findings.lifecycle import FINDING
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.codes import clauses

SAYS_NONCONFORMITY = ("不符合", "不合格", "nonconform", "non-conform")


@dataclass(frozen=True, slots=True)
class NewFinding:
    """A requirement that was not met. There is no room for a cause or a solution."""

    scheme: str
    clause: str
    grade: Grade
    statement: str
    evidence: str
    site_id: int


@dataclass(frozen=True, slots=True)
class AnswerText:
    """What the client answers: correction, cause, action, who, and by when."""

    correction: str
    cause: str
    action: str
    responsible: str
    done_by_on: date
    file_id: int | None = None


@transaction.atomic
def raise_finding(
    *, case_id: int, given: NewFinding, by: Actor, at: datetime, seen: int | None = None
) -> int:
    """Raise a nonconformity against a clause.

    Raises:
        Refused: the audit is not running, `by` did not audit, or something is missing;
            carries every reason.

    Source: ISO/IEC 17021-1:2015, 9.4.5.
    """
    file = begin(case_id, seen)
    refuse_if([*queries.reasons_for(acts.RAISE, file, by), *_content(file.case, given)])
    limits = queries.limits_of(file.case, on=day_of(at))
    last = Finding.objects.filter(round_id=file.case.round.id).aggregate(top=Max("number"))
    again = queries.recurs(file.case, scheme=given.scheme, clause=given.clause)
    row = Finding.objects.create(
        case_id=case_id,
        round_id=file.case.round.id,
        number=(last["top"] or 0) + 1,
        scheme=given.scheme,
        clause=given.clause,
        grade=given.grade,
        statement=given.statement,
        evidence=given.evidence,
        site_id=given.site_id,
        due_on=due_on(given.grade, limits),
        recurs=again,
        raised_at=at,
        raised_by_id=by.person_id,
    )
    write(
        acts.RAISE, file, row, by=by, at=at, name=name_of(row), scheme=given.scheme,
        clause=given.clause, grade=given.grade, statement=given.statement,
        evidence=given.evidence, recurs=again,
    )  # fmt: skip
    tell_client(
        file, _("%(number)s: %(name)s was raised; answer it by %(due_on)s."),
        at=at, name=name_of(row), due_on=row.due_on,
    )  # fmt: skip
    return int(row.pk)


def _content(case: CaseView, given: NewFinding) -> list[Violation]:
    found = unwritten(sources.FINDINGS, statement=given.statement, evidence=given.evidence)
    if given.scheme not in case.scheme_keys:
        message = _("%(scheme)s is not a standard of this case.")
        found.append(
            Violation(
                "findings.unknown-scheme", message, sources.FINDINGS,
                {"scheme": given.scheme}, "scheme",
            )
        )  # fmt: skip
    elif not _has_clause(given.scheme, given.clause):
        message = _("%(scheme)s has no clause “%(clause)s”.")
        facts = {"scheme": given.scheme, "clause": given.clause}
        found.append(
            Violation("findings.unknown-clause", message, sources.FINDINGS, facts, "clause")
        )
    if given.site_id not in {site.id for site in case.sites}:
        message = _("The site is not in the scope of this case.")
        found.append(Violation("findings.unknown-site", message, sources.FINDINGS, field="site_id"))
    return found


def _has_clause(scheme: str, number: str) -> bool:
    try:
        clauses.find(scheme, number)
    except LookupError:
        return False
    return True


@transaction.atomic
def suggest(*, case_id: int, text: str, by: Actor, at: datetime, seen: int | None = None) -> int:
    """Note a chance to improve. A nonconformity cannot be put down as one.

    Raises:
        Refused: the text is empty or speaks of a nonconformity, or `by` may not.

    Source: ISO/IEC 17021-1:2015, 9.4.5.
    """
    file = begin(case_id, seen)
    reasons = [
        *queries.reasons_for(acts.SUGGEST, file, by),
        *unwritten(sources.FINDINGS, text=text),
    ]
    if any(word in text.lower() for word in SAYS_NONCONFORMITY):
        message = _("A nonconformity is raised against its clause, not noted as an improvement.")
        reasons.append(
            Violation(
                "findings.suggestion-is-nonconformity", message, sources.FINDINGS, field="text"
            )
        )
    refuse_if(reasons)
    row = Suggestion.objects.create(
        case_id=case_id, round_id=file.case.round.id, text=text, made_at=at,
        made_by_id=by.person_id,
    )  # fmt: skip
    write(acts.SUGGEST, file, row, by=by, at=at, text=text)
    return int(row.pk)


@transaction.atomic
def answer(
    *,
    case_id: int,
    finding_id: int,
    text: AnswerText,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The client answers a nonconformity; nobody else can.

    Raises:
        Refused: something is unwritten, the action is dated past, or `by` is not the client.

    Source: ISO/IEC 17021-1:2015, 9.4.9; catalogue M-80.
    """
    file = begin(case_id, seen)
    row = find(file, finding_id)
    reasons = [
        *queries.reasons_for(acts.ANSWER, file, by, finding=row),
        *unwritten(
            sources.CAUSES,
            correction=text.correction,
            cause=text.cause,
            action=text.action,
            responsible=text.responsible,
        ),
    ]
    if text.done_by_on < day_of(row.raised_at):
        message = _("The action cannot be due before the nonconformity was raised.")
        reasons.append(
            Violation("findings.action-before-finding", message, sources.CAUSES, field="done_by_on")
        )
    refuse_if(reasons)
    Answer.objects.create(
        finding=row,
        correction=text.correction,
        cause=text.cause,
        action=text.action,
        responsible=text.responsible[:60],
        done_by_on=text.done_by_on,
        file_id=text.file_id,
        answered_at=at,
        answered_by_id=by.person_id,
    )
    move(row, "answer", by)
    write(
        acts.ANSWER, file, row, by=by, at=at, name=name_of(row), correction=text.correction,
        cause=text.cause, action=text.action, responsible=text.responsible,
        done_by_on=text.done_by_on,
    )  # fmt: skip
    tell_team(file, _("%(number)s: the client answered %(name)s."), at=at, name=name_of(row))


def move(row: Finding, name: str, by: Actor) -> None:
    """Take a nonconformity along its life."""
    row.state = FINDING.step(name, origin=FindingState(row.state), by=by, facts=None).target
    row.save()


def _last_answer(row: Finding) -> Answer:
    found = row.answers.order_by("-pk").first()
    if found is None:
        raise LookupError("the nonconformity has no answer")
    return found


@transaction.atomic
def accept_plan(
    *,
    case_id: int,
    finding_id: int,
    escalation: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Accept the client's answer; a nonconformity that came back needs a note of escalation.

    Raises:
        Refused: there is no answer to accept, or a recurrence is not escalated.

    Source: ISO/IEC 17021-1:2015, 9.5.2; catalogue M-80.
    """
    file = begin(case_id, seen)
    row = find(file, finding_id)
    reasons = [*queries.reasons_for(acts.ACCEPT_PLAN, file, by, finding=row)]
    if row.recurs and not escalation.strip():
        message = _("%(name)s came back: write down how it is followed to its end.")
        reasons.append(
            Violation(
                "findings.recurrence-not-escalated", message, sources.RECURRENCE,
                {"name": name_of(row)}, "escalation",
            )
        )  # fmt: skip
    case = file.case
    waived = waivers.gate(
        reasons, case_id=case.id, organisation_id=case.organisation_id, on=day_of(at)
    )
    found = _last_answer(row)
    found.accepted_at, found.accepted_by_id = at, by.person_id
    found.save()
    row.escalation = escalation
    move(row, "accept", by)
    write(
        acts.ACCEPT_PLAN, file, row, by=by, at=at, name=name_of(row), escalation=escalation,
        **waived,
    )  # fmt: skip
    tell_client(file, _("%(number)s: the answer to %(name)s was accepted."), at=at,
                name=name_of(row))  # fmt: skip


@transaction.atomic
def return_answer(
    *,
    case_id: int,
    finding_id: int,
    because: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Return an answer to the client with the reason. The answer stays on record.

    Raises:
        Refused: there is no answer, or no reason is given.
    """
    file = begin(case_id, seen)
    row = find(file, finding_id)
    refuse_if(
        [
            *queries.reasons_for(acts.RETURN_ANSWER, file, by, finding=row),
            *unwritten(sources.CAUSES, because=because),
        ]
    )
    _return(row, because, by=by, at=at)
    write(acts.RETURN_ANSWER, file, row, by=by, at=at, name=name_of(row), because=because)
    _tell_returned(file, row, because, at)


def _return(row: Finding, because: str, *, by: Actor, at: datetime) -> None:
    found = _last_answer(row)
    found.returned_at, found.returned_by_id, found.returned_because = at, by.person_id, because
    found.save()
    move(row, "return", by)


def _tell_returned(file: queries.FindingsFile, row: Finding, because: str, at: datetime) -> None:
    tell_client(
        file, _("%(number)s: the answer to %(name)s was returned: %(because)s"),
        at=at, name=name_of(row), because=because,
    )  # fmt: skip


@transaction.atomic
def verify(
    *,
    case_id: int,
    finding_id: int,
    method: str,
    evidence: str,
    effective: bool,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Verify that correction and corrective action took effect; if not, return the answer.

    Raises:
        Refused: the answer is not accepted, or method or evidence is unwritten.

    Source: ISO/IEC 17021-1:2015, 9.4.10.
    """
    file = begin(case_id, seen)
    row = find(file, finding_id)
    refuse_if(
        [
            *queries.reasons_for(acts.VERIFY, file, by, finding=row),
            *unwritten(sources.EFFECT, method=method, evidence=evidence),
        ]
    )
    row.method, row.verification = method[:200], evidence
    if effective:
        row.verified_at, row.verified_by_id = at, by.person_id
        move(row, "verify", by)
    else:
        _return(row, evidence, by=by, at=at)
    write(
        acts.VERIFY, file, row, by=by, at=at, name=name_of(row), method=method,
        evidence=evidence, effective=effective,
    )  # fmt: skip
    if effective:
        message = _("%(number)s: %(name)s is verified and closed.")
        tell_client(file, message, at=at, name=name_of(row))
    else:
        _tell_returned(file, row, evidence, at)
