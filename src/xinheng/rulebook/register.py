"""The register of rules: what is in force on a day, one rule by its id, and what changed.

Ids: `md5_qms` is a table, `md5_qms@2023-06-14` the edition in force from that day,
`md5_qms@2023-06-14#626` one of its rows; `list:records.records` is a shipped list
and `list:records.records#contract` one of its rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from xinheng.core.shared.source import CONFIRMED, Source, Verified, bears_mark
from xinheng.rulebook import known
from xinheng.rulebook.known import RuleSet
from xinheng.rulebook.listed import Listed, lists
from xinheng.rulebook.loader import NotYetInForce, Row, Table, Version, table, table_keys
from xinheng.rulebook.overlay import row_names
from xinheng.rulebook.settings import TABLE as SETTINGS
from xinheng.rulebook.settings import choices_on

LIST = "list:"
WEAKEST_FIRST = (
    Verified.ABSENT, Verified.MEMORY, Verified.CONFLICT, Verified.PRACTICE, Verified.ONCE,
)  # fmt: skip
NOT_CELLS = ("status", "evidence", "document", "place", "edition", "conflict_evidence")


class NoRule(LookupError):  # noqa: N818  exceptions of this house are named as facts
    """The register has no rule of that id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition of a table, or one list, as it stands in the register.

    `statuses` counts its rows by how far they were checked; `status` is the weakest.
    `known` is the rule set that entered it, 0 when it was shipped. A list has no days.
    """

    id: str
    kind: str
    key: str
    title: str
    title_zh: str
    edition: str
    valid_from: date | None
    valid_until: date | None
    unit: str
    source: Source
    status: str
    statuses: Mapping[str, int]
    schemes: tuple[str, ...]
    count: int
    known: int = 0

    @property
    def bears_mark(self) -> bool:
        """Whether at least one of its numbers must be shown with a mark."""
        return any(bears_mark(status) for status in self.statuses)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One row of an edition. `cells` is what it says; `conflict` the values that sources print."""

    id: str
    name: str
    cells: Mapping[str, Any]
    source: Source
    status: str
    evidence: tuple[str, ...]
    conflict: tuple["Reading", ...] = ()
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One of several values that sources print for the same cell."""

    value: str
    evidence: tuple[str, ...]
    is_used: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule with its rows and, for a table, its other editions."""

    entry: Entry
    rows: tuple[RuleRow, ...]
    editions: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class CellChange:
    """What one cell said before and says after; None where it was not there."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came, went or says something else."""

    name: str
    cells: tuple[CellChange, ...]
    kind: str  # added, removed, changed


@dataclass(frozen=True, slots=True)
class Change:
    """What changed of one rule between two days. One side is None where it was not in force."""

    key: str
    title: str
    title_zh: str
    before: Entry | None
    after: Entry | None
    rows: tuple[RowChange, ...]


def in_force(day: date) -> tuple[Entry, ...]:
    """Everything in force on a day: an edition of each table, and the shipped lists.

    Raises:
        NotYetInForce: the day is before the first edition of every table.
    """
    found = []
    for key in table_keys():
        of = table(key)
        found += [_entry(of, version, day) for version in of.versions if version.holds_on(day)]
    if not found:
        first = min(table(key).versions[0].valid_from for key in table_keys())
        raise NotYetInForce(f"no rule is in force on {day}; the first is from {first}")
    return (*found, *(_list_entry(each) for each in lists()))


def editions() -> tuple[Entry, ...]:
    """Every edition of every table, whatever the day."""
    return tuple(_entry(of, version) for of in map(table, table_keys()) for version in of.versions)


def show(rule_id: str, on: date | None = None) -> Shown:
    """One rule by its id. Of a table without a day in its id, the edition in force on `on`.

    Raises:
        NoRule: there is no such rule.
        NotYetInForce: the table has no edition on that day.
    """
    whole, _, row = rule_id.partition("#")
    shown = _show_list(whole) if whole.startswith(LIST) else _show_table(whole, on)
    if not row:
        return shown
    rows = tuple(each for each in shown.rows if each.name == row)
    if not rows:
        raise NoRule(rule_id)
    return Shown(shown.entry, rows, shown.editions)


