"""Acts on the body's relations, services to clients, income, limits and threats."""

from datetime import date, datetime
from decimal import Decimal

from xinheng.apps.documents import queries as documents
from xinheng.apps.impartiality import actions
from xinheng.apps.staffing import actions as staffing
from xinheng.core.impartiality import acts
from xinheng.core.impartiality.words import LimitKey, RelationKind, ServiceKind
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.front.casefile import case_named
from xinheng.front.operation import Operation, Shape


class RecordRelatedIn(Shape):
    """An entity related to the body. Without `ended_on` the relation lasts."""

    name: str
    kind: RelationKind
    credit_code: str = ""
    organisation_id: int | None = None
    gives_consultancy: bool = False
    started_on: date | None = None
    ended_on: date | None = None
    evidence: str = ""


class EndRelatedIn(Shape):
    """Which relation ended, and when."""

    entity_id: int
    on: date


class RecordServiceIn(Shape):
    """What was done for a client, by whom: a related entity, or the body where none is named."""

    organisation_id: int
    kind: ServiceKind
    entity_id: int | None = None
    person_ids: list[int] = []
    offering: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    evidence: str = ""


class EndServiceIn(Shape):
    """Which service ended, and when."""

    service_id: int
    on: date


class RecordIncomeIn(Shape):
    """What a party paid in a year. Unit of `amount`: CNY."""

    year: int
    party: str
    amount: Decimal


class ImportIncomeIn(Shape):
    """A list handed in before (columns: party, amount), and its year."""

    year: int
    file: int


class SetLimitIn(Shape):
    """A limit from a day on; nought switches it off."""

    key: LimitKey
    value: int
    since: date
    because: str


class RaiseThreatIn(Shape):
    """What threatens impartiality towards a client, perhaps in a case or by a person."""

    organisation_id: int
    what: str
    case: str = ""
    person_id: int | None = None


class AssessThreatIn(Shape):
    """Whether a threat is acceptable with its treatment, and why."""

    threat_id: int
    is_acceptable: bool = False
    because: str
    treatment: str = ""


def _record_related(_case: int, given: RecordRelatedIn, by: Actor, at: datetime) -> object:
    return actions.record_related(**dict(given), by=by, at=at)


def _end_related(_case: int, given: EndRelatedIn, by: Actor, at: datetime) -> object:
    return actions.end_related(**dict(given), by=by, at=at)


def _record_service(_case: int, given: RecordServiceIn, by: Actor, at: datetime) -> object:
    return staffing.record_service(**dict(given), by=by, at=at)


def _end_service(_case: int, given: EndServiceIn, by: Actor, at: datetime) -> object:
    return actions.end_service(**dict(given), by=by, at=at)


def _record_income(_case: int, given: RecordIncomeIn, by: Actor, at: datetime) -> object:
    return actions.record_income(**dict(given), by=by, at=at)


def _import_income(_case: int, given: ImportIncomeIn, by: Actor, at: datetime) -> object:
    stored = documents.visible_file(given.file, viewer=by)
    content = documents.place_of(stored.sha256).read_bytes()
    return actions.import_income(year=given.year, name=stored.name, content=content, by=by, at=at)


def _set_limit(_case: int, given: SetLimitIn, by: Actor, at: datetime) -> object:
    return actions.set_limit(**dict(given), by=by, at=at)


def _raise_threat(_case: int, given: RaiseThreatIn, by: Actor, at: datetime) -> object:
    case = case_named(given.case, by)
    return actions.raise_threat(
        organisation_id=given.organisation_id, what=given.what, person_id=given.person_id,
        case_id=case, by=by, at=at,
    )  # fmt: skip


def _assess_threat(_case: int, given: AssessThreatIn, by: Actor, at: datetime) -> object:
    return actions.assess_threat(**dict(given), by=by, at=at)


def _key(made: object) -> dict[str, object]:
    return {"id": made.pk}  # type: ignore[attr-defined]


def _count(kept: object) -> dict[str, object]:
    return {"parties": kept}


def _of(act: ActKind, shape: type[Shape], call: object, answer: object = _key) -> Operation:
    return Operation(act, shape, call, of_case=False, answer=answer)  # type: ignore[arg-type]


OPERATIONS = (
    _of(acts.RECORD_RELATED, RecordRelatedIn, _record_related),
    _of(acts.END_RELATED, EndRelatedIn, _end_related),
    _of(acts.RECORD_SERVICE, RecordServiceIn, _record_service),
    _of(acts.END_SERVICE, EndServiceIn, _end_service),
    _of(acts.RECORD_INCOME, RecordIncomeIn, _record_income),
    _of(acts.IMPORT_INCOME, ImportIncomeIn, _import_income, _count),
    _of(acts.SET_LIMIT, SetLimitIn, _set_limit),
    _of(acts.RAISE_THREAT, RaiseThreatIn, _raise_threat),
    _of(acts.ASSESS_THREAT, AssessThreatIn, _assess_threat),
)
