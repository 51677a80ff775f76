"""Reading a file into the register: batch by batch, from where it broke off."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.registry.actions.taking import Taken, take_certificates, take_organisations
from xinheng.apps.registry.models import Load
from xinheng.apps.registry.queries.names import known_names
from xinheng.core.registry import acts
from xinheng.core.registry.lookup import plain_key
from xinheng.core.registry.national import (
    Fault,
    Kind,
    Unfit,
    headings,
    identity,
    read_certificate,
    read_organisation,
)
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing.big_tables import Line, Table, lines, opened

BATCH = 20_000
LAYOUT = Source("Xinheng", "layout of the national register")
ERROR_COLUMNS = ("row", "column", "code", "message", "value")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How far a reading is. `resumed_at` is how many rows an earlier, broken reading had done."""

    rows: int
    new: int
    changed: int
    unchanged: int
    refused: int
    resumed_at: int
    finished: bool


def import_file(
    path: Path,
    kind: Kind,
    *,
    by: Actor,
    at: datetime,
    on: date,
    errors: Path,
    told: Callable[[Loaded], None] = lambda _loaded: None,
    batch: int = BATCH,
) -> Loaded:
    """Read a file of certificates or organisations into the register.

    Each batch is one transaction with its roll-ups and with how far the reading is, so a
    broken reading goes on where it stopped and nothing is half taken. Reading a file again
    changes nothing. A row that cannot be taken is written to `errors` by row and column.

    Args:
        on: the day from which a status without a day of its own holds.
        errors: the CSV file that gets the refused rows.
        told: is told after each batch.

    Raises:
        Refused: the file cannot be read at all, or columns are missing.
    """
    refuse_if(acts.IMPORT.duty_obstacles(by))
    table = opened(path)
    rows = lines(table)
    places = _headings(rows, kind)
    load = _begun(table, kind, at)
    reading = _Reading(kind, places, on, set(), load, load.rows_done)
    mode = "a" if load.rows_done else "w"
    with errors.open(mode, encoding="utf-8-sig" if mode == "w" else "utf-8", newline="") as file:
        writer = csv.writer(file)
        if mode == "w":
            writer.writerow(ERROR_COLUMNS)
        reading.skip(rows)
        while some := list(islice(rows, batch)):
            writer.writerows(reading.take(some))
            file.flush()
            told(reading.said(finished=False))
    _finish(load, by, at)
    return reading.said(finished=True)


def _headings(rows: Iterator[Line], kind: Kind) -> dict[str, int]:
    first = next(rows, Line(1, ()))
    try:
        return headings(first.cells, kind)
    except Unfit as unfit:
        raise Refused(
            Violation(f"registry.{f.code}", f.message, LAYOUT, {"column": f.column}, f.column)
            for f in unfit.faults
        ) from None


def _begun(table: Table, kind: Kind, at: datetime) -> Load:
    """The reading of this file that broke off, or a new one."""
    open_ = Load.objects.filter(digest=table.digest, kind=kind, finished_at=None).order_by("-pk")
    return open_.first() or Load.objects.create(
        digest=table.digest, kind=kind, name=table.path.name[:200], started_at=at
    )


@transaction.atomic
def _finish(load: Load, by: Actor, at: datetime) -> None:
    load.finished_at = at
    load.save(update_fields=["finished_at"])
    journal.record(
        acts.IMPORT, on=load, by=by, at=at, kind=str(load.kind), name=load.name,
        sha256=load.digest, new=load.new, changed=load.changed, refused=load.refused,
    )  # fmt: skip


@dataclass(slots=True)
class _Reading:
    """One reading of one file: what has been seen in it, and how far it is."""

    kind: Kind
    places: dict[str, int]
    on: date
    seen: set[int]
    load: Load
    resumed_at: int

    def skip(self, rows: Iterator[Line]) -> None:
        """Pass over the rows that an earlier reading did; they still count as seen."""
        key = "number" if self.kind == Kind.CERTIFICATES else "credit_code"
        for line in islice(rows, self.resumed_at):
            place = self.places[key]
            if place < len(line.cells):
                self.seen.add(identity(plain_key(line.cells[place])))

    def take(self, some: list[Line]) -> Iterator[tuple[object, ...]]:
        """Take one batch in one transaction; gives the refused cells for the file of errors."""
        faults: list[tuple[int, Fault]] = []
        fit: list[Any] = []
        numbers: list[int] = []
        for line in some:
            try:
                fit.append(self._read(line))
                numbers.append(line.number)
            except Unfit as unfit:
                faults.extend((line.number, fault) for fault in unfit.faults)
        bad = len(some) - len(fit)
        with transaction.atomic():
            taken: Taken = (
                take_certificates(fit)
                if self.kind == Kind.CERTIFICATES
                else take_organisations(fit)
            )
            self._count(len(some), bad, taken)
        faults.extend((numbers[place], fault) for place, fault in taken.refused)
        for number, fault in sorted(faults, key=lambda each: each[0]):
            yield number, fault.column, fault.code, fault.message, fault.value

    def _read(self, line: Line) -> object:
        if line.trouble:
            raise Unfit([Fault("", "row-unreadable", _("This row cannot be read."), line.trouble)])
        cells = {
            key: line.cells[place] if place < len(line.cells) else ""
            for key, place in self.places.items()
        }
        if self.kind == Kind.CERTIFICATES:
            row: Any = read_certificate(cells, known_names(), as_of=self.on.isoformat())
            key, column, value = row[0][0], "number", row[0][1]
        else:
            row = read_organisation(cells, known_names())
            key, column, value = row[0], "credit_code", row[1]
        if key in self.seen:
            twice = _("This stands in the file twice; the first row holds.")
            raise Unfit([Fault(column, "duplicate", twice, value)])
        self.seen.add(key)
        return row

    def _count(self, rows: int, bad: int, taken: Taken) -> None:
        load = self.load
        load.rows_done += rows
        load.new += taken.new
        load.changed += taken.changed
        load.unchanged += taken.unchanged
        load.refused += bad + len(taken.refused)
        load.save(update_fields=["rows_done", "new", "changed", "unchanged", "refused"])

    def said(self, *, finished: bool) -> Loaded:
        """How far it is."""
        load = self.load
        return Loaded(
            load.rows_done, load.new, load.changed, load.unchanged, load.refused,
            self.resumed_at, finished,
        )  # fmt: skip