def diff(first: date, second: date) -> tuple[Change, ...]:
    """What changed of the tables between two days; what stayed the same is left out."""
    found = []
    for key in table_keys():
        of = table(key)
        before, after = _on(of, first), _on(of, second)
        rows = row_changes(of, before, after, first, second)
        if not rows and (before is after or (before and after and before.edition == after.edition)):
            continue
        found.append(
            Change(
                key, of.title, of.title_zh,
                _entry(of, before, first) if before else None,
                _entry(of, after, second) if after else None,
                rows,
            )
        )  # fmt: skip
    return tuple(found)


def row_changes(
    of: Table, before: Version | None, after: Version | None, first: date, second: date
) -> tuple[RowChange, ...]:
    """Row by row what two editions say differently, settings with what the body chose."""
    old, new = _named(of, before, first), _named(of, after, second)
    found = []
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name, {}), new.get(name, {})
        cells = tuple(
            CellChange(column, was.get(column), now.get(column))
            for column in dict.fromkeys((*was, *now))
            if was.get(column) != now.get(column)
        )
        if cells:
            kind = "added" if not was else "removed" if not now else "changed"
            found.append(RowChange(name, cells, kind))
    return tuple(found)


def row_ids(rule_id: str) -> Iterator[tuple[str, Row]]:
    """Every row that an id covers, with its full id: of a table, an edition or a row.

    Raises:
        NoRule: there is no such rule.
    """
    key, _, rest = rule_id.partition("@")
    start, _, row = rest.partition("#")
    try:
        of = table(key)
    except LookupError as unknown:
        raise NoRule(rule_id) from unknown
    found = False
    for version in of.versions:
        edition = f"{key}@{version.valid_from}"
        if start and start != str(version.valid_from):
            continue
        for name, each in zip(row_names(version.rows, of.identity), version.rows, strict=True):
            if not row or row == name:
                found = True
                yield f"{edition}#{name}", each
    if not found:
        raise NoRule(rule_id)


def status_now(source: Source) -> str:
    """How far what a source says is checked now: confirmed since, where every row of it is."""
    now = known.rule_set()
    if now.number == 0 and not now.trial:
        return source.status
    found = _statuses_by_place(now).get(
        (source.document, source.place, source.edition), frozenset()
    )
    every_row_is_confirmed = found and all(status.startswith(CONFIRMED) for status in found)
    return max(found) if every_row_is_confirmed else source.status


@lru_cache(maxsize=8)
def _statuses_by_place(of: RuleSet) -> Mapping[tuple[str, str, str], frozenset[str]]:
    found: dict[tuple[str, str, str], set[str]] = {}
    for key in table_keys():
        for version in table(key).versions:
            for row in version.rows:
                source = version.source
                place = (
                    str(row.get("document", source.document)),
                    str(row.get("place", source.place)),
                    str(row.get("edition", source.edition)),
                )
                found.setdefault(place, set()).add(str(row["status"]))
    return {place: frozenset(statuses) for place, statuses in found.items()}


def _on(of: Table, day: date) -> Version | None:
    return next((version for version in of.versions if version.holds_on(day)), None)


def _named(of: Table, version: Version | None, day: date) -> dict[str, dict[str, Any]]:
    if version is None:
        return {}
    names = row_names(version.rows, of.identity)
    rows = {name: dict(row) for name, row in zip(names, version.rows, strict=True)}
    if of.key == SETTINGS:
        for key, choice in choices_on(day).items():
            if key in rows:
                rows[key]["value"] = choice.value
    return rows


