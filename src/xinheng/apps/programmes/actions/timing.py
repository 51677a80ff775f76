"""Reckoning audit time: for a round, and again for the people found on site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.journal import actions as journal
from xinheng.apps.programmes import queries
from xinheng.apps.programmes.actions.sites import Sampling, sample_sites
from xinheng.apps.programmes.models import TimeReckoning
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part
from xinheng.core.programmes import acts
from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.codec import request_to_json, result_to_json
from xinheng.core.programmes.request import (
    AuditedStandard,
    AuditTimeRequest,
    AuditTimeResult,
    EnergyFacts,
    Factor,
    FoodFacts,
    InformationFacts,
    VisitedSite,
)
from xinheng.core.programmes.words import AUDIT_OF_ROUND, Cause, VisitKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.known import as_known, rules_known

PEOPLE = Source("IAF MD 5", "2.3", "2023", "from memory, unverified")


@dataclass(frozen=True, slots=True)
class StandardWanted:
    """What is special about one standard of the case. `people` and `complexity` default to it.

    `people_reason`: why fewer persons count than the case holds. `energy`, `food` and
    `information` hold what only those schemes ask for.
    """

    scheme: str
    people: int | None = None
    complexity: str | None = None
    factors: tuple[Factor, ...] = ()
    manual_days: Decimal | None = None
    manual_reason: str = ""
    has_square_root: bool = False
    people_reason: str = ""
    energy: EnergyFacts | None = None
    food: FoodFacts | None = None
    information: InformationFacts | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new reckoning changed. Unit: auditor-days."""

    reckoning_id: int
    before: Decimal
    after: Decimal

    @property
    def more(self) -> Decimal:
        """How much longer the audit takes now; negative when it takes less."""
        return self.after - self.before


