"""Acts on persons, their roles and their records."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from xinheng.apps.people import actions
from xinheng.apps.staffing import actions as staffing
from xinheng.core.people import acts
from xinheng.core.people.monitoring import MonitoringKind, MonitoringResult
from xinheng.core.people.words import Employment, Function, PracticeKind, TieKind
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Role
from xinheng.front.operation import Operation, Shape


class BranchIn(Shape):
    """A branch office."""

    code: str
    name_zh: str
    name_en: str = ""
    region_code: str = ""


class AdministratorIn(Shape):
    """The first administrator."""

    username: str
    name_zh: str
    password: str


class SetUpBodyIn(Shape):
    """The body, its branches and its first administrator."""

    name_zh: str
    name_en: str
    approval_number: str
    administrator: AdministratorIn
    branches: list[BranchIn] = []
    address_zh: str = ""
    address_en: str = ""
    phone: str = ""
    website: str = ""
    head_zh: str = ""
    head_en: str = ""


class AddIn(Shape):
    """A person."""

    username: str
    name_zh: str
    password: str = ""
    name_en: str = ""
    email: str = ""
    phone: str = ""
    employment: Employment = Employment.FULL_TIME
    organisation_id: int | None = None
    branch_id: int | None = None
    region_code: str = ""
    language: str = "zh-hans"
    contract_until: date | None = None


class AmendIn(Shape):
    """What changes in a person's record; fields left out stay."""

    person_id: int
    name_zh: str | None = None
    name_en: str | None = None
    email: str | None = None
    phone: str | None = None
    employment: Employment | None = None
    branch_id: int | None = None
    region_code: str | None = None
    contract_until: date | None = None


class DeactivateIn(Shape):
    """Who, and why."""

    person_id: int
    because: str


class PersonIn(Shape):
    """Who."""

    person_id: int


class AppointIn(Shape):
    """A role, and where and how long it holds. `valid_until` is exclusive."""

    person_id: int
    role: Role
    schemes: list[str] = []
    branch_id: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


class EndAppointmentIn(Shape):
    """Which appointment ends, and when (today when left out)."""

    appointment_id: int
    on: date | None = None


class RegisterIn(Shape):
    """A registration; in force on both of its days."""

    person_id: int
    scheme: str
    grade: str
    number: str
    valid_from: date
    valid_until: date


class EndRegistrationIn(Shape):
    """Which registration, and its last day."""

    registration_id: int
    on: date


class RecordCompetenceIn(Shape):
    """A finding of competence; in force on both of its days."""

    person_id: int
    scheme: str
    function: Function
    codes: list[str] = []
    evaluated_by_id: int
    evidence: str
    valid_from: date
    valid_until: date


class EndCompetenceIn(Shape):
    """Which finding, its last day, and why."""

    competence_id: int
    on: date
    because: str


class RecordMonitoringIn(Shape):
    """How somebody's work was watched, by whom, and what was seen."""

    person_id: int
    kind: MonitoringKind
    on: date
    result: MonitoringResult
    watched_by_id: int
    evidence: str


class RecordTieIn(Shape):
    """A tie of a person to a client. Without `ended_on` it lasts."""

    person_id: int
    organisation_id: int
    kind: TieKind
    started_on: date | None = None
    ended_on: date | None = None
    note: str = ""


class EndTieIn(Shape):
    """Which tie ended, and when."""

    tie_id: int
    on: date


class DeclareIn(Shape):
    """One's own declaration for a year."""

    practises_only_here: bool
    statement: str = ""


class RecordPracticeIn(Shape):
    """Practice of a person at another body, since when."""

    person_id: int
    body: str
    kind: PracticeKind
    started_on: date
    evidence: str = ""


class EndPracticeIn(Shape):
    """Which practice elsewhere ended, and when."""

    practice_id: int
    on: date


class RecordBarIn(Shape):
    """A bar from certification work. `until` is the first free day; for life has none."""

    person_id: int
    ground: str
    from_on: date
    until: date | None = None
    decided_by: str = ""
    evidence: str


class LiftBarIn(Shape):
    """Which bar is lifted, and why."""

    bar_id: int
    because: str


class TakeAbsenceIn(Shape):
    """Days of absence, both included. Without a person: one's own."""

    person_id: int | None = None
    first_on: date
    last_on: date


class CancelAbsenceIn(Shape):
    """Which absence."""

    absence_id: int


class MakeTokenIn(Shape):
    """The token's name and how many days it works."""

    name: str
    days: int = 90


class MakeFeedIn(Shape):
    """The feed's name, and whether it shows all that one may see."""

    name: str
    everything: bool = False


class EndFeedIn(Shape):
    """Which feed."""

    feed_id: int


class EndTokenIn(Shape):
    """Which token."""

    token_id: int