def _show_table(whole: str, on: date | None) -> Shown:
    key, _, start = whole.partition("@")
    try:
        of = table(key)
    except LookupError as unknown:
        raise NoRule(whole) from unknown
    every = tuple(_entry(of, version) for version in of.versions)
    if start:
        version = next((v for v in of.versions if str(v.valid_from) == start), None)
        if version is None:
            raise NoRule(whole)
    else:
        version = of.on(on) if on else of.versions[-1]
    day = on or version.valid_from
    rows = zip(row_names(version.rows, of.identity), version.rows, strict=True)
    chosen = choices_on(day) if key == SETTINGS else {}
    shown = tuple(_row(of, version, name, row, chosen) for name, row in rows)
    return Shown(_entry(of, version, on), shown, every)


def _row(of: Table, version: Version, name: str, row: Row, chosen: Mapping[str, Any]) -> RuleRow:
    source = version.source
    said = dict(row)
    if choice := chosen.get(name):
        said["value"] = choice.value
        if choice.is_checked_on:
            said["status"] = f"{CONFIRMED} {choice.is_checked_on}"
    status = str(said.get("status", version.status))
    document = str(said.get("document", source.document))
    return RuleRow(
        id=f"{of.key}@{version.valid_from}#{name}",
        name=name,
        cells={column: value for column, value in said.items() if column not in NOT_CELLS},
        source=Source(
            document,
            str(said.get("place", source.place)),
            str(said.get("edition", source.edition if document == source.document else "")),
            status,
        ),
        status=status,
        evidence=tuple(said.get("evidence", ())),
        conflict=_readings(said),
        setting=str(said.get("conflict_setting", "")),
    )


def _readings(row: Mapping[str, Any]) -> tuple[Reading, ...]:
    values = row.get("conflict_values") or (
        row.get("choices") if "conflict_evidence" in row else ()
    )
    used = str(row.get(row.get("conflict_column", "value"), ""))
    found = row.get("conflict_evidence") or [()] * len(values or ())
    return tuple(
        Reading(value, tuple(seen), value == used)
        for value, seen in zip(values or (), found, strict=True)
    )


def _entry(of: Table, version: Version, on: date | None = None) -> Entry:
    statuses = _counted(str(row.get("status", version.status)) for row in version.rows)
    return Entry(
        id=f"{of.key}@{version.valid_from}",
        kind="settings" if of.key == SETTINGS else "table",
        key=of.key,
        title=of.title,
        title_zh=of.title_zh,
        edition=version.edition,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        unit=of.unit,
        source=version.source,
        status=_weakest(statuses),
        statuses=statuses,
        schemes=of.schemes or _schemes_of(version.rows),
        count=len(version.rows),
        known=version.known,
    )  # fmt: skip


def _schemes_of(rows: tuple[Row, ...]) -> tuple[str, ...]:
    return tuple(sorted({str(row["scheme"]) for row in rows if "scheme" in row}))


def _counted(statuses: Iterator[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for status in statuses:
        counted[status] = counted.get(status, 0) + 1
    return counted


def _weakest(statuses: Mapping[str, int]) -> str:
    for weak in WEAKEST_FIRST:
        if any(status.startswith(weak.value) for status in statuses):
            return weak.value
    return next(iter(statuses), "")


def _list_entry(each: Listed) -> Entry:
    statuses = _counted(row.source.status for row in each.rows)
    first = each.rows[0].source
    documents = {row.source.document for row in each.rows}
    source = Source(first.document, "", first.edition, _weakest(statuses))
    if len(documents) > 1:
        source = Source("; ".join(sorted(filter(None, documents))), "", "", source.status)
    return Entry(
        f"{LIST}{each.key}", "list", each.key, each.title, each.title_zh, "", None, None, "",
        source, _weakest(statuses), statuses, (), len(each.rows),
    )  # fmt: skip


def _show_list(whole: str) -> Shown:
    key = whole.removeprefix(LIST)
    each = next((found for found in lists() if found.key == key), None)
    if each is None:
        raise NoRule(whole)
    rows = tuple(
        RuleRow(f"{whole}#{row.key}", row.key, row.cells, row.source, row.source.status, ())
        for row in each.rows
    )
    return Shown(_list_entry(each), rows, ())
