"""People, clients and cases for tests, made as plainly as possible."""

from datetime import UTC, date, datetime
from itertools import count

from xinheng.apps.cases import actions as case_actions
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.models import Case, StepRecord
from xinheng.apps.clients.models import Organisation, Site
from xinheng.apps.people import queries as people
from xinheng.apps.people.models import Appointment, Person
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.cases.words import RoundKind
from xinheng.core.shared.actor import Actor, Duty, Role

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
_numbers = count(1)
# Eighteen characters whose last is the right check character for the first seventeen.
CREDIT_CODES = ("91350100M000100Y43",)


def person(name: str, *roles: Role, **fields: object) -> Person:
    """Somebody who holds these roles since long ago."""
    made = Person.objects.create(
        username=f"{name}-{next(_numbers)}", name_zh=name, created_at=NOON, **fields
    )
    for role in roles:
        Appointment.objects.create(
            person=made, role=role, valid_from=date(2020, 1, 1), granted_at=NOON
        )
    return made


def actor(of: Person, *, on: date = TODAY) -> Actor:
    """The person as an actor."""
    return people.actor_of(of.pk, on=on)


def anyone(*duties: Duty, name: str = "anyone") -> Actor:
    """A person with exactly these duties."""
    made = person(name)
    return Actor(made.pk, name, frozenset(duties))


def client(name: str = "云溪食品有限公司", **fields: object) -> Organisation:
    """A client with one central site."""
    number = next(_numbers)
    made = Organisation.objects.create(
        name_zh=name,
        name_en="Yunxi Foods Co., Ltd.",
        credit_code=str(fields.pop("credit_code", f"91350100M{number:08d}X")),
        address_zh="福建省福州市云溪路1号",
        address_en="1 Yunxi Road, Fuzhou, Fujian",
        region_code="350100",
        contact_name="林静",
        top_manager="陈山",
        search_text=name,
        created_at=NOON,
        **fields,
    )
    Site.objects.create(
        organisation=made,
        name_zh="总部",
        name_en="Head office",
        address_zh=made.address_zh,
        address_en=made.address_en,
        region_code="350100",
        is_central=True,
        people=60,
        activities="食品的生产",
    )
    return made


def wanted(scheme: str = "QMS", people: int = 60) -> case_actions.SchemeWanted:
    """One standard applied for."""
    standards = {
        "QMS": "ISO 9001:2015", "EMS": "ISO 14001:2015", "OHSMS": "ISO 45001:2018",
        "ISMS": "ISO/IEC 27001:2022", "FSMS": "ISO 22000:2018", "EnMS": "ISO 50001:2018",
        "MDQMS": "ISO 13485:2016",
    }  # fmt: skip
    return case_actions.SchemeWanted(
        scheme=scheme,
        standard=standards[scheme],
        scope_zh="糕点的生产",
        scope_en="Manufacture of pastry",
        codes=("03.07.01",),
        people=people,
        complexity="medium" if scheme in ("EMS", "OHSMS") else "",
    )


def new_case(
    *schemes: str, kind: RoundKind = RoundKind.INITIAL, of: Organisation | None = None
) -> Case:
    """A case that has just been opened."""
    organisation = of or client()
    return case_actions.open_case(
        organisation_id=organisation.pk,
        branch_id=None,
        kind=kind,
        schemes=[wanted(scheme) for scheme in schemes or ("QMS",)],
        site_ids=list(organisation.sites.values_list("pk", flat=True)),
        by=Actor(None, "opener", frozenset({Duty.RECEIVE})),
        at=NOON,
    )


def case_before(
    step: Step, *schemes: str, kind: RoundKind = RoundKind.INITIAL, **fields: object
) -> Case:
    """A case whose every step before `step` has a record, written straight into the ledger."""
    case = new_case(*schemes, kind=kind, **fields)  # type: ignore[arg-type]
    current = case.rounds.get()
    for rule in steps_of(kind):
        if rule.step == step:
            break
        StepRecord.objects.create(round=current, step=rule.step, done_at=NOON, entry=0)
    case_actions.settle(case, current)
    case.refresh_from_db()
    return case


def view(case: Case) -> case_queries.CaseView:
    """The case as rooms see it."""
    return case_queries.case(case.pk)
