"""Requests and results of audit time as JSON, so that they can be stored and run again."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    AuditTimeResult,
    EnergyFacts,
    Factor,
    FoodFacts,
    InformationFacts,
    VisitedSite,
)
from xinheng.core.programmes.rules import AuditKind
from xinheng.core.shared.reading import (
    Reader,
    Unreadable,
    figure_to_json,
    read_count,
    read_day,
    read_decimal,
    read_figure,
    read_flag,
    read_list,
    read_text,
)

Json = dict[str, Any]


def request_to_json(request: AuditTimeRequest) -> Json:
    """The request in the fields of `xinheng reckon audit-time`."""
    return {
        "on": request.on.isoformat(),
        "audit": request.audit.value,
        "standards": [_standard_to_json(standard) for standard in request.standards],
        "integration_ratio": _text(request.integration_ratio),
        "team": None if request.team is None else [list(known) for known in request.team],
        "sites": [
            {
                "name": site.name,
                "people": site.people,
                "cut_ratio": str(site.cut_ratio),
                "reason": site.reason,
                "is_central": site.is_central,
            }
            for site in request.sites
        ],
    }


def request_from_json(value: object) -> AuditTimeRequest:
    """Read a request. Whether it may be reckoned is another question.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    request = AuditTimeRequest(
        on=reader.needed("on", read_day),
        audit=reader.needed("audit", read_audit_kind),
        standards=reader.needed("standards", read_list(_read_standard)),
        integration_ratio=reader.optional("integration_ratio", read_decimal),
        team=reader.optional("team", read_list(read_list(read_text))),
        sites=reader.optional("sites", read_list(_read_site)) or (),
    )
    reader.done()
    return request


def result_to_json(result: AuditTimeResult) -> Json:
    """The result as `figure` and `result` of the envelope, with the rules it was made by."""
    return {
        "figure": {**figure_to_json(result.figure), "rules_on": result.rules_on.isoformat()},
        "result": {
            "by_standard": {scheme: str(days) for scheme, days in result.by_standard.items()},
            "on_site_min": str(result.on_site_min),
            "stage1": _text(result.stage1),
            "stage2": _text(result.stage2),
            "editions": dict(result.editions),
        },
    }


def result_from_json(value: object) -> AuditTimeResult:
    """Read a stored result.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    figure = dict(reader.needed("figure", _read_object))
    rules_on = read_day(figure.pop("rules_on", None), "figure.rules_on")
    parts = reader.needed("result", Reader)
    result = AuditTimeResult(
        figure=read_figure(figure, "figure"),
        by_standard=parts.needed("by_standard", _read_days),
        on_site_min=parts.needed("on_site_min", read_decimal),
        stage1=parts.optional("stage1", read_decimal),
        stage2=parts.optional("stage2", read_decimal),
        rules_on=rules_on,
        editions=parts.needed("editions", _read_editions),
    )
    parts.done()
    reader.done()
    return result


def read_audit_kind(value: object, place: str) -> AuditKind:
    """One of the kinds of audit, by its value."""
    word = read_text(value, place)
    for kind in AuditKind:
        if kind.value == word:
            return kind
    raise Unreadable(place, f"expected one of {', '.join(kind.value for kind in AuditKind)}")


def _standard_to_json(standard: AuditedStandard) -> Json:
    return {
        "scheme": standard.scheme,
        "people": standard.people,
        "complexity": standard.complexity,
        "factors": [
            {"ratio": str(factor.ratio), "reason": factor.reason, "key": factor.key}
            for factor in standard.factors
        ],
        "manual_days": _text(standard.manual_days),
        "manual_reason": standard.manual_reason,
        "has_square_root": standard.has_square_root,
        **_own_to_json(standard),
    }


def _own_to_json(standard: AuditedStandard) -> Json:
    """The fields that only some schemes take, where they were given."""
    own: Json = {}
    if (energy := standard.energy) is not None:
        own |= {
            "energy_tj": _text(energy.energy_tj),
            "energy_types": energy.energy_types,
            "significant_uses": energy.significant_uses,
        }
    if (food := standard.food) is not None:
        own |= {
            "category": list(food.categories),
            "haccp_studies": food.haccp_studies,
            "certified_system": food.has_certified_system,
        }
    if (information := standard.information) is not None:
        own |= {
            "business_complexity": information.business,
            "it_complexity": information.it,
            "complexity_ratio": _text(information.ratio),
        }
    return own


def _read_standard(value: object, place: str) -> AuditedStandard:
    reader = Reader(value, place)
    energy = EnergyFacts(
        reader.optional("energy_tj", read_decimal),
        reader.optional("energy_types", read_count),
        reader.optional("significant_uses", read_count),
    )
    information = InformationFacts(
        reader.optional("business_complexity", read_text),
        reader.optional("it_complexity", read_text),
        reader.optional("complexity_ratio", read_decimal),
    )
    standard = AuditedStandard(
        scheme=reader.needed("scheme", read_text),
        people=reader.needed("people", read_count),
        complexity=reader.optional("complexity", read_text),
        factors=reader.optional("factors", read_list(_read_factor)) or (),
        manual_days=reader.optional("manual_days", read_decimal),
        manual_reason=reader.optional("manual_reason", read_text) or "",
        has_square_root=reader.optional("has_square_root", read_flag) or False,
        energy=None if energy == EnergyFacts() else energy,
        food=_read_food(reader),
        information=None if information == InformationFacts() else information,
    )
    reader.done()
    return standard


def _read_food(reader: Reader) -> FoodFacts | None:
    categories = reader.optional("category", _read_categories)
    studies = reader.optional("haccp_studies", read_count)
    certified = reader.optional("certified_system", read_flag)
    if categories is None and studies is None and certified is None:
        return None
    return FoodFacts(categories or (), 1 if studies is None else studies, certified or False)


def _read_categories(value: object, place: str) -> tuple[str, ...]:
    """One category as a text, or several as a list."""
    if isinstance(value, str):
        return (value,)
    return read_list(read_text)(value, place)


def _read_factor(value: object, place: str) -> Factor:
    reader = Reader(value, place)
    factor = Factor(
        ratio=reader.needed("ratio", read_decimal),
        reason=reader.optional("reason", read_text) or "",
        key=reader.optional("key", read_text) or "",
    )
    reader.done()
    return factor


def _read_site(value: object, place: str) -> VisitedSite:
    reader = Reader(value, place)
    site = VisitedSite(
        name=reader.needed("name", read_text),
        people=reader.needed("people", read_count),
        cut_ratio=reader.optional("cut_ratio", read_decimal) or Decimal(0),
        reason=reader.optional("reason", read_text) or "",
        is_central=reader.optional("is_central", read_flag) or False,
    )
    reader.done()
    return site


def _read_object(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Unreadable(place, "expected an object")
    return value


def _read_days(value: object, place: str) -> dict[str, Decimal]:
    return {
        scheme: read_decimal(days, f"{place}.{scheme}")
        for scheme, days in _read_object(value, place).items()
    }


def _read_editions(value: object, place: str) -> dict[str, str]:
    return {
        key: read_text(edition, f"{place}.{key}")
        for key, edition in _read_object(value, place).items()
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
