"""Which records a file must hold before the next step, by kind of audit."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.shipped import Item, items, word

FILE = Path(__file__).with_name("records.toml")


class AuditKind(Named):
    """Kinds of audit, as the records of a file differ by them."""

    STAGE_1 = "stage-1", _("Stage 1")
    STAGE_2 = "stage-2", _("Stage 2")
    SURVEILLANCE = "surveillance", _("Surveillance")
    RECERTIFICATION = "recertification", _("Recertification")
    SPECIAL = "special", _("Special audit")


class Gate(Named):
    """The step that may not be taken while a record is missing. In the order of the steps."""

    REVIEW = "review", _("Review")
    DECISION = "decision", _("Decision")
    CERTIFICATE = "certificate", _("Certificate")
    CLOSING = "closing", _("Closing of the file")


@dataclass(frozen=True, slots=True)
class FileRecord(Item):
    """One record. `when` is the circumstance under which it is needed; empty means always."""

    kinds: tuple[AuditKind, ...]
    needed_for: Gate
    when: str = ""


def _record(*, kinds: tuple[str, ...], needed_for: str, **row: object) -> FileRecord:
    return FileRecord(
        kinds=tuple(word(AuditKind, kind) for kind in kinds),
        needed_for=word(Gate, needed_for),
        **row,  # type: ignore[arg-type]
    )


@cache
def file_records(path: Path = FILE) -> tuple[FileRecord, ...]:
    """The whole matrix, in the order in which records come about."""
    return items(path, "records", _record)


def circumstances() -> frozenset[str]:
    """Every circumstance that the matrix knows."""
    return frozenset(record.when for record in file_records() if record.when)


def records_needed(
    kind: AuditKind, gate: Gate, circumstances: Collection[str] = ()
) -> tuple[FileRecord, ...]:
    """The records a file must hold before a step: those for it and for every step before it."""
    gates = tuple(Gate)
    passed = gates[: gates.index(gate) + 1]
    return tuple(
        record
        for record in file_records()
        if kind in record.kinds
        and record.needed_for in passed
        and (not record.when or record.when in circumstances)
    )
