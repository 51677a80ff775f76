"""An invented report, to try templates with."""

from datetime import date
from decimal import Decimal

from xinheng.printing.audit import AuditReport, Chapter, Finding, Member
from xinheng.printing.parties import Body, Client


def specimen_report() -> AuditReport:
    """A short report about an organisation that does not exist."""
    return AuditReport(
        body=Body(
            "示例认证有限公司", "Specimen Certification", "示例市示例路1号", "CNCA-R-0000-000"
        ),
        client=Client("示例制造有限公司", "000000000000000000", "示例市示例路2号"),
        number="样张 SPECIMEN",
        kind="初次认证第二阶段 Stage 2",
        begins_on=date(2026, 3, 10),
        ends_on=date(2026, 3, 11),
        reported_on=date(2026, 3, 14),
        places=("示例市示例路2号",),
        objectives=("确定管理体系与审核准则的符合程度", "评价管理体系的有效性"),
        criteria=("GB/T 19001-2016", "组织的体系文件", "适用的法律法规"),
        scope_zh="示例零部件的设计与生产",
        leader="示例组长",
        team=(Member("A", "示例组长", "组长 Team leader", "18.02", Decimal("2.0")),),
        summary="审核组按计划完成了全部活动。",
        chapters=(Chapter("领导作用", "Leadership", ("方针已传达。", "职责已明确。")),),
        findings=(
            Finding("N1", "一般 Minor", "8.5.1", "工序参数未记录。", "抽查 5 份记录，1 份不全。"),
        ),
        conclusion="管理体系总体符合准则要求。",
        recommendation="推荐认证注册",
        top_manager="示例经理",
        distribution="客户、认证机构",
    )
