"""What only some schemes are asked for their audit time."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.core.programmes.words import LEVELS

Make = Callable[[], forms.Field]


def _level(label: object) -> Make:
    choices = (("", "—"), *((key, _(LEVELS[key])) for key in ("high", "medium", "low")))
    return lambda: forms.ChoiceField(label=label, choices=choices, required=False)  # type: ignore[arg-type]


def _decimal(label: object) -> Make:
    return lambda: forms.DecimalField(label=label, required=False)  # type: ignore[arg-type]


def _whole(label: object) -> Make:
    return lambda: forms.IntegerField(label=label, required=False, min_value=0)  # type: ignore[arg-type]


OWN: Mapping[str, Mapping[str, Make]] = {
    "ISMS": {
        "business_complexity": _level(_("ISMS: complexity of business")),
        "it_complexity": _level(_("ISMS: complexity of IT")),
        "complexity_ratio": _decimal(_("ISMS: chosen change as a ratio (0.10 is 10 % more)")),
    },
    "EnMS": {
        "energy_tj": _decimal(_("EnMS: energy used in a year (TJ)")),
        "energy_types": _whole(_("EnMS: energy types (80 % of use)")),
        "significant_uses": _whole(_("EnMS: significant energy uses")),
    },
    "FSMS": {
        "category": lambda: forms.CharField(
            label=_("FSMS: categories, such as CIV"), required=False, max_length=60
        ),
        "haccp_studies": _whole(_("FSMS: HACCP studies")),
        "certified_system": lambda: forms.BooleanField(
            label=_("FSMS: another relevant system is certified"), required=False
        ),
    },
}


def own_fields(scheme: str) -> Iterator[tuple[str, forms.Field]]:
    """The fields that only this scheme takes, by name."""
    for name, make in OWN.get(scheme, {}).items():
        yield name, make()


def own_values(scheme: str, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed into them, without what was left empty."""
    key = scheme.lower()
    given = {name: cleaned.get(f"{key}_{name}") for name in OWN.get(scheme, {})}
    if category := given.get("category"):
        given["category"] = category.replace("，", " ").replace(",", " ").split()
    return {name: value for name, value in given.items() if value not in (None, "", False)}
