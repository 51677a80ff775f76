"""Bars from certification work, and practice at other bodies."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.journal import actions as journal
from xinheng.apps.people.models import Bar, Person, Practice
from xinheng.core.people import acts
from xinheng.core.people.bars import barring_obstacles
from xinheng.core.people.words import PracticeKind
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.lists.bars import grounds, grounds_by_key


@transaction.atomic
def record_bar(
    *,
    person_id: int,
    ground: str,
    from_on: date,
    evidence: str,
    by: Actor,
    at: datetime,
    until: date | None = None,
    decided_by: str = "",
) -> Bar:
    """Bar somebody from all certification work, for a time or for life.

    Args:
        ground: a key of the list of grounds; it says whether the bar is for life.
        until: the first free day; nothing where the ground is for life.
        decided_by: the authority or person who decided it.

    Raises:
        Refused: `by` may not, it is oneself, the ground is unknown, or the length is not its.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    known = grounds_by_key()
    refuse_if(
        [
            *acts.RECORD_BAR.duty_obstacles(by),
            *_day_obstacles(acts.RECORD_BAR, from_on, localdate(at), "from_on"),
            *barring_obstacles(
                ground, known, from_on=from_on, until=until, evidence=evidence,
                is_oneself=by.person_id == person_id,
            ),
        ]
    )  # fmt: skip
    source = known[ground].source
    made = Bar.objects.create(
        person=person, ground=ground, from_on=from_on, until=until, decided_by=decided_by,
        evidence=evidence, document=source.document, place=source.place, edition=source.edition,
        status=source.status, recorded_at=at, recorded_by_id=by.person_id,
    )  # fmt: skip
    name = next(one.zh for one in grounds() if one.key == ground)
    journal.record(
        acts.RECORD_BAR, on=made, by=by, at=at, person=person.name_zh, ground=name,
        from_on=from_on, until=until, evidence=evidence, decided_by=decided_by,
        source=str(source),
    )  # fmt: skip
    return made


@transaction.atomic
def lift_bar(*, bar_id: int, because: str, by: Actor, at: datetime) -> Bar:
    """Lift a bar that was recorded wrongly or annulled. The record stays.

    Raises:
        Refused: `by` may not, recorded it or is barred by it, it was lifted, or no reason.
    """
    row = Bar.objects.select_for_update().select_related("person").get(pk=bar_id)
    reasons = [*acts.LIFT_BAR.duty_obstacles(by)]
    source = acts.LIFT_BAR.source
    if by.person_id is None or by.person_id in (row.recorded_by_id, row.person_id):
        reasons.append(
            Violation(
                "people.lifts-own-bar",
                _("Neither who recorded a bar nor who is barred by it lifts it."), source,
            )
        )  # fmt: skip
    if row.lifted_at is not None:
        reasons.append(Violation("people.bar-lifted", _("This bar was lifted already."), source))
    if not because.strip():
        reasons.append(Violation("people.reason-missing", _("Say why."), source, field="because"))
    refuse_if(reasons)
    row.lifted_at, row.lifted_by_id, row.lifted_because = at, by.person_id, because
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    journal.record(acts.LIFT_BAR, on=row, by=by, at=at, person=row.person.name_zh, because=because)
    return row


@transaction.atomic
def record_practice(
    *,
    person_id: int,
    body: str,
    kind: PracticeKind,
    started_on: date,
    by: Actor,
    at: datetime,
    evidence: str = "",
) -> Practice:
    """Record that somebody is registered with, or works for, another body.

    Raises:
        Refused: `by` may not, no body is named, or the day lies ahead.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    reasons = [
        *(() if by.person_id == person_id else acts.RECORD_PRACTICE.duty_obstacles(by)),
        *_day_obstacles(acts.RECORD_PRACTICE, started_on, localdate(at), "started_on"),
    ]
    if not body.strip():
        reasons.append(
            Violation(
                "people.body-missing", _("Say which body."), acts.RECORD_PRACTICE.source,
                field="body",
            )
        )  # fmt: skip
    refuse_if(reasons)
    made = Practice.objects.create(
        person=person, body=body[:200], kind=kind, started_on=started_on,
        evidence=evidence[:300], recorded_at=at,
    )  # fmt: skip
    journal.record(
        acts.RECORD_PRACTICE, on=made, by=by, at=at, person=person.name_zh, body=body, how=kind,
        started_on=started_on, evidence=evidence,
    )  # fmt: skip
    return made


@transaction.atomic
def end_practice(*, practice_id: int, on: date, by: Actor, at: datetime) -> Practice:
    """Record that somebody no longer practises at another body.

    Raises:
        Refused: `by` may not or it is their own, it has ended, or the day is impossible.
    """
    row = Practice.objects.select_for_update().select_related("person").get(pk=practice_id)
    act = acts.END_PRACTICE
    reasons = [*act.duty_obstacles(by), *_day_obstacles(act, on, localdate(at), "on")]
    if by.person_id == row.person_id:
        reasons.append(
            Violation(
                "people.ends-own-practice",
                _("Another person must record that your practice elsewhere ended."), act.source,
            )
        )  # fmt: skip
    if row.ended_on is not None:
        reasons.append(Violation("people.practice-ended", _("This has already ended."), act.source))
    if on < row.started_on:
        reasons.append(
            Violation(
                "people.ends-before-start", _("The end must be after the start."), act.source,
                field="on",
            )
        )  # fmt: skip
    refuse_if(reasons)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    journal.record(act, on=row, by=by, at=at, person=row.person.name_zh, body=row.body, ended_on=on)
    return row


def _day_obstacles(act: ActKind, day: date, today: date, field: str) -> Iterator[Violation]:
    if day > today:
        yield Violation(
            "people.day-in-future", _("This day lies in the future."), act.source, field=field
        )
