"""Questions about what the body entered into its rulebook."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import OperationalError, ProgrammingError, connection
from django.db.models import Q

from xinheng.apps.rules.models import Amendment, Confirmation, KnownRules
from xinheng.core.rules import acts
from xinheng.core.rules.lifecycle import AMENDMENT, AmendmentFacts
from xinheng.core.rules.words import AmendmentKind, AmendmentState
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook import trial
from xinheng.rulebook.known import Chosen, Confirmed, Entered, Known, NoRuleSet, RuleSet
from xinheng.rulebook.loader import NotYetInForce, Table, Version, table
from xinheng.rulebook.register import NoRule, RowChange, row_changes, row_ids
from xinheng.rulebook.settings import TABLE as SETTINGS
from xinheng.rulebook.settings import fence_problem

NoAmendment = Amendment.DoesNotExist
NoConfirmation = Confirmation.DoesNotExist
DAY = "$day"


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """An entry into the rulebook and where it stands. `number` is the rule set it made."""

    id: int
    kind: AmendmentKind
    state: AmendmentState
    table: str
    edition: str
    valid_from: date
    target: str
    value: str
    reason: str
    evidence: str
    file_id: int | None
    proposed_at: datetime
    proposed_by: str
    proposed_by_id: int
    answered_at: datetime | None
    answered_by: str
    note: str
    number: int | None

    @property
    def is_open(self) -> bool:
        return self.state == AmendmentState.PROPOSED

    @property
    def about(self) -> str:
        """The edition, or what was chosen."""
        return self.edition or f"{self.target} = {self.value}"


@dataclass(frozen=True, slots=True)
class ConfirmationView:
    """Who held which rule against what, and when."""

    id: int
    target: str
    evidence: str
    file_id: int | None
    confirmed_on: date
    confirmed_by: str
    number: int
    ended_at: datetime | None
    ended_because: str


@dataclass(frozen=True, slots=True)
class RuleSetView:
    """A rule set in the row of rule sets: its number, since when it is known, what made it."""

    number: int
    known_at: datetime
    mark: str
    amendment_id: int | None
    about: str


class Entries:
    """The body's entries as the rulebook asks for them."""

    def latest(self) -> RuleSet:
        """The newest rule set: one row by its key. The shipped one before there are tables."""
        try:
            row = KnownRules.objects.order_by("-number").values_list("number", "mark").first()
        except (OperationalError, ProgrammingError):
            if KnownRules._meta.db_table in connection.introspection.table_names():
                raise
            return RuleSet()
        return RuleSet(*row) if row else RuleSet()

    def at(self, number: int) -> RuleSet:
        """A rule set of the past. Raises NoRuleSet."""
        mark = KnownRules.objects.filter(pk=number).values_list("mark", flat=True).first()
        if mark is None:
            raise NoRuleSet(f"rule set {number}")
        return RuleSet(number, mark)

    def entries(self, rule_set: RuleSet) -> tuple[Known, ...]:
        """Everything entered up to a rule set, in the order of their numbers."""
        upto = rule_set.number
        amendments = Amendment.objects.filter(known_id__lte=upto)
        standing = Confirmation.objects.filter(known_id__lte=upto).filter(
            Q(ended__isnull=True) | Q(ended_id__gt=upto)
        )
        found = [*(known_of(row) for row in amendments), *(_confirmed(row) for row in standing)]
        return tuple(sorted(found, key=lambda item: item.number))


def known_of(row: Amendment) -> Known:
    """An entry as the rulebook takes it, whether it was approved or not."""
    number = row.known_id or 0
    if row.kind == AmendmentKind.CHOICE:
        checked = row.proposed_at.date() if row.evidence else None
        return Chosen(row.target, row.value, row.valid_from, number, checked)
    return Entered(
        table=row.table,
        edition=row.edition,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        document=row.document,
        place=row.place,
        status=row.status,
        rows=tuple(_from_json(each) for each in row.rows),
        head=row.head,
        number=number,
    )


def _confirmed(row: Confirmation) -> Confirmed:
    return Confirmed(row.target, frozenset(row.contents), row.confirmed_on, row.known_id or 0)


