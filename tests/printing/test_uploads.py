"""What may come in, and what may not."""

import hashlib
import io
import zipfile

import pytest
from PIL import Image

from tests.printing import samples
from tests.printing.test_workbook import repacked, with_formula
from xinheng.core.shared.violation import Refused
from xinheng.printing import uploads
from xinheng.printing.certificate import print_certificate
from xinheng.printing.report_docx import DEFAULT_TEMPLATE
from xinheng.printing.uploads import inspect


def picture(kind: str, mode: str = "RGB", **options: object) -> bytes:
    drawing = io.BytesIO()
    Image.new(mode, (24, 12), 40).save(drawing, kind, **options)
    return drawing.getvalue()


def pdf() -> bytes:
    return print_certificate(samples.certificate(), made_at=samples.NOON)


def codes(name: str, content: bytes, **options: int) -> list[str]:
    with pytest.raises(Refused) as refusal:
        inspect(name, content, **options)
    return [violation.code.removeprefix("upload.") for violation in refusal.value.violations]


@pytest.mark.parametrize(
    ("name", "make", "media_type"),
    [
        ("a.pdf", pdf, "application/pdf"),
        ("A.PNG", lambda: picture("PNG"), "image/png"),
        ("a.jpeg", lambda: picture("JPEG"), "image/jpeg"),
        ("a.webp", lambda: picture("WEBP"), "image/webp"),
        ("a.xlsx", with_formula, uploads.MEDIA_TYPES["xlsx"]),
        ("a.docx", DEFAULT_TEMPLATE.read_bytes, uploads.MEDIA_TYPES["docx"]),
        ("a.csv", lambda: "编号,名称".encode("gb18030"), "text/csv"),
        ("a.txt", lambda: "你好\n".encode("utf-16"), "text/plain"),
    ],
)
def test_kinds_on_the_list_come_in(name, make, media_type):
    inspected = inspect(name, make())

    assert inspected.media_type == media_type
    assert inspected.sha256 == hashlib.sha256(inspected.content).hexdigest()


def test_file_on_disk_is_inspected_like_bytes(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(pdf())

    assert inspect("a.pdf", path).received_sha256 == hashlib.sha256(pdf()).hexdigest()


def test_picture_is_drawn_anew_upright_and_bare():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret place"
    given = picture("JPEG", exif=exif, comment=b"secret comment")

    kept = inspect("a.jpg", given).content

    assert b"secret" in given
    assert b"secret" not in kept
    assert Image.open(io.BytesIO(kept)).size == (12, 24)


@pytest.mark.parametrize("mode", ["P", "L", "RGBA", "1", "I;16"])
def test_pictures_of_every_mode_come_in(mode):
    assert inspect("a.png", picture("PNG", mode)).extension == "png"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", b"<svg onload='x()'/>", "type-not-accepted"),
        ("a.exe", b"MZ\x90\0", "type-not-accepted"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "type-not-accepted"),
        ("a.txt", b"a\0b", "type-not-accepted"),
        ("a.csv", b"GIF89a,1", "type-not-accepted"),
        ("a.txt", b"", "type-not-accepted"),
        ("a.txt", b"<script>x()</script>", "active-content"),
        ("a.pdf", b"%PDF-1.7 cut", "damaged"),
        ("a.jpg", picture("JPEG")[:200], "damaged"),
        ("a.png", picture("PNG") + b"PK\x03\x04more", "trailing-content"),
        ("a.jpg", picture("JPEG") + b"<?php x", "trailing-content"),
        ("a.webp", picture("WEBP") + b"more", "trailing-content"),
        ("a.pdf", pdf() + b"\nPK\x03\x04 hidden", "trailing-content"),
        ("a.xlsx", with_formula() + b"%PDF-1.7", "trailing-content"),
    ],
)
def test_other_content_stays_outside(name, content, code):
    assert code in codes(name, content)


def test_mistyped_name_is_refused():
    assert codes("a.pdf", picture("PNG")) == ["mistyped"]
    assert codes("a.docx", with_formula()) == ["mistyped"]


def test_size_and_pixels_are_limited(monkeypatch, tmp_path):
    assert codes("a.txt", b"x" * 101, limit_bytes=100) == ["too-large"]
    monkeypatch.setattr(uploads, "PIXEL_LIMIT", 100)
    assert codes("a.png", picture("PNG")) == ["too-many-pixels"]


@pytest.mark.parametrize(
    "objects",
    [
        b"1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj",
        b"1 0 obj<</S/Java#53cript>>endobj",
        b"1 0 obj<</S/Launch/F(calc.exe)>>endobj",
    ],
)
def test_pdf_with_programs_is_refused(objects):
    assert codes("a.pdf", b"%PDF-1.7\n" + objects + b"\n%%EOF\n") == ["active-content"]


def test_pdf_with_program_in_packed_objects_is_refused():
    packed = zipfile.zlib.compress(b"1 0 <</S/JavaScript>>")
    stream = b"5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj"

    assert codes("a.pdf", b"%PDF-1.7\n" + stream + b"\n%%EOF\n") == ["active-content"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"word/media/x": b"\0" * 40_000_000}, "zip-bomb"),
        ({"../evil.xml": b"x"}, "archive-path"),
        ({"/etc/evil": b"x"}, "archive-path"),
        ({"word/vbaProject.bin": b"x"}, "macros"),
        ({"word/x.xml": b"<!DOCTYPE x><x/>"}, "entities"),
        (
            {"word/_rels/y.xml.rels": b'<R><Relationship Type="http://x/attachedTemplate" '
             b'Target="http://evil/x.dotm" TargetMode="External"/></R>'},
            "entities",
        ),
    ],
)  # fmt: skip
def test_hostile_office_file_is_refused(changes, code):
    assert codes("a.docx", repacked(DEFAULT_TEMPLATE.read_bytes(), changes)) == [code]


def test_link_in_an_archive_is_refused():
    packed = io.BytesIO(DEFAULT_TEMPLATE.read_bytes())
    link = zipfile.ZipInfo("word/link.xml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    assert codes("a.docx", packed.getvalue()) == ["archive-link"]


def test_hyperlinks_in_office_files_are_fine():
    link = (
        b'<R><Relationship Type="http://x/hyperlink" Target="http://x" TargetMode="External"/></R>'
    )
    content = repacked(DEFAULT_TEMPLATE.read_bytes(), {"word/_rels/y.xml.rels": link})

    assert inspect("a.docx", content).extension == "docx"
