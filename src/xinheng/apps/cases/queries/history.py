"""The ledger of a case over all of its rounds, with what was undone."""

from dataclasses import dataclass
from datetime import datetime

from xinheng.apps.cases.models import Round
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A record of a step: when, by whom, by which entry of the journal; and whether it stands."""

    step: Step
    done_at: datetime
    done_by: str
    entry: int
    undone_because: str
    stands: bool


@dataclass(frozen=True, slots=True)
class RoundPast:
    """One passage through the functions, with every record of its ledger in order of time."""

    id: int
    number: int
    kind: RoundKind
    opened_at: datetime
    ended_at: datetime | None
    steps: tuple[StepTaken, ...]


def rounds_of(case_id: int) -> tuple[RoundPast, ...]:
    """Every round of a case, the first one first."""
    rows = Round.objects.filter(case_id=case_id).prefetch_related("steps__done_by")
    return tuple(
        RoundPast(
            id=row.pk,
            number=row.number,
            kind=RoundKind(row.kind),
            opened_at=row.opened_at,
            ended_at=row.ended_at,
            steps=tuple(
                StepTaken(
                    step=Step(one.step),
                    done_at=one.done_at,
                    done_by=one.done_by.name_zh if one.done_by else "",
                    entry=one.entry,
                    undone_because=one.undone_because,
                    stands=one.undone_at is None,
                )
                for one in sorted(row.steps.all(), key=lambda one: (one.done_at, one.pk))
            ),
        )
        for row in rows.order_by("number")
    )
