"""Objections to nonconformities, and declaring all of them dealt with."""

from datetime import datetime

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.findings import queries
from xinheng.apps.findings.actions.common import (
    begin,
    day_of,
    find,
    tell_client,
    tell_team,
    unwritten,
    write,
)
from xinheng.apps.findings.actions.findings import move
from xinheng.apps.findings.queries.file import name_of
from xinheng.core.cases.steps import Step
from xinheng.core.findings import acts, sources
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import refuse_if
from xinheng.core.shared.wording import mark as _


@transaction.atomic
def object_to(
    *,
    case_id: int,
    finding_id: int,
    because: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The client objects to a nonconformity.

    Raises:
        Refused: no reason is given, or an objection is on record.

    Source: catalogue M-82.
    """
    file = begin(case_id, seen)
    row = find(file, finding_id)
    refuse_if(
        [
            *queries.reasons_for(acts.OBJECT, file, by, finding=row),
            *unwritten(sources.STANDARD_PREVAILS, because=because),
        ]
    )
    row.objection, row.objected_at, row.objected_by_id = because, at, by.person_id
    row.save()
    write(acts.OBJECT, file, row, by=by, at=at, name=name_of(row), because=because)
    tell_team(file, _("%(number)s: the client objects to %(name)s."), at=at, name=name_of(row))


@transaction.atomic
def resolve(
    *,
    case_id: int,
    finding_id: int,
    clause: str,
    resolution: str,
    stands: bool,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Resolve an objection by the clause itself: the nonconformity stands or is taken back.

    Raises:
        Refused: no clause or resolution is given, or nothing was objected.

    Source: catalogue M-82 (the standard prevails).
    """
    file = begin(case_id, seen)
    row = find(file, finding_id)
    refuse_if(
        [
            *queries.reasons_for(acts.RESOLVE, file, by, finding=row),
            *unwritten(sources.STANDARD_PREVAILS, clause=clause, resolution=resolution),
        ]
    )
    row.resolution, row.resolution_clause = resolution, clause[:60]
    row.resolved_at, row.resolved_by_id = at, by.person_id
    if stands:
        row.save()
    else:
        move(row, "take back", by)
    write(
        acts.RESOLVE, file, row, by=by, at=at, name=name_of(row), clause=clause,
        resolution=resolution, stands=stands,
    )  # fmt: skip
    tell_client(
        file, _("%(number)s: your objection to %(name)s was resolved: %(resolution)s"),
        at=at, name=name_of(row), resolution=resolution,
    )  # fmt: skip


@transaction.atomic
def clear(*, case_id: int, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Declare every nonconformity of the round dealt with.

    Raises:
        Refused: one of them is open, or a major was verified too late; names each.

    Source: ISO/IEC 17021-1:2015, 9.5.2 and 9.5.3.2.
    """
    file = begin(case_id, seen)
    refuse_if(
        [
            *queries.reasons_for(acts.CLEAR, file, by),
            *queries.clearing_reasons(file, on=day_of(at)),
        ]
    )
    write(
        acts.CLEAR, file, cases.lock(case_id), by=by, at=at, step=Step.FINDINGS_CLEARED,
        findings=len(file.findings),
    )  # fmt: skip
    tell_client(file, _("%(number)s: the nonconformities are dealt with."), at=at)
