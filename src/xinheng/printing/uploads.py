"""Files from outside: what they really are, and whether they may come in."""

import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import mark as _
from xinheng.printing.archive import archive_faults, entity_faults, fault
from xinheng.printing.pdf_files import pdf_faults

DEFAULT_LIMIT_BYTES = 20 * 1024 * 1024
PIXEL_LIMIT = 50_000_000

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "txt": "text/plain",
}
SAME = {"jpeg": "jpg"}
PICTURES = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
PROGRAMS = (".bin", ".exe", ".js", ".vbs")
FOREIGN_STARTS = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"MZ", b"\x7fELF", b"GIF8")
ACTIVE_TEXT = re.compile(rb"<\s*(script|svg|html|iframe|!doctype|\?php|\?xml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may come in.

    `content` is what to keep: pictures are drawn anew, which strips what is hidden
    in them, so it can differ from what was sent. `sha256` is that of `content`;
    `received_sha256` that of what was sent. `extension` is the true one.
    """

    media_type: str
    extension: str
    sha256: str
    received_sha256: str
    content: bytes


def inspect(name: str, given: bytes | Path, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> Inspected:
    """Look into a file before it is kept.

    Args:
        name: name the sender gave it; only its ending is used.
        given: the file, or where it lies.
        limit_bytes: largest size accepted. Unit: bytes.

    Raises:
        Refused: the file may not come in; carries every reason.
    """
    size = given.stat().st_size if isinstance(given, Path) else len(given)
    if size > limit_bytes:
        raise Refused([_too_large(size, limit_bytes)])
    content = given.read_bytes() if isinstance(given, Path) else bytes(given)
    claimed = _claimed(name)
    kind = _kind(content, claimed)
    if kind is None:
        raise Refused([_unknown(claimed)])
    faults = list(_faults(content, kind, claimed))
    if faults:
        raise Refused(faults)
    kept = _redrawn(content, kind) if kind in PICTURES else content
    return Inspected(
        media_type=MEDIA_TYPES[kind],
        extension=kind,
        sha256=hashlib.sha256(kept).hexdigest(),
        received_sha256=hashlib.sha256(content).hexdigest(),
        content=kept,
    )


def _claimed(name: str) -> str:
    ending = Path(name.replace("\\", "/")).suffix.lower().lstrip(".")
    return SAME.get(ending, ending)


def _kind(content: bytes, claimed: str) -> str | None:
    """What the content is, by its first bytes; nothing when it is not accepted."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK"):
        return _office_kind(content)
    if content and claimed in {"csv", "txt"} and _text_of(content) is not None:
        return claimed
    return None


def _office_kind(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return None
    kinds = [kind for kind, part in OFFICE.items() if part in names]
    return kinds[0] if len(kinds) == 1 else None


def _faults(content: bytes, kind: str, claimed: str) -> Iterator[Violation]:
    if kind != claimed:
        yield fault(
            "upload.mistyped",
            _("The name says “%(claimed)s”, but the content is “%(found)s”."),
            claimed=claimed,
            found=kind,
        )
    if kind in PICTURES:
        yield from _picture_faults(content, kind)
    elif kind in OFFICE:
        yield from _office_faults(content)
    elif kind == "pdf":
        yield from pdf_faults(content)
    else:
        yield from _text_faults(content)


def _picture_faults(content: bytes, kind: str) -> Iterator[Violation]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=[PICTURES[kind]])
            width, height = picture.size
            if width * height > PIXEL_LIMIT:
                yield _flood()
                return
            picture.verify()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        yield _flood()
        return
    except (OSError, ValueError, SyntaxError):
        yield fault("upload.damaged", _("The file is damaged and cannot be opened."))
        return
    if _picture_end(content, kind) != len(content):
        yield _trailing()


def _picture_end(content: bytes, kind: str) -> int:
    """Where the picture ends by its own account. Unit: bytes from the start."""
    if kind == "png":
        return content.rfind(b"IEND") + 8 if b"IEND" in content else 0
    if kind == "webp":
        length = int.from_bytes(content[4:8], "little")
        return 8 + length + length % 2
    end = content.rfind(b"\xff\xd9") + 2
    return len(content) if not content[end:].strip(b"\0") else end


def _office_faults(content: bytes) -> Iterator[Violation]:
    faults = tuple(archive_faults(content))
    yield from faults
    if faults:
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if any(_is_program(name.lower()) for name in names):
            yield fault("upload.macros", _("The file holds macros; save it without them."))
    yield from entity_faults(content)


def _is_program(part: str) -> bool:
    """Whether a part of an office file is a program; settings of printers are not."""
    return part.endswith(PROGRAMS) and "printersettings" not in part


def _text_faults(content: bytes) -> Iterator[Violation]:
    if ACTIVE_TEXT.search(content[:4_096]):
        yield fault(
            "upload.active-content",
            _("The file holds programs or other files; save it without them."),
        )


def _text_of(content: bytes) -> str | None:
    """The text of a file in UTF-8, UTF-16 with a mark, or GB 18030; nothing if it is none."""
    if content.startswith(FOREIGN_STARTS):
        return None
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(c) < 32 and c not in "\t\r\n\f" for c in text):
            return text
    return None


def _redrawn(content: bytes, kind: str) -> bytes:
    """Draw a picture anew, upright and without anything that was hidden in it.

    Raises:
        Refused: the picture is damaged.
    """
    drawing = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=[PICTURES[kind]]) as opened:
            upright = _upright(opened)
            if kind == "jpg" and upright.mode not in {"RGB", "L"}:
                upright = upright.convert("RGB")
            bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
            if upright.mode == "P" and (palette := upright.getpalette()):
                bare.putpalette(palette)
            bare.save(drawing, PICTURES[kind], quality=90)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        damaged = fault("upload.damaged", _("The file is damaged and cannot be opened."))
        raise Refused([damaged]) from problem
    return drawing.getvalue()


def _too_large(size: int, limit: int) -> Violation:
    return fault(
        "upload.too-large",
        _("The file has %(size)s MB; at most %(limit)s MB are accepted."),
        size=f"{size / 1024**2:.1f}",
        limit=f"{limit / 1024**2:g}",
    )


def _unknown(claimed: str) -> Violation:
    return fault(
        "upload.type-not-accepted",
        _("This kind of file is not accepted. Accepted are: %(accepted)s."),
        accepted="、".join(MEDIA_TYPES),
        claimed=claimed,
    )


def _flood() -> Violation:
    return fault(
        "upload.too-many-pixels",
        _("The picture is too large; at most %(limit)s million pixels are accepted."),
        limit=PIXEL_LIMIT // 1_000_000,
    )


def _trailing() -> Violation:
    return fault("upload.trailing-content", _("Something is hidden before or after the file."))


def _upright(picture: Image.Image) -> Image.Image:
    """Turn the picture as its camera meant it; transparency of a palette is kept as such."""
    turned = ImageOps.exif_transpose(picture)
    if turned.mode == "P" and "transparency" in turned.info:
        return turned.convert("RGBA")
    return turned
