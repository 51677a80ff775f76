"""What forbids certifying a client, as the gates of the rooms above ask for it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinheng.apps.impartiality.models import RelatedEntity, Service, Threat
from xinheng.apps.people import queries as people
from xinheng.core.impartiality.relations import (
    ClientFacts,
    RelationFact,
    ServiceFact,
    client_obstacles,
)
from xinheng.core.impartiality.threats import ThreatFact, threat_obstacles
from xinheng.core.impartiality.words import RelationKind, ServiceKind, ThreatKind, ThreatState
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.violation import Violation


@answered_once
def client_facts(organisation_id: int) -> ClientFacts:
    """What is recorded of a client's relations to the body. One question where that is nothing."""
    organisations = Service._meta.get_field("organisation").remote_field.model
    same = Q(organisation=OuterRef("pk")) | (
        ~Q(credit_code="") & Q(credit_code=OuterRef("credit_code"))
    )
    client: Any = organisations._default_manager.annotate(
        is_related=Exists(RelatedEntity.objects.filter(same)),
        is_served=Exists(Service.objects.filter(organisation=OuterRef("pk"))),
    ).get(pk=organisation_id)
    own = people.body()
    return ClientFacts(
        is_the_body=own is not None and bool(own.name_zh) and own.name_zh == client.name_zh,
        is_certification_body=client.is_certification_body,
        relations=tuple(
            RelationFact(row.name, RelationKind(row.kind), row.started_on, row.ended_on)
            for row in (_relations(client) if client.is_related else ())
        ),
        services=tuple(
            ServiceFact(
                ServiceKind(row.kind), row.entity.name if row.entity else "", row.started_on,
                row.ended_on,
            )
            for row in (_services(client) if client.is_served else ())
        ),
    )  # fmt: skip


def _relations(client: Any) -> "QuerySet[RelatedEntity]":
    same = Q(organisation_id=client.pk) | (~Q(credit_code="") & Q(credit_code=client.credit_code))
    return RelatedEntity.objects.filter(same).order_by("pk")


def _services(client: Any) -> "QuerySet[Service]":
    rows = Service.objects.filter(organisation_id=client.pk)
    return rows.select_related("entity").order_by("pk")


def threat_obstacles_of(organisation_id: int, *, case_id: int) -> Iterator[Violation]:
    """The threats of a case, and of its client, that wait or were found unacceptable.

    Source: ISO/IEC 17021-1, 5.2.3.
    """
    yield from threat_obstacles(_threats(organisation_id, case_id))


@answered_once
def _threats(organisation_id: int, case_id: int) -> tuple[ThreatFact, ...]:
    rows = Threat.objects.filter(
        Q(case_id=case_id) | Q(case_id=None, organisation_id=organisation_id)
    ).exclude(state=ThreatState.ACCEPTABLE)
    return tuple(
        ThreatFact(ThreatKind(row.kind), ThreatState(row.state), row.what)
        for row in rows.order_by("pk")
    )


def certifying_obstacles(organisation_id: int, on: date, *, case_id: int) -> Iterator[Violation]:
    """Everything that forbids certifying a client on a day: relations, services, threats.

    For the application review, the technical review and the decision.

    Source: ISO/IEC 17021-1, 5.2.3 to 5.2.7; Regulations 2023-07-20, art. 13.
    """
    months = people.block_months(on)
    yield from client_obstacles(client_facts(organisation_id), on, months=months)
    yield from threat_obstacles_of(organisation_id, case_id=case_id)
