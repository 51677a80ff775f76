"""Who may not work for a client, and why: ties, declarations, contracts, registration."""

from collections.abc import Iterator
from datetime import date

from xinheng.core.people.bars import bar_obstacles, practice_obstacles
from xinheng.core.people.standing import Standing, TieFact
from xinheng.core.people.words import TieKind
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

MEMORY = "from memory, unverified"
BLOCK_MONTHS = 24


def _17021(clause: str, status: str = MEMORY) -> Source:
    return Source("ISO/IEC 17021-1", clause, "2015", status)


CLAUSE_OF = {
    TieKind.CONSULTANCY: _17021("5.2.10"),
    TieKind.INTERNAL_AUDIT: _17021("5.2.6"),
    TieKind.EMPLOYMENT: _17021("5.2.10"),
    TieKind.MANAGEMENT: _17021("5.2.10"),
    TieKind.FAMILY: _17021("5.2.12"),
}
DECLARED = _17021("5.2.12")
CONTRACT = _17021("7.3", "verified-1")
RECORDS = _17021("7.4", "verified-2+")
EVALUATED = _17021("7.1.3", "verified-1")
REGISTERED = Source("认证认可条例", "第三十八条", "2023-07-20", "verified-1")


def blocked_until(tie: TieFact, months: int = BLOCK_MONTHS) -> date | None:
    """The first day on which an ended tie no longer blocks; nothing while it lasts.

    A family tie blocks only while it lasts.

    Args:
        months: how long an ended tie still blocks. Unit: months.

    Source: ISO/IEC 17021-1, 5.2.6 and 5.2.10; catalogue M-63.
    """
    if tie.ended_on is None:
        return None
    if tie.kind == TieKind.FAMILY:
        return tie.ended_on
    return add_months(tie.ended_on, months)


def tie_obstacles(
    who: Standing, on: date, *, months: int = BLOCK_MONTHS, field: str = ""
) -> Iterator[Violation]:
    """Say which ties of a person to the client forbid working for it on a day.

    Source: ISO/IEC 17021-1, 5.2.6, 5.2.7, 5.2.10, 5.2.12; catalogue M-63.
    """
    for tie in who.ties:
        until = blocked_until(tie, months)
        facts: dict[str, object] = {"person": who.name, "kind": tie.kind}
        if until is None or (tie.ended_on is not None and on < tie.ended_on):
            yield Violation(
                code="people.tie-lasts",
                message=_("%(person)s is tied to this client: %(kind)s, not ended."),
                source=CLAUSE_OF[tie.kind],
                facts=facts,
                field=field,
            )
        elif on < until:
            yield Violation(
                code="people.tie-too-recent",
                message=_(
                    "%(person)s was tied to this client (%(kind)s, ended %(ended)s)"
                    " and may work for it again from %(until)s."
                ),
                source=CLAUSE_OF[tie.kind],
                facts={**facts, "ended": tie.ended_on, "until": until},
                field=field,
            )


def exclusion_obstacles(who: Standing, on: date, *, field: str = "") -> Iterator[Violation]:
    """Say what excludes a person from every part of certification: bars, another body.

    Source: Regulations 2023-07-20, art. 14, 62 and 72; catalogue M-65.
    """
    yield from bar_obstacles(who.name, who.bars, on, field=field)
    yield from practice_obstacles(who.name, who.practices, on, field=field)


def standing_obstacles(who: Standing, on: date, *, field: str = "") -> Iterator[Violation]:
    """Say what a person lacks for any assignment: activity, contract, declaration.

    Source: ISO/IEC 17021-1, 5.2.12, 7.3, 7.4.
    """
    facts = {"person": who.name}
    if not who.is_active:
        yield Violation("people.not-active", _("%(person)s is no longer active."), RECORDS, facts,
                        field)  # fmt: skip
    if not who.is_under_contract(on):
        yield Violation(
            code="people.no-contract",
            message=_("%(person)s is external and has no contract in force on %(on)s."),
            source=CONTRACT,
            facts={**facts, "on": on},
            field=field,
        )
    if not who.has_declared(on):
        yield Violation(
            code="people.not-declared",
            message=_("%(person)s has no declaration of impartiality in force on %(on)s."),
            source=DECLARED,
            facts={**facts, "on": on},
            field=field,
        )


def registration_obstacles(
    who: Standing, scheme: str, on: date, *, field: str = ""
) -> Iterator[Violation]:
    """Say so when a person has no registration in force for a scheme.

    Source: Regulations 2023-07-20, art. 38 (CN-40).
    """
    if not who.is_registered(scheme, on):
        yield Violation(
            code="people.not-registered",
            message=_("%(person)s has no registration for %(scheme)s in force on %(on)s."),
            source=REGISTERED,
            facts={"person": who.name, "scheme": scheme, "on": on},
            field=field,
        )
