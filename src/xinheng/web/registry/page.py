"""The public page of a certificate, rendered once for each of its versions.

One query asks how a certificate stands; when it has not changed since the page was
rendered in this process, the kept page is given. So the page is always live and cheap.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from time import monotonic

from django.template import loader
from django.utils.translation import get_language

from xinheng.apps.certificates import queries
from xinheng.apps.people import queries as people

MOST_PAGES = 2000
BODY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page and the tag that changes with it."""

    content: str
    tag: str


_pages: OrderedDict[tuple[object, ...], Page] = OrderedDict()
_body: dict[str, tuple[float, str, str]] = {}


def body_names() -> tuple[str, str]:
    """The body's names in Chinese and English, at most some seconds old."""
    kept = _body.get("names")
    if kept is not None and monotonic() - kept[0] < BODY_SECONDS:
        return kept[1], kept[2]
    found = people.body()
    names = (found.name_zh, found.name_en) if found else ("", "")
    _body["names"] = (monotonic(), *names)
    return names


def page_of(number: str, *, on: date) -> Page | None:
    """The page of a certificate as it stands on a day; nothing when there is none."""
    stamp = queries.stamp_of(number)
    if stamp is None:
        return None
    names = body_names()
    key = (*stamp, get_language(), on, *names)
    if (kept := _pages.get(key)) is not None:
        return kept
    page = Page(_render(number, on, names), _tag(key))
    _pages[key] = page
    if len(_pages) > MOST_PAGES:
        _pages.popitem(last=False)
    return page


def _tag(key: tuple[object, ...]) -> str:
    return '"' + sha256(repr(key).encode()).hexdigest()[:24] + '"'


def _render(number: str, on: date, names: tuple[str, str]) -> str:
    found = queries.public_certificate(number, on=on)
    context = {
        "certificate": found,
        "history": queries.marks_of(found.id) if found else (),
        "body_zh": names[0],
        "body_en": names[1],
        "on": on,
        "language": get_language(),
    }
    return str(loader.get_template("registry/certificate.html").render(context))
