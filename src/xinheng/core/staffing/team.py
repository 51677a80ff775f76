"""What an audit team must be: led, competent, registered, impartial, accompanied."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from xinheng.core.people.bars import bar_obstacles, practice_obstacles
from xinheng.core.people.impartiality import (
    BLOCK_MONTHS,
    registration_obstacles,
    standing_obstacles,
    tie_obstacles,
)
from xinheng.core.people.monitoring import witness_obstacles
from xinheng.core.people.standing import Standing, covers
from xinheng.core.people.words import Function, SeatPart
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing.acts import TEAM
from xinheng.core.staffing.rotation import LedAudit, Rotation, rotation_obstacles

COMPETENCE = Source("ISO/IEC 17021-1", "7.1.2", "2015", "verified-1")
EXPERTISE = Source("ISO/IEC 17021-1", "7.1.4", "2015", "verified-1")
AUTHORITY = Source("ISO/IEC 17021-1", "5.1.3", "2015", "verified-2+")
AUDITING = (SeatPart.LEADER, SeatPart.AUDITOR)


@dataclass(frozen=True, slots=True)
class SeatWanted:
    """Who sits where. Without `schemes` and `codes`: all of the case the person covers."""

    person_id: int
    part: SeatPart
    schemes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    supervisor_id: int | None = None


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What the rules of a team need to know.

    `scope` is the scope codes of each scheme of the case; `may_audit` and `may_lead`
    hold the persons with those duties; `months` is how long an ended tie blocks; `led` are
    the client's audits that took place, newest first.
    """

    scope: Mapping[str, tuple[str, ...]]
    people: Mapping[int, Standing]
    may_audit: frozenset[int]
    may_lead: frozenset[int]
    on: date
    months: int = BLOCK_MONTHS
    led: tuple[LedAudit, ...] = ()
    rotation: Rotation = field(default_factory=Rotation)


def function_of(part: SeatPart) -> Function:
    """What somebody must be competent in to sit there."""
    return Function.EXPERTISE if part == SeatPart.EXPERT else Function.AUDIT


def filled(seat: SeatWanted, facts: TeamFacts) -> SeatWanted:
    """The seat with what the person covers of the case, where it names no schemes or codes."""
    who = facts.people.get(seat.person_id)
    if who is None or seat.part == SeatPart.OBSERVER:
        return seat
    function = function_of(seat.part)
    schemes = seat.schemes or tuple(
        scheme
        for scheme in facts.scope
        if who.is_competent(scheme, function, facts.on)
        and (seat.part not in AUDITING or who.is_registered(scheme, facts.on))
    )
    if seat.part == SeatPart.TRAINEE and not schemes:
        schemes = tuple(facts.scope)
    codes = seat.codes or tuple(
        sorted(
            {
                code
                for scheme in schemes
                for code in facts.scope.get(scheme, ())
                if covers(who.codes(scheme, function, facts.on), code)
            }
        )
    )
    return replace(seat, schemes=schemes, codes=codes)


def team_obstacles(seats: Sequence[SeatWanted], facts: TeamFacts) -> Iterator[Violation]:
    """Say everything that is wrong with a team, all at once.

    Source: ISO/IEC 17021-1, 5.2, 7.1 to 7.3, 9.2.2; Regulations 2023-07-20, art. 38.
    """
    yield from _shape_obstacles(seats, facts)
    for seat in seats:
        who = facts.people.get(seat.person_id)
        if who is None:
            yield Violation(
                "staffing.person-unknown", _("There is no person of the body with the key %(id)s."),
                TEAM, {"id": seat.person_id},
            )  # fmt: skip
            continue
        yield from person_obstacles(who, seat.part, facts)
        yield from _seat_obstacles(seat, who, seats, facts)
    for scheme, codes in facts.scope.items():
        yield from _cover_obstacles(scheme, codes, seats, facts)


def person_obstacles(who: Standing, part: SeatPart, facts: TeamFacts) -> Iterator[Violation]:
    """Say why a person may not work for this client at all, whatever the schemes.

    Source: ISO/IEC 17021-1, 5.2, 7.2 to 7.4; catalogue M-63 and M-65; Regulations
    2023-07-20, art. 14.
    """
    yield from bar_obstacles(who.name, who.bars, facts.on)
    if part not in (SeatPart.OBSERVER, SeatPart.EXPERT):
        yield from practice_obstacles(who.name, who.practices, facts.on)
    if part != SeatPart.OBSERVER:
        yield from standing_obstacles(who, facts.on)
    yield from tie_obstacles(who, facts.on, months=facts.months)
    if part in AUDITING:
        yield from witness_obstacles(who.name, who.witnessed_on, facts.on)
    if part in AUDITING and who.person_id not in facts.may_audit:
        yield Violation(
            "staffing.not-an-auditor", _("%(person)s holds no auditor's role."), AUTHORITY,
            {"person": who.name},
        )  # fmt: skip


