"""The body's related entities, and what was done for clients beside certification."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.impartiality.actions.common import (
    days_obstacles,
    ended_already,
    field_missing,
)
from xinheng.apps.impartiality.actions.threats import note_threat
from xinheng.apps.impartiality.models import RelatedEntity, Service
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.core.impartiality import acts
from xinheng.core.impartiality.words import RelationKind, ServiceKind, ThreatKind
from xinheng.core.people.words import TieKind
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

# Whoever did or sold the service is tied to the client as a person as well.
TIE_OF = {
    ServiceKind.CONSULTANCY: TieKind.CONSULTANCY,
    ServiceKind.INTERNAL_AUDIT: TieKind.INTERNAL_AUDIT,
}
THE_BODY = "本机构"


@transaction.atomic
def record_related(
    *,
    name: str,
    kind: RelationKind,
    by: Actor,
    at: datetime,
    credit_code: str = "",
    organisation_id: int | None = None,
    gives_consultancy: bool = False,
    started_on: date | None = None,
    ended_on: date | None = None,
    evidence: str = "",
) -> RelatedEntity:
    """Record an entity related to the body; while it is, it cannot be certified.

    Raises:
        Refused: `by` may not, it has no name, the client is unknown, or the days are wrong.
    """
    act = acts.RECORD_RELATED
    refuse_if(
        [
            *act.duty_obstacles(by),
            *field_missing(act, "name", name),
            *_client_obstacles(act, organisation_id),
            *days_obstacles(act, started_on, ended_on, localdate(at), "ended_on"),
        ]
    )
    made = RelatedEntity.objects.create(
        name=name[:200], kind=kind, credit_code=credit_code.strip()[:30],
        organisation_id=organisation_id, gives_consultancy=gives_consultancy
        or kind == RelationKind.CONSULTANCY, started_on=started_on, ended_on=ended_on,
        evidence=evidence, recorded_at=at,
    )  # fmt: skip
    journal.record(
        act, on=made, by=by, at=at, organisation_id=organisation_id, name=name, relation=kind,
        credit_code=credit_code, started_on=started_on, ended_on=ended_on,
    )  # fmt: skip
    return made


@transaction.atomic
def end_related(*, entity_id: int, on: date, by: Actor, at: datetime) -> RelatedEntity:
    """Record that an entity is related to the body no longer.

    Raises:
        Refused: `by` may not, it has ended, or the day is impossible.
    """
    row = RelatedEntity.objects.select_for_update().get(pk=entity_id)
    act = acts.END_RELATED
    refuse_if(
        [
            *act.duty_obstacles(by),
            *ended_already(act, row.ended_on),
            *days_obstacles(act, row.started_on, on, localdate(at), "on"),
        ]
    )
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    journal.record(
        act,
        on=row,
        by=by,
        at=at,
        organisation_id=row.organisation_id,
        name=row.name,
        ended_on=on,
    )
    return row


@transaction.atomic
def record_service(
    *,
    organisation_id: int,
    kind: ServiceKind,
    by: Actor,
    at: datetime,
    entity_id: int | None = None,
    person_ids: Sequence[int] = (),
    offering: str = "",
    started_on: date | None = None,
    ended_on: date | None = None,
    evidence: str = "",
) -> Service:
    """Record what the body or a related entity did for a client beside certification.

    Consultancy and internal audits keep the client from being certified for two years
    after their end, and tie the persons who did or sold them; a value-added service
    opens a threat that has to be assessed.

    Args:
        entity_id: the related entity that did it; the body itself when not given.
        person_ids: the persons of the body who did or sold it.

    Raises:
        Refused: `by` may not, client, entity or person is unknown, or the days are wrong.
    """
    act = acts.RECORD_SERVICE
    entity = RelatedEntity.objects.filter(pk=entity_id).first() if entity_id else None
    refuse_if(
        [
            *act.duty_obstacles(by),
            *_client_obstacles(act, organisation_id),
            *days_obstacles(act, started_on, ended_on, localdate(at), "ended_on"),
            *_unknown(act, entity_id if entity is None else None, person_ids),
        ]
    )
    made = Service.objects.create(
        organisation_id=organisation_id, kind=kind, entity=entity, offering=offering[:120],
        started_on=started_on, ended_on=ended_on, evidence=evidence, recorded_at=at,
    )  # fmt: skip
    journal.record(
        act, on=made, by=by, at=at, organisation_id=organisation_id, service=kind,
        provider=entity.name if entity else THE_BODY, started_on=started_on, ended_on=ended_on,
        offering=offering, evidence=evidence,
    )  # fmt: skip
    for person_id in person_ids if kind in TIE_OF else ():
        people.note_tie(
            person_id=person_id, organisation_id=organisation_id, kind=TIE_OF[kind],
            started_on=started_on, ended_on=ended_on, note=offering, by=by, at=at,
        )  # fmt: skip
    if kind == ServiceKind.VALUE_ADDED:
        note_threat(
            kind=ThreatKind.VALUE_ADDED, organisation_id=organisation_id,
            what=offering or made.organisation.name_zh, by=by, at=at,
        )  # fmt: skip
    return made


@transaction.atomic
def end_service(*, service_id: int, on: date, by: Actor, at: datetime) -> Service:
    """Record when a service to a client ended; the clock of two years starts then.

    Raises:
        Refused: `by` may not, it has ended, or the day is impossible.
    """
    row = Service.objects.select_for_update().get(pk=service_id)
    act = acts.END_SERVICE
    refuse_if(
        [
            *act.duty_obstacles(by),
            *ended_already(act, row.ended_on),
            *days_obstacles(act, row.started_on, on, localdate(at), "on"),
        ]
    )
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    journal.record(
        act, on=row, by=by, at=at, organisation_id=row.organisation_id,
        service=ServiceKind(row.kind), ended_on=on,
    )  # fmt: skip
    return row


def _client_obstacles(act: ActKind, organisation_id: int | None) -> Iterator[Violation]:
    if organisation_id is not None and not people_queries.is_organisation(organisation_id):
        yield Violation(
            "impartiality.organisation-id", _("There is no such client."), act.source,
            field="organisation_id",
        )  # fmt: skip


def _unknown(act: ActKind, entity_id: int | None, person_ids: Sequence[int]) -> Iterator[Violation]:
    if entity_id is not None:
        yield Violation(
            "impartiality.entity-id", _("There is no such related entity."), act.source,
            field="entity_id",
        )  # fmt: skip
    known = people_queries.standings(person_ids) if person_ids else {}
    if set(person_ids) - set(known):
        yield Violation(
            "impartiality.person-ids", _("There is no such person."), act.source,
            field="person_ids",
        )  # fmt: skip
