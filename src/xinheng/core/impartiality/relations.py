"""Which clients the body may not certify: itself, its own, and those it or its kin advised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.core.impartiality.words import RelationKind, ServiceKind
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Term
from xinheng.core.shared.wording import mark as _

MEMORY = "from memory, unverified"
BLOCK_MONTHS = 24
NOT_A_BODY = Source("ISO/IEC 17021-1", "5.2.4", "2015", MEMORY)
OWN_SERVICE = Source("ISO/IEC 17021-1", "5.2.5", "2015", MEMORY)
INTERNAL_AUDITS = Source("ISO/IEC 17021-1", "5.2.6", "2015", MEMORY)
RELATED_SERVICE = Source("ISO/IEC 17021-1", "5.2.7", "2015", MEMORY)
NO_TIE = Source("认证认可条例", "第十三条", "2023-07-20", "verified-1")
THE_BODY = _("the body itself")


@dataclass(frozen=True, slots=True)
class RelationFact:
    """That the client is an entity related to the body. Without `ended_on` it lasts."""

    name: str
    kind: RelationKind
    started_on: date | None
    ended_on: date | None

    def lasts(self, on: date) -> bool:
        """Whether the relation is there on a day; the day it ended is free."""
        has_begun = self.started_on is None or self.started_on <= on
        return has_begun and (self.ended_on is None or on < self.ended_on)


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """What was done for the client. `provider` is empty where it was the body itself."""

    kind: ServiceKind
    provider: str
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What the rules need to know of a client's relation to the body."""

    is_the_body: bool = False
    is_certification_body: bool = False
    relations: tuple[RelationFact, ...] = ()
    services: tuple[ServiceFact, ...] = ()


def client_obstacles(
    client: ClientFacts, on: date, *, months: int = BLOCK_MONTHS
) -> Iterator[Violation]:
    """Say everything that forbids certifying this client on a day.

    Args:
        months: how long an ended service still blocks. Unit: months.

    Source: ISO/IEC 17021-1, 5.2.4 to 5.2.7; Regulations 2023-07-20, art. 13; catalogue M-63, M-64.
    """
    if client.is_the_body:
        yield Violation(
            "impartiality.client-is-the-body",
            _("The body does not certify itself."),
            NOT_A_BODY,
        )
    if client.is_certification_body:
        yield Violation(
            "impartiality.client-is-a-body",
            _("The client is a certification body; its own management system is not certified."),
            NOT_A_BODY,
        )
    for relation in client.relations:
        if relation.lasts(on):
            yield Violation(
                "impartiality.client-is-related",
                _("%(name)s is related to the body (%(relation)s) and cannot be certified by it."),
                NO_TIE,
                {"name": relation.name, "relation": relation.kind},
            )
    for service in client.services:
        yield from service_obstacles(service, on, months=months)


def blocked_until(service: ServiceFact, months: int = BLOCK_MONTHS) -> date | None:
    """The first day on which an ended service no longer blocks; nothing while it lasts.

    Source: ISO/IEC 17021-1, 5.2.6 and 5.2.7.
    """
    return None if service.ended_on is None else add_months(service.ended_on, months)


def service_obstacles(
    service: ServiceFact, on: date, *, months: int = BLOCK_MONTHS
) -> Iterator[Violation]:
    """Say whether a service to the client forbids certifying it: consultancy, internal audits.

    Testing may go together with certification; value-added services are assessed instead.

    Source: ISO/IEC 17021-1, 5.2.5 to 5.2.7; catalogue M-64.
    """
    if service.kind not in (ServiceKind.CONSULTANCY, ServiceKind.INTERNAL_AUDIT):
        return
    source = _source_of(service)
    facts: dict[str, object] = {
        "service": service.kind,
        "provider": service.provider or Term(THE_BODY),
    }
    until = blocked_until(service, months)
    if until is None or (service.ended_on is not None and on < service.ended_on):
        yield Violation(
            "impartiality.service-lasts",
            _("This client is given %(service)s by %(provider)s, not ended."),
            source,
            facts,
        )
    elif on < until:
        yield Violation(
            "impartiality.service-too-recent",
            _(
                "This client was given %(service)s by %(provider)s until %(ended)s"
                " and can be certified again from %(until)s."
            ),
            source,
            {**facts, "ended": service.ended_on, "until": until},
        )


def _source_of(service: ServiceFact) -> Source:
    if service.kind == ServiceKind.INTERNAL_AUDIT:
        return INTERNAL_AUDITS
    return RELATED_SERVICE if service.provider else OWN_SERVICE
