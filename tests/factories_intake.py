"""Whole applications for tests, and everybody they need."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.factories import NOON, TODAY, actor, person
from xinheng.apps.documents import actions as documents
from xinheng.apps.intake import actions, queries
from xinheng.apps.people.models import Body, Competence
from xinheng.core.intake.credit_code import check_character
from xinheng.core.intake.verification import ClaimState
from xinheng.core.intake.words import PriceKind
from xinheng.core.people.words import Function
from xinheng.core.shared.actor import Actor, Role

LATER = NOON + timedelta(days=1)
PAPERS = (
    ("business-licence", "营业执照"),
    ("legal-status", "法律地位证明"),
    ("social-security-list", "社保人员名单"),
    ("process-diagram", "工艺流程图"),
    ("product-introduction", "产品介绍"),
    ("standards-and-laws", "产品标准与法规清单"),
    ("environmental-aspects", "重要环境因素清单"),
    ("hazard-list", "危险源辨识"),
)


def credit_code(number: int = 1) -> str:
    """A code whose check character is right."""
    first = f"91350100MA{number:07d}"
    return first + check_character(first)


def paper(by: Actor, name: str = "file.pdf", *, organisation_id: int | None = None) -> int:
    """The key of a kept file."""
    kept = documents.keep(
        name=name, content=f"{name}-{organisation_id}".encode(), media_type="application/pdf",
        kind="document", by=by, at=NOON, organisation_id=organisation_id, client_may_see=True,
    )  # fmt: skip
    return int(kept.pk)


def whole_draft(
    by: Actor, *schemes: str, organisation_id: int | None = None, number: int = 1
) -> dict[str, Any]:
    """An application in which nothing is wrong."""
    file = paper(by, organisation_id=organisation_id)
    return {
        "organisation": {
            "name_zh": "松涛机械有限公司",
            "name_en": "Songtao Machinery Co., Ltd.",
            "credit_code": credit_code(number),
            "registered_address": "福建省福州市松涛路8号",
            "region_code": "350100",
            "contact_name": "林静",
            "contact_phone": "0591-00000000",
            "top_manager": "陈山",
        },
        "system": {
            "started_on": "2025-06-01",
            "internal_audit_on": "2025-12-10",
            "management_review_on": "2026-01-15",
            "outsourced": "无",
            "consultancy_by": "无",
        },
        "declarations": {"legal_status": "legal-person", "is_manufacturer": True},
        "schemes": [
            {"scheme": scheme, "scope_zh": "泵的制造", "scope_en": "Manufacture of pumps",
             "codes": ["18.01.03"]}
            for scheme in schemes or ("QMS",)
        ],
        "sites": [
            {"name": "总部", "address": "福建省福州市松涛路8号", "region_code": "350100",
             "kind": "permanent", "is_central": True, "people": 60}
        ],
        "headcount": [
            {"kind": "full-time", "people": 50, "site": "总部"},
            {"kind": "part-time", "people": 10, "hours_per_week": "20", "site": "总部"},
        ],
        "documents": [
            {"kind": kind, "title": title, "file": file} for kind, title in PAPERS
        ],
    }  # fmt: skip


def staff() -> Actor:
    """A reviewer who receives applications too, competent for everything tests ask for."""
    made = person("宋明", Role.APPLICATION_REVIEWER)
    for scheme in ("QMS", "EMS", "OHSMS"):
        for function in (Function.APPLICATION_REVIEW, Function.AUDIT, Function.DECISION):
            Competence.objects.create(
                person=made, scheme=scheme, function=function, codes=["18", "03"],
                valid_from=date(2020, 1, 1), valid_until=date(2030, 1, 1),
            )  # fmt: skip
    return actor(made)


def applied(*schemes: str, by: Actor | None = None, number: int = 1) -> Any:
    """A submitted application with its case."""
    who = by or staff()
    return actions.apply(draft=whole_draft(who, *schemes, number=number), by=who, at=NOON)


def confirm_claims(case_id: int, by: Actor, *, at: datetime = NOON) -> None:
    """Every claim of a case looked up and confirmed."""
    for check in queries.checks_of(case_id):
        actions.record_claim(
            case_id=case_id, claim_id=check.pk, state=ClaimState.CONFIRMED, checked_on=TODAY,
            note="公示系统截图已存", by=by, at=at,
        )  # fmt: skip


def price_list(by: Actor) -> None:
    """Prices for everything a quotation holds."""
    for kind, amount in (
        (PriceKind.APPLICATION, "1000"),
        (PriceKind.AUDIT_DAY, "3000"),
        (PriceKind.CERTIFICATE, "2000"),
        (PriceKind.TAX, "6"),
    ):
        actions.set_price(
            kind=kind, amount=Decimal(amount), valid_from=date(2025, 1, 1), by=by, at=NOON
        )


def body() -> Body:
    """The body itself."""
    return Body.objects.create(
        name_zh="信衡示例认证有限公司", name_en="Xinheng Example Certification",
        approval_number="CNCA-R-0000-000", address_zh="示例市示例路1号",
    )  # fmt: skip
