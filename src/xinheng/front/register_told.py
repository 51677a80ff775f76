"""The national register in plain values, for commands and the API."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language

from xinheng.apps.registry import queries
from xinheng.apps.registry.actions import Loaded
from xinheng.core.registry.statistics import Row, printed
from xinheng.front.wording import said


def loaded_json(loaded: Loaded, errors: str) -> dict[str, Any]:
    """What came of reading a file."""
    return {
        "rows": loaded.rows,
        "new": loaded.new,
        "changed": loaded.changed,
        "unchanged": loaded.unchanged,
        "refused": loaded.refused,
        "resumed_at": loaded.resumed_at,
        "errors": errors if loaded.refused else None,
    }


def figures_json(found: queries.Figures) -> dict[str, Any]:
    """A table of statistics with what in it does not add up."""
    names = {line.key: line for line in queries.lines(found.by)}
    spoken = get_language() or ""
    return {
        "by": found.by,
        "basis": found.basis,
        "rows": [_row(row, names[row.key].name) for row in found.rows],
        "discrepancies": [
            {"key": d.key, "line": names[d.key].name(spoken), "what": d.what,
             "given": d.given, "expected": d.expected}
            for d in found.discrepancies
        ],
    }  # fmt: skip


def _row(row: Row, name: Callable[[str], str]) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind,
        "name": name("zh"),
        "name_en": name("en"),
        "certificates": row.count.certificates,
        "organisations": row.count.organisations,
        "certificates_rank": row.ranks[0],
        "organisations_rank": row.ranks[1],
        "certificates_share": printed(row.shares[0]) or None,
        "organisations_share": printed(row.shares[1]) or None,
    }


def entry_json(entry: queries.Entry) -> dict[str, Any]:
    """A certificate of the register as anybody may see it."""
    return {
        "number": entry.number,
        "status": str(entry.status),
        "status_title": said(entry.status),
        "status_since": entry.status_on,
        "is_in_force": entry.status == "in-force",
        "holder": entry.holder,
        "credit_code": entry.credit_code,
        "region": entry.region,
        "body": entry.body,
        "domain": entry.domain,
        "standard": entry.standard,
        "scope": entry.scope,
        "issued_on": entry.issued_on,
        "expires_on": entry.expires_on,
    }
