"""How many people an audit reckons with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal, localcontext
from fractions import Fraction
from math import ceil, isqrt

from xinheng.core.programmes.problems import MOST_PEOPLE
from xinheng.core.programmes.rounding import shown
from xinheng.core.programmes.sources import HOUSE, MD5_PERSONNEL, MD5_PERSONNEL_MEMORY
from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

PERSONS = "persons"
_FINE = Context(prec=60)


class GroupKind(Named):
    """How the people of a group work."""

    FULL_TIME = "full-time", _("Full time")
    PART_TIME = "part-time", _("Part time")
    SHIFT = "shift", _("In shifts")
    CONTRACTOR = "contractor", _("Contractors under the client's control")
    IDENTICAL = "identical", _("Identical simple work")


@dataclass(frozen=True, slots=True)
class PersonnelGroup:
    """People who work alike.

    `people` is every person of the group, over all shifts (persons); `hours_per_week`
    is needed for part time (hours); `reason` for identical work.
    """

    kind: GroupKind
    people: int
    hours_per_week: Decimal | None = None
    scheme: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PersonnelRules:
    """The body's settings of the personnel step. Unit of `full_time_hours`: hours a week."""

    full_time_hours: Decimal = Decimal(40)
    contractors_count_for: frozenset[str] = frozenset({"OHSMS"})
    square_root_free_for: frozenset[str] = frozenset({"ISMS"})
    hours_source: Source = HOUSE


SHIPPED = PersonnelRules()


def personnel_problems(
    groups: Sequence[PersonnelGroup], rules: PersonnelRules = SHIPPED
) -> Iterator[Violation]:
    """Say everything that is wrong with the groups.

    Source: IAF MD 5, 2.3.
    """
    if not groups:
        yield _no("personnel.no-group", _("Name at least one group of people."), "groups")
    schemes = sorted({group.scheme for group in groups if group.scheme})
    if len(schemes) > 1:
        yield _no(
            "personnel.schemes-mixed",
            _("The groups are of %(schemes)s; reckon each scheme by itself."),
            "groups",
            schemes=", ".join(schemes),
        )
    for index, group in enumerate(groups):
        yield from _group_problems(group, f"groups[{index}]", rules)


def effective_personnel(
    groups: Sequence[PersonnelGroup], rules: PersonnelRules = SHIPPED
) -> Figure:
    """Reckon the effective number of personnel.

    Args:
        groups: everyone within the scope, each person in one group.
        rules: the body's settings.

    Returns:
        Effective personnel, rounded up once at the end. Unit: persons.

    Raises:
        Refused: a group is impossible or lacks its reason; carries every violation.

    Source: IAF MD 5, 2.3.
    """
    refuse_if(personnel_problems(groups, rules))
    exact, roots, lines = Fraction(0), Decimal(0), []
    for group in groups:
        whole, root = _counted(group, rules)
        exact += whole
        roots = _FINE.add(roots, root)
        lines.append(_line(group, whole, root, rules))
    total = _rounded_up(exact, roots)
    sofar = sum((line.value for line in lines), Decimal(0))
    lines.append(Line(_("Up to whole persons"), total - sofar, PERSONS, MD5_PERSONNEL))
    return Figure(Decimal(total), PERSONS, tuple(lines))


def _counted(group: PersonnelGroup, rules: PersonnelRules) -> tuple[Fraction, Decimal]:
    """What a group counts: an exact number, and an irrational root beside it."""
    if group.kind == GroupKind.PART_TIME and group.hours_per_week is not None:
        week = Fraction(rules.full_time_hours)
        return group.people * Fraction(group.hours_per_week) / week, Decimal(0)
    if group.kind == GroupKind.CONTRACTOR and group.scheme not in rules.contractors_count_for:
        return Fraction(0), Decimal(0)
    if group.kind == GroupKind.IDENTICAL:
        side = isqrt(group.people)
        if side * side == group.people:
            return Fraction(side), Decimal(0)
        return Fraction(0), _FINE.sqrt(Decimal(group.people))
    return Fraction(group.people), Decimal(0)


def _rounded_up(exact: Fraction, roots: Decimal) -> int:
    """Round up; without roots the number is exact, with them it is never whole."""
    if not roots:
        return ceil(exact)
    with localcontext(_FINE):
        total = roots + Decimal(exact.numerator) / Decimal(exact.denominator)
        return int(total.to_integral_value(ROUND_CEILING))


def _line(group: PersonnelGroup, whole: Fraction, root: Decimal, rules: PersonnelRules) -> Line:
    value = shown(whole) if not root else shown(Fraction(root))
    facts: dict[str, object] = {"people": group.people}
    if group.kind == GroupKind.PART_TIME:
        facts |= {"hours": str(group.hours_per_week), "week": str(rules.full_time_hours)}
        label = _("Part time: %(people)s persons at %(hours)s of %(week)s hours a week")
        return Line(label, value, PERSONS, MD5_PERSONNEL_MEMORY, facts)
    if group.kind == GroupKind.SHIFT:
        label = _("In shifts: %(people)s persons, each counted once")
        return Line(label, value, PERSONS, MD5_PERSONNEL, facts)
    if group.kind == GroupKind.CONTRACTOR:
        counts = group.scheme in rules.contractors_count_for
        label = (
            _("Contractors under the client's control: %(people)s persons")
            if counts
            else _("Contractors: %(people)s persons recorded, not counted for this scheme")
        )
        return Line(label, value, PERSONS, MD5_PERSONNEL_MEMORY, facts)
    if group.kind == GroupKind.IDENTICAL:
        facts["reason"] = group.reason
        label = _("Identical work: square root of %(people)s persons (%(reason)s)")
        return Line(label, value, PERSONS, MD5_PERSONNEL, facts)
    return Line(_("Full time: %(people)s persons"), value, PERSONS, MD5_PERSONNEL, facts)


def _group_problems(
    group: PersonnelGroup, field: str, rules: PersonnelRules
) -> Iterator[Violation]:
    if not 0 < group.people <= MOST_PEOPLE:
        yield _no(
            "personnel.people-out-of-range",
            _("A group has 1 to %(most)s persons, not %(people)s."),
            f"{field}.people",
            people=group.people,
            most=MOST_PEOPLE,
        )
    if group.kind == GroupKind.PART_TIME:
        yield from _hours_problems(group, field, rules)
    free = group.scheme in rules.square_root_free_for
    if group.kind == GroupKind.IDENTICAL and not group.reason.strip() and not free:
        yield _no(
            "personnel.reason-missing",
            _("Counting identical work by its square root needs a recorded reason."),
            f"{field}.reason",
        )


def _hours_problems(
    group: PersonnelGroup, field: str, rules: PersonnelRules
) -> Iterator[Violation]:
    hours = group.hours_per_week
    if hours is None:
        yield _no(
            "personnel.hours-missing",
            _("Part-time people need their hours a week."),
            f"{field}.hours_per_week",
        )
    elif not hours.is_finite() or not 0 < hours <= rules.full_time_hours:
        yield _no(
            "personnel.hours-out-of-range",
            _("Part time is more than 0 and at most %(week)s hours a week, not %(hours)s."),
            f"{field}.hours_per_week",
            hours=str(hours),
            week=str(rules.full_time_hours),
        )


def _no(code: str, message: str, field: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=MD5_PERSONNEL, facts=facts, field=field)
