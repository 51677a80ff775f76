"""Documents are read back from real PDF files."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pypdf
import pytest

from tests.printing import samples
from xinheng.printing import fonts
from xinheng.printing.audit import print_audit_plan, print_audit_report
from xinheng.printing.certificate import OBSOLETE, Accreditation, Extra, print_certificate
from xinheng.printing.listing import ListColumn, Listing, print_listing
from xinheng.printing.offers import print_agreement, print_quotation
from xinheng.printing.qr import qr_png, qr_svg
from xinheng.printing.specimen import specimen_report
from xinheng.printing.typeset import Picture


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page without any white space."""
    return ["".join(p.extract_text().split()) for p in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def printed(certificate) -> list[str]:
    return pages_of(print_certificate(certificate, made_at=samples.NOON))


@pytest.mark.parametrize(
    "item",
    [
        "信衡认证有限公司",
        "北京市朝阳区建国路88号",
        "CNCA-R-2015-999",
        "云栖精密机械有限公司",
        "YunqiPrecisionMachineryCo.,Ltd.",
        "91330106MA2H1234XK",
        "浙江省杭州市西湖区石龙山街18号",
        "GB/T19001-2016",
        "ISO9001:2015",
        "精密机械零部件的设计、生产和销售",
        "99926Q10001R0M",
        "2023年3月5日",
        "2026年3月4日",
        "2026年3月5日",
        "2029年3月6日",
        "6March2029",
        "林若衡",
        "https://cert.example.cn/v/99926Q10001R0M",
        "监督审核",
        "认证机构印章",
        "Originalissue",
    ],
)
def test_certificate_carries_every_item(item):
    assert item in printed(samples.certificate())[0]


def test_certificate_of_one_site_is_one_page_of_archival_pdf():
    pdf = print_certificate(samples.certificate(), made_at=samples.NOON)

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    assert b"pdfaid:part>2<" in reader.root_object["/Metadata"].get_data()
    assert reader.metadata.title == "99926Q10001R0M 云栖精密机械有限公司"
    assert reader.metadata.creation_date == samples.NOON


def test_certificate_is_the_same_to_the_byte_when_set_twice():
    first, second = (
        print_certificate(samples.certificate(), made_at=samples.NOON) for _time in range(2)
    )

    assert first == second


def test_accreditation_shows_only_when_allowed():
    plain = printed(samples.certificate())[0]
    accredited = printed(samples.certificate(accreditation=Accreditation("CNAS C999-M")))[0]

    assert ("CNASC999-M" in plain, "认可标识" in plain) == (False, False)
    assert ("CNASC999-M" in accredited, "认可标识" in accredited) == (True, True)


def test_revised_and_obsolete_issues_say_so():
    text = printed(
        samples.certificate(revision=2, revised_on=date(2027, 1, 2), overprint=OBSOLETE)
    )[0]

    assert "第2次换发Revision2" in text
    assert "2027年1月2日" in text
    assert "OBSOLETE" in text


def test_extra_lines_and_latest_surveillance_show():
    text = printed(
        samples.certificate(
            extras=(Extra("适用性声明", "Statement of applicability", "V3.0"),),
            last_surveillance_on=date(2026, 12, 1),
        )
    )[0]

    assert "适用性声明" in text
    assert "V3.0" in text
    assert "2026-12-01" in text


def test_annex_lists_each_of_26_sites_with_its_scope():
    first, *annex = printed(samples.certificate(site_count=26))
    listed = "".join(annex)

    assert "覆盖26个场所" in first
    assert "GB/T19001-2016" in first
    for number in range(2, 27):
        assert f"第{number}生产基地" in listed
        assert f"第{number}类零件的生产" in listed
    assert "中心职能" in listed


@pytest.mark.parametrize("length", [300, 700, 2000])
def test_scope_of_any_length_is_complete(length):
    scope = ("精密机械、液压阀门及控制系统的设计与安装；" * 100)[: length - 4] + "终止全文"
    pages = printed(samples.certificate(scope_zh=scope, scope_en="Parts. " * (length // 7)))

    assert scope in "".join(pages)
    assert "认证机构印章" in pages[0]
    assert "扫码核验" in pages[0]
    assert all("扫码核验" not in page for page in pages[1:])


def test_long_everything_still_ends_the_front_on_one_page():
    long = replace(
        samples.CLIENT,
        name_zh="云栖精密机械" * 12,
        name_en="Yunqi Precision " * 14,
        registered_address="浙江省杭州市西湖区" * 14,
        registered_address_en="Shilongshan Street, Hangzhou, " * 8,
    )
    pages = printed(
        samples.certificate(
            holder=long, standards=(samples.QMS,) * 3, scope_zh="零件生产；" * 400, site_count=3
        )
    )

    assert "扫码核验" in pages[0]
    assert "第2页" in pages[1]


def test_markup_of_the_typesetter_stays_text():
    text = printed(samples.certificate(scope_zh='#panic("x") $1/0$ *不* @ref <a> \\ [b] // c'))[0]

    assert '#panic("x")$1/0$*不*@ref<a>\\[b]//c' in text


def test_logo_is_printed():
    logo = Picture(qr_png("logo"), "png", "Logo")
    body = replace(samples.BODY, logo=logo)

    pdf = print_certificate(samples.certificate(body=body), made_at=samples.NOON)

    assert pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images


def test_certificate_needs_a_site_and_the_day_of_its_revision():
    with pytest.raises(ValueError, match="site"):
        samples.certificate(sites=())
    with pytest.raises(ValueError, match="revision"):
        samples.certificate(revision=1)
    with pytest.raises(ValueError, match="time zone"):
        print_certificate(samples.certificate(), made_at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_missing_glyph_is_named():
    with pytest.raises(fonts.GlyphsMissing) as refusal:
        printed(samples.certificate(head_name="林\U000e1234\ue123"))

    assert refusal.value.characters == {"\U000e1234", "\ue123"}
    assert refusal.value.violations[0].code == "print.glyphs-missing"


def test_common_text_has_all_glyphs():
    assert fonts.missing_glyphs("信衡 Xinheng 龘囍㐂 №①Ω±≥“”—…\n") == set()


def test_rare_character_needs_the_reserve_typeface(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "RESERVES", (tmp_path / "none.ttc",))

    assert fonts.missing_glyphs("𠮷野") == {"𠮷"}
    assert fonts.font_files() == (fonts.REGULAR, fonts.BOLD)


@pytest.mark.skipif(not fonts.RESERVES[0].exists(), reason="fonts-noto-cjk is not installed")
def test_rare_character_is_printed_with_the_reserve_typeface():
    assert "𠮷野" in printed(samples.certificate(head_name="𠮷野"))[0]


@pytest.mark.parametrize(
    ("make", "items"),
    [
        (lambda: print_quotation(samples.quotation(), made_at=samples.NOON),
         ["认证服务报价单", "19,500.00", "20,670.00", "IAFMD5", "2026年4月30日", "差旅费"]),
        (lambda: print_agreement(samples.agreement(), made_at=samples.NOON),
         ["甲方（认证机构）", "第3生产基地", "立即告知甲方", "误导性说明", "停止宣传", "20,670.00",
          "投诉", "双方另有约定"]),
        (lambda: print_audit_plan(samples.audit_plan(), made_at=samples.NOON),
         ["审核计划", "确定符合性", "首次会议", "08:30–09:00", "沈望舒", "异议"]),
        (lambda: print_audit_report(specimen_report(), made_at=samples.NOON),
         ["审核报告", "领导作用", "8.5.1", "推荐认证注册", "抽样"]),
    ],
)  # fmt: skip
def test_other_documents_carry_their_items(make, items):
    text = "".join(pages_of(make()))

    assert [item for item in items if item not in text] == []


@pytest.mark.parametrize("is_wide", [False, True])
def test_any_list_prints(is_wide):
    listing = Listing(
        body=samples.BODY,
        title_zh="有效证书",
        title_en="Certificates",
        made_on=date(2026, 3, 5),
        columns=(ListColumn("编号", "Number"), ListColumn("人数", is_number=True)),
        rows=tuple((f"证书{number}", str(number)) for number in range(120)),
        is_wide=is_wide,
    )

    text = "".join(pages_of(print_listing(listing, made_at=samples.NOON)))

    assert [n for n in range(120) if f"证书{n}" not in text] == []
    assert "共120行" in text


def test_list_of_nothing_says_so_and_ragged_list_is_refused():
    empty = Listing(samples.BODY, "空", "", date(2026, 3, 5), (ListColumn("编号"),), ())

    assert "没有符合条件的记录" in pages_of(print_listing(empty, made_at=samples.NOON))[0]
    with pytest.raises(ValueError, match="one cell"):
        replace(empty, rows=(("1", "2"),))


def test_codes_have_four_quiet_modules():
    picture = qr_svg("https://cert.example.cn/v/1")

    assert picture.startswith("<svg")
    assert "M4 4.5" in picture
    assert qr_png("x").startswith(b"\x89PNG")


def test_many_hands_may_print_at_once():
    numbers = [f"99926Q{number}" for number in range(16)]

    def front(number: str) -> str:
        return printed(samples.certificate(certificate_number=number))[0]

    with ThreadPoolExecutor(8) as hands:
        fronts = list(hands.map(front, numbers))

    assert [n for n, text in zip(numbers, fronts, strict=True) if n not in text] == []
