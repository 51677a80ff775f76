"""A small body, set up by the rooms' own acts: who works there, and who applies to it.

Everybody gets a token for a program of their own. Run as a module, this prints the
whole as JSON, for tests whose server lives in another process.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from xinheng import clock
from xinheng.apps.clients import actions as clients
from xinheng.apps.intake import actions as intake
from xinheng.apps.library import actions as library
from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.core.intake.credit_code import check_character
from xinheng.core.intake.words import PriceKind
from xinheng.core.people.words import Employment, Function
from xinheng.core.shared.actor import Actor, Duty, Role

PASSWORD = "bamboo-lantern-47"
SCHEMES = ("QMS", "EMS", "OHSMS")
CODE = "18.01.03"
FOUNDER = Actor(None, "founder", frozenset({Duty.ADMINISTER, Duty.KEEP_PEOPLE}))
AUDITING = (Function.AUDIT, Function.LEAD)
STAFF: tuple[tuple[str, str, Role, tuple[Function, ...]], ...] = (
    ("manager", "吴经理", Role.MANAGER, ()),
    ("reviewer", "宋评审", Role.APPLICATION_REVIEWER, (Function.APPLICATION_REVIEW,)),
    ("planner", "李策划", Role.PLANNER, ()),
    ("leader", "赵组长", Role.LEADER, AUDITING),
    ("auditor1", "钱审核", Role.AUDITOR, (Function.AUDIT,)),
    ("auditor2", "孙审核", Role.AUDITOR, (Function.AUDIT,)),
    ("auditor3", "周审核", Role.AUDITOR, (Function.AUDIT,)),
    ("tech", "郑复核", Role.TECHNICAL_REVIEWER, (Function.REVIEW,)),
    ("decider1", "王决定", Role.DECISION_MAKER, (Function.DECISION,)),
    ("decider2", "冯决定", Role.DECISION_MAKER, (Function.DECISION,)),
    ("officer", "陈证书", Role.CERTIFICATE_OFFICER, ()),
)
TEAM = ("leader", "auditor1", "auditor2", "auditor3")
PRICES = (
    (PriceKind.APPLICATION, "1000"),
    (PriceKind.AUDIT_DAY, "3000"),
    (PriceKind.CERTIFICATE, "1000"),
    (PriceKind.TAX, "6"),
)


@dataclass(slots=True)
class Body:
    """Everybody by user name: their keys and tokens; and the client's organisation."""

    ids: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    organisation: int = 0
    credit_code: str = ""


def credit_code(number: int) -> str:
    """A unified social credit code whose check character is right."""
    first = f"91350100MA{number:07d}"
    return first + check_character(first)


@transaction.atomic
def set_up(at: datetime | None = None) -> Body:
    """Set up the body with its people, prices, codes, and one client with a sign-in."""
    at = at or clock.now()
    body = Body(credit_code=credit_code(1))
    first = people.set_up_body(
        name_zh="信衡示例认证有限公司",
        name_en="Xinheng Example Certification Co., Ltd.",
        approval_number="CNCA-R-0000-000",
        administrator=people.FirstAdministrator("admin", "何管理", PASSWORD),
        details={"address_zh": "示例市示例路1号", "head_zh": "何管理", "head_en": "He Guanli"},
        by=FOUNDER,
        at=at,
    )
    body.ids["admin"] = first.pk
    admin = people_queries.actor_of(first.pk, on=clock.today())
    for username, name, role, functions in STAFF:
        _employ(body, username, name, role, functions, by=admin, at=at)
    library.load_shipped(by=admin, at=at)
    for kind, amount in PRICES:
        intake.set_price(
            kind=kind, amount=Decimal(amount), valid_from=clock.today() - timedelta(days=30),
            by=_actor(body, "manager"), at=at,
        )  # fmt: skip
    _client(body, by=admin, at=at)
    for username in body.ids:
        made = people.make_token(name="journey", days=365, by=_actor(body, username), at=at)
        body.tokens[username] = made.text
    return body


def _actor(body: Body, username: str) -> Actor:
    return people_queries.actor_of(body.ids[username], on=clock.today())


def _employ(
    body: Body, username: str, name: str, role: Role, functions: tuple[Function, ...],
    *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    made = people.add(
        username=username,
        record=people.PersonRecord(name_zh=name, name_en=username.title(), region_code="350100"),
        password=PASSWORD, by=by, at=at,
    )  # fmt: skip
    body.ids[username] = made.pk
    people.appoint(person_id=made.pk, role=role, by=by, at=at)
    today = clock.today()
    until = today + timedelta(days=4 * 365)
    for scheme in SCHEMES:
        for function in functions:
            people.record_competence(
                person_id=made.pk, scheme=scheme, function=function, codes=["18"],
                evaluated_by_id=body.ids["manager"], evidence="笔试、面谈与现场见证",
                valid_from=today - timedelta(days=10), valid_until=until, by=by, at=at,
            )  # fmt: skip
        if role in (Role.LEADER, Role.AUDITOR):
            _register(made.pk, scheme, today, until, by=by, at=at)
    people.declare(
        practises_only_here=True, statement="无影响公正性的利益关系。",
        by=_actor(body, username), at=at,
    )  # fmt: skip


def _register(
    person: int, scheme: str, today: date, until: date, *, by: Actor, at: datetime
) -> None:
    people.register(
        person_id=person, scheme=scheme, grade="审核员", number=f"EX-{scheme}-{person}",
        valid_from=today - timedelta(days=10), valid_until=until, by=by, at=at,
    )  # fmt: skip


def _client(body: Body, *, by: Actor, at: datetime) -> None:
    made = clients.register(
        given={
            "name_zh": "松涛机械有限公司",
            "name_en": "Songtao Machinery Co., Ltd.",
            "credit_code": body.credit_code,
            "legal_form": "有限责任公司",
            "address_zh": "福建省福州市松涛路8号",
            "address_en": "8 Songtao Road, Fuzhou, Fujian",
            "region_code": "350100",
            "contact_name": "林静",
            "contact_phone": "0000-00000000",
            "contact_email": "client@example.invalid",
            "top_manager": "陈山",
        },
        by=_actor(body, "reviewer"),
        at=at,
    )
    body.organisation = made.pk
    person = people.add(
        username="client",
        record=people.PersonRecord(
            name_zh="林静", employment=Employment.CLIENT, organisation_id=made.pk,
            region_code="350100",
        ),
        password=PASSWORD, by=by, at=at,
    )  # fmt: skip
    body.ids["client"] = person.pk
    people.appoint(person_id=person.pk, role=Role.CLIENT, by=by, at=at)


def main() -> None:
    """Set the body up in the database of the settings, and print it."""
    print(json.dumps(asdict(set_up())))  # noqa: T201 - what the module is run for
