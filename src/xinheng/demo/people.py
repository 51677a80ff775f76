"""The demo's body, branches, staff and sign-ins."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.core.people.words import Employment, Function
from xinheng.core.shared.actor import CLOCKWORK, Actor, Role
from xinheng.demo.engine import Story, working_day
from xinheng.demo.reading import StaffRow, branches, staff
from xinheng.demo.world import World


@dataclass(frozen=True, slots=True)
class SignIns:
    """How a visitor of the demo signs in: one password, one person for each role."""

    password: str
    people: tuple[tuple[str, str], ...]


SIGN_INS = SignIns(
    password="xinheng-demo",  # noqa: S106 - printed at every start of the demo
    people=(
        ("client", "获证组织 · client"),
        ("reviewer", "申请评审 · application reviewer"),
        ("planner", "方案策划 · planner"),
        ("auditor", "审核员 · auditor"),
        ("leader", "审核组长 · audit team leader"),
        ("tech-reviewer", "技术复核 · technical reviewer"),
        ("decider1", "认证决定 · decision maker"),
        ("decider2", "认证决定 · second decision maker"),
        ("officer", "证书管理 · certificate officer"),
        ("manager", "机构管理 · manager"),
        ("manager2", "规则负责人 · rule owner"),
        ("admin", "系统管理 · administrator"),
    ),
)
BODY_ZH = "信衡演示认证有限公司"
BODY_EN = "Xinheng Demo Certification Co., Ltd."
APPROVAL_NUMBER = "CNCA-R-0000-000"
DETAILS = {
    "address_zh": "福建省福州市虚构路0号",
    "address_en": "0 Xugou Road, Fuzhou, Fujian",
    "phone": "000-00000000",
    "website": "https://demo.invalid/",
    "head_zh": "王安然",
    "head_en": "Wang Anran",
}
EVIDENCE = "演示：笔试、面谈与现场见证记录"
TERM_YEARS = 3
FUNCTIONS_OF: dict[Role, tuple[Function, ...]] = {
    Role.APPLICATION_REVIEWER: (Function.APPLICATION_REVIEW,),
    Role.AUDITOR: (Function.AUDIT,),
    Role.LEADER: (Function.AUDIT, Function.LEAD),
    Role.EXPERT: (Function.EXPERTISE,),
    Role.TECHNICAL_REVIEWER: (Function.REVIEW,),
    Role.DECISION_MAKER: (Function.DECISION,),
}
GRADES = {Role.LEADER: "主任审核员", Role.AUDITOR: "审核员"}


def set_up(world: World, *, at: datetime) -> None:
    """Set up the body, its branches and everybody of its staff, some years ago."""
    first = staff()[0]
    people.set_up_body(
        name_zh=BODY_ZH,
        name_en=BODY_EN,
        approval_number=APPROVAL_NUMBER,
        administrator=people.FirstAdministrator(first.username, first.name_zh, SIGN_INS.password),
        by=Actor(None, CLOCKWORK.name, CLOCKWORK.duties),
        at=at,
        branches=[people.BranchWanted(b.code, b.name_zh, b.name_en, b.region) for b in branches()],
        details=DETAILS,
    )
    world.know_branches({row.code: row.pk for row in people_queries.branches()})
    world.know(first.username, people_queries.person_called(first.username) or 0)
    # Hashing is slow on purpose; once is enough for a password that is printed anyway.
    world.password_hash = make_password(SIGN_INS.password)
    for row in staff()[1:]:
        _employ(world, row, at=at)


def _employ(world: World, row: StaffRow, *, at: datetime) -> None:
    admin = world.actor("admin")
    is_external = row.employment == Employment.EXTERNAL
    made = people.add(
        username=row.username,
        record=people.PersonRecord(
            name_zh=row.name_zh,
            name_en=row.name_en,
            email=f"{row.username}@demo.invalid",
            employment=row.employment,
            branch_id=world.branch_ids[row.branch],
            region_code=row.region,
            contract_until=world.times.today + timedelta(days=400) if is_external else None,
        ),
        by=admin,
        at=at,
        hashed=world.password_hash,
    )
    world.know(row.username, made.pk)
    people.appoint(person_id=made.pk, role=row.role, by=admin, at=at)
    _evaluate(world, row, on=at.date(), at=at)


def _evaluate(world: World, row: StaffRow, *, on: date, at: datetime) -> None:
    """Record what somebody was found able to do. Audit and expertise are for codes."""
    evaluator = world.person_ids.get("manager", world.person_ids["admin"])
    for scheme in row.schemes:
        for function in FUNCTIONS_OF.get(row.role, ()):
            people.record_competence(
                person_id=world.person_ids[row.username],
                scheme=scheme,
                function=function,
                codes=row.codes,
                evaluated_by_id=evaluator,
                evidence=EVIDENCE,
                valid_from=on,
                valid_until=world.times.today + timedelta(days=500 + len(row.username)),
                by=world.actor("admin"),
                at=at,
            )


def registrations(world: World, row: StaffRow, *, start: date) -> Story:
    """Somebody is registered for three years, and again before they are over."""
    number = 0
    day = start
    # Terms end on different days, so that some are always about to run out.
    until = start + timedelta(days=620 + 11 * staff().index(row))
    while True:
        at = world.times.moment(working_day(day), 9, staff().index(row) % 60)
        yield at
        for scheme in row.schemes:
            people.register(
                person_id=world.person_ids[row.username],
                scheme=scheme,
                grade=GRADES[row.role],
                number=f"DEM-{scheme}-{staff().index(row):03d}-{number}",
                valid_from=day,
                valid_until=until,
                by=world.actor("admin"),
                at=at,
            )
        number += 1
        day, until = until - timedelta(days=20), until + timedelta(days=365 * TERM_YEARS)


def declarations(world: World, row: StaffRow, *, start: date) -> Story:
    """Somebody declares impartiality and interests every year, a little early."""
    day = start
    while True:
        at = world.times.moment(working_day(day), 9, 30 + staff().index(row) % 30)
        yield at
        people.declare(
            practises_only_here=True,
            statement="本人仅在本机构执业，与受审核方无影响公正性的利益关系。",
            by=world.actor(row.username),
            at=at,
        )
        day += timedelta(days=350)
