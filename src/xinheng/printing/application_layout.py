"""What the workbook of an application asks for, sheet by sheet."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "code", "codes", "date", "whole", "decimal", "choice", "yes-no"]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: the value for machines and its names for people."""

    value: str
    zh: str
    en: str

    @property
    def shown(self) -> str:
        """As the drop-down list shows it."""
        return f"{self.zh} {self.en}"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked.

    `key` names the answer in the values; `hint` is shown when the cell is entered.
    """

    key: str
    zh: str
    en: str
    kind: Kind = "text"
    is_required: bool = False
    hint: str = ""
    options: tuple[Option, ...] = ()
    width: float = 18


@dataclass(frozen=True, slots=True)
class Form:
    """Questions below each other, answered once."""

    key: str
    sheet: str
    zh: str
    en: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Questions side by side, answered row by row."""

    key: str
    sheet: str
    zh: str
    en: str
    questions: tuple[Question, ...]
    is_required: bool = True


YES_NO = (Option("yes", "是", "Yes"), Option("no", "否", "No"))
README_SHEET = "说明 Read me"
HEADING_ROW = 2
"""Row of a table's headings, counted from 0; answers begin below it."""
ANSWER_ROWS = 300
"""Rows of a table that are prepared for answers."""

DATE_HINT = "如 2026-3-5、2026.3.5 或 2026年3月5日"
LIST_HINT = "多项用顿号、逗号或分号隔开"

Q = Question

ORGANISATION = Form(
    "organisation",
    "组织 Organisation",
    "申请组织",
    "Applicant",
    (
        Q(
            "name_zh",
            "组织名称（中文）",
            "Name in Chinese",
            is_required=True,
            hint="与营业执照一致",
        ),
        Q("name_en", "组织名称（英文）", "Name in English", hint="将印在证书上"),
        Q(
            "credit_code",
            "统一社会信用代码",
            "Unified social credit code",
            "code",
            is_required=True,
        ),
        Q("legal_form", "法律形式", "Legal form", hint="如 有限责任公司"),
        Q("registered_address", "注册地址", "Registered address", is_required=True),
        Q("region_code", "行政区划", "Region", "code", hint="六位行政区划代码，如 330106"),
        Q("contact_name", "联系人", "Contact", is_required=True),
        Q("contact_phone", "联系电话", "Telephone", "code", is_required=True),
        Q("contact_email", "电子邮箱", "E-mail"),
        Q("top_manager", "最高管理者", "Top manager", is_required=True),
    ),
)

SYSTEM = Form(
    "system",
    "组织 Organisation",
    "管理体系",
    "Management system",
    (
        Q("started_on", "体系开始运行日期", "System in operation since", "date", hint=DATE_HINT),
        Q("internal_audit_on", "最近一次内部审核", "Latest internal audit", "date", hint=DATE_HINT),
        Q("management_review_on", "最近一次管理评审", "Latest management review", "date"),
        Q("outsourced", "外包过程", "Outsourced processes", hint="没有请填“无”"),
        Q("consultancy_by", "体系咨询单位", "Consultancy by", hint="没有请填“无”"),
        Q("consultancy_ended_on", "咨询结束日期", "Consultancy ended on", "date", hint=DATE_HINT),
    ),
)

SCHEMES = Table(
    "schemes",
    "认证 Schemes",
    "申请的认证与范围",
    "Schemes and scope",
    (
        Q(
            "scheme",
            "认证领域",
            "Scheme",
            "choice",
            is_required=True,
            width=30,
            options=(
                Option("QMS", "质量管理体系", "QMS"),
                Option("EMS", "环境管理体系", "EMS"),
                Option("OHSMS", "职业健康安全管理体系", "OHSMS"),
                Option("ISMS", "信息安全管理体系", "ISMS"),
                Option("FSMS", "食品安全管理体系", "FSMS"),
                Option("EnMS", "能源管理体系", "EnMS"),
                Option("MDQMS", "医疗器械质量管理体系", "MDQMS"),
            ),
        ),
        Q("scope_zh", "认证范围（中文）", "Scope in Chinese", is_required=True, width=48),
        Q("scope_en", "认证范围（英文）", "Scope in English", width=48),
        Q(
            "codes",
            "专业代码",
            "Scope codes",
            "codes",
            is_required=True,
            hint=LIST_HINT,
            width=20,
        ),
        Q(
            "not_applicable_clauses",
            "不适用条款",
            "Clauses not applicable",
            "codes",
            hint=LIST_HINT,
        ),
        Q(
            "complexity",
            "复杂程度或风险",
            "Complexity or risk",
            "choice",
            hint="环境：复杂程度；职业健康安全：风险；质量可不填",
            width=20,
            options=(
                Option("high", "高", "High"),
                Option("medium", "中", "Medium"),
                Option("low", "低", "Low"),
                Option("limited", "有限", "Limited"),
                Option("special", "特殊", "Special case"),
            ),
        ),
    ),
)

