"""Zip archives from strangers: how much may be inside, and how their XML is read."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree as Trees

from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.printing.sources import UPLOADED

FORBIDDEN_MARKUP = re.compile(rb"<!\s*(DOCTYPE|ENTITY|ATTLIST|ELEMENT|NOTATION)", re.IGNORECASE)
FORBIDDEN_MARKUP_WIDE = re.compile(
    b"|".join(
        "<!DOCTYPE".encode(encoding) + b"|" + "<!ENTITY".encode(encoding)
        for encoding in ("utf-16-le", "utf-16-be")
    )
)
RELATIONSHIP_ENTRY = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
SYMBOLIC_LINK = 0o120000


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much an archive may hold.

    Args:
        members: how many files.
        total_bytes: all files together, unpacked. Unit: bytes.
        ratio: unpacked to packed size of one file, above `small_bytes`.
        small_bytes: files up to this size may be of any ratio. Unit: bytes.
    """

    members: int = 2_000
    total_bytes: int = 200 * 1024 * 1024
    ratio: int = 120
    small_bytes: int = 1024 * 1024


DEFAULT_LIMITS = ArchiveLimits()


def archive_faults(content: bytes, limits: ArchiveLimits = DEFAULT_LIMITS) -> Iterator[Violation]:
    """Say what is wrong with an archive before anything in it is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        yield fault("upload.archive-unreadable", _("The file is damaged and cannot be opened."))
        return
    with archive:
        members = archive.infolist()
        yield from _amount_faults(members, limits)
        for member in members:
            yield from _member_faults(member)
        names = [member.filename for member in members]
        if len(names) != len(set(names)):
            yield fault("upload.archive-twice", _("The file holds two parts of the same name."))
        if _has_trailer(content, archive):
            yield fault(
                "upload.trailing-content", _("Something is hidden before or after the file.")
            )


def entity_faults(content: bytes) -> Iterator[Violation]:
    """Say whether an office file is damaged or would fetch content from elsewhere.

    Every XML part is unpacked, one at a time; call `archive_faults` first.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [n for n in archive.namelist() if n.endswith((".xml", ".rels", ".vml"))]
            if any(_reaches_out(archive.read(part)) for part in parts):
                yield fault("upload.entities", _("The file draws on content outside of it."))
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError):
        yield fault("upload.archive-unreadable", _("The file is damaged and cannot be opened."))


def safe_xml(content: bytes) -> Iterator[tuple[str, Trees.Element]]:
    """Walk through an XML part, giving "start" and "end" of each element.

    Raises:
        ValueError: it declares a document type or entities, or is not XML.
    """
    if declares_entities(content):
        raise ValueError("document types and entities are not allowed")
    try:
        yield from Trees.iterparse(io.BytesIO(content), events=("start", "end"))  # noqa: S314
    except Trees.ParseError as problem:
        raise ValueError("not XML") from problem


def declares_entities(content: bytes) -> bool:
    """Whether an XML part declares a document type or an entity, in any encoding."""
    return bool(FORBIDDEN_MARKUP.search(content) or FORBIDDEN_MARKUP_WIDE.search(content))


def _reaches_out(part: bytes) -> bool:
    """Whether a part declares entities, or loads something from elsewhere; hyperlinks may."""
    return declares_entities(part) or any(
        b'"External"' in entry and b"/hyperlink" not in entry
        for entry in RELATIONSHIP_ENTRY.findall(part)
    )


def fault(code: str, message: str, **facts: object) -> Violation:
    """One reason to refuse a file."""
    return Violation(code=code, message=message, source=UPLOADED, facts=facts, field="file")


def _amount_faults(members: list[zipfile.ZipInfo], limits: ArchiveLimits) -> Iterator[Violation]:
    if len(members) > limits.members:
        yield fault(
            "upload.too-many-parts",
            _("The file holds %(count)s parts; at most %(limit)s are accepted."),
            count=len(members),
            limit=limits.members,
        )
    total = sum(member.file_size for member in members)
    steep = any(
        member.file_size > limits.small_bytes
        and member.file_size > limits.ratio * max(member.compress_size, 1)
        for member in members
    )
    if total > limits.total_bytes or steep:
        yield fault(
            "upload.zip-bomb", _("The file would grow beyond all measure when it is opened.")
        )


def _member_faults(member: zipfile.ZipInfo) -> Iterator[Violation]:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename:
        yield fault("upload.archive-path", _("The file holds a part that points outside of it."))
    if (member.external_attr >> 16) & 0o170000 == SYMBOLIC_LINK:
        yield fault("upload.archive-link", _("The file holds a link instead of content."))
    if member.flag_bits & 0x1:
        yield fault(
            "upload.archive-locked", _("The file is protected by a password; send it without.")
        )


def _has_trailer(content: bytes, archive: zipfile.ZipFile) -> bool:
    """Whether bytes stand before the first part or after the end of the archive."""
    end = content.rfind(b"PK\x05\x06")
    comment_length = int.from_bytes(content[end + 20 : end + 22], "little")
    return not content.startswith(b"PK") or end + 22 + comment_length != len(content)
