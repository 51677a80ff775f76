"""What forbids certifying a client, as the gates of the rooms above ask for it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

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
    """What is recorded of a client's relations to the body. Four questions."""
    organisations = Service._meta.get_field("organisation").remote_field.model
    client = organisations._default_manager.get(pk=organisation_id)
    own = people.body()
    same = Q(organisation_id=organisation_id)
    if client.credit_code:
        same |= Q(credit_code=client.credit_code)
    services = Service.objects.filter(organisation_id=organisation_id).select_related("entity")
    return ClientFacts(
        is_the_body=own is not None and bool(own.name_zh) and own.name_zh == client.name_zh,
        is_certification_body=client.is_certification_body,
        relations=tuple(
            RelationFact(row.name, RelationKind(row.kind), row.started_on, row.ended_on)
            for row in RelatedEntity.objects.filter(same).order_by("pk")
        ),
        services=tuple(
            ServiceFact(
                ServiceKind(row.kind), row.entity.name if row.entity else "", row.started_on,
                row.ended_on,
            )
            for row in services.order_by("pk")
        ),
    )  # fmt: skip


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
