"""The other reckonings of a programme, read from JSON in the fields of `xinheng reckon`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinheng.core.programmes.codec import read_audit_kind
from xinheng.core.programmes.deadline import Due
from xinheng.core.programmes.integration import Integration
from xinheng.core.programmes.personnel import GroupKind, PersonnelGroup
from xinheng.core.programmes.sampling import SampleRequest, SiteGroup
from xinheng.core.shared.reading import (
    Reader,
    Unreadable,
    read_count,
    read_day,
    read_decimal,
    read_flag,
    read_list,
    read_text,
    source_to_json,
)

ON = "on"  # the day whose rules are asked for; every question may carry it


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a due day: the rule, the regimes and the days by name."""

    rule: str
    regimes: tuple[str, ...]
    days: Mapping[str, date]
    on: date | None
    months: int | None = None


def personnel_from_json(value: object) -> tuple[PersonnelGroup, ...]:
    """Read the groups of `effective-personnel`.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    groups = reader.needed("groups", read_list(_read_group))
    reader.optional(ON, read_day)
    reader.done()
    return groups


def sample_from_json(value: object) -> SampleRequest:
    """Read the groups of `site-sample`.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    allowed = reader.optional("sampling_allowed", read_flag)
    request = SampleRequest(
        audit=reader.needed("audit", read_audit_kind),
        groups=reader.needed("groups", read_list(_read_sites)),
        sampling_allowed=True if allowed is None else allowed,
        is_effective=reader.optional("system_effective", read_flag) or False,
    )
    reader.optional(ON, read_day)
    reader.done()
    return request


def integration_from_json(value: object) -> Integration:
    """Read the team and the degree of `integration`.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    integration = Integration(
        standards=reader.needed("standards", read_list(read_text)),
        ratio=reader.optional("integration_ratio", read_decimal),
        team=reader.optional("team", read_list(read_list(read_text))),
    )
    reader.optional(ON, read_day)
    reader.done()
    return integration


def due_from_json(value: object) -> Asked:
    """Read a rule, its regimes and its days by name, as `due` takes them.

    Raises:
        Unreadable: a field is missing or not of its kind; says which.
    """
    if not isinstance(value, Mapping):
        raise Unreadable("", "expected an object")
    reader = Reader(value)
    days = {
        name: reader.needed(name, read_day)
        for name in value
        if name.endswith("_on") and value[name] is not None
    }
    for name in value:
        if name.endswith("_on"):
            reader.optional(name, read_day)
    asked = Asked(
        rule=reader.needed("rule", read_text),
        regimes=reader.optional("regimes", read_list(read_text)) or ("17021-1",),
        days=days,
        on=reader.optional(ON, read_day),
        months=reader.optional("months", read_count),
    )
    reader.done()
    return asked


def due_to_json(due: Due) -> dict[str, Any]:
    """A due day with its steps; words stay English templates with their facts."""
    return {
        "value": due.day.isoformat(),
        "rule": due.rule,
        "sense": due.sense.value,
        "consequence": due.consequence,
        "source": source_to_json(due.source),
        "provisional": list(due.provisional),
        "working": [
            {
                "label": step.label,
                "value": step.day.isoformat(),
                "source": source_to_json(step.source),
                "facts": {name: _plain(fact) for name, fact in step.facts.items()},
            }
            for step in due.working
        ],
    }


def _plain(fact: object) -> object:
    return fact if isinstance(fact, int) else str(fact)


def _read_group(value: object, place: str) -> PersonnelGroup:
    reader = Reader(value, place)
    group = PersonnelGroup(
        kind=reader.needed("kind", _read_kind),
        people=reader.needed("people", read_count),
        hours_per_week=reader.optional("hours_per_week", read_decimal),
        scheme=reader.optional("scheme", read_text) or "",
        reason=reader.optional("reason", read_text) or "",
    )
    reader.done()
    return group


def _read_kind(value: object, place: str) -> GroupKind:
    word = read_text(value, place)
    for kind in GroupKind:
        if kind.value == word:
            return kind
    raise Unreadable(place, f"expected one of {', '.join(kind.value for kind in GroupKind)}")


def _read_sites(value: object, place: str) -> SiteGroup:
    reader = Reader(value, place)
    group = SiteGroup(
        sites=reader.needed("sites", read_count),
        name=reader.optional("name", read_text) or "",
        extra=reader.optional("extra", read_count) or 0,
        extra_reason=reader.optional("extra_reason", read_text) or "",
        is_new=reader.optional("is_new", read_flag) or False,
        is_never_sampled=reader.optional("is_never_sampled", read_flag) or False,
    )
    reader.done()
    return group
