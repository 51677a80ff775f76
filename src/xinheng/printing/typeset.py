"""Sets documents as archival PDF (PDF/A) from a template and plain values.

Values travel to the template as JSON in one input and are never pasted into its
source, so nothing that a person typed can act as markup.
"""

import dataclasses
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from xinheng.printing.fonts import font_files, require_glyphs

TEMPLATES = Path(__file__).parent / "templates"

Archival = Literal["a-2b", "a-3b"]


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A picture to print, such as a logo.

    Args:
        content: the file. Unit: bytes.
        media: "png", "jpg" or "svg".
        alt: what it shows, for those who cannot see it.
    """

    content: bytes
    media: Literal["png", "jpg", "svg"]
    alt: str


_stand_in: ContextVar[bytes | None] = ContextVar("stand_in", default=None)


@contextmanager
def standing_in(content: bytes) -> Iterator[None]:
    """Give one file for every document that is set meanwhile.

    For loading invented history in bulk: nobody waits for papers that say nothing.
    """
    token = _stand_in.set(content)
    try:
        yield
    finally:
        _stand_in.reset(token)


def typeset(
    template: str, document: object, *, made_at: datetime, standard: Archival = "a-2b"
) -> bytes:
    """Set one document.

    Args:
        template: name of a template in `templates`, without its ending.
        document: a dataclass whose fields the template reads.
        made_at: moment written into the PDF as its making; aware.
        standard: which part and level of PDF/A the file claims.

    Returns:
        The PDF.

    Raises:
        GlyphsMissing: a character cannot be shown by any typeface at hand.
        ValueError: `made_at` has no time zone.
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at needs a time zone")
    if (instead := _stand_in.get()) is not None:
        return instead
    values = plain(document)
    require_glyphs("".join(_texts(values)))
    press = _press(template)
    with press.lock:
        pdf = press.compiler.compile(
            format="pdf",
            sys_inputs={"document": json.dumps(values, ensure_ascii=False)},
            pdf_standards=[standard],
            timestamp=int(made_at.timestamp()),
        )
    if not isinstance(pdf, bytes):
        raise TypeError("the typesetter gave pages instead of one document")
    return pdf


def plain(value: object) -> object:
    """Turn dataclasses, dates and decimals into what JSON can carry.

    Raises:
        TypeError: a value of another kind was met.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")[:16]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return list(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [plain(inner) for inner in value]
    raise TypeError(f"cannot print a {type(value).__name__}")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            if not isinstance(inner, int):
                yield from _texts(inner)


@dataclasses.dataclass(frozen=True, slots=True)
class _Press:
    """A template ready to be set; one document at a time goes through it."""

    compiler: typst.Compiler
    lock: threading.Lock


_making = threading.Lock()


def _press(template: str) -> _Press:
    with _making:
        return _warm_press(template)


@cache
def _warm_press(template: str) -> _Press:
    path = TEMPLATES / f"{template}.typ"
    compiler = typst.Compiler(path, root=TEMPLATES, font_paths=_fonts())
    return _Press(compiler, threading.Lock())


@cache
def _fonts() -> typst.Fonts:
    folders = sorted({path.parent for path in font_files()})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
