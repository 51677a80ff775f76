"""Acts about audit time and the programme."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xinheng.apps.programmes import actions
from xinheng.core.programmes import acts
from xinheng.core.programmes.request import (
    EnergyFacts,
    Factor,
    FoodFacts,
    InformationFacts,
)
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class FactorIn(Shape):
    """A reason for more or less time; `ratio` is negative for less (-0.10 for 10 % less)."""

    ratio: Decimal
    reason: str
    key: str = ""


class StandardIn(Shape):
    """What is special about one standard; what is left out comes from the case.

    `people_reason`: why fewer persons count than the case holds. The last nine fields are
    those of `xinheng reckon audit-time` that only ISMS, EnMS or FSMS take.
    """

    scheme: str
    people: int | None = None
    complexity: str | None = None
    factors: list[FactorIn] = []
    manual_days: Decimal | None = None
    manual_reason: str = ""
    has_square_root: bool = False
    people_reason: str = ""
    business_complexity: str | None = None
    it_complexity: str | None = None
    complexity_ratio: Decimal | None = None
    energy_tj: Decimal | None = None
    energy_types: int | None = None
    significant_uses: int | None = None
    category: list[str] | None = None
    haccp_studies: int | None = None
    certified_system: bool | None = None


class SamplingIn(Shape):
    """Whether sites may be sampled, and what shows that they may."""

    allowed: bool = True
    has_one_system: bool = False
    has_central_authority: bool = False
    has_common_tie: bool = False
    audited_every_site: bool = False
    reviewed_by_management: bool = False
    is_effective: bool = False
    extra: int = 0
    extra_reason: str = ""
    chosen: list[int] = []


class ReckonTimeIn(Shape):
    """How to reckon the audit time of the open round."""

    standards: list[StandardIn] = []
    integration_ratio: Decimal | None = None
    team: list[list[str]] | None = None
    sampling: SamplingIn | None = None
    seen: int | None = None


class OverrideIn(Shape):
    """The time wanted (auditor-days, in half days), and why."""

    days: Decimal
    because: str
    seen: int | None = None


class AnswerWaiverIn(Shape):
    """The answer to a request for less time."""

    waiver_id: int
    approve: bool
    seen: int | None = None


class WindowIn(Shape):
    """The days between which a visit is planned, both included."""

    visit: VisitKind
    first_on: date
    last_on: date


class SetProgrammeIn(Shape):
    """The programme; visits that are left out are planned by the clocks."""

    windows: list[WindowIn]
    shifts: str = ""
    stage1_question: str = ""
    sampling: SamplingIn | None = None
    seen: int | None = None


def _sampling(given: SamplingIn | None) -> actions.Sampling | None:
    if given is None:
        return None
    return actions.Sampling(**{**dict(given), "chosen": tuple(given.chosen)})


def _standard(given: StandardIn) -> actions.StandardWanted:
    energy = EnergyFacts(given.energy_tj, given.energy_types, given.significant_uses)
    information = InformationFacts(
        given.business_complexity, given.it_complexity, given.complexity_ratio
    )
    return actions.StandardWanted(
        given.scheme, given.people, given.complexity,
        tuple(Factor(**dict(factor)) for factor in given.factors),
        given.manual_days, given.manual_reason, given.has_square_root, given.people_reason,
        energy=None if energy == EnergyFacts() else energy,
        food=_food(given),
        information=None if information == InformationFacts() else information,
    )  # fmt: skip


def _food(given: StandardIn) -> FoodFacts | None:
    if given.category is None and given.haccp_studies is None and not given.certified_system:
        return None
    studies = 1 if given.haccp_studies is None else given.haccp_studies
    return FoodFacts(tuple(given.category or ()), studies, given.certified_system or False)


def _reckon(case_id: int, given: ReckonTimeIn, by: Actor, at: datetime) -> object:
    return actions.reckon_time(
        case_id=case_id,
        standards=[_standard(standard) for standard in given.standards],
        integration_ratio=given.integration_ratio,
        team=given.team,
        sampling=_sampling(given.sampling),
        seen=given.seen,
        by=by,
        at=at,
    )


def _reckoned(row: Any) -> dict[str, object]:
    return {
        "id": row.pk,
        "days": str(row.days),
        "stage1_days": str(row.stage1_days),
        "stage2_days": str(row.stage2_days),
        "on_site_min_days": str(row.on_site_min_days),
        "sites": row.site_ids,
        **row.result,
    }


def _override(case_id: int, given: OverrideIn, by: Actor, at: datetime) -> object:
    return actions.override_time(case_id=case_id, by=by, at=at, **dict(given))


def _answer_waiver(case_id: int, given: AnswerWaiverIn, by: Actor, at: datetime) -> object:
    return actions.answer_waiver(case_id=case_id, by=by, at=at, **dict(given))


def _set_programme(case_id: int, given: SetProgrammeIn, by: Actor, at: datetime) -> object:
    return actions.set_programme(
        case_id=case_id,
        windows=[actions.PlannedWindow(w.visit, w.first_on, w.last_on) for w in given.windows],
        shifts=given.shifts,
        stage1_question=given.stage1_question,
        sampling=_sampling(given.sampling),
        seen=given.seen,
        by=by,
        at=at,
    )


OPERATIONS = (
    Operation(acts.RECKON_TIME, ReckonTimeIn, _reckon, answer=_reckoned),
    Operation(acts.OVERRIDE, OverrideIn, _override),
    Operation(acts.ANSWER_WAIVER, AnswerWaiverIn, _answer_waiver),
    Operation(acts.SET_PROGRAMME, SetProgrammeIn, _set_programme),
)
