"""How complex the energy management of a client is."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from xinheng.core.programmes.request import AuditedStandard, EnergyFacts
from xinheng.core.programmes.rounding import shown
from xinheng.core.programmes.rules import EnergyRules, Weighed
from xinheng.core.programmes.sources import ENMS_COMPLEXITY
from xinheng.core.shared.figure import Line
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Term
from xinheng.core.shared.wording import mark as _

SCHEME = "EnMS"
MOST = Decimal(10) ** 9
QUANTITIES = {
    "energy_tj": _("Energy used in a year (TJ)"),
    "energy_types": _("Energy types that make up 80 per cent"),
    "significant_uses": _("Significant uses of energy"),
}
LINES = {
    "energy_tj": _("%(amount)s TJ of energy in a year count %(value)s, weighed by %(weight)s"),
    "energy_types": _("%(amount)s energy types count %(value)s, weighed by %(weight)s"),
    "significant_uses": _("%(amount)s significant uses count %(value)s, weighed by %(weight)s"),
}


def amounts(facts: EnergyFacts) -> dict[str, Decimal | None]:
    """The three quantities by name."""
    counts = (facts.energy_types, facts.significant_uses)
    types, uses = (None if count is None else Decimal(count) for count in counts)
    return {"energy_tj": facts.energy_tj, "energy_types": types, "significant_uses": uses}


def energy_problems(
    standard: AuditedStandard, field: str, rules: EnergyRules | None
) -> Iterator[Violation]:
    """Say everything that is wrong with what is known of a client's energy.

    Source: ISO 50003, A.3.
    """
    if standard.energy is None:
        return
    if standard.scheme != SCHEME:
        yield not_of_scheme(standard.scheme, field, tuple(QUANTITIES))
        return
    known = amounts(standard.energy)
    for name, amount in known.items():
        if amount is None:
            yield _no(
                "audit-time.energy-incomplete",
                _("Complexity needs all three quantities; this one is missing: %(quantity)s."),
                f"{field}.{name}",
                quantity=Term(QUANTITIES[name]),
            )
        elif not 0 < amount <= MOST:
            yield _no(
                "audit-time.energy-out-of-range",
                _("%(quantity)s is %(amount)s; it is more than 0 and at most %(most)s."),
                f"{field}.{name}",
                quantity=Term(QUANTITIES[name]),
                amount=str(amount),
                most=str(MOST.to_integral()),
            )
    usable = all(amount is not None and 0 < amount <= MOST for amount in known.values())
    if usable and rules is not None and standard.complexity is not None:
        level = rules.level_of(weighed_complexity(standard.energy, rules))
        if level != standard.complexity:
            yield _no(
                "audit-time.complexity-disagrees",
                _("The quantities of energy make the complexity %(level)s, not “%(given)s”."),
                f"{field}.complexity",
                level=level,
                given=standard.complexity,
            )


def weighed_complexity(facts: EnergyFacts, rules: EnergyRules) -> Fraction:
    """C, the weighed sum of the three quantities. Unit: score.

    Source: ISO 50003, A.3.
    """
    return sum(
        (weighed * value for _name, _amount, weighed, value in _weighed(facts, rules)),
        Fraction(0),
    )


def with_complexity(standard: AuditedStandard, rules: EnergyRules | None) -> AuditedStandard:
    """The standard with the complexity its energy gives, where it gives one."""
    if standard.scheme != SCHEME or standard.energy is None or rules is None:
        return standard
    if any(amount is None for amount in amounts(standard.energy).values()):
        return standard
    level = rules.level_of(weighed_complexity(standard.energy, rules))
    return replace(standard, complexity=level)


def complexity_lines(standard: AuditedStandard, rules: EnergyRules | None) -> list[Line]:
    """How the complexity was found, step by step."""
    if standard.scheme != SCHEME or standard.energy is None or rules is None:
        return []
    lines = [
        Line(
            LINES[name],
            shown(weight * value),
            "score",
            rules.quantities[name].source,
            {
                "amount": f"{amount:f}",
                "value": str(shown(value)),
                "weight": str(shown(weight)),
            },
        )
        for name, amount, weight, value in _weighed(standard.energy, rules)
    ]
    total = weighed_complexity(standard.energy, rules)
    label = _("Complexity of energy management: %(level)s")
    facts = {"level": rules.level_of(total)}
    return [*lines, Line(label, shown(total), "score", rules.source, facts)]


def not_of_scheme(scheme: str, field: str, names: tuple[str, ...]) -> Violation:
    """A field was given that says nothing about this scheme."""
    return _no(
        "audit-time.field-not-of-scheme",
        _("%(scheme)s takes none of these fields: %(names)s."),
        f"{field}.{names[0]}",
        scheme=scheme,
        names=", ".join(names),
    )


def _weighed(
    facts: EnergyFacts, rules: EnergyRules
) -> Iterator[tuple[str, Decimal, Fraction, Fraction]]:
    for name, amount in amounts(facts).items():
        if amount is not None:
            quantity: Weighed = rules.quantities[name]
            yield name, amount, quantity.weight, quantity.value_of(Fraction(amount))


def _no(code: str, message: str, field: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=ENMS_COMPLEXITY, facts=facts, field=field)
