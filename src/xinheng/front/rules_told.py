"""The register of rules in plain JSON, and in the reader's words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from xinheng.apps.rules import queries
from xinheng.core.rules.words import COLUMNS, UNITS, checked
from xinheng.core.shared.reading import source_to_json
from xinheng.core.shared.source import bears_mark
from xinheng.front.wording import said
from xinheng.rulebook.known import rules_known
from xinheng.rulebook.register import Change, Entry, RowChange, RuleRow, diff, in_force, show

Json = dict[str, Any]


def title_of(entry: Entry | Change) -> str:
    """What a rule is called in the reader's language."""
    english = (get_language() or "").startswith("en")
    return (entry.title if english else entry.title_zh) or entry.title or entry.key


def column_word(name: str) -> str:
    """What a column is called in the reader's language."""
    return gettext(COLUMNS[name]) if name in COLUMNS else name.replace("_", " ")


def unit_word(unit: str) -> str:
    """A unit in the reader's language."""
    return gettext(UNITS[unit]) if unit in UNITS else unit


def entry_json(entry: Entry) -> Json:
    """An edition or a list as it stands in the register."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": {"zh": entry.title_zh, "en": entry.title},
        "edition": entry.edition,
        "valid_from": _day(entry.valid_from),
        "valid_until": _day(entry.valid_until),
        "unit": entry.unit,
        "source": source_to_json(entry.source),
        "status": entry.status,
        "status_title": said(checked(entry.status)),
        "bears_mark": entry.bears_mark,
        "statuses": dict(entry.statuses),
        "schemes": list(entry.schemes),
        "rows": entry.count,
        "rule_set": entry.known,
    }


def listed(on: date) -> Json:
    """Everything in force on a day. Raises NotYetInForce."""
    found = in_force(on)
    return {"rules_on": on.isoformat(), "rules_known": rules_known(),
            "rules": [entry_json(entry) for entry in found]}  # fmt: skip


def shown(rule_id: str, on: date | None) -> Json:
    """One rule with its rows, and who confirmed what. Raises NoRule or NotYetInForce."""
    found = show(rule_id, on)
    standing = queries.confirmations_of([row.id for row in found.rows]) if rules_known() else {}
    return {
        "rules_known": rules_known(),
        "rule": entry_json(found.entry),
        "rows": [row_json(row, standing) for row in found.rows],
        "editions": [entry_json(entry) for entry in found.editions],
    }


def row_json(row: RuleRow, standing: Mapping[str, queries.ConfirmationView]) -> Json:
    """A row with its source, its status and whoever confirmed it."""
    told: Json = {
        "id": row.id,
        "values": {name: plain(value) for name, value in row.cells.items()},
        "source": source_to_json(row.source),
        "status": row.status,
        "bears_mark": bears_mark(row.status),
        "evidence": list(row.evidence),
    }
    if row.conflict:
        told["conflict"] = [
            {"value": each.value, "evidence": list(each.evidence), "used": each.is_used}
            for each in row.conflict
        ]
    if (by := standing.get(row.id)) is not None:
        told["confirmed"] = {"on": by.confirmed_on.isoformat(), "evidence": by.evidence}
    return told


def changed(first: date, second: date) -> Json:
    """What changed between two days."""
    return {
        "from": first.isoformat(),
        "to": second.isoformat(),
        "rules_known": rules_known(),
        "changes": [change_json(change) for change in diff(first, second)],
    }


def change_json(change: Change) -> Json:
    """One rule that changed, row by row."""
    return {
        "table": change.key,
        "title": {"zh": change.title_zh, "en": change.title},
        "before": entry_json(change.before) if change.before else None,
        "after": entry_json(change.after) if change.after else None,
        "rows": [row_change_json(row) for row in change.rows],
    }


def row_change_json(row: RowChange) -> Json:
    """One row that came, went or says something else."""
    return {
        "row": row.name,
        "kind": row.kind,
        "values": {
            cell.column: {"before": plain(cell.before), "after": plain(cell.after)}
            for cell in row.cells
        },
    }


def plain(value: object) -> object:
    """A cell as JSON knows it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    return value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
