"""Who applies, and for what: one standard, three integrated, or 26 sites."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.journeys.body import CODE

PAPERS = {
    "business-licence": "营业执照",
    "legal-status": "法律地位证明",
    "social-security-list": "社保人员名单",
    "process-diagram": "工艺流程图",
    "product-introduction": "产品介绍",
    "standards-and-laws": "适用标准与法规清单",
}
MORE_PAPERS = {"EMS": {"environmental-aspects": "重要环境因素清单"},
               "OHSMS": {"hazard-list": "危险源辨识"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the client applies for. `people` work at all sites together."""

    schemes: tuple[str, ...] = ("QMS",)
    sites: int = 1
    people: int = 60

    @property
    def papers(self) -> dict[str, str]:
        """The documents that go with the application, by kind."""
        more: dict[str, str] = {}
        for scheme in self.schemes:
            more |= MORE_PAPERS.get(scheme, {})
        return PAPERS | more

    def draft(self, credit_code: str, files: Mapping[str, int], *, on: date) -> dict[str, Any]:
        """The whole application."""
        return {
            "organisation": {
                "name_zh": "松涛机械有限公司",
                "name_en": "Songtao Machinery Co., Ltd.",
                "credit_code": credit_code,
                "legal_form": "有限责任公司",
                "registered_address": "福建省福州市松涛路8号",
                "registered_address_en": "8 Songtao Road, Fuzhou, Fujian",
                "region_code": "350100",
                "contact_name": "林静",
                "contact_phone": "0000-00000000",
                "contact_email": "client@example.invalid",
                "top_manager": "陈山",
            },
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
                "is_manufacturer": True,
            },
            "schemes": [self._scheme(scheme) for scheme in self.schemes],
            "sites": [self._site(number) for number in range(self.sites)],
            "headcount": [{"kind": "full-time", "people": self.people}],
            "documents": [
                {"kind": kind, "title": self.papers[kind], "file": file}
                for kind, file in files.items()
            ],
        }

    def _scheme(self, scheme: str) -> dict[str, Any]:
        return {
            "scheme": scheme,
            "scope_zh": "泵的制造",
            "scope_en": "Manufacture of pumps",
            "codes": [CODE],
            "complexity": "" if scheme == "QMS" else "medium",
        }

    def _site(self, number: int) -> dict[str, Any]:
        share = self.people // self.sites
        house = f"松涛路8号{number}号楼" if number else "松涛路8号"
        return {
            "name": f"第{number}分部" if number else "总部",
            "name_en": f"Branch {number}" if number else "Head office",
            "address": f"福建省福州市{house}",
            "address_en": f"Building {number}, 8 Songtao Road, Fuzhou, Fujian",
            "region_code": "350100",
            "kind": "permanent",
            "is_central": not number,
            "people": share if number else self.people - share * (self.sites - 1),
            "activities": "泵的制造",
        }
