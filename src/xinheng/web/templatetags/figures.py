"""How figures are shown: the names of their units.

Filter: `in_unit`. How far a number was checked is said by `checked_mark` of `house`.
"""

from django import template
from django.utils.translation import gettext

from xinheng.core.shared.wording import mark as _

register = template.Library()

UNITS = {
    "auditor-days": _("auditor-days"),
    "persons": _("persons"),
    "sites": _("sites"),
    "points": _("points"),
    "projects": _("projects"),
}
PURE_NUMBERS = frozenset({"ratio", "score"})


@register.filter
def in_unit(unit: str) -> str:
    """The name of a unit in the reader's language; signs such as kg stay; a ratio has none."""
    if unit in PURE_NUMBERS:
        return ""
    return gettext(UNITS[unit]) if unit in UNITS else unit
