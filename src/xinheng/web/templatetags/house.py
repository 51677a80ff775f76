"""Words of the house in templates: sentences, names, dates and spans, icons and states.

Filters: `sentence` (a reason), `said` (any value), `who` (a name), `in_words` (a template of the
core with facts), `due` (a day as “12 days left”), `unit` (a number with its unit).
Tags: `icon` (`{% icon "check" %}`), `pill` (a state as colour, shape and word),
`checked_mark` (how far a number was checked), `once` (a form counts once), `with_query` (the
address with other parameters).
"""

import uuid
from datetime import date, datetime, timedelta

from django import template
from django.conf import settings
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, Select, Textarea
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from xinheng import clock
from xinheng.apps.journal.queries import Line
from xinheng.apps.people import queries as people
from xinheng.apps.programmes.queries import LineView
from xinheng.core.rules.words import checked
from xinheng.core.shared.actor import CLOCKWORK, VISITOR
from xinheng.core.shared.source import CONFIRMED, Source, bears_mark
from xinheng.core.shared.violation import Violation
from xinheng.front import wording
from xinheng.front.acts_said import what_was_done
from xinheng.rulebook.register import status_now

register = template.Library()

SOON = timedelta(days=14)
LOOKS = (
    (
        "good",
        "circle-check",
        "in-force valid granted passed fulfilled issued done accepted confirmed verified-2+",
    ),
    (
        "good",
        "circle-check",
        "enforced met closed-out surveillance effective competent fine recorded upheld approved "
        "moved enough",
    ),
    (
        "warn",
        "player-pause",
        "suspended partly-suspended stopped overdue minor returned partly-upheld tight",
    ),
    ("bad", "circle-x", "withdrawn refused revoked rejected major failed missing nobody short"),
    ("past", "calendar-off", "expired closed cancelled ended lapsed superseded transferred"),
    ("wait", "clock", "selection determination review decision attestation waiting sent draft"),
    (
        "wait",
        "clock",
        "open answered planned to-move proposed asked submitted in-progress soon received",
    ),
    ("wait", "clock", "acknowledged validated investigating resolved told"),
    ("open", "hourglass", "unverified verified-1 conflict cb-practice"),
)
TONES = {word: (tone, shape) for tone, shape, words in LOOKS for word in words.split()}
PLAIN = ("past", "circle-dashed")


@register.filter
def sentence(violation: Violation) -> str:
    """One reason as a sentence."""
    return wording.sentence(violation)


@register.filter
def said(value: object) -> str:
    """A value as a reader says it."""
    return "" if value is None else wording.said(value)


@register.filter
def who(name: str) -> str:
    """Who did something: the name, or that it was the system or that nobody is named."""
    if name == CLOCKWORK.name:
        return gettext("The system")
    if name == VISITOR.name:
        return gettext("A visitor")
    return name or gettext("Somebody")


@register.filter
def done_in_words(line: Line) -> str:
    """What an entry of the journal says was done."""
    return what_was_done(line)


@register.filter
def verb(act: str) -> str:
    """What an act is called in addresses: its name without the room."""
    return act.partition(".")[2]


@register.filter
def in_words(message: str, facts: dict[str, object]) -> str:
    """An English template of the core, translated and filled in."""
    return wording.fill(message, facts)


@register.filter
def due(day: date | None) -> SafeString | str:
    """A day as the time that is left or has gone by, with the date on hover."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    left = (day - clock.today()).days
    look = "due-late" if left < 0 else "due-soon" if left <= SOON.days else ""
    return format_html(
        '<time datetime="{0}" title="{0}" class="{1}">{2}</time>', day.isoformat(), look, span(left)
    )


def span(days: int) -> str:
    """So many days from today, in words. Unit: days; less than nothing is overdue."""
    if days == 0:
        return gettext("due today")
    if days < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": -days}
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A moment as its day, with the time on hover."""
    if value is None:
        return ""
    here = timezone.localtime(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        here.isoformat(timespec="minutes"),
        here.strftime("%Y-%m-%d %H:%M"),
        here.date().isoformat(),
    )


