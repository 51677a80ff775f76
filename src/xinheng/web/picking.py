"""Fields that are filled by looking something up by words: a client, a region.

With the script `house/rows.js` one types a few words and chooses; without it a
client is named by its credit code or its whole name, and a region by its code.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinheng.apps.clients import queries as clients


class Picker(forms.TextInput):
    """An input whose value is found by words at an address and shown by its name."""

    def __init__(self, address: str, hint: object, name_of: Callable[[str], str]) -> None:
        super().__init__()
        self.address, self.hint, self.name_of = address, hint, name_of

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        given = str(value or "")
        known = self.name_of(given) if given else ""
        chip = format_html('<li data-value="{}">{}</li>', given, known) if known else ""
        return format_html(
            '<div data-picker data-url="{}" data-hint="{}" data-empty="{}" data-away="{}">'
            '{}<ul class="picked">{}</ul></div>',
            reverse(self.address), self.hint, _("Nothing found"), _("Take away"),
            super().render(name, value, attrs, renderer), chip,
        )  # fmt: skip


def region_picker() -> Picker:
    """For a field that holds the code of a region."""
    return Picker(
        "clients:find-regions", gettext_lazy("Name of the city or county"), clients.region_name
    )


def _client_name(given: str) -> str:
    found = clients.by_key_or_name(given)
    return found.name_zh if found else ""


class ClientField(forms.Field):
    """A client, as its key in the end; found by name or credit code."""

    def __init__(self, **more: Any) -> None:
        hint = gettext_lazy("Name or credit code")
        super().__init__(widget=Picker("clients:find", hint, _client_name), **more)

    def to_python(self, value: Any) -> int | None:
        given = str(value or "").strip()
        if not given:
            return None
        found = clients.by_key_or_name(given)
        if found is None:
            raise ValidationError(_("No client is called “%(name)s”.") % {"name": given})
        return int(found.pk)
