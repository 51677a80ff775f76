"""The next step of every case that has a day, and what a calendar writes beside a case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xinheng.apps.cases.models import CaseScheme, Round, Seat, StepRecord
from xinheng.apps.cases.queries.casefile import visible_cases
from xinheng.core.cases.steps import Step, missing
from xinheng.core.cases.words import FUNCTIONS, RoundKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.falling import DueKind, Falling, Span
from xinheng.core.shared.wording import mark as _

CASE_LATE = _("The case is overdue and shows on the desk of the management.")


@dataclass(frozen=True, slots=True)
class CaseLabel:
    """What a calendar writes beside a case. `team`: who sits in its open round, with names."""

    number: str
    organisation_id: int
    organisation_zh: str
    organisation_en: str
    branch_id: int | None
    branch: str
    schemes: tuple[str, ...]
    team: Mapping[int, str]


def falls_due(span: Span) -> tuple[Falling, ...]:
    """The next missing step of every open round that has a day. Two queries."""
    rounds = Round.objects.filter(
        ended_at__isnull=True, case__state__in=FUNCTIONS, case__due_on__lte=span.until,
        case__in=visible_cases(span.viewer),
    )  # fmt: skip
    rows = list(rounds.values("pk", "kind", "case_id", "case__due_on"))
    taken: dict[int, set[Step]] = defaultdict(set)
    records = StepRecord.objects.filter(
        round_id__in=rounds.values("pk"), undone_at__isnull=True
    ).values_list("round_id", "step")
    for round_id, step in records:
        taken[round_id].add(Step(step))
    found = (_falling(row, taken[row["pk"]]) for row in rows)
    return tuple(thing for thing in found if thing is not None)


def _falling(row: Mapping[str, Any], taken: set[Step]) -> Falling | None:
    lacking = missing(RoundKind(row["kind"]), taken)
    if not lacking:
        return None
    return Falling(
        key=f"cases.round-{row['pk']}",
        kind=DueKind.CASE,
        day=row["case__due_on"],
        title=_("Next step: %(step)s"),
        facts={"step": lacking[0].step},
        rule="",
        source=lacking[0].source,
        consequence=CASE_LATE,
        case_id=row["case_id"],
        round_id=row["pk"],
    )


def schemes_of(case_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The schemes of many cases. One query."""
    wanted = set(case_ids)
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = CaseScheme.objects.filter(case_id__in=wanted).order_by("pk")
    for case_id, scheme in rows.values_list("case_id", "scheme"):
        found[case_id] = (*found[case_id], scheme)
    return found


def labels(case_ids: Iterable[int], viewer: Actor) -> dict[int, CaseLabel]:
    """Number, client, branch, schemes and team of cases somebody may see. Three queries."""
    keys = sorted(set(case_ids))
    schemes: dict[int, list[str]] = defaultdict(list)
    teams: dict[int, dict[int, str]] = defaultdict(dict)
    visible = visible_cases(viewer)
    if len(keys) <= MOST_NAMED:
        visible = visible.filter(pk__in=keys)
    for case_id, scheme in CaseScheme.objects.order_by("pk").values_list("case_id", "scheme"):
        schemes[case_id].append(scheme)
    seats = Seat.objects.filter(left_at__isnull=True, round__ended_at__isnull=True)
    for case_id, person_id, name in seats.values_list(
        "round__case_id", "person_id", "person__name_zh"
    ):
        teams[case_id][person_id] = name
    wanted = set(keys)
    rows = visible.values_list(
        "pk", "number", "organisation_id", "organisation__name_zh", "organisation__name_en",
        "branch_id", "branch__name_zh",
    )  # fmt: skip
    return {
        pk: CaseLabel(number, org, zh, en, branch, name or "", tuple(schemes[pk]), teams[pk])
        for pk, number, org, zh, en, branch, name in rows
        if pk in wanted
    }


MOST_NAMED = 500  # more keys than this are not named one by one in a query
