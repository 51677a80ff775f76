"""What of the body's own duties is missing, overdue, due soon and in order on a day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.timezone import localdate

from xinheng.apps.governance.queries.matters import all_open
from xinheng.apps.governance.queries.records import RUNNING, RecordView, all_alive
from xinheng.apps.people import queries as people
from xinheng.core.governance.duties import ORDER, DutyLine, next_due, standing_of
from xinheng.core.governance.fields import day_of, number_of
from xinheng.core.governance.kinds import Kind
from xinheng.core.governance.matters import source_of
from xinheng.core.governance.rules import COMMITTEE
from xinheng.core.governance.sources import COMPLAINTS, CONFIDENTIALITY, STRUCTURE, UNITS
from xinheng.core.governance.words import Group, Life, RecordState, Standing
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import Bilingual
from xinheng.rulebook.governance import days, number
from xinheng.rulebook.lists.governance import kinds

WAITS_FOR_APPROVAL = Bilingual("待他人批准", "Waits for another person's approval")
UNIT_UNKNOWN = Bilingual("分支机构尚无控制记录", "A branch office has no control record")
UNDERTAKING = Bilingual(
    "人员尚未签署保密承诺", "Somebody has not signed the confidentiality undertaking"
)
UNBALANCED = Bilingual("公正性委员会利益失衡", "The committee for impartiality is not balanced")
FORWARD = Bilingual("将投诉转告被投诉客户", "Pass the complaint on to the client")
MATTER = Bilingual("投诉或申诉的下一步", "Next step of a complaint or appeal")
MOST_NAMES = 5


def duties(on: date, *, viewer: Actor | None = None) -> tuple[DutyLine, ...]:
    """Every duty of the body on a day, the most pressing first.

    Args:
        viewer: keeps only what this person owns or keeps the kind of.
    """
    found = [*_of_records(on), *_branches(), *_undertakings(), *_committee(on), *_matters(on)]
    if viewer is not None:
        duty_of = {kind.key: kind.duty for kind in kinds()}
        found = [
            line
            for line in found
            if line.owner_id == viewer.person_id
            or viewer.holds_any((duty_of.get(line.kind, Duty.OVERSEE), Duty.OVERSEE))
        ]
    far = date.max
    return tuple(sorted(found, key=lambda line: (ORDER.index(line.standing), line.due_on or far)))


def _of_records(on: date) -> Iterator[DutyLine]:
    by_kind: dict[str, list[RecordView]] = {}
    for row in all_alive():
        by_kind.setdefault(row.kind.key, []).append(row)
    terms = days(on)
    for kind in kinds():
        rows = by_kind.get(kind.key, [])
        yield from _running(kind, rows, on, terms["soon_days"])
        if kind.life == Life.STANDING:
            yield from _standing(kind, rows, on, terms)
        elif kind.every_months:
            yield from _coming_round(kind, rows, on, terms["soon_days"])


def _running(kind: Kind, rows: list[RecordView], on: date, soon: int) -> Iterator[DutyLine]:
    for row in rows:
        if row.state not in RUNNING:
            continue
        waits = kind.life == Life.STANDING
        due_on = row.due_on or localdate(row.opened_at) + timedelta(days=soon)
        what = WAITS_FOR_APPROVAL if waits else kind.label
        yield _line(kind, what, row, due_on, standing_of(due_on, on, soon))


def _standing(
    kind: Kind, rows: list[RecordView], on: date, terms: dict[str, int]
) -> Iterator[DutyLine]:
    in_force = [row for row in rows if row.state == RecordState.IN_FORCE]
    expires = kind.key == "liability-cover"
    soon = terms["expiry_warning_days" if expires else "soon_days"]
    for row in in_force:
        if row.next_on is not None:
            standing = standing_of(row.next_on, on, soon)
            yield _line(kind, kind.label, row, row.next_on, standing)
    if not in_force and kind.is_wanted:
        yield _missing(kind)


def _coming_round(kind: Kind, rows: list[RecordView], on: date, soon: int) -> Iterator[DutyLine]:
    last = max((row for row in rows if row.state == RecordState.CLOSED), key=_done_on, default=None)
    if last is None:
        if kind.is_wanted:
            yield _missing(kind)
        return
    due_on = next_due(_done_on(last), int(number_of(last.values, "interval_months"))
                      or kind.every_months)  # fmt: skip
    yield _line(kind, kind.label, last, due_on, standing_of(due_on, on, soon))


def _done_on(row: RecordView) -> date:
    settled = localdate(row.settled_at) if row.settled_at else date.min
    return day_of(row.values, "held_on") or settled


def _line(
    kind: Kind, what: Bilingual, row: RecordView, due_on: date | None, standing: Standing
) -> DutyLine:
    return DutyLine(
        kind.group, kind.key, what, f"{row.number} {row.title}", due_on, standing, kind.source,
        owner_id=row.owner_id, owner=row.owner, record_id=row.id,
        organisation_id=row.organisation_id,
    )  # fmt: skip


def _missing(kind: Kind) -> DutyLine:
    return DutyLine(kind.group, kind.key, kind.label, "", None, Standing.MISSING, kind.source)


def _gap(group: Group, kind: str, what: Bilingual, about: str, source: Source) -> DutyLine:
    return DutyLine(group, kind, what, about, None, Standing.MISSING, source)


def _branches() -> Iterator[DutyLine]:
    known = {row.branch_id for row in all_alive() if row.kind.key == "unit"}
    for branch in people.branches():
        if branch.pk not in known:
            yield _gap(Group.ORGANISATION, "unit", UNIT_UNKNOWN, branch.name_zh, UNITS)


def _undertakings() -> Iterator[DutyLine]:
    """Who of the body has not signed; one line for all.

    Source: ISO/IEC 17021-1:2015, 8.4.
    """
    signed = {row.values.get("person") for row in all_alive() if row.kind.key == "undertaking"}
    missing = [name for key, name in people.persons_of_body().items() if key not in signed]
    if missing:
        shown = "、".join(missing[:MOST_NAMES]) + ("…" if len(missing) > MOST_NAMES else "")
        about = f"{len(missing)}: {shown}"
        yield _gap(Group.CONFIDENTIALITY, "undertaking", UNDERTAKING, about, CONFIDENTIALITY)


def _committee(on: date) -> Iterator[DutyLine]:
    interests = [
        str(row.values.get("interest"))
        for row in all_alive()
        if row.kind.key == COMMITTEE
        and row.state == RecordState.IN_FORCE
        and (row.valid_until is None or row.valid_until >= on)
    ]
    if not interests:
        return
    most = max(Counter(interests).values())
    if most > number("committee_share", on) * len(interests):
        about = f"{most}/{len(interests)}"
        yield DutyLine(
            Group.IMPARTIALITY, COMMITTEE, UNBALANCED, about, None, Standing.OVERDUE, STRUCTURE
        )


def _matters(on: date) -> Iterator[DutyLine]:
    for row in all_open():
        about = f"{row.number} {row.subject}"
        for what, due_on, source in (
            (MATTER, row.due_on, source_of(row.kind)),
            (FORWARD, row.forward_by, COMPLAINTS),
        ):
            if due_on is not None:
                yield DutyLine(
                    Group.MATTERS, "", what, about, due_on, standing_of(due_on, on, 3), source,
                    matter=row.number, organisation_id=row.organisation_id,
                )  # fmt: skip
