"""Audits that are being arranged or fall due, as the planning of the whole body sees them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from xinheng.apps.cases.models import Case, CaseScheme, Round, Seat
from xinheng.core.cases.words import CaseState, RoundKind

BATCH = 10_000  # keys in one question; databases take only so many
ARRANGED = (CaseState.SELECTION, CaseState.DETERMINATION)


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One case with an audit to arrange. `days` in auditor-days, where they were reckoned.

    `kind` is that of the open round; nothing where only the next audit falls due.
    """

    case_id: int
    number: str
    organisation_id: int
    organisation_zh: str
    group_name: str
    kind: RoundKind | None
    days: Decimal | None
    due_on: date | None
    schemes: tuple[tuple[str, tuple[str, ...]], ...]


def projects(also: Collection[int] = ()) -> tuple[ProjectRow, ...]:
    """Every case whose open round is still to be audited, and the cases `also`.

    One question for the rounds, and three more for each ten thousand cases.

    Args:
        also: cases whose next audit falls due, though no round is open yet.
    """
    rounds = Round.objects.filter(ended_at=None, case__state__in=ARRANGED)
    opened = {
        case_id: (RoundKind(kind), days, due_on)
        for case_id, kind, days, due_on in rounds.values_list("case_id", "kind", "days", "due_on")
    }
    wanted = sorted({*opened, *also})
    batches = [wanted[first : first + BATCH] for first in range(0, len(wanted), BATCH)]
    return tuple(row for batch in batches for row in _projects(batch, opened))


Opened = Mapping[int, tuple[RoundKind, Decimal | None, date | None]]


def _projects(case_ids: Sequence[int], opened: Opened) -> Iterator[ProjectRow]:
    schemes, last_days = _schemes(case_ids), _last_days(case_ids)
    rows = Case.objects.filter(pk__in=case_ids).exclude(
        state__in=[CaseState.CLOSED, CaseState.REFUSED]
    )
    for pk, number, client, name, group, due_on in rows.order_by("pk").values_list(
        "pk",
        "number",
        "organisation_id",
        "organisation__name_zh",
        "organisation__group_name",
        "due_on",
    ):
        kind, days, round_due_on = opened.get(pk, (None, None, None))
        yield ProjectRow(
            case_id=pk, number=number, organisation_id=client, organisation_zh=name,
            group_name=group, kind=kind, days=days or last_days.get(pk),
            due_on=round_due_on or due_on, schemes=tuple(schemes[pk]),
        )  # fmt: skip


def _schemes(case_ids: Collection[int]) -> dict[int, list[tuple[str, tuple[str, ...]]]]:
    found: dict[int, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    rows = CaseScheme.objects.filter(case_id__in=case_ids).order_by("scheme")
    for case_id, scheme, codes in rows.values_list("case_id", "scheme", "codes"):
        found[case_id].append((scheme, tuple(codes)))
    return found


def _last_days(case_ids: Collection[int]) -> dict[int, Decimal | None]:
    """The audit time last reckoned of a case: what is known before it is reckoned anew."""
    rows = Round.objects.filter(case_id__in=case_ids, days__isnull=False).order_by("number")
    return dict(rows.values_list("case_id", "days"))


def asked_counts(person_ids: Iterable[int], *, since: datetime) -> dict[int, int]:
    """In how many teams of rounds opened since a moment somebody was given a place."""
    rows = Seat.objects.filter(person_id__in=list(person_ids), round__opened_at__gte=since)
    return dict(rows.values_list("person_id").annotate(times=Count("pk")).order_by("person_id"))