def to_json(value: Any) -> Any:
    """A row as it is stored: days are told from texts."""
    if isinstance(value, Mapping):
        return {name: to_json(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(inner) for inner in value]
    return {DAY: value.isoformat()} if isinstance(value, date) else value


def _from_json(value: Any) -> Any:
    if isinstance(value, Mapping):
        if set(value) == {DAY}:
            return date.fromisoformat(value[DAY])
        return {name: _from_json(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_from_json(inner) for inner in value]
    return value


def amendments(*, open_only: bool = False) -> tuple[AmendmentView, ...]:
    """Every entry into the rulebook, newest first."""
    rows = Amendment.objects.select_related("proposed_by", "answered_by").order_by("-pk")
    if open_only:
        rows = rows.filter(state=AmendmentState.PROPOSED)
    return tuple(_view(row) for row in rows)


def amendment(amendment_id: int) -> AmendmentView:
    """One entry. Raises NoAmendment."""
    return _view(
        Amendment.objects.select_related("proposed_by", "answered_by").get(pk=amendment_id)
    )


def changes_of(amendment_id: int) -> tuple[RowChange, ...]:
    """Row by row what an edition or correction says differently from what it follows."""
    item = known_of(Amendment.objects.get(pk=amendment_id))
    return preview(item) if isinstance(item, Entered) else ()


def preview(item: Entered) -> tuple[RowChange, ...]:
    """Row by row what an edition says differently from the one it corrects or follows."""
    try:
        of = table(item.table)
    except LookupError:
        of = Table(item.table, "", ())
    before = [v for v in of.versions if v.valid_from <= item.valid_from and v.known != item.number]
    if item.number == 0:
        before = [v for v in of.versions if v.valid_from <= item.valid_from]
    source = of.versions[-1].source if of.versions else None
    after = Version(item.edition, item.valid_from, None, of.unit, source, item.status, item.rows)  # type: ignore[arg-type]
    return row_changes(of, before[-1] if before else None, after, item.valid_from, item.valid_from)


def known_entry(amendment_id: int) -> Known:
    """An entry as the rulebook takes it. Raises NoAmendment."""
    return known_of(Amendment.objects.get(pk=amendment_id))


@answered_once
def confirmations() -> tuple[ConfirmationView, ...]:
    """Every confirmation, newest first."""
    rows = Confirmation.objects.select_related("confirmed_by").order_by("-pk")
    return tuple(
        ConfirmationView(
            row.pk, row.target, row.evidence, row.file_id, row.confirmed_on,
            row.confirmed_by.name_zh, row.known_id or 0, row.ended_at, row.ended_because,
        )
        for row in rows
    )  # fmt: skip


def confirmations_of(targets: Collection[str]) -> dict[str, ConfirmationView]:
    """The confirmations that stand, newest for each of these ids or of what contains it."""
    found: dict[str, ConfirmationView] = {}
    for each in reversed(confirmations()):
        if each.ended_at is None:
            for target in targets:
                if target == each.target or target.startswith(
                    (f"{each.target}@", f"{each.target}#")
                ):
                    found[target] = each
    return found


def rule_sets() -> tuple[RuleSetView, ...]:
    """Every rule set, newest first, and what made it."""
    rows = KnownRules.objects.select_related(
        "amendment", "confirmation", "ended_confirmation"
    ).order_by("-number")
    return tuple(_rule_set(row) for row in rows)


def _rule_set(row: KnownRules) -> RuleSetView:
    made = getattr(row, "amendment", None)
    if made is not None:
        return RuleSetView(row.number, row.known_at, row.mark, made.pk, _about(made))
    seen = getattr(row, "confirmation", None) or getattr(row, "ended_confirmation", None)
    return RuleSetView(row.number, row.known_at, row.mark, None, seen.target if seen else "")


def _about(row: Amendment) -> str:
    return f"{row.table} {row.edition}" if row.edition else f"{row.target} = {row.value}"


def answer_obstacles(row: AmendmentView, move: str, by: Actor, note: str) -> tuple[Violation, ...]:
    """Why somebody may not answer an entry in this way."""
    facts = AmendmentFacts(row.proposed_by_id, by.person_id, note)
    return tuple(AMENDMENT.obstacles(move, origin=row.state, by=by, facts=facts))


def _view(row: Amendment) -> AmendmentView:
    return AmendmentView(
        id=row.pk,
        kind=AmendmentKind(row.kind),
        state=AmendmentState(row.state),
        table=row.table,
        edition=row.edition,
        valid_from=row.valid_from,
        target=row.target,
        value=row.value,
        reason=row.reason,
        evidence=row.evidence,
        file_id=row.file_id,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by.name_zh,
        proposed_by_id=row.proposed_by_id,
        answered_at=row.answered_at,
        answered_by=row.answered_by.name_zh if row.answered_by else "",
        note=row.note,
        number=row.known_id,
    )


def next_number() -> int:
    """The number the next rule set will have."""
    last = KnownRules.objects.order_by("-number").first()
    return (last.number if last else 0) + 1


def content_mark_of(row: Amendment) -> str:
    """The fingerprint of what an entry says."""
    said = {
        name: str(getattr(row, name))
        for name in ("kind", "table", "edition", "valid_from", "valid_until", "document", "place",
                     "status", "target", "value", "evidence")
    }  # fmt: skip
    text = json.dumps([said, row.head, row.rows], sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def reason_obstacles(reason: str, by: Actor, name: str = "reason") -> Iterator[Violation]:
    """An entry has a reason, and a person who answers for it."""
    if not reason.strip():
        yield Violation("rules.reason-missing", _("Say why."), acts.KEPT, {}, name)
    yield from person_obstacles(by)


def person_obstacles(by: Actor) -> Iterator[Violation]:
    """The rulebook is kept by persons, not by the clockwork."""
    if by.person_id is None:
        yield Violation(
            "rules.nobody", _("A person must answer for an entry into the rulebook."), acts.KEPT
        )


def choice_obstacles(target: str, value: str, valid_from: date) -> Iterator[Violation]:
    """Why a value may not be chosen: nothing to choose there, or not this value."""
    row = _choosable(target, valid_from)
    if row is None:
        yield Violation(
            "rules.not-choosable", _("There is nothing to choose at “%(id)s”."), acts.KEPT,
            {"id": target}, "target",
        )  # fmt: skip
        return
    if "conflict_values" in row:
        if value not in row["conflict_values"]:
            yield Violation(
                "rules.value-not-printed",
                _("No source prints %(value)s; they print %(values)s."),
                acts.KEPT,
                {"value": value, "values": ", ".join(row["conflict_values"])},
                "value",
            )
    elif problem := fence_problem(row, value):
        yield Violation(
            "rules.value-outside", _("This value may not be chosen: %(why)s"), acts.KEPT,
            {"why": problem}, "value",
        )  # fmt: skip
        return
    yield from trial.problems(Chosen(target, value, valid_from), valid_from)


def _choosable(target: str, on: date) -> Mapping[str, Any] | None:
    """The row of a setting, or of a conflict, that somebody may choose a value for."""
    if target.startswith(f"{SETTINGS}#"):
        try:
            rows = table(SETTINGS).on(on).rows
        except NotYetInForce:
            return None
        key = target.removeprefix(f"{SETTINGS}#")
        return next((row for row in rows if row["key"] == key), None)
    try:
        rows_of = tuple(row_ids(target)) if "#" in target else ()
    except NoRule:
        return None
    fit = [
        row for _id, row in rows_of if "conflict_values" in row and "conflict_setting" not in row
    ]
    return fit[0] if fit else None


def fit_obstacles(row: Amendment) -> tuple[Violation, ...]:
    """Why an entry does not fit the rulebook as it is known now."""
    item = known_of(row)
    if isinstance(item, Chosen):
        return tuple(choice_obstacles(item.target, item.value, item.valid_from))
    try:
        of = table(row.table)
    except LookupError:
        return ()
    starts = {version.valid_from for version in of.versions}
    if (row.kind == AmendmentKind.CORRECTION) != (row.valid_from in starts):
        return (
            Violation(
                "rules.overtaken",
                _("The table has changed since this was proposed; enter it anew."),
                acts.KEPT,
            ),
        )
    return trial.problems(item, row.valid_from)
