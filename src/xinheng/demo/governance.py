"""What the demo body keeps of itself: policy, risks, committee, audits, marks, complaints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from xinheng.apps.certificates import queries as certificates
from xinheng.apps.certificates.queries import CertificateView
from xinheng.apps.certificates.queries import Sought as Certificates
from xinheng.apps.governance import actions, queries
from xinheng.apps.governance.queries import Sought
from xinheng.core.certificates.words import CertificateState
from xinheng.core.governance.words import About, MatterKind, Moment, RecordState, Result
from xinheng.core.shared.actor import CLOCKWORK, VISITOR, Actor
from xinheng.demo.engine import Story, working_day
from xinheng.demo.people import BODY_ZH
from xinheng.demo.reading import branches
from xinheng.demo.world import World
from xinheng.rulebook.lists.governance import kind_called, list_called

MEMBERS = (
    ("苏云帆", "云帆制造协会（虚构）", "interest.trade"),
    ("何知秋", "虚构大学", "interest.experts"),
    ("程远舟", "消费者之家（虚构）", "interest.non-governmental"),
    ("夏若水", "某获证组织（虚构）", "interest.clients"),
)
DEMO = "（演示数据）"
POLICY_ZH = (
    f"{BODY_ZH}承诺公正地开展认证：不提供咨询，不为利益左右，识别并消除对公正性的威胁，"
    "对所有申请组织一视同仁。"
)
POLICY_EN = (
    "We certify impartially: we offer no consultancy, let no interest sway a decision, find and "
    "remove threats to impartiality, and treat every applicant alike."
)
PUBLIC = {
    "public.audit": "一阶段与二阶段初次审核，每年监督审核，到期前再认证审核。",
    "public.granting": "复核人员与决定人员均未参加审核；暂停一般不超过六个月，逾期撤销。",
    "public.systems": "质量、环境、职业健康安全等管理体系认证。",
    "public.mark": "标志不得用于产品、产品包装以及检测、校准、检验报告。",
    "public.requests": "可按证书编号查询证书状态；投诉和申诉见本页。",
    "public.policy": "见本页公正性方针。",
}
SUMMARY_EN = (
    "Initial audits in two stages, yearly surveillance, recertification before the certificate "
    "ends; decided by persons who took no part in the audit."
)


@dataclass(slots=True)
class Book:
    """The acts to come, in the order of their days, and the keys of what was made."""

    world: World
    plan: list[tuple[date, Callable[[datetime], object]]] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)

    def at(self, days_ago: int, act: Callable[[datetime], object]) -> None:
        """Have something done so many days ago, or on the working day after."""
        self.plan.append((self.world.times.ago(days_ago), act))

    @property
    def first(self) -> Actor:
        return self.world.actor("manager")

    @property
    def second(self) -> Actor:
        return self.world.actor("manager2")

    def stands(self, kind: str, title: str, at: datetime, **values: object) -> int:
        """One manager opens a record, the other approves it."""
        row = actions.open_record(
            kind=kind, title=title, values=_filled(kind, Moment.OPEN, at.date(), values),
            by=self.first, at=at,
        )  # fmt: skip
        actions.approve(record_id=row.pk, by=self.second, at=at)
        return int(row.pk)

    def task(self, kind: str, title: str, at: datetime, *, days: int = 30, **values: object) -> int:
        """A task of the first manager that is open."""
        row = actions.open_record(
            kind=kind, title=title, values=_filled(kind, Moment.OPEN, at.date(), values),
            by=self.first, at=at, owner_id=self.first.person_id,
            due_on=at.date() + timedelta(days=days),
        )  # fmt: skip
        return int(row.pk)

    def done(self, record_id: int, kind: str, at: datetime, **values: object) -> None:
        """The first manager did it."""
        filled = _filled(kind, Moment.DONE, at.date(), values)
        actions.complete(record_id=record_id, values=filled, by=self.first, at=at)

    def note(self, kind: str, title: str, at: datetime, **values: object) -> None:
        """Something written down once."""
        actions.open_record(
            kind=kind, title=title, values=_filled(kind, Moment.OPEN, at.date(), values),
            by=self.first, at=at,
        )  # fmt: skip


def _filled(kind: str, moment: Moment, on: date, own: Mapping[str, object]) -> dict[str, object]:
    """Texts and days for what was not said: checklists are answered, days are today."""
    values = dict(own)
    listed = kind_called(kind)
    for rule in listed.fields_at(moment) if listed else ():
        if rule.key in values or not rule.is_needed:
            continue
        match rule.form:
            case "date":
                ahead = timedelta(days=365 if rule.key == "valid_until" else 0)
                values[rule.key] = (on + ahead).isoformat()
            case "checklist":
                values[rule.key] = {
                    one.key: f"{one.zh}：已核对，符合要求{DEMO}" for one in rule.choices
                }
            case "text" | "long":
                values[rule.key] = f"{rule.zh}{DEMO}"
            case _:
                pass
    return values


def story(world: World, *, start: date) -> Story:
    """Everything the body keeps of itself, from the day it was set up."""
    book = Book(world)
    began = (world.times.today - start).days - 3
    _documents(book, began)
    _units(book, began)
    _committee(book, began)
    _yearly(book)
    _reviews(book, began)
    _risks(book)
    _marks(book)
    _matters(book)
    book.plan.sort(key=lambda item: item[0])
    for turn, (day, act) in enumerate(book.plan):
        at = world.times.moment(working_day(day), 11, turn % 60)
        yield at
        act(at)


def _documents(book: Book, began: int) -> None:
    def texts(at: datetime) -> None:
        book.stands(
            "impartiality-policy", "公正性方针", at, version="1.0", text_zh=POLICY_ZH,
            text_en=POLICY_EN,
        )  # fmt: skip
        book.stands(
            "organisation-structure", "组织结构与决定权限", at, version="1.0",
            decision_rights="授予、更新、扩大须两名决定人员，且均未参加过该项目审核。",
        )  # fmt: skip
        book.stands(
            "public-information", "公开信息", at, version="1.0", parts=PUBLIC, summary_en=SUMMARY_EN
        )
        book.stands("client-information", "客户须知", at, version="1.0")
        for name in ("manager", "manager2", "officer", "planner", "reviewer"):
            book.note("undertaking", f"{_name(book, name)}的保密承诺", at,
                      person=book.world.person_ids[name])  # fmt: skip

    book.at(began, texts)
    book.at(320, lambda at: _cover(book, at))
    book.at(400, lambda at: _supplier(book, at))
    book.at(60, lambda at: book.note("information-request", "询问证书状态", at,
                                     asked="asked.certificate-status"))  # fmt: skip


def _name(book: Book, username: str) -> str:
    """What somebody of the demo is called."""
    return book.world.actor(username).name


def _cover(book: Book, at: datetime) -> None:
    book.stands("liability-cover", "认证责任保险", at, cover="cover.insurance", amount="5000000",
                valid_until=(at.date() + timedelta(days=365)).isoformat())  # fmt: skip


def _supplier(book: Book, at: datetime) -> None:
    book.stands("supplier", "虚构检测有限公司", at, name="虚构检测有限公司",
                type="supplier.laboratory", tasks=["task.testing"])  # fmt: skip


def _units(book: Book, began: int) -> None:
    every = [one.key for one in list_called("activity")]
    inner = [key for key in every if key not in ("activity.decision", "activity.review")]

    def units(at: datetime) -> None:
        rows = branches()
        for place, row in enumerate(rows[:-1]):
            book.stands("unit", row.name_zh, at, name=row.name_zh, legal_relation="legal.branch",
                        branch=book.world.branch_ids[row.code], risk_level="risk.low",
                        activities=every if place == 0 else inner)  # fmt: skip

    book.at(began, units)


def _committee(book: Book, began: int) -> None:
    def members(at: datetime) -> None:
        for name, place, interest in MEMBERS:
            book.keys[name] = book.stands(
                "committee-member", name, at, name=name, organisation=place, interest=interest
            )

    book.at(began - 1, members)
    for days in (900, 540, 180):
        book.at(days, lambda at: book.keys.__setitem__(
            "meeting", book.task("committee-meeting", f"{at.year}年度会议", at)))  # fmt: skip
        book.at(days - 10, lambda at: book.done(
            book.keys["meeting"], "committee-meeting", at,
            members=[book.keys[name] for name, _place, _interest in MEMBERS]))  # fmt: skip
    book.at(165, lambda at: book.note(
        "committee-advice", "收紧转介佣金的规定", at, meeting=book.keys["meeting"],
        followed="yes-no.yes"))  # fmt: skip


def _yearly(book: Book) -> None:
    """Audit, review, finance and marketing of each year; one of them is late this year."""
    auditor, charge = book.world.person_ids["manager2"], book.world.person_ids["planner"]
    own: dict[str, dict[str, Any]] = {
        "internal-audit": {"auditor": auditor, "in_charge": charge},
        "finance-evaluation": {"year": "上一年度"},
    }
    at_end: dict[str, dict[str, Any]] = {
        "internal-audit": {"interval_months": "12"},
        "finance-evaluation": {"income": "12000000", "largest_client_income": "2100000"},
        "marketing-review": {"found_joint": "yes-no.no"},
    }
    turns = {"internal-audit": (740, 375), "management-review": (700, 350),
             "finance-evaluation": (300,), "marketing-review": (250,)}  # fmt: skip
    for kind, when in turns.items():
        for days in when:
            book.at(
                days,
                lambda at, kind=kind: book.keys.__setitem__(  # type: ignore[misc]
                    kind, book.task(kind, f"{at.year}年度", at, **own.get(kind, {}))
                ),
            )
            book.at(
                days - 14,
                lambda at, kind=kind: book.done(  # type: ignore[misc]
                    book.keys[kind], kind, at, **at_end.get(kind, {})
                ),
            )
    book.at(100, lambda at: book.keys.__setitem__(
        "action", book.task("corrective-action", "报告签发超期", at)))  # fmt: skip
    book.at(75, lambda at: book.done(book.keys["action"], "corrective-action", at))
    effect = "近两个月报告均按期签发。"
    book.at(20, lambda at: actions.verify(
        record_id=book.keys["action"], effect=effect, by=book.second, at=at))  # fmt: skip
    book.at(18, lambda at: book.task(
        "corrective-action", "客户文件归档不全", at, days=40))  # fmt: skip


def _reviews(book: Book, began: int) -> None:
    """Each year what is in force is looked at again; what came after the last time is not yet."""

    def look_again(at: datetime) -> None:
        for row in queries.listing(book.first, Sought(state=RecordState.IN_FORCE), count=None):
            if row.review_on and row.review_on <= at.date() + timedelta(days=60):
                values = _filled(row.kind.key, Moment.REVIEW, at.date(), dict(row.values))
                known = {rule.key for rule in row.kind.fields_at(Moment.REVIEW)}
                actions.review(
                    record_id=row.id, note_text=f"年度评审，无变化{DEMO}", by=book.second, at=at,
                    values={key: value for key, value in values.items() if key in known},
                )  # fmt: skip
        for row in queries.listing(book.first, Sought(state=RecordState.OPEN), count=None):
            if row.kind.key == "impartiality-risk":
                actions.approve(record_id=row.id, by=book.second, at=at)

    for days in range(began - 350, 0, -350):
        book.at(days, look_again)


def _risks(book: Book) -> None:
    owner = book.world.person_ids["manager"]
    for days, title, relation, residual in (
        (420, "股东持有一家培训公司", "relation.ownership", "residual.acceptable"),
        (200, "兼职审核员另有咨询收入", "relation.personnel", "residual.with-measures"),
    ):
        book.at(days, lambda at, t=title, r=relation, s=residual: book.stands(  # type: ignore[misc]
            "impartiality-risk", t, at, relation=r, residual=s, threat="threat.self-interest",
            owner=owner))  # fmt: skip
    book.at(25, lambda at: book.task(
        "threat", "咨询机构宣称可代办本机构认证", at, days=15,
        source_of_threat="某咨询公司（虚构）"))  # fmt: skip


def _young(book: Book, place: int) -> CertificateView:
    """A certificate issued lately, so that no review of its case is near."""
    found = certificates.listing(
        CLOCKWORK, Certificates(state=CertificateState.IN_FORCE), count=None
    )
    return found[place]


def _marks(book: Book) -> None:
    def licensed(at: datetime) -> None:
        one = _young(book, 0)
        on = {"client": one.organisation_id, "certificate": one.number}
        book.stands("mark-licence", f"{one.holder_zh}标志许可", at, **on, mark="管理体系认证标志",
                    valid_until=one.expires_on.isoformat())  # fmt: skip
        book.stands("artwork", "信笺样稿", at, **on, use="use.letterhead", where="公司信笺页脚")
        actions.open_record(
            kind="artwork", title="官网样稿", by=book.world.actor("officer"), at=at,
            values=_filled("artwork", Moment.OPEN, at.date(),
                           {**on, "use": "use.website", "where": "官网首页"}),
        )  # fmt: skip
        book.task("mark-misuse", "展会海报引人误解", at, days=20, **on, misuse="misuse.misleading")
        book.stands("consent", "同意向招标方提供证书信息", at, client=one.organisation_id)
        book.note("disclosure", "向招标方提供证书范围", at, client=one.organisation_id,
                  ground="ground.consent", told_on=at.date().isoformat())  # fmt: skip
        book.task("change-announcement", "标志使用规定更新", at, days=60, change="change.mark",
                  schemes="OHSMS")  # fmt: skip

    book.at(12, licensed)
    book.at(20, lambda at: actions.ensure_stop_use_checks(on=at.date(), at=at))
    book.at(2, lambda at: _checked(book, at))


def _checked(book: Book, at: datetime) -> None:
    """The officer made sure that the use of most certificates that ended has stopped."""
    sought = Sought(kind="stop-use-check", state=RecordState.OPEN)
    for row in queries.listing(book.first, sought, order="opened", count=None)[3:]:
        values = _filled(row.kind.key, Moment.DONE, at.date(), {"stopped": "yes-no.yes"})
        actions.complete(record_id=row.id, values=values, by=book.world.actor("officer"), at=at)


def _matters(book: Book) -> None:
    world, by = book.world, book.first
    handler = world.actor("admin2")

    def filed(name: str, at: datetime, subject: str, about: About, certificate: str = "") -> None:
        receipt = actions.file(
            kind=MatterKind.COMPLAINT, about=about, subject=subject,
            text=f"{subject}的详细情况{DEMO}", certificate=certificate, brought_by="某先生（虚构）",
            contact="000-00000000", by=VISITOR, at=at,
        )  # fmt: skip
        book.keys[name] = receipt.id
        numbers[name] = receipt.number

    numbers: dict[str, str] = {}

    def on_the_way(name: str, at: datetime) -> None:
        number = numbers[name]
        actions.acknowledge(number=number, by=by, at=at)
        actions.validate(number=number, because="属于本机构负责的认证活动。", by=by, at=at)
        actions.assign(number=number, people_ids=[handler.person_id or 0], by=by, at=at)

    def finished(name: str, at: datetime) -> None:
        number, result = numbers[name], Result.UPHELD
        actions.report(number=number, result=result, findings=f"情况属实{DEMO}", by=handler, at=at)
        actions.resolve(number=number, result=result, outcome="已致歉并改进电话接听安排。", by=by,
                        at=at)  # fmt: skip
        actions.tell(number=number, by=by, at=at)
        actions.close(number=number, by=by, at=at)

    book.at(280, lambda at: filed("calls", at, "咨询电话长期无人接听", About.BODY))
    book.at(276, lambda at: on_the_way("calls", at))
    book.at(250, lambda at: finished("calls", at))
    book.at(9, lambda at: filed("poster", at, "门店海报称产品通过认证", About.CLIENT,
                                _young(book, 1).number))  # fmt: skip
    book.at(6, lambda at: on_the_way("poster", at))
    book.at(3, lambda at: filed("late", at, "审核报告迟迟未收到", About.BODY))
    book.at(8, lambda at: _appeal(book, at))


def _appeal(book: Book, at: datetime) -> None:
    """A client appeals against the withdrawal of its certificate; a panel of three hears it."""
    found = certificates.listing(CLOCKWORK, Certificates(state=CertificateState.WITHDRAWN), count=1)
    if not found:
        return
    receipt = actions.file(
        kind=MatterKind.APPEAL, about=About.BODY, subject=f"对撤销证书 {found[0].number} 的申诉",
        text=f"认为撤销理由不成立{DEMO}", certificate=found[0].number, by=book.first, at=at,
    )  # fmt: skip
    actions.acknowledge(number=receipt.number, by=book.first, at=at)
