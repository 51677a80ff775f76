"""From the core's words to a reader's sentences."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext

from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Bilingual, Named, Term


def said(value: object) -> str:
    """One value as a reader says it: names translated, dates and numbers in their form."""
    if isinstance(value, Named):
        return gettext(value.label)
    if isinstance(value, Term):
        return gettext(str(value))
    if isinstance(value, Bilingual):
        return value.name(get_language() or "")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "Y-m-d H:i")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, list | tuple | set | frozenset):
        return gettext(", ").join(said(inner) for inner in value)
    return str(value)


def fill(message: str, facts: Mapping[str, object]) -> str:
    """An English template translated and filled in."""
    return gettext(message) % {name: said(value) for name, value in facts.items()}


def sentence(violation: Violation) -> str:
    """One reason as a sentence in the reader's language."""
    return fill(violation.message, violation.facts)
