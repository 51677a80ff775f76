"""Entering an edition, a correction or a choice. It holds once another person approves it."""

import csv
import io
from datetime import date, datetime

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.rules import queries
from xinheng.apps.rules.models import Amendment
from xinheng.core.rules import acts
from xinheng.core.rules.words import AmendmentKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing.uploads import inspect
from xinheng.printing.workbook import read_workbook
from xinheng.rulebook import incoming, trial
from xinheng.rulebook.incoming import Incoming


def read_file(name: str, content: bytes) -> Incoming:
    """What a file in the import layout says, and everything that is wrong with it.

    Args:
        name: the file's name; TOML, CSV and XLSX are read.

    Raises:
        Refused: it is no such file, or built to do harm.
    """
    if name.lower().endswith(".toml"):
        raw = incoming.from_toml(_text(content))
    else:
        inspected = inspect(name, content)
        if inspected.extension == "xlsx":
            raw = incoming.from_grid(read_workbook(inspected.content)[0].rows)
        else:
            raw = incoming.from_grid(list(csv.reader(io.StringIO(_text(inspected.content)))))
    if isinstance(raw, Violation):
        return Incoming(None, None, (raw,))
    found = incoming.read(raw)
    if found.entered is None or found.problems:
        return found
    return Incoming(
        found.kind, found.entered, trial.problems(found.entered, found.entered.valid_from)
    )


@transaction.atomic
def propose(
    *,
    name: str,
    content: bytes,
    reason: str,
    by: Actor,
    at: datetime,
    evidence: str = "",
    file_id: int | None = None,
) -> Amendment:
    """Enter an edition or a correction. It holds only once another person has approved it.

    Raises:
        Refused: `by` may not, no reason is given, or the file is wrong; with every problem.

    Source: ISO/IEC 17021-1, 10.2.3.
    """
    found = read_file(name, content)
    refuse_if(
        [*acts.PROPOSE.duty_obstacles(by), *queries.reason_obstacles(reason, by), *found.problems]
    )
    entered, kind = found.entered, found.kind
    # A file without problems has been read.
    assert entered is not None  # noqa: S101
    assert kind is not None  # noqa: S101
    row = Amendment.objects.create(
        kind=kind,
        table=entered.table,
        edition=entered.edition,
        valid_from=entered.valid_from,
        valid_until=entered.valid_until,
        document=entered.document,
        place=entered.place,
        status=entered.status,
        head=dict(entered.head),
        rows=[queries.to_json(each) for each in entered.rows],
        reason=reason,
        evidence=evidence,
        file_id=file_id,
        proposed_at=at,
        proposed_by_id=by.person_id or 0,
    )
    journal.record(
        acts.PROPOSE, on=row, by=by, at=at, table=row.table, edition=row.edition,
        valid_from=row.valid_from, reason=reason, evidence=evidence,
        content=queries.content_mark_of(row), rows=len(row.rows),
    )  # fmt: skip
    _tell(row, at)
    return row


@transaction.atomic
def choose(
    *,
    target: str,
    value: str,
    valid_from: date,
    reason: str,
    by: Actor,
    at: datetime,
    evidence: str = "",
) -> Amendment:
    """Choose a house setting, or one of the values that sources print for a cell.

    With `evidence`, the licensed copy it was held against, the value counts as confirmed.

    Args:
        target: `house_settings#key`, or the id of a row whose sources disagree.

    Raises:
        Refused: `by` may not, no reason is given, or the value may not be chosen.
    """
    refuse_if(
        [
            *acts.CHOOSE.duty_obstacles(by),
            *queries.reason_obstacles(reason, by),
            *queries.choice_obstacles(target, value, valid_from),
        ]
    )
    row = Amendment.objects.create(
        kind=AmendmentKind.CHOICE,
        table=target.split("@")[0].split("#")[0],
        valid_from=valid_from,
        target=target,
        value=value,
        reason=reason,
        evidence=evidence,
        proposed_at=at,
        proposed_by_id=by.person_id or 0,
    )
    journal.record(
        acts.CHOOSE, on=row, by=by, at=at, target=target, value=value, valid_from=valid_from,
        reason=reason, evidence=evidence,
    )  # fmt: skip
    _tell(row, at)
    return row


def _tell(row: Amendment, at: datetime) -> None:
    people.tell(
        message=_("An entry into the rulebook waits for a second person: %(what)s."),
        facts={"what": f"{row.table} {row.edition or row.value}"},
        case_id=None,
        at=at,
        duty=Duty.KEEP_RULES,
    )


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
