"""The cycle after a certificate: what falls due, and opening the rounds for it in time."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.journal import actions as journal
from xinheng.apps.programmes import queries
from xinheng.apps.programmes.models import Cycle, DueAudit
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.programmes import acts
from xinheng.core.programmes.clocks import REGIMES, due
from xinheng.core.programmes.deadline import Due
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.known import rules_known
from xinheng.rulebook.programmes import clock_rules

V = VisitKind
ROUND_OF = {
    V.SURVEILLANCE_1: RoundKind.SURVEILLANCE,
    V.SURVEILLANCE_2: RoundKind.SURVEILLANCE,
    V.RECERTIFICATION: RoundKind.RECERTIFICATION,
}


@transaction.atomic
def start_cycle(
    *,
    case_id: int,
    decided_on: date,
    issued_on: date,
    expires_on: date,
    by: Actor,
    at: datetime,
) -> Cycle:
    """Start the cycle of a certificate just issued or renewed. For the room `certificates`.

    The days are set by the clocks of both regimes; the earlier one binds and is kept.

    Raises:
        Refused: the certificate would end before it starts.

    Source: ISO/IEC 17021-1, 9.1.3.2 and 9.1.3.3; CNCA-QMS-01, 5.4.1.4 (CN-18, CN-19).
    """
    case = case_queries.case(case_id)
    refuse_if(_cycle_obstacles(decided_on, issued_on, expires_on))
    last = queries.cycle_of(case_id)
    if last is not None:
        DueAudit.objects.filter(cycle=last, kind=V.RECERTIFICATION, round_id=case.round.id).update(
            done_on=decided_on
        )
    row = Cycle.objects.create(
        case_id=case_id,
        number=(last.number if last else 0) + 1,
        decided_on=decided_on,
        issued_on=issued_on,
        expires_on=expires_on,
        started_at=at,
    )
    rules_on = localdate(at)
    first = _due("first-surveillance", {"decided_on": decided_on, "issued_on": issued_on}, rules_on)
    second = _due("next-surveillance", {"last_audit_on": first.day}, rules_on)
    renewal = _due("recertification", {"expires_on": expires_on}, rules_on)
    for kind, found in (
        (V.SURVEILLANCE_1, first), (V.SURVEILLANCE_2, second), (V.RECERTIFICATION, renewal),
    ):  # fmt: skip
        DueAudit.objects.create(cycle=row, kind=kind, **due_columns(found, rules_on))
    journal.record(
        acts.START_CYCLE, on=row, by=by, at=at, case_id=case_id,
        organisation_id=case.organisation_id, due=first.day, expires_on=expires_on,
    )  # fmt: skip
    return row


@transaction.atomic
def audit_done(*, case_id: int, last_audit_on: date, by: Actor, at: datetime) -> DueAudit | None:
    """Note that the surveillance of the open round was held; the next one is counted from it.

    For the room that ends a surveillance round. Does nothing to special rounds.

    Args:
        last_audit_on: the last day of the audit.

    Returns:
        What falls due next, if anything was waiting.
    """
    case = case_queries.case(case_id)
    done = DueAudit.objects.filter(round_id=case.round.id).select_related("cycle").first()
    if done is None or done.kind == V.RECERTIFICATION:
        return None
    done.done_on = last_audit_on
    done.save(update_fields=["done_on"])
    following = (
        DueAudit.objects.filter(cycle=done.cycle, done_on=None).order_by("due_on", "pk").first()
    )
    if following is not None and following.kind == V.SURVEILLANCE_2:
        rules_on = localdate(at)
        found = _due("next-surveillance", {"last_audit_on": last_audit_on}, rules_on)
        DueAudit.objects.filter(pk=following.pk).update(**due_columns(found, rules_on))
        following.refresh_from_db()
    journal.record(
        acts.AUDIT_DONE, on=done, by=by, at=at, case_id=case_id,
        organisation_id=case.organisation_id, last=last_audit_on,
        due=following.due_on if following else None,
    )  # fmt: skip
    return following


def open_due_rounds(
    *, on: date, by: Actor, at: datetime, ahead_days: int | None = None
) -> tuple[int, ...]:
    """Open the rounds of what falls due soon. Doing it twice opens nothing twice.

    Cases whose present round has not ended are left alone until it has.

    Args:
        ahead_days: how long before the day; the setting when not given. Unit: days.

    Returns:
        The keys of the cases that got a round.
    """
    ahead = settings.OPEN_AHEAD_DAYS if ahead_days is None else ahead_days
    opened: list[int] = []
    for item in queries.due_items(on, ahead):
        if item.round_id is None and item.case_id not in opened and _open(item.id, by, at):
            opened.append(item.case_id)
    return tuple(opened)


@transaction.atomic
def _open(due_id: int, by: Actor, at: datetime) -> bool:
    row = DueAudit.objects.select_for_update().select_related("cycle").get(pk=due_id)
    case = cases.lock(row.cycle.case_id)
    if row.round_id is not None or case.state != CaseState.SURVEILLANCE:
        return False
    kind = V(row.kind)
    opened = cases.open_round(
        case_id=case.pk, kind=ROUND_OF[kind], by=by, at=at, due_on=row.due_on, reason=kind.value
    )
    row.round_id = opened.pk
    row.save(update_fields=["round"])
    return True


def _cycle_obstacles(decided_on: date, issued_on: date, expires_on: date) -> list[Violation]:
    if decided_on <= issued_on < expires_on:
        return []
    return [
        Violation(
            "programmes.cycle-backwards",
            _("A certificate is issued on or after its decision and ends after its issue."),
            acts.CYCLE,
        )
    ]


def _due(rule: str, days: Mapping[str, date], on: date) -> Due:
    return due(rule, regimes=REGIMES, days=days, rules=clock_rules(on))


def due_columns(found: Due, rules_on: date) -> dict[str, object]:
    """What is kept of a due day: the steps of every clock, the one that binds, whose rules."""
    return {
        "rules_on": rules_on,
        "rules_known": rules_known(),
        "due_on": found.day,
        "binding": str(found.source),
        "consequence": found.consequence,
        "working": [
            {
                "label": step.label,
                "facts": {name: str(getattr(v, "label", v)) for name, v in step.facts.items()},
                "day": step.day.isoformat(),
                "source": str(step.source),
                "status": step.source.status,
                "binds": step.day == found.day,
            }
            for step in found.working
        ],
    }
