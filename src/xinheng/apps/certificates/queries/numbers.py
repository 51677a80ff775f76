"""How certificate numbers are put together, and what stands in the way of another way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.apps.certificates.models import NumberPattern
from xinheng.apps.people import queries as people
from xinheng.core.certificates import acts
from xinheng.core.certificates.issuing import DEFAULT_PATTERN, PATTERN_SOURCE
from xinheng.core.certificates.numbering import example_of, pattern_problems
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.codes.standards import schemes


@dataclass(frozen=True, slots=True)
class PatternView:
    """How the numbers of a scheme are made; without `scheme`: of all that have no own way."""

    scheme: str
    pattern: str
    is_own: bool
    example: str


def body_digits() -> str:
    """The digits by which the regulator knows the body, as they stand in a number."""
    body = people.body()
    digits = re.findall(r"\d+", body.approval_number) if body else []
    return digits[-1] if digits else "000"


def pattern_of(scheme: str) -> str:
    """The pattern in force for a scheme: its own, that for all others, or the shipped one."""
    own = _own()
    return own.get(scheme) or own.get("") or DEFAULT_PATTERN


def patterns(on: date) -> tuple[PatternView, ...]:
    """The pattern for all others first, then each scheme on offer, with an example of the year."""
    own, body = _own(), body_digits()
    rest = own.get("") or DEFAULT_PATTERN
    found = [PatternView("", rest, "" in own, example_of(rest, "QMS", body=body, year=on.year))]
    for scheme in schemes():
        pattern = own.get(scheme.key) or rest
        example = example_of(pattern, scheme.key, body=body, year=on.year)
        found.append(PatternView(scheme.key, pattern, scheme.key in own, example))
    return tuple(found)


def pattern_obstacles(scheme: str, pattern: str, *, by: Actor, on: date) -> Iterator[Violation]:
    """Everything that keeps a pattern from being set. An empty pattern gives up the own one.

    Source: ISO/IEC 17021-1:2015, 8.2.2 d.
    """
    yield from acts.SET_PATTERN.duty_obstacles(by)
    known = [one.key for one in schemes()]
    if scheme and scheme not in known:
        yield Violation(
            "certificates.unknown-scheme", _("“%(scheme)s” is no scheme on offer."),
            PATTERN_SOURCE, {"scheme": scheme}, "scheme",
        )  # fmt: skip
        return
    own = _own()
    if own.get(scheme, "") == pattern:
        yield Violation(
            "certificates.pattern-unchanged", _("This is the pattern in force."),
            PATTERN_SOURCE, {}, "pattern",
        )  # fmt: skip
        return
    others = {key: own.get(key) or own.get("") or DEFAULT_PATTERN for key in known}
    wanted = pattern or (own.get("", "") if scheme else "") or DEFAULT_PATTERN
    yield from pattern_problems(wanted, scheme, others=others, body=body_digits(), year=on.year)


def _own() -> dict[str, str]:
    return dict(NumberPattern.objects.values_list("scheme", "pattern"))