def _set_up_body(_case_id: int, given: SetUpBodyIn, by: Actor, at: datetime) -> object:
    details = given.model_dump(
        include={"address_zh", "address_en", "phone", "website", "head_zh", "head_en"}
    )
    return actions.set_up_body(
        name_zh=given.name_zh,
        name_en=given.name_en,
        approval_number=given.approval_number,
        administrator=actions.FirstAdministrator(**given.administrator.model_dump()),
        branches=[actions.BranchWanted(**branch.model_dump()) for branch in given.branches],
        details=details,
        by=by,
        at=at,
    )


def _add_branch(_case_id: int, given: BranchIn, by: Actor, at: datetime) -> object:
    return actions.add_branch(branch=actions.BranchWanted(**given.model_dump()), by=by, at=at)


def _add(_case_id: int, given: AddIn, by: Actor, at: datetime) -> object:
    record = actions.PersonRecord(**given.model_dump(exclude={"username", "password"}))
    return actions.add(
        username=given.username, password=given.password, record=record, by=by, at=at
    )


def _amend(_case_id: int, given: AmendIn, by: Actor, at: datetime) -> object:
    changes = given.model_dump(exclude_unset=True, exclude={"person_id"})
    return actions.amend(person_id=given.person_id, changes=changes, by=by, at=at)


def _take_absence(_case_id: int, given: TakeAbsenceIn, by: Actor, at: datetime) -> object:
    who = given.person_id if given.person_id is not None else by.person_id or 0
    return actions.take_absence(
        person_id=who, first_on=given.first_on, last_on=given.last_on, by=by, at=at
    )


def _plain(act: Callable[..., object]) -> Callable[[int, Any, Actor, datetime], object]:
    """An act whose arguments are exactly the fields of its shape."""

    def call(_case_id: int, given: Shape, by: Actor, at: datetime) -> object:
        return act(**dict(given), by=by, at=at)

    return call


def _key(result: Any) -> dict[str, object]:
    return {"id": result.pk}


def _token(result: actions.NewToken) -> dict[str, object]:
    return {"id": result.id, "token": result.text, "valid_until": result.valid_until}


def _feed(result: actions.NewFeed) -> dict[str, object]:
    return {"id": result.id, "secret": result.secret}


def _nothing(_result: object) -> dict[str, object]:
    return {}


def _of_body(
    act: ActKind,
    shape: type[Shape],
    call: Callable[[int, Any, Actor, datetime], object],
    answer: Callable[[Any], dict[str, object]] = _key,
) -> Operation:
    return Operation(act, shape, call, of_case=False, answer=answer)


A = actions
OPERATIONS = (
    _of_body(acts.SET_UP_BODY, SetUpBodyIn, _set_up_body),
    _of_body(acts.ADD_BRANCH, BranchIn, _add_branch),
    _of_body(acts.ADD, AddIn, _add),
    _of_body(acts.AMEND, AmendIn, _amend),
    _of_body(acts.DEACTIVATE, DeactivateIn, _plain(A.deactivate)),
    _of_body(acts.REACTIVATE, PersonIn, _plain(A.reactivate)),
    _of_body(acts.APPOINT, AppointIn, _plain(A.appoint)),
    _of_body(acts.END_APPOINTMENT, EndAppointmentIn, _plain(A.end_appointment)),
    _of_body(acts.REGISTER, RegisterIn, _plain(A.register)),
    _of_body(acts.END_REGISTRATION, EndRegistrationIn, _plain(A.end_registration)),
    _of_body(acts.RECORD_COMPETENCE, RecordCompetenceIn, _plain(A.record_competence)),
    _of_body(acts.END_COMPETENCE, EndCompetenceIn, _plain(A.end_competence)),
    _of_body(acts.RECORD_MONITORING, RecordMonitoringIn, _plain(A.record_monitoring)),
    # What may be a conflict goes through staffing, which reopens the teams it concerns.
    _of_body(acts.RECORD_TIE, RecordTieIn, _plain(staffing.record_tie)),
    _of_body(acts.END_TIE, EndTieIn, _plain(A.end_tie)),
    _of_body(acts.DECLARE, DeclareIn, _plain(A.declare)),
    _of_body(acts.RECORD_PRACTICE, RecordPracticeIn, _plain(staffing.record_practice)),
    _of_body(acts.END_PRACTICE, EndPracticeIn, _plain(A.end_practice)),
    _of_body(acts.RECORD_BAR, RecordBarIn, _plain(staffing.record_bar)),
    _of_body(acts.LIFT_BAR, LiftBarIn, _plain(A.lift_bar)),
    _of_body(acts.TAKE_ABSENCE, TakeAbsenceIn, _take_absence),
    _of_body(acts.CANCEL_ABSENCE, CancelAbsenceIn, _plain(A.cancel_absence), _nothing),
    _of_body(acts.MAKE_TOKEN, MakeTokenIn, _plain(A.make_token), _token),
    _of_body(acts.END_TOKEN, EndTokenIn, _plain(A.end_token), _nothing),
    _of_body(acts.MAKE_FEED, MakeFeedIn, _plain(A.make_feed), _feed),
    _of_body(acts.END_FEED, EndFeedIn, _plain(A.end_feed), _nothing),
)