SITES = Table(
    "sites",
    "场所 Sites",
    "认证覆盖的场所",
    "Sites covered",
    (
        Q("name", "场所名称", "Site", is_required=True, width=24),
        Q("address", "地址", "Address", is_required=True, width=40),
        Q("region_code", "行政区划", "Region", "code"),
        Q(
            "kind",
            "场所类型",
            "Kind of site",
            "choice",
            is_required=True,
            width=20,
            options=(
                Option("permanent", "固定场所", "Permanent"),
                Option("temporary", "临时场所", "Temporary"),
                Option("virtual", "虚拟场所", "Virtual"),
            ),
        ),
        Q("is_central", "是否中心职能", "Central function", "yes-no", options=YES_NO),
        Q("activities", "活动与过程", "Activities", width=32),
        Q("people", "人数", "People", "whole", is_required=True, width=10),
        Q("shifts", "班次", "Shifts", "whole", width=10),
        Q("name_en", "场所英文名称", "Site in English", width=24),
        Q("address_en", "英文地址", "Address in English", width=40),
    ),
)

HEADCOUNT = Table(
    "headcount",
    "人员 Headcount",
    "认证范围内的人员",
    "Persons within the scope",
    (
        Q(
            "kind",
            "人员类别",
            "Kind",
            "choice",
            is_required=True,
            width=24,
            options=(
                Option("full-time", "全职", "Full-time"),
                Option("part-time", "兼职", "Part-time"),
                Option("shift", "倒班", "Shift"),
                Option("contractor", "外部派遣", "Contractor"),
                Option("identical", "从事相同活动", "Identical work"),
            ),
        ),
        Q("people", "人数", "People", "whole", is_required=True, width=10),
        Q("hours_per_week", "每人每周工时", "Hours a week, each", "decimal", width=14),
        Q("site", "所在场所", "Site", hint="与“场所”表中的名称一致", width=24),
        Q("note", "备注", "Note", width=32),
    ),
)

DOCUMENTS = Table(
    "documents",
    "文件 Documents",
    "文件与许可",
    "Documents and permits",
    (
        Q(
            "kind",
            "文件类别",
            "Kind",
            "choice",
            is_required=True,
            width=36,
            options=(
                Option("business-licence", "营业执照", "Business licence"),
                Option("legal-status", "法律地位证明", "Proof of legal status"),
                Option("permit", "行政许可", "Permit"),
                Option("qualification", "资质证书", "Qualification"),
                Option("social-security-list", "社保人员名单", "Social security list"),
                Option("process-diagram", "工艺或工作流程图", "Process diagram"),
                Option("product-introduction", "产品介绍", "Product introduction"),
                Option("standards-and-laws", "产品标准与法规清单", "Standards and laws"),
                Option("pollution-permit", "排污许可或登记", "Discharge permit"),
                Option("environmental-aspects", "重要环境因素清单", "Environmental aspects"),
                Option("hazard-list", "危险源辨识清单", "Hazards and risks"),
                Option("safety-permit", "安全生产许可证", "Work safety permit"),
                Option("construction-qualification", "建筑业资质证书", "Construction licence"),
                Option("system-documents", "体系文件", "System documents"),
                Option("other", "其他", "Other"),
            ),
        ),
        Q("title", "名称", "Title", is_required=True, width=32),
        Q("number", "编号", "Number", "code"),
        Q("issued_by", "发布单位", "Issued by", width=24),
        Q("valid_until", "有效期至", "Valid until", "date", hint=DATE_HINT),
    ),
    is_required=False,
)

FORMS = (ORGANISATION, SYSTEM)
TABLES = (SCHEMES, SITES, HEADCOUNT, DOCUMENTS)