def scheme_obstacles(
    who: Standing, scheme: str, part: SeatPart, facts: TeamFacts
) -> Iterator[Violation]:
    """Say what a person lacks for one scheme.

    Source: ISO/IEC 17021-1, 7.1.2; Regulations 2023-07-20, art. 38.
    """
    if part in AUDITING:
        yield from registration_obstacles(who, scheme, facts.on)
    if part in (*AUDITING, SeatPart.EXPERT) and not who.is_competent(
        scheme, function_of(part), facts.on
    ):
        yield Violation(
            code="staffing.not-competent",
            message=_("%(person)s has no valid evaluation for “%(function)s” in %(scheme)s."),
            source=COMPETENCE,
            facts={"person": who.name, "function": function_of(part), "scheme": scheme},
        )


def leading_obstacles(who: Standing, facts: TeamFacts) -> Iterator[Violation]:
    """Say why a person may not lead this audit.

    Source: ISO/IEC 17021-1, 9.2.2.
    """
    if who.person_id not in facts.may_lead:
        yield Violation(
            "staffing.leader-without-duty", _("%(person)s holds no leader's role."), AUTHORITY,
            {"person": who.name},
        )  # fmt: skip
    if not any(who.is_competent(scheme, Function.LEAD, facts.on) for scheme in facts.scope):
        yield Violation(
            "staffing.not-competent-to-lead",
            _("%(person)s was not found competent to lead an audit in any scheme of this case."),
            COMPETENCE,
            {"person": who.name},
        )
    yield from rotation_obstacles(who.person_id, who.name, facts.led, facts.rotation, facts.on)


def _shape_obstacles(seats: Sequence[SeatWanted], facts: TeamFacts) -> Iterator[Violation]:
    leaders = [seat for seat in seats if seat.part == SeatPart.LEADER]
    if len(leaders) != 1:
        yield Violation(
            "staffing.one-leader", _("A team has exactly one leader, not %(count)s."), TEAM,
            {"count": len(leaders)},
        )  # fmt: skip
    keys = [seat.person_id for seat in seats]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        who = facts.people.get(key)
        yield Violation(
            "staffing.sits-twice", _("%(person)s is named twice."), TEAM,
            {"person": who.name if who else key},
        )  # fmt: skip


def _seat_obstacles(
    seat: SeatWanted, who: Standing, seats: Sequence[SeatWanted], facts: TeamFacts
) -> Iterator[Violation]:
    if seat.part == SeatPart.LEADER:
        yield from leading_obstacles(who, facts)
    if seat.part == SeatPart.TRAINEE:
        evaluators = {s.person_id for s in seats if s.part in AUDITING}
        if seat.supervisor_id not in evaluators:
            yield Violation(
                "staffing.trainee-unsupervised",
                _("%(person)s is a trainee and needs an auditor of this team as evaluator."),
                TEAM,
                {"person": who.name},
            )
    if seat.part in (*AUDITING, SeatPart.EXPERT) and not seat.schemes:
        yield Violation(
            "staffing.seat-without-scheme",
            _("%(person)s covers no scheme of this case."),
            COMPETENCE,
            {"person": who.name},
        )
    for scheme in seat.schemes:
        if scheme not in facts.scope:
            yield Violation(
                "staffing.scheme-not-in-case",
                _("%(scheme)s is not one of the schemes of this case."),
                TEAM,
                {"scheme": scheme},
            )
        else:
            yield from scheme_obstacles(who, scheme, seat.part, facts)


def _cover_obstacles(
    scheme: str, codes: Sequence[str], seats: Sequence[SeatWanted], facts: TeamFacts
) -> Iterator[Violation]:
    auditors = [
        seat
        for seat in seats
        if seat.part in AUDITING and scheme in seat.schemes and _holds(seat, scheme, facts)
    ]
    if not auditors:
        yield Violation(
            "staffing.scheme-not-covered",
            _("No auditor of the team is competent and registered for %(scheme)s."),
            COMPETENCE,
            {"scheme": scheme},
        )
        return
    experts = [s for s in seats if s.part == SeatPart.EXPERT and scheme in s.schemes]
    for code in codes:
        if not any(_covers_code(seat, scheme, code, facts) for seat in (*auditors, *experts)):
            yield Violation(
                code="staffing.code-not-covered",
                message=_(
                    "Nobody of the team covers %(code)s for %(scheme)s;"
                    " an auditor or an accompanied expert with this code is needed."
                ),
                source=EXPERTISE,
                facts={"code": code, "scheme": scheme},
            )


def _holds(seat: SeatWanted, scheme: str, facts: TeamFacts) -> bool:
    who = facts.people.get(seat.person_id)
    return who is not None and not any(scheme_obstacles(who, scheme, seat.part, facts))


def _covers_code(seat: SeatWanted, scheme: str, code: str, facts: TeamFacts) -> bool:
    who = facts.people.get(seat.person_id)
    if who is None or (seat.codes and not covers(seat.codes, code)):
        return False
    return covers(who.codes(scheme, function_of(seat.part), facts.on), code)