@transaction.atomic
def reckon_time(
    *,
    case_id: int,
    by: Actor,
    at: datetime,
    standards: Sequence[StandardWanted] = (),
    integration_ratio: Decimal | None = None,
    team: Sequence[Sequence[str]] | None = None,
    sampling: Sampling | None = None,
    seen: int | None = None,
) -> TimeReckoning:
    """Reckon the time of the open round from the case, and store all of it.

    Args:
        standards: what departs from the case, by scheme; the rest is taken from the case.
        integration_ratio: of the management system; the case's own when not given.
        team: for each auditor the schemes they may audit, when a team is in mind.

    Raises:
        Refused: `by` may not, earlier steps are missing, or the request breaks a rule.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    reasons = [
        *queries.reckon_obstacles(case, by),
        *_unknown_schemes(case, standards),
        *_fewer_people_obstacles(case, standards),
    ]
    try:
        request, site_ids = _request(case, standards, integration_ratio, team, sampling, at)
        result = reckon_audit_time(request, audit_time_rules(request.on))
    except Refused as refusal:
        raise Refused([*reasons, *refusal.violations]) from None
    refuse_if(reasons)
    fewer = _fewer_people(case, standards)
    because = "; ".join(f"{w.scheme} {held} → {w.people}: {w.people_reason}" for w, held in fewer)
    row = store(
        case, request, result, Cause.ROUND, site_ids, sampling, by, at, because=because[:300]
    )
    entry = journal.record(
        acts.RECKON_TIME, on=row, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, days=row.days, rules_on=row.rules_on,
        round=case.round.number, fewer_people=because,
    )  # fmt: skip
    cases.involve(locked, person_id=by.person_id, part=Part.PLANNED, at=at)
    if Step.TIME_RECKONED in case.done:
        cases.touch(locked)
    else:
        cases.take_step(locked, Step.TIME_RECKONED, by=by, at=at, entry=entry)
    return row


def recompute_for_actuals(
    *, case: CaseView, people_by_scheme: Mapping[str, int], by: Actor, at: datetime
) -> Difference:
    """Reckon again with the people found on site, by the rules of the first reckoning's day.

    For the room that holds the case locked. Where several sites were reckoned, each
    site's people grow in the largest proportion found, rounded up.

    Raises:
        Refused: the time of this round was never reckoned, or the numbers break a rule.

    Source: catalogue M-33; IAF MD 5, 2.3.
    """
    standing = queries.standing_reckoning(case.id, case.round.id)
    if standing is None:
        raise Refused(
            [
                Violation(
                    "programmes.not-reckoned",
                    _("The audit time of this round was not reckoned yet."),
                    acts.ACTUALS,
                )
            ]
        )
    request = queries.request_for_people(standing, people_by_scheme)
    with as_known(standing.rules_known):
        result = reckon_audit_time(request, audit_time_rules(request.on))
    row = store(
        case, request, result, Cause.ACTUALS, list(standing.site_ids), None, by, at,
        sampling_json=standing.sampling, known=standing.rules_known,
    )  # fmt: skip
    journal.record(
        acts.RECOMPUTE, on=row, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, before=standing.days, days=row.days,
        people=dict(people_by_scheme),
    )  # fmt: skip
    return Difference(row.pk, standing.days, row.days)


def _unknown_schemes(case: CaseView, standards: Sequence[StandardWanted]) -> list[Violation]:
    return [
        Violation(
            "programmes.scheme-not-in-case",
            _("%(scheme)s is not one of the schemes of this case."),
            acts.TIME,
            {"scheme": wanted.scheme},
            "standards",
        )
        for wanted in standards
        if wanted.scheme not in case.scheme_keys
    ]


def _fewer_people(
    case: CaseView, standards: Sequence[StandardWanted]
) -> tuple[tuple[StandardWanted, int], ...]:
    """The standards for which fewer persons are typed than the case holds, with the latter."""
    held = {scheme.scheme: scheme.people for scheme in case.schemes}
    return tuple(
        (wanted, held[wanted.scheme])
        for wanted in standards
        if wanted.people is not None and 0 < wanted.people < held.get(wanted.scheme, 0)
    )


def _fewer_people_obstacles(case: CaseView, standards: Sequence[StandardWanted]) -> list[Violation]:
    """Fewer persons than the client has stated are reckoned with only for a recorded reason.

    Source: IAF MD 5, 2.3.
    """
    return [
        Violation(
            "programmes.fewer-people",
            _("The case holds %(held)s persons for %(scheme)s; write down why only %(people)s "
              "count."),
            PEOPLE,
            {"held": held, "scheme": wanted.scheme, "people": wanted.people},
            "standards",
        )
        for wanted, held in _fewer_people(case, standards)
        if not wanted.people_reason.strip()
    ]  # fmt: skip


def _request(
    case: CaseView,
    standards: Sequence[StandardWanted],
    integration_ratio: Decimal | None,
    team: Sequence[Sequence[str]] | None,
    sampling: Sampling | None,
    at: datetime,
) -> tuple[AuditTimeRequest, list[int]]:
    on = localdate(at)
    audit = AUDIT_OF_ROUND[case.round.kind]
    wanted = {standard.scheme: standard for standard in standards}
    sample = sample_sites(case, audit, sampling, on=on, visit=_visit_name(case))
    sites = sample.sites if len(case.sites) > 1 else ()
    request = AuditTimeRequest(
        on=on,
        audit=audit,
        standards=tuple(_standard(scheme, wanted.get(scheme.scheme)) for scheme in case.schemes),
        integration_ratio=case.integration_ratio
        if integration_ratio is None
        else integration_ratio,
        team=None if team is None else tuple(tuple(known) for known in team),
        sites=tuple(VisitedSite(site.name_zh, site.people) for site in sites),
    )
    return request, [site.id for site in sample.sites]


def _visit_name(case: CaseView) -> str:
    names = {"initial": VisitKind.STAGE_2, "recertification": VisitKind.RECERTIFICATION}
    return str(names.get(case.round.kind, case.round.kind))


def _standard(scheme: case_queries.SchemeView, wanted: StandardWanted | None) -> AuditedStandard:
    given = wanted or StandardWanted(scheme.scheme)
    return AuditedStandard(
        scheme=scheme.scheme,
        people=scheme.people if given.people is None else given.people,
        complexity=(given.complexity or scheme.complexity) or None,
        factors=given.factors,
        manual_days=given.manual_days,
        manual_reason=given.manual_reason,
        has_square_root=given.has_square_root,
        energy=given.energy,
        food=given.food,
        information=given.information,
    )


def store(
    case: CaseView,
    request: AuditTimeRequest,
    result: AuditTimeResult,
    cause: Cause,
    site_ids: list[int],
    sampling: Sampling | None,
    by: Actor,
    at: datetime,
    *,
    sampling_json: Mapping[str, object] | None = None,
    known: int | None = None,
    because: str = "",
) -> TimeReckoning:
    """Keep a reckoning and set the days of the round. For the acts of this room.

    Args:
        known: the rule set it was reckoned by; the one that holds when not given.
        because: why fewer persons count than the case holds.
    """
    days = result.figure.value
    stored = sampling.to_json() if sampling else dict(sampling_json or {})
    row = TimeReckoning.objects.create(
        case_id=case.id,
        round_id=case.round.id,
        cause=cause,
        request=request_to_json(request),
        result=result_to_json(result),
        sampling=stored,
        site_ids=site_ids,
        rules_on=result.rules_on,
        rules_known=rules_known() if known is None else known,
        figure_days=days,
        days=days,
        stage1_days=result.stage1 or Decimal(0),
        stage2_days=days if result.stage2 is None else result.stage2,
        on_site_min_days=result.on_site_min,
        because=because,
        made_at=at,
        made_by_id=by.person_id,
    )
    cases.set_days(
        case.id, days=row.days, stage1=row.stage1_days, stage2=row.stage2_days,
        on_site_min=row.on_site_min_days,
    )  # fmt: skip
    return row
