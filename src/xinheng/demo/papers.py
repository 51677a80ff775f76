"""What clients hand in: their application as a form, and the papers that go with it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from xinheng.apps.documents import actions as documents
from xinheng.core.shared.actor import Actor
from xinheng.demo.people import BODY_EN, BODY_ZH
from xinheng.demo.reading import ClientRow, Trade
from xinheng.printing.listing import ListColumn, Listing, print_listing
from xinheng.printing.parties import Body

SERVICE_MAJOR = 29
BUILDING_MAJOR = "28"
PAPERS = {
    "business-licence": "营业执照（演示）",
    "legal-status": "法律地位证明（演示）",
    "social-security-list": "社保人员名单（演示）",
    "process-diagram": "工艺流程图（演示）",
    "product-introduction": "产品与服务介绍（演示）",
    "standards-and-laws": "适用标准与法规清单（演示）",
    "environmental-aspects": "重要环境因素清单（演示）",
    "pollution-permit": "固定污染源排污登记（演示）",
    "hazard-list": "危险源辨识与重大风险清单（演示）",
    "safety-permit": "安全生产许可证（演示）",
    "construction-qualification": "建筑业企业资质证书（演示）",
    "agreement": "认证合同签字页（演示）",
    "evidence": "证据材料（演示）",
}
DATED = ("pollution-permit", "safety-permit", "construction-qualification")


def paper(title: str, *, made_at: datetime) -> bytes:
    """A one-page paper that says what it stands for in the demo."""
    listing = Listing(
        body=Body(BODY_ZH, BODY_EN, "", ""),
        title_zh=title,
        title_en="Demo paper",
        made_on=made_at.date(),
        columns=(ListColumn("说明", "Remark"),),
        rows=(("本文件仅供演示，内容纯属虚构。 Fictional, for demonstration only.",),),
    )
    return print_listing(listing, made_at=made_at)


def kinds_for(trade: Trade, schemes: tuple[str, ...]) -> Iterator[str]:
    """Which papers an applicant of this trade hands in for these schemes."""
    yield from ("business-licence", "legal-status", "social-security-list")
    if makes_things(trade):
        yield "process-diagram"
    yield from ("product-introduction", "standards-and-laws")
    if "EMS" in schemes:
        yield from ("environmental-aspects", "pollution-permit")
    if "OHSMS" in schemes:
        yield "hazard-list"
    if builds(trade):
        yield from ("safety-permit", "construction-qualification")


def makes_things(trade: Trade) -> bool:
    """Whether a trade is a manufacturing one, by its major code."""
    return int(trade.code[:2]) < int(BUILDING_MAJOR)


def builds(trade: Trade) -> bool:
    """Whether a trade erects buildings."""
    return trade.code.startswith(BUILDING_MAJOR)


def store(
    papers: dict[str, bytes],
    kind: str,
    *,
    by: Actor,
    at: datetime,
    organisation_id: int | None,
    case_id: int | None = None,
) -> int:
    """Keep a paper of a client; every paper of one kind has the same content."""
    if kind not in papers:
        papers[kind] = paper(PAPERS[kind], made_at=at)
    kept = documents.keep(
        name=f"{PAPERS[kind]}.pdf",
        content=papers[kind],
        media_type="application/pdf",
        kind=kind,
        by=by,
        at=at,
        case_id=case_id,
        organisation_id=organisation_id,
        client_may_see=True,
        dated_on=at.date(),
    )
    return int(kept.pk)


def organisation(row: ClientRow) -> dict[str, Any]:
    """What the form says of the applicant."""
    return {
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "credit_code": row.credit_code,
        "legal_form": "有限责任公司",
        "registered_address": row.address_zh,
        "registered_address_en": row.address_en,
        "region_code": row.region,
        "contact_name": row.contact,
        "contact_phone": "000-00000000",
        "contact_email": f"{row.username}@demo.invalid",
        "top_manager": row.manager,
    }


def sites(row: ClientRow) -> list[dict[str, Any]]:
    """The sites of the form: the head office, and branches with the rest of the people."""
    centre = max(row.people // row.sites, 1) + row.people % row.sites
    found = [_site(row, "总部", "Head office", centre, is_central=True)]
    for number in range(1, row.sites):
        found.append(
            _site(
                row, f"第{number}分部", f"Branch {number}", max(row.people // row.sites, 1),
                is_central=False, number=number,
            )
        )  # fmt: skip
    return found


def _site(
    row: ClientRow, zh: str, en: str, people: int, *, is_central: bool, number: int = 0
) -> dict[str, Any]:
    house = f"{number}号楼" if number else ""
    return {
        "name": zh,
        "name_en": en,
        "address": row.address_zh + house,
        "address_en": f"Building {number}, {row.address_en}" if number else row.address_en,
        "region_code": row.region,
        "kind": "permanent",
        "is_central": is_central,
        "people": people,
        "activities": row.trade.scope_zh,
    }


def schemes(row: ClientRow, wanted: tuple[str, ...]) -> list[dict[str, Any]]:
    """The schemes of the form, each with its scope."""
    suffix = {"EMS": "及相关管理活动", "OHSMS": "及相关管理活动"}
    return [
        {
            "scheme": scheme,
            "scope_zh": row.trade.scope_zh + suffix.get(scheme, ""),
            "scope_en": row.trade.scope_en,
            "codes": [row.trade.code],
            "complexity": row.trade.complexity(scheme),
        }
        for scheme in wanted
    ]


def headcount(row: ClientRow) -> list[dict[str, Any]]:
    """The people of the form; larger clients have some in part time."""
    part = row.people // 10 if row.people > 40 else 0
    found: list[dict[str, Any]] = [{"kind": "full-time", "people": row.people - part}]
    if part:
        found.append({"kind": "part-time", "people": part, "hours_per_week": "20"})
    return found


def draft(
    row: ClientRow, wanted: tuple[str, ...], files: Mapping[str, int], *, on: date
) -> dict[str, Any]:
    """A complete application."""
    return {
        "organisation": organisation(row),
        "system": {
            "started_on": (on - timedelta(days=300)).isoformat(),
            "internal_audit_on": (on - timedelta(days=60)).isoformat(),
            "management_review_on": (on - timedelta(days=40)).isoformat(),
            "outsourced": "无",
            "consultancy_by": "无",
        },
        "declarations": {
            "legal_status": "legal-person",
            "has_documented_system": True,
            "is_manufacturer": makes_things(row.trade),
            "discharges_pollutants": "EMS" in wanted,
            "builds": builds(row.trade),
        },
        "schemes": schemes(row, wanted),
        "sites": sites(row),
        "headcount": headcount(row),
        "documents": [
            {
                "kind": kind,
                "title": PAPERS[kind],
                "number": f"DEM-{row.number:03d}",
                "valid_until": (on + timedelta(days=1200)).isoformat() if kind in DATED else "",
                "file": file,
            }
            for kind, file in files.items()
        ],
    }
