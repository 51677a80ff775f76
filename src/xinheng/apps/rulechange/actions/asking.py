"""Finding out what a change of rules moves: every case by the old rules and by the new."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django_tasks import task

from xinheng.apps.journal import actions as journal
from xinheng.apps.programmes import queries as programmes
from xinheng.apps.rulechange import queries
from xinheng.apps.rulechange.models import EffectRow, Report
from xinheng.apps.rules import queries as rules
from xinheng.core.programmes.deadline import Due
from xinheng.core.programmes.request import AuditTimeResult
from xinheng.core.rulechange import acts
from xinheng.core.rulechange.effects import Change, Effect, effects
from xinheng.core.rulechange.words import MOVABLE, EffectState
from xinheng.core.rules.words import AmendmentKind, AmendmentState
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.reading import figure_to_json
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.known import rules_known
from xinheng.rulebook.loader import NotYetInForce

AT_ONCE = 200
"""Up to so many cases are gone through at once; more by a job."""
CHUNK = 500


@transaction.atomic
def ask(*, by: Actor, at: datetime, day: date | None = None, entry_id: int | None = None) -> Report:
    """Ask what the rules that begin on a day move, or what one entry into the rulebook moves.

    Few cases are gone through at once, many by a job in the background.

    Args:
        day: the first day of the new rules; the day before stands for the old ones.
        entry_id: an entry, approved or still a proposal; the same day without and with it.

    Raises:
        Refused: `by` may not, neither or both are given, or no rules were in force.
        NoAmendment: there is no such entry.
    """
    refuse_if([*acts.ASK.duty_obstacles(by), *_asking_obstacles(day, entry_id, by)])
    columns = _of_entry(entry_id, at) if entry_id is not None else _of_day(day or localdate(at))
    found = programmes.ruled_cases()
    row = Report.objects.create(
        **columns, asked_at=at, asked_by_id=by.person_id or 0, total=len(found)
    )
    refuse_if(_side_obstacles(row))
    journal.record(
        acts.ASK, on=row, by=by, at=at, entry=entry_id,
        before=f"{row.before_on} ({row.before_known})", after=f"{row.after_on} ({row.after_known})",
    )  # fmt: skip
    if len(found) <= AT_ONCE:
        make(row.pk)
        row.refresh_from_db()
    else:
        make_report.enqueue(row.pk)
    return row


@task()
def make_report(report_id: int) -> dict[str, object]:
    """Go through every case for a report, in the background."""
    return {"effects": make(report_id)}


def make(report_id: int) -> int:
    """Go through every case for a report. Beginning again after a stop loses nothing.

    Returns:
        How many effects were found.
    """
    row = Report.objects.get(pk=report_id)
    if row.is_made:
        return row.effects.count()
    row.effects.all().delete()
    change = queries.change_of(row)
    cases = programmes.ruled_cases()
    count = 0
    for start in range(0, len(cases), CHUNK):
        chunk = cases[start : start + CHUNK]
        count += _chunk(row, chunk, change)
        Report.objects.filter(pk=report_id).update(done=start + len(chunk), total=len(cases))
    Report.objects.filter(pk=report_id).update(is_made=True)
    return count


@transaction.atomic
def _chunk(row: Report, case_ids: Sequence[int], change: Change) -> int:
    facts = queries.facts_of(case_ids)
    numbers = queries.certificates_of(case_ids)
    made = [
        _effect_row(row, case_id, effect, numbers.get(case_id, ""))
        for case_id in case_ids
        for effect in effects(facts[case_id], change)
    ]
    EffectRow.objects.bulk_create(made, batch_size=200)
    return len(made)


def _effect_row(row: Report, case_id: int, effect: Effect, numbers: str) -> EffectRow:
    state = EffectState.TO_MOVE if effect.kind in MOVABLE else EffectState.LATER
    return EffectRow(
        report=row,
        case_id=case_id,
        certificates=numbers,
        kind=effect.kind,
        about=effect.about or "",
        number=effect.number,
        before_on=effect.before_on,
        after_on=effect.after_on,
        before_days=effect.before_days,
        after_days=effect.after_days,
        more_days=effect.more_days,
        shift_days=effect.shift_days,
        working={"before": _working(effect.before), "after": _working(effect.after)},
        state=state,
    )


def _working(found: Due | AuditTimeResult | tuple[Violation, ...] | None) -> list[dict[str, Any]]:
    """The derivation as it is kept: each line with its value and its source."""
    if isinstance(found, Due):
        lines = [
            {"label": step.label, "facts": _facts(step.facts), "value": step.day.isoformat(),
             "unit": "", "source": _source(step.source)}
            for step in found.working
        ]  # fmt: skip
        last = {"label": found.consequence, "facts": {}, "value": found.day.isoformat(),
                "unit": "", "source": _source(found.source)}  # fmt: skip
        return [*lines, last]
    if isinstance(found, AuditTimeResult):
        lines_of: list[dict[str, Any]] = figure_to_json(found.figure)["working"]
        return lines_of
    return [
        {"label": v.message, "facts": {n: str(f) for n, f in v.facts.items()}, "value": "",
         "unit": "", "source": _source(v.source)}
        for v in found or ()
    ]  # fmt: skip


def _facts(facts: Mapping[str, object]) -> dict[str, str]:
    """Facts as texts: a word of the house by its English name, which the fronts translate."""
    return {name: str(getattr(value, "label", value)) for name, value in facts.items()}


def _source(source: Source) -> dict[str, str]:
    return {"document": source.document, "place": source.place, "edition": source.edition,
            "status": source.status}  # fmt: skip


def _of_day(day: date) -> dict[str, Any]:
    return {
        "before_on": day - timedelta(days=1),
        "after_on": day,
        "before_known": rules_known(),
        "after_known": rules_known(),
    }


def _of_entry(entry_id: int, at: datetime) -> dict[str, Any]:
    found = rules.amendment(entry_id)
    # An entry about the past moves only what is still to come.
    on = max(found.valid_from, localdate(at))
    is_trial = found.number is None
    after = rules_known() if found.number is None else found.number
    return {
        "entry_id": entry_id,
        "is_trial": is_trial,
        "before_on": on,
        "after_on": on,
        "before_known": after if is_trial else after - 1,
        "after_known": after,
    }


def _asking_obstacles(day: date | None, entry_id: int | None, by: Actor) -> list[Violation]:
    found = list(rules.person_obstacles(by))
    if (day is None) == (entry_id is None):
        found.append(
            Violation(
                "rulechange.what", _("Name a day or an entry into the rulebook."), acts.CHANGES,
                {}, "day",
            )
        )  # fmt: skip
    if entry_id is not None:
        entry = rules.amendment(entry_id)
        is_dropped = entry.state in (AmendmentState.DECLINED, AmendmentState.TAKEN_BACK)
        if is_dropped or entry.kind not in AmendmentKind:
            found.append(
                Violation(
                    "rulechange.entry-dropped", _("This entry was declined or taken back."),
                    acts.CHANGES, {}, "entry",
                )
            )  # fmt: skip
    return found


def _side_obstacles(row: Report) -> list[Violation]:
    try:
        queries.change_of(row)
    except NotYetInForce as absent:
        return [
            Violation(
                "rulechange.no-rules", _("No rules were in force: %(why)s"), acts.CHANGES,
                {"why": str(absent)}, "day",
            )
        ]  # fmt: skip
    return []
