"""Invented documents to print."""

from datetime import UTC, date, datetime
from decimal import Decimal

from xinheng.printing.audit import AuditPlan, Entry, Member
from xinheng.printing.certificate import Certificate
from xinheng.printing.offers import (
    AgreedScheme,
    Agreement,
    Fee,
    PriceLine,
    Quotation,
    Step,
    Text,
)
from xinheng.printing.parties import Body, Client, Site, Standard

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)

BODY = Body(
    name_zh="信衡认证有限公司",
    name_en="Xinheng Certification Co., Ltd.",
    address="北京市朝阳区建国路88号",
    approval_number="CNCA-R-2015-999",
    phone="010-12345678",
)
CLIENT = Client(
    name_zh="云栖精密机械有限公司",
    name_en="Yunqi Precision Machinery Co., Ltd.",
    credit_code="91330106MA2H1234XK",
    registered_address="浙江省杭州市西湖区石龙山街18号",
    registered_address_en="18 Shilongshan Street, Hangzhou",
)
QMS = Standard(
    "GB/T 19001-2016", "质量管理体系 要求", "Quality management systems", "ISO 9001:2015"
)


def sites(count: int) -> tuple[Site, ...]:
    return tuple(
        Site(
            name_zh="总部" if index == 0 else f"第{index + 1}生产基地",
            name_en="Head office" if index == 0 else f"Plant {index + 1}",
            address=f"浙江省杭州市西湖区石龙山街{18 + index}号",
            is_central=index == 0,
            scope_zh="" if index == 0 else f"第{index + 1}类零件的生产",
        )
        for index in range(count)
    )


def certificate(*, site_count: int = 1, **changes: object) -> Certificate:
    fields: dict[str, object] = {
        "body": BODY,
        "holder": CLIENT,
        "standards": (QMS,),
        "sites": sites(site_count),
        "scope_zh": "精密机械零部件的设计、生产和销售",
        "scope_en": "Design, production and sale of precision machine parts",
        "certificate_number": "99926Q10001R0M",
        "first_issued_on": date(2023, 3, 5),
        "issued_on": date(2026, 3, 4),
        "effective_on": date(2026, 3, 5),
        "expires_on": date(2029, 3, 6),
        "head_name": "林若衡",
        "qr_text": "https://cert.example.cn/v/99926Q10001R0M",
        "public_address": "https://cert.example.cn/v/99926Q10001R0M",
    }
    return Certificate(**(fields | changes))  # type: ignore[arg-type]


def quotation() -> Quotation:
    return Quotation(
        body=BODY,
        client=CLIENT,
        number="Q-2026-0031",
        issued_on=date(2026, 2, 1),
        valid_until=date(2026, 4, 30),
        prepared_by="周知远",
        standards=(QMS,),
        scope_zh="精密机械零部件的生产",
        audit_days=Decimal("6.5"),
        working=(Step("有效人数 86–125", "7.0", "人日", "IAF MD 5"),),
        lines=(PriceLine("审核费", Decimal("6.5"), "人日", Decimal("3000")),),
        tax=Decimal("1170"),
        tax_note="6%",
        terms=(Text("差旅费按实际发生结算。", "Travel at cost."),),
    )


def agreement() -> Agreement:
    return Agreement(
        body=BODY,
        client=CLIENT,
        number="HT-2026-0031",
        schemes=(AgreedScheme(QMS, "精密机械零部件的生产", Decimal("6.5")),),
        sites=sites(3),
        fees=(Fee("初次认证费", Decimal("20670"), "签订后 10 日内"),),
        begins_on=date(2026, 3, 1),
        ends_on=date(2029, 3, 31),
        special_terms=(Text("双方另有约定。"),),
    )


def audit_plan() -> AuditPlan:
    return AuditPlan(
        body=BODY,
        client=CLIENT,
        number="JH-2026-0031",
        kind="第二阶段",
        begins_on=date(2026, 3, 10),
        ends_on=date(2026, 3, 11),
        places=("石龙山街18号",),
        objectives=("确定符合性",),
        criteria=("GB/T 19001-2016",),
        scope_zh="精密机械零部件的生产",
        leader="周知远",
        team=(Member("A", "周知远", "组长"),),
        timetable=(Entry(date(2026, 3, 10), "08:30", "09:00", "首次会议", "A"),),
        top_manager="沈望舒",
    )