@register.filter
def clock_time(value: datetime) -> str:
    """The time of the day of a moment, to the second."""
    return timezone.localtime(value).strftime("%H:%M:%S")


@register.filter
def late_days(late: timedelta | None) -> str:
    """How much later something was written down, in words."""
    if not late:
        return ""
    days = max(late.days, 1)
    text = ngettext("entered %(days)s day late", "entered %(days)s days late", days)
    return text % {"days": days}


@register.filter
def own_name(organisation: object) -> str:
    """A name in the reader's language, where it is known in it. Needs `*_zh` and `*_en`."""
    zh, en = (
        getattr(organisation, "organisation_zh", None) or getattr(organisation, "name_zh", ""),
        getattr(organisation, "organisation_en", None) or getattr(organisation, "name_en", ""),
    )
    return str(en or zh) if get_language() == "en" else str(zh)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our icons, for the eye only: a word must stand beside it."""
    sprite = static("vendor/icons/sprite.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        sprite,
        name,
    )


@register.simple_tag
def pill(state: object) -> SafeString:
    """A state as a word with its colour and its shape."""
    if state is None:
        return mark_safe("")
    tone, shape = TONES.get(str(state), PLAIN)
    return format_html(
        '<span class="pill pill-{}">{}{}</span>', tone, icon(shape), wording.said(state)
    )


@register.simple_tag
def checked_mark(status: str, line: LineView | None = None) -> SafeString:
    """The mark of a number that is not checked by two sources; who confirmed it, where it is.

    Nothing for a number on which two sources agree. With the line of a kept reckoning, its
    source may have been confirmed since.
    """
    if line is not None and bears_mark(status):
        status = status_now(Source(line.document, line.place, line.edition, status))
    if bears_mark(status):
        return format_html(
            '<span class="badge unverified" title="{}">{}</span>', status,
            wording.said(checked(status)),
        )  # fmt: skip
    if not status.startswith(CONFIRMED):
        return mark_safe("")
    on = status.removeprefix(CONFIRMED).strip()
    said = gettext("Verified by the body's rule owner on %(on)s") % {"on": on}
    return format_html('<span class="badge bg-green-lt">{}{}</span>', icon("circle-check"), said)


@register.simple_tag
def once() -> SafeString:
    """A hidden field that makes a form count once, however often it is sent."""
    return mark_safe(f'<input type="hidden" name="once" value="{uuid.uuid4()}">')  # noqa: S308 - our own text


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """The address of this page with other parameters; an empty value takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A form field's input with the classes of the look, tied to its help and errors."""
    widget = field.field.widget
    looks: dict[str, str | bool] = {}
    if isinstance(widget, CheckboxInput):
        looks["class"] = "form-check-input"
    elif isinstance(widget, Select):
        looks["class"] = "form-select"
    else:
        looks["class"] = "form-control"
    if getattr(widget, "input_type", "") in ("radio", "checkbox"):
        looks["class"] = "form-check-input"
    if isinstance(widget, Textarea):
        rows = widget.attrs.get("rows")
        looks["rows"] = (
            "4" if rows in (None, "10") else str(rows)
        )  # ten is Django's, not anyone's wish
    if field.errors:
        looks["aria-invalid"] = "true"
    described = [
        *([f"{field.auto_id}_helptext"] if field.help_text else []),
        *([f"{field.auto_id}_errors"] if field.errors else []),
    ]
    if described and not getattr(widget, "use_fieldset", False):
        looks["aria-describedby"] = " ".join(described)
    own = widget.attrs.get("class")
    if own and own not in str(looks["class"]):
        looks["class"] = f"{looks['class']} {own}"
    return field.as_widget(attrs=looks)


@register.simple_tag
def demo_sign_ins() -> dict[str, object]:
    """Who may be signed in as where all people are made up; nothing anywhere else."""
    wanted = settings.DEMO_SIGN_INS
    names = people.sign_ins(on=clock.today(), first=wanted) if settings.DEMO else ()
    return {"names": names, "password": settings.DEMO_PASSWORD} if names else {}
