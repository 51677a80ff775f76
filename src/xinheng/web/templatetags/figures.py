"""How figures are shown: units in words, and how far a number was checked.

Filter: `in_unit` (the name of a unit). Tag: `checked` (`{% checked status %}`), the mark
that stands beside every number that two sources did not confirm.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xinheng.core.shared.source import Verified
from xinheng.core.shared.wording import mark as _
from xinheng.web.templatetags.house import icon

register = template.Library()

UNITS = {
    "auditor-days": _("auditor-days"),
    "persons": _("persons"),
    "sites": _("sites"),
    "points": _("points"),
    "projects": _("projects"),
}
PURE_NUMBERS = frozenset({"ratio", "score"})
MARKS = {
    Verified.TWICE: (_("two sources"), _("At least two sources agree on this number.")),
    Verified.ONCE: (_("one source"), _("Only one source was found for this number.")),
    Verified.CONFLICT: (_("sources differ"), _("Sources print different numbers; one was chosen.")),
    Verified.PRACTICE: (_("house practice"), _("A body's own practice, not a rule.")),
    Verified.MEMORY: (_("unverified"), _("No source was found; check it in a licensed copy.")),
    Verified.ABSENT: (_("not found"), _("No source gives this number.")),
}


@register.filter
def in_unit(unit: str) -> str:
    """The name of a unit in the reader's language; signs such as kg stay; a ratio has none."""
    if unit in PURE_NUMBERS:
        return ""
    return gettext(UNITS[unit]) if unit in UNITS else unit


@register.simple_tag
def checked(status: str) -> SafeString | str:
    """How far a number was checked. Nothing for a step that rests on no document."""
    found = next((known for known in Verified if known.value == status), None)
    if found is None:
        return ""
    word, why = (gettext(each) for each in MARKS[found])
    if found == Verified.TWICE:
        return format_html(
            '<span class="checked" title="{}">{}{}</span>', why, icon("circle-check"), word
        )
    return format_html('<span class="unverified" title="{}">{}</span>', why, word)
