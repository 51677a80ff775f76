"""The cycle after a certificate: what falls due, and opening the rounds for it in time."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.journal import actions as journal
from xinheng.apps.programmes import queries
from xinheng.apps.programmes.models import Cycle, DueAudit
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.programmes import acts
from xinheng.core.programmes.chain import Chain, Link, links
from xinheng.core.programmes.clocks import due
from xinheng.core.programmes.deadline import Due
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.known import rules_known
from xinheng.rulebook.programmes import clock_rules, regimes_of

V = VisitKind
ROUND_OF = {
    V.SURVEILLANCE_1: RoundKind.SURVEILLANCE,
    V.SURVEILLANCE_2: RoundKind.SURVEILLANCE,
    V.FURTHER: RoundKind.SURVEILLANCE,
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

    The days are set by the clocks of every regime of the schemes; the earlier one binds.

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
    first = set_due(row, case, on=localdate(at))[0]
    journal.record(
        acts.START_CYCLE, on=row, by=by, at=at, case_id=case_id,
        organisation_id=case.organisation_id, due=first.due.day, expires_on=expires_on,
    )  # fmt: skip
    return row


@transaction.atomic
def audit_done(
    *, case_id: int, last_audit_on: date, by: Actor, at: datetime, stands_for: bool = False
) -> DueAudit | None:
    """Note that a surveillance was held; what is left of the cycle is counted from it.

    For the room that ends a round, whatever was decided after the audit. A special round
    fulfils nothing: it belongs to no due day.

    Args:
        last_audit_on: the last day of the audit.
        stands_for: whether the audit fulfils the surveillance that is due next where the
            round was not opened for a due day.

    Returns:
        What falls due next, if anything was waiting.

    Source: ISO/IEC 17021-1, 9.1.3.3; CNCA-QMS-01, 5.4.1.4 (CN-19).
    """
    case = case_queries.case(case_id)
    done = DueAudit.objects.filter(round_id=case.round.id).select_related("cycle").first()
    if done is None and stands_for:
        done = queries.next_surveillance(case_id)
    if done is None:
        return None
    done.done_on = last_audit_on
    done.round_id = case.round.id
    done.save(update_fields=["done_on", "round"])
    if done.kind != V.RECERTIFICATION:
        set_due(done.cycle, case, on=localdate(at))
    following = (
        DueAudit.objects.filter(cycle=done.cycle, done_on=None).order_by("due_on", "pk").first()
    )
    journal.record(
        acts.AUDIT_DONE, on=done, by=by, at=at, case_id=case_id,
        organisation_id=case.organisation_id, last=last_audit_on,
        due=following.due_on if following else None,
    )  # fmt: skip
    return following


@transaction.atomic
def renewal_audited(*, case_id: int, at: datetime) -> None:
    """Note that the recertification audit was held: it no longer stands for a surveillance.

    What is left is to complete the recertification by the last day of validity. For the
    room `audits`; a round of another kind is left alone.

    Source: ISO/IEC 17021-1, 9.6.3; CNCA-QMS-01, 5.8.2.
    """
    case = case_queries.case(case_id)
    rows = DueAudit.objects.filter(round_id=case.round.id, kind=V.RECERTIFICATION, done_on=None)
    on = localdate(at)
    for row in rows.select_related("cycle"):
        found = due(
            "recertification",
            regimes=regimes_of(case.scheme_keys, on),
            days={"expires_on": row.cycle.expires_on},
            rules=clock_rules(on),
        )
        DueAudit.objects.filter(pk=row.pk).update(**due_columns(found, on))


@transaction.atomic
def end_cycle(*, case_id: int, on: date) -> None:
    """Note that the last certificate of a case ended. For the room `certificates`.

    Source: ISO/IEC 17021-1, 9.1.3.2.
    """
    cycle = queries.cycle_of(case_id)
    if cycle is not None and cycle.ended_on is None:
        cycle.ended_on = on
        cycle.save(update_fields=["ended_on"])


def set_due(
    cycle: Cycle, case: CaseView, *, on: date, begins_on: date | None = None
) -> tuple[Link, ...]:
    """Write what is still to be held in a cycle; what was held or has its round stays.

    Args:
        on: by the clocks of which day; a cycle that was moved to later clocks stays with them.
        begins_on: the first day of other clocks: what fell due before it keeps its day.
    """
    on = max(on, cycle.reckoned_on or on)
    rows = {(row.kind, row.number): row for row in cycle.due.all()}
    held = sorted(row.done_on for row in rows.values() if row.done_on is not None)
    kept = {
        (V(row.kind), row.number): row.due_on
        for row in rows.values()
        if begins_on is not None and row.done_on is None and row.due_on < begins_on
    }
    found = links(
        Chain(
            cycle.decided_on, cycle.issued_on, cycle.expires_on, tuple(held),
            regimes_of(case.scheme_keys, on), clock_rules(on), kept,
        )
    )  # fmt: skip
    cycle.reckoned_on = on
    cycle.save(update_fields=["reckoned_on"])
    wanted = {(link.kind.value, link.number): link for link in found}
    for key, row in rows.items():
        if key not in wanted and row.done_on is None and row.round_id is None:
            row.delete()
    for key, link in wanted.items():
        known = rows.get(key)
        if known is None:
            kind, number = key
            DueAudit.objects.create(
                cycle=cycle, kind=kind, number=number, **due_columns(link.due, on)
            )
        elif known.done_on is None and key not in kept and not _is_audited(known, case):
            DueAudit.objects.filter(pk=known.pk).update(**due_columns(link.due, on))
    return found


def _is_audited(row: DueAudit, case: CaseView) -> bool:
    """Whether a recertification audit was held and only its decision is still to come."""
    is_renewal = row.kind == V.RECERTIFICATION and row.round_id == case.round.id
    return is_renewal and Step.VISIT_CLOSED in case.done


def move_rounds(cycle: Cycle) -> None:
    """Let the rounds that are open for audits of a cycle fall due when these do."""
    rows = cycle.due.filter(done_on=None, round__ended_at__isnull=True, round__isnull=False)
    for row in rows:
        cases.move_round(case_id=cycle.case_id, round_id=row.round_id or 0, due_on=row.due_on)


def open_due_rounds(
    *, on: date, by: Actor, at: datetime, ahead_days: int | None = None
) -> tuple[int, ...]:
    """Open the rounds of what falls due soon. Doing it twice opens nothing twice.

    Cases whose present round has not ended are left alone until it has. What a round was
    opened for and did not bring, such as a surveillance whose team was withdrawn and for
    which another round came, falls due again: an audit that is due is never lost.

    Args:
        ahead_days: how long before the day; the setting when not given. Unit: days.

    Returns:
        The keys of the cases that got a round.
    """
    ahead = settings.OPEN_AHEAD_DAYS if ahead_days is None else ahead_days
    opened: list[int] = []
    for item in queries.due_items(on, ahead):
        if item.case_id not in opened and _open(item.id, by, at):
            opened.append(item.case_id)
    return tuple(opened)


@transaction.atomic
def _open(due_id: int, by: Actor, at: datetime) -> bool:
    row = DueAudit.objects.select_for_update().select_related("cycle").get(pk=due_id)
    case = cases.lock(row.cycle.case_id)
    if case.state != CaseState.SURVEILLANCE or _is_in_hand(row, case.pk):
        return False
    kind = V(row.kind)
    opened = cases.open_round(
        case_id=case.pk, kind=ROUND_OF[kind], by=by, at=at, due_on=row.due_on, reason=kind.value
    )
    row.round_id = opened.pk
    row.save(update_fields=["round"])
    return True


def _is_in_hand(row: DueAudit, case_id: int) -> bool:
    """Whether the present round of the case is the one that was opened for a due audit."""
    return row.round_id is not None and row.round_id == case_queries.case(case_id).round.id


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
                "binds": step.day == found.day and step.source == found.source,
            }
            for step in found.working
        ],
    }
