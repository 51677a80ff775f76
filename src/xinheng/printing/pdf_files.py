"""PDF files from strangers: whole, and without programs."""

import re
import zlib
from collections.abc import Iterator

from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.printing.archive import fault

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|XFA)(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECT_STREAM = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
DICTIONARY_REACH = 400
"""How far before a stream its dictionary is looked for. Unit: bytes."""
UNPACKED_LIMIT = 8 * 1024 * 1024
"""How much of one packed group of objects is looked at. Unit: bytes."""
TRAILER_LIMIT = 64
"""Bytes that may follow the end mark: line ends and padding some programs leave."""


def pdf_faults(content: bytes) -> Iterator[Violation]:
    """Say why a PDF may not come in; nothing, if it may."""
    end = content.rfind(b"%%EOF")
    if end < 0:
        yield fault("upload.damaged", _("The file is damaged and cannot be opened."))
    elif len(content) - end - 5 > TRAILER_LIMIT or content[end + 5 :].strip(b"\r\n\t \0"):
        yield fault("upload.trailing-content", _("Something is hidden before or after the file."))
    if any(ACTIVE.search(_unescaped(objects)) for objects in _objects(content)):
        yield fault(
            "upload.active-content",
            _("The file holds programs or other files; save it without them."),
        )


def _objects(content: bytes) -> Iterator[bytes]:
    """The text of every object: those that stand openly, then those packed into groups."""
    yield STREAM.sub(b"", content)
    for stream in STREAM.finditer(content):
        before = content[max(stream.start() - DICTIONARY_REACH, 0) : stream.start()]
        if OBJECT_STREAM.search(before[before.rfind(b" obj") + 1 :]):
            try:
                yield zlib.decompressobj().decompress(stream[1], UNPACKED_LIMIT)
            except zlib.error:
                continue


def _unescaped(objects: bytes) -> bytes:
    """Resolve escapes in names, behind which a key word may hide."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), objects)
