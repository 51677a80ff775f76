"""Moving what was chosen to the new rules, case by case. Doing it twice moves nothing twice."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django_tasks import task

from xinheng.apps.cases import actions as cases
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people_actions
from xinheng.apps.people import queries as people
from xinheng.apps.programmes import actions as programmes
from xinheng.apps.programmes import queries as programmes_queries
from xinheng.apps.rulechange import queries
from xinheng.apps.rulechange.models import EffectRow, Move, Report
from xinheng.core.programmes.request import AuditTimeResult
from xinheng.core.programmes.words import VisitKind
from xinheng.core.rulechange import acts
from xinheng.core.rulechange.effects import Change, Effect, effects
from xinheng.core.rulechange.words import EffectKind, EffectState
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case

AT_ONCE = 20
"""Up to so many effects are moved at once; more by a job."""
CHUNK = 500


@transaction.atomic
def move(*, report_id: int, effect_ids: Sequence[int], by: Actor, at: datetime) -> Move:
    """Move the chosen effects to the new rules: few at once, many by a job.

    What was moved before is left alone; each case is journalled by itself.

    Raises:
        Refused: `by` may not, the report is a trial or not made yet, or nothing is left to move.
        NoReport: there is none of that key.
    """
    report = Report.objects.select_for_update().get(pk=report_id)
    chosen = queries.movable(report_id, effect_ids)
    refuse_if([*acts.MOVE.duty_obstacles(by), *_obstacles(report, chosen, by)])
    row = Move.objects.create(
        report=report, effect_ids=list(chosen), asked_at=at, asked_by_id=by.person_id or 0,
        total=len(chosen),
    )  # fmt: skip
    journal.record(acts.MOVE, on=row, by=by, at=at, count=len(chosen), report=report_id)
    if len(chosen) <= AT_ONCE:
        carry_out(row.pk, at.isoformat())
        row.refresh_from_db()
    else:
        carry_out_move.enqueue(row.pk, at.isoformat())
    return row


@task()
def carry_out_move(move_id: int, at: str) -> dict[str, object]:
    """Move what was chosen, in the background."""
    return {"moved": carry_out(move_id, at)}


def carry_out(move_id: int, at: str) -> int:
    """Move every chosen effect that was not moved yet, each case in a transaction of its own.

    Args:
        at: the moment it was asked for, as ISO 8601.

    Returns:
        How many effects were moved by this call.
    """
    row = Move.objects.select_related("report").get(pk=move_id)
    moment = datetime.fromisoformat(at)
    by = people.actor_of(row.asked_by_id, on=localdate(moment))
    change = queries.change_of(row.report)
    waiting = EffectRow.objects.filter(pk__in=row.effect_ids).exclude(
        state__in=[EffectState.MOVED, EffectState.FOLLOWED]
    )
    pairs = waiting.order_by("case_id", "pk").values_list("case_id", "pk")
    moved = refused = 0
    total = len(row.effect_ids)
    left = total - waiting.count()
    for case_id, found in groupby(pairs, key=lambda pair: pair[0]):
        keys = [pk for _case, pk in found]
        done = _move_case(row.report, case_id, keys, change, by, moment)
        moved += done
        refused += len(keys) - done
        Move.objects.filter(pk=move_id).update(done=left + moved + refused, refused=refused)
    Move.objects.filter(pk=move_id).update(done=total, refused=refused, finished=True)
    return moved


@transaction.atomic
def _move_case(
    report: Report, case_id: int, keys: Sequence[int], change: Change, by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """Move the chosen effects of one case; gives how many. What is refused says why."""
    locked = cases.lock(case_id)
    rows = list(
        EffectRow.objects.select_for_update()
        .filter(_with_their_chain(keys), report=report, case_id=case_id)
        .exclude(state__in=[EffectState.MOVED, EffectState.FOLLOWED])
        .order_by("pk")
    )
    now = {
        (effect.kind.value, (effect.about or ""), effect.number): effect
        for effect in effects(queries.facts_of([case_id])[case_id], change)
    }
    moved = []
    for row in rows:
        effect = now.get((row.kind, row.about, row.number))
        reasons: tuple[Violation, ...] = () if effect else (_gone(),)
        # A day that stays may still get another consequence.
        if effect is not None and (effect.kind == EffectKind.DUE or not effect.is_moved):
            reasons = _moved(locked, effect, report, by, at)
        if reasons:
            row.state = EffectState.REFUSED
            row.reasons = [
                {"message": v.message, "facts": {n: str(f) for n, f in v.facts.items()}}
                for v in reasons
            ]
        else:
            row.state, row.reasons = EffectState.MOVED, []
            row.moved_at, row.moved_by_id = at, by.person_id
            moved.append(row)
        row.save(update_fields=["state", "reasons", "moved_at", "moved_by"])
    if moved:
        cases.touch(locked)
        journal.record(
            acts.MOVED, on=report, by=by, at=at, case_id=case_id,
            organisation_id=locked.organisation_id, rules_on=report.after_on,
            rules_known=report.after_known, what="; ".join(_said(row) for row in moved),
        )  # fmt: skip
    return sum(row.pk in keys for row in moved)


def _with_their_chain(keys: Sequence[int]) -> Q:
    """The chosen effects, and every due day of the case where one of them was chosen."""
    if EffectRow.objects.filter(pk__in=keys, kind=EffectKind.DUE).exists():
        return Q(pk__in=keys) | Q(kind=EffectKind.DUE)
    return Q(pk__in=keys)


def _moved(
    locked: "Case", effect: Effect, report: Report, by: Actor, at: datetime
) -> tuple[Violation, ...]:
    """Move one effect; why it could not be, if it could not."""
    try:
        with transaction.atomic(), queries.after_rules(report):
            if effect.kind == EffectKind.DUE:
                programmes.move_cycle(locked, begins_on=report.after_on)
            elif effect.kind == EffectKind.ROUND and isinstance(effect.after, AuditTimeResult):
                programmes.reckon_by_new_rules(locked, result=effect.after, by=by, at=at)
            elif effect.kind == EffectKind.WINDOW and effect.after_on and effect.about:
                programmes.move_windows(
                    locked, last_days={VisitKind(effect.about): effect.after_on}, by=by, at=at
                )
            elif isinstance(effect.after, tuple):
                return effect.after
    except Refused as refusal:
        return refusal.violations
    return ()


def _said(row: EffectRow) -> str:
    before = row.before_on or row.before_days
    after = row.after_on or row.after_days
    return f"{row.kind} {row.about}: {before} → {after}"


def _gone() -> Violation:
    return Violation(
        "rulechange.gone", _("The case has moved on; the change does not touch it any more."),
        acts.CHANGES,
    )  # fmt: skip


def _obstacles(report: Report, chosen: Sequence[int], by: Actor) -> list[Violation]:
    found = []
    if by.person_id is None:
        found.append(
            Violation("rulechange.nobody", _("A person must answer for this."), acts.CHANGES)
        )
    if report.is_trial:
        found.append(
            Violation(
                "rulechange.trial",
                _("The entry was not approved when this was reckoned; nothing is moved to it."),
                acts.CHANGES,
            )
        )
    if not report.is_made:
        found.append(
            Violation("rulechange.not-made", _("The report is not complete yet."), acts.CHANGES)
        )
    if not chosen:
        found.append(
            Violation(
                "rulechange.nothing-chosen", _("Nothing chosen is left to move."), acts.CHANGES
            )
        )
    return found


def note_followed(*, on: date, at: datetime) -> int:
    """Note which reported due days the clockwork has moved, because their rules have begun.

    For the clockwork, after the cycles were reckoned again. Those who plan audits are told.

    Returns:
        How many effects followed by themselves.
    """
    rows = EffectRow.objects.filter(
        kind=EffectKind.DUE, state__in=[EffectState.TO_MOVE, EffectState.REFUSED],
        report__is_trial=False, report__is_made=True, report__after_on__lte=on,
    )  # fmt: skip
    stand = programmes_queries.standing_days(rows.values("case_id"))
    followed = [
        row.pk
        for row in rows.only("case_id", "about", "number", "after_on")
        if stand.get((row.case_id, row.about, row.number)) == row.after_on
    ]
    for start in range(0, len(followed), CHUNK):
        some = EffectRow.objects.filter(pk__in=followed[start : start + CHUNK])
        some.update(state=EffectState.FOLLOWED, reasons=[])
    if followed:
        people_actions.tell(
            message=_("New rules have begun: %(count)s due days of your reports followed them."),
            facts={"count": len(followed)}, case_id=None, at=at, duty=Duty.PLAN_AUDITS,
        )  # fmt: skip
    return len(followed)
