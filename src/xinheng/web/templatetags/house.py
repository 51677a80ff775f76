"""Words of the house in templates: sentences, names, dates and spans."""

import uuid

from django import template
from django.utils.safestring import SafeString, mark_safe

from xinheng.core.shared.violation import Violation
from xinheng.front import wording

register = template.Library()


@register.filter
def sentence(violation: Violation) -> str:
    """One reason as a sentence."""
    return wording.sentence(violation)


@register.filter
def said(value: object) -> str:
    """A value as a reader says it."""
    return "" if value is None else wording.said(value)


@register.filter
def in_words(message: str, facts: dict[str, object]) -> str:
    """An English template of the core, translated and filled in."""
    return wording.fill(message, facts)


@register.simple_tag
def once() -> SafeString:
    """A hidden field that makes a form count once, however often it is sent."""
    return mark_safe(f'<input type="hidden" name="once" value="{uuid.uuid4()}">')  # noqa: S308 - our own text
