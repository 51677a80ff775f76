"""Setting the audit programme of a cycle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.journal import actions as journal
from xinheng.apps.programmes import queries
from xinheng.apps.programmes.actions.sites import Sampling, sample_sites, sampling_from_json
from xinheng.apps.programmes.models import PlannedVisit, Programme
from xinheng.apps.waivers import queries as waivers
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part
from xinheng.core.programmes import acts
from xinheng.core.programmes.chain import Chain, links
from xinheng.core.programmes.clocks import due
from xinheng.core.programmes.planning import Window, programme_obstacles
from xinheng.core.programmes.words import AUDIT_OF_VISIT, VISITS_OF, VisitKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.reading import figure_to_json
from xinheng.rulebook.programmes import clock_rules, regimes_of

WINDOW_DAYS = 90
V = VisitKind


@dataclass(frozen=True, slots=True)
class PlannedWindow:
    """The days between which a visit is planned, both included."""

    visit: VisitKind
    first_on: date
    last_on: date


@transaction.atomic
def set_programme(
    *,
    case_id: int,
    windows: Sequence[PlannedWindow],
    by: Actor,
    at: datetime,
    shifts: str = "",
    stage1_question: str = "",
    sampling: Sampling | None = None,
    seen: int | None = None,
) -> Programme:
    """Set the programme: each visit of the cycle, when and at which sites.

    Windows that are not given are reckoned by the clocks, as if the certificate were
    issued on the last day of the initial (or renewal) window.

    Args:
        shifts: which shifts exist and which are audited.
        stage1_question: whether a recertification needs a stage 1, after significant changes.
        sampling: of sites; the one the time was reckoned with when not given.

    Raises:
        Refused: `by` may not, earlier steps are missing, or a window is impossible.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    today = localdate(at)
    given: dict[VisitKind, Window] = {w.visit: (w.first_on, w.last_on) for w in windows}
    cycle = queries.cycle_of(case_id)
    waived = waivers.gate(
        [
            *acts.SET_PROGRAMME.duty_obstacles(by, case.where),
            *case_queries.obstacles_to(case, Step.PROGRAMMED),
            *programme_obstacles(
                case.round.kind, given, today=today,
                expires_on=cycle.expires_on if cycle else None,
            ),
            *queries.client_obstacles(case, shifts=shifts, stage1_question=stage1_question),
        ],
        case_id=case.id, organisation_id=case.organisation_id, on=today,
    )  # fmt: skip
    standing = queries.standing_reckoning(case.id, case.round.id)
    kept = sampling_from_json(standing.sampling) if standing else None
    last = Programme.objects.filter(case_id=case_id).order_by("-version").first()
    row = Programme.objects.create(
        case_id=case_id,
        round_id=case.round.id,
        version=(last.version if last else 0) + 1,
        shifts=shifts,
        stage1_question=stage1_question,
        made_at=at,
        made_by_id=by.person_id,
    )
    complete = {**_reckoned_windows(case, given, today), **given}
    for visit in VISITS_OF.get(case.round.kind, ()):
        if visit in complete:
            _plan_visit(row, case, visit, complete[visit], sampling or kept, today)
    entry = journal.record(
        acts.SET_PROGRAMME, on=row, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, version=row.version, **waived,
    )  # fmt: skip
    cases.involve(locked, person_id=by.person_id, part=Part.PLANNED, at=at)
    cases.take_step(locked, Step.PROGRAMMED, by=by, at=at, entry=entry)
    return row


def _plan_visit(
    row: Programme,
    case: CaseView,
    visit: VisitKind,
    window: Window,
    sampling: Sampling | None,
    on: date,
) -> None:
    sample = sample_sites(case, AUDIT_OF_VISIT[visit], sampling, on=on, visit=visit)
    sites = sample.sites
    if visit == V.STAGE_1:
        # Readiness is judged where the system is directed from.
        sites = tuple(site for site in case.sites if site.is_central) or case.sites
    PlannedVisit.objects.create(
        programme=row,
        kind=visit,
        first_on=window[0],
        last_on=window[1],
        site_ids=[site.id for site in sites],
        working=figure_to_json(sample.figure)["working"]
        if sample.figure and visit != V.STAGE_1
        else [],
    )


def _reckoned_windows(
    case: CaseView, given: Mapping[VisitKind, Window], today: date
) -> dict[VisitKind, Window]:
    """Windows by the clocks, for the visits that have none yet."""
    start = given.get(V.STAGE_2) or given.get(V.RECERTIFICATION)
    issued = start[1] if start else today
    rules, regimes = clock_rules(today), regimes_of(case.scheme_keys, today)
    days = {"decided_on": issued, "issued_on": issued}
    expires = due("certificate-expiry", regimes=regimes, days=days, rules=rules).day
    found = links(Chain(issued, issued, expires, (), regimes, rules))
    latest = {link.kind: link.due.day for link in found if link.kind != V.FURTHER}
    return {visit: (last - timedelta(days=WINDOW_DAYS), last) for visit, last in latest.items()}
