"""What is done about waivers: asked for, approved or refused by another person, revoked."""

from collections.abc import Iterator
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.apps.waivers.models import Waiver
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.core.waivers import acts
from xinheng.core.waivers.lifecycle import WAIVER, AnswerFacts
from xinheng.core.waivers.rules import Scope, asking_obstacles
from xinheng.core.waivers.words import WaiverState
from xinheng.rulebook.lists.waivable import waivable, waivable_rules

ASKED = _("A waiver is asked for: no. %(number)s, rule “%(rule)s”.")
TOLD = {
    acts.APPROVE: _("Your waiver no. %(number)s was approved."),
    acts.REFUSE: _("Your waiver no. %(number)s was refused: %(because)s"),
    acts.REVOKE: _("Your waiver no. %(number)s was revoked: %(because)s"),
}


@transaction.atomic
def ask(
    *,
    code: str,
    scope: Scope,
    because: str,
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
    evidence: str = "",
    file_id: int | None = None,
) -> Waiver:
    """Ask for a rule to be set aside somewhere for a time. Nothing is set aside by asking.

    Args:
        scope: for which case, client or person; at least one.

    Raises:
        Refused: `by` may not ask, the rule can never be set aside, the scope or the days
            are impossible; carries every reason.
    """
    refuse_if(
        [
            *acts.ASK.duty_obstacles(by),
            *_asker_obstacles(by, evidence, file_id),
            *asking_obstacles(
                code, scope, waivable_rules(), starts_on=starts_on, ends_on=ends_on,
                because=because, today=localdate(at),
            ),
            *_scope_obstacles(scope),
        ]
    )  # fmt: skip
    made = Waiver.objects.create(
        number=token_hex(8), code=code, case_id=scope.case_id, person_id=scope.person_id,
        organisation_id=scope.organisation_id, because=because, evidence=evidence,
        file_id=file_id, starts_on=starts_on, ends_on=ends_on, asked_at=at,
        asked_by_id=by.person_id,
    )  # fmt: skip
    # Its key makes the number unique however many ask at once.
    made.number = f"W-{localdate(at).year}-{made.pk:04d}"
    made.save(update_fields=["number"])
    _record(acts.ASK, made, by, at, because=because, starts_on=starts_on, ends_on=ends_on)
    people.tell(
        message=ASKED, facts={"number": made.number, "rule": _rule(made)},
        case_id=made.case_id, at=at, duty=Duty.WAIVE,
    )  # fmt: skip
    return made


def approve(*, waiver: str, because: str, by: Actor, at: datetime) -> Waiver:
    """Approve a waiver: from its first day to its last it acts.

    Raises:
        Refused: `by` asked for it or may not approve, it was answered, or no reason is given.
        Waiver.DoesNotExist: there is no such waiver.
    """
    return _answer(acts.APPROVE, "approve", waiver, because, by, at)


def refuse(*, waiver: str, because: str, by: Actor, at: datetime) -> Waiver:
    """Refuse a waiver. Raises as `approve` does."""
    return _answer(acts.REFUSE, "refuse", waiver, because, by, at)


@transaction.atomic
def revoke(*, waiver: str, because: str, by: Actor, at: datetime) -> Waiver:
    """End an approved waiver at once. What was done under it stays and names it.

    Raises:
        Refused: `by` may not, it is not approved, or no reason is given.
        Waiver.DoesNotExist: there is no such waiver.
    """
    row = _locked(waiver)
    _move(row, "revoke", because, by)
    row.revoked_at, row.revoked_by_id, row.revoked_because = at, by.person_id, because
    row.save(update_fields=["state", "revoked_at", "revoked_by", "revoked_because"])
    _record(acts.REVOKE, row, by, at, because=because)
    _tell_asker(acts.REVOKE, row, at)
    return row


@transaction.atomic
def _answer(act: ActKind, move: str, waiver: str, because: str, by: Actor, at: datetime) -> Waiver:
    row = _locked(waiver)
    _move(row, move, because, by)
    row.answered_at, row.answered_by_id, row.answer = at, by.person_id, because
    row.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    _record(act, row, by, at, because=because, until=row.ends_on)
    _tell_asker(act, row, at)
    return row


def _locked(number: str) -> Waiver:
    return Waiver.objects.select_for_update().get(number=number)


def _move(row: Waiver, move: str, because: str, by: Actor) -> None:
    """Set the new state, or refuse with every reason."""
    facts = AnswerFacts(row.asked_by_id, row.person_id, by.person_id)
    state = WaiverState(row.state)
    reasons = list(WAIVER.obstacles(move, origin=state, by=by, facts=facts))
    if not because.strip():
        reasons.append(
            Violation(
                "waivers.reason-missing", _("A waiver needs a reason."), acts.WAIVERS,
                field="because",
            )
        )  # fmt: skip
    refuse_if(reasons)
    row.state = WAIVER.step(move, origin=state, by=by, facts=facts).target


def _record(act: ActKind, row: Waiver, by: Actor, at: datetime, **facts: Any) -> None:
    journal.record(
        act, on=row, by=by, at=at, case_id=row.case_id, organisation_id=row.organisation_id,
        number=row.number, rule=_rule(row), code=row.code, **facts,
    )  # fmt: skip


def _rule(row: Waiver) -> str:
    """What the rule is called, for a reader; its code where it left the list since."""
    return next((one.zh for one in waivable() if one.key == row.code), row.code)


def _tell_asker(act: ActKind, row: Waiver, at: datetime) -> None:
    because = row.revoked_because or row.answer
    people.tell(
        message=TOLD[act], facts={"number": row.number, "because": because[:200]},
        case_id=row.case_id, at=at, person_ids=[row.asked_by_id] if row.asked_by_id else [],
    )  # fmt: skip


def _asker_obstacles(by: Actor, evidence: str, file_id: int | None) -> Iterator[Violation]:
    if by.person_id is None:
        yield Violation("people.not-signed-in", _("Sign in first."), acts.WAIVERS)
    if not evidence.strip() and file_id is None:
        yield _no("waivers.evidence-missing", _("Say what the reason rests on."), "evidence")


def _scope_obstacles(scope: Scope) -> Iterator[Violation]:
    organisation_id, person_id = scope.organisation_id, scope.person_id
    if organisation_id is not None and not people_queries.is_organisation(organisation_id):
        yield _no("waivers.organisation-id", _("There is no such client."), "organisation_id")
    if person_id is not None and not people_queries.standings([person_id]):
        yield _no("waivers.person-id", _("There is no such person."), "person_id")


def _no(code: str, message: str, field: str) -> Violation:
    return Violation(code, message, acts.WAIVERS, field=field)
