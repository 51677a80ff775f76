"""Reckonings of audit time: the one that stands, all of them, and running one again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xinheng.apps.programmes.models import TimeReckoning, Waiver
from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.codec import request_from_json, result_to_json
from xinheng.core.programmes.words import Cause
from xinheng.core.shared.reading_once import answered_once
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.known import as_known

NoReckoning = TimeReckoning.DoesNotExist


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the derivation. `value` is a decimal as text; `label` an English template."""

    label: str
    facts: Mapping[str, object]
    value: str
    unit: str
    document: str
    place: str
    edition: str
    status: str


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A request for less time than reckoned."""

    id: int
    days: Decimal
    because: str
    asked_by: str
    asked_by_id: int
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None
    is_approved: bool | None


@dataclass(frozen=True, slots=True)
class ReckoningView:
    """A reckoning with its derivation. Days in auditor-days."""

    id: int
    case_id: int
    round_id: int
    cause: Cause
    rules_on: date
    rules_known: int
    figure_days: Decimal
    days: Decimal
    stage1_days: Decimal
    stage2_days: Decimal
    on_site_min_days: Decimal
    because: str
    made_at: datetime
    made_by: str
    lines: tuple[LineView, ...]
    by_standard: Mapping[str, str]
    editions: Mapping[str, str]
    site_ids: tuple[int, ...]
    request: Mapping[str, Any]
    sampling: Mapping[str, Any]
    waivers: tuple[WaiverView, ...]


@dataclass(frozen=True, slots=True)
class Rerun:
    """A stored reckoning run again by the rules of its own day."""

    stored: Mapping[str, Any]
    again: Mapping[str, Any]

    @property
    def is_same(self) -> bool:
        return self.stored == self.again


@answered_once
def reckonings(case_id: int) -> tuple[ReckoningView, ...]:
    """Every reckoning of a case, newest first."""
    rows = (
        TimeReckoning.objects.filter(case_id=case_id)
        .select_related("made_by")
        .prefetch_related("waivers__asked_by", "waivers__answered_by")
        .order_by("-pk")
    )
    return tuple(_view(row) for row in rows)


def standing_reckoning(case_id: int, round_id: int) -> ReckoningView | None:
    """The newest reckoning of a round, if there is one."""
    return next((found for found in reckonings(case_id) if found.round_id == round_id), None)


def reckoning(reckoning_id: int) -> ReckoningView:
    """One reckoning.

    Raises:
        NoReckoning: there is none of that key.
    """
    return _view(TimeReckoning.objects.select_related("made_by").get(pk=reckoning_id))


def rerun(reckoning_id: int) -> Rerun:
    """Run a stored reckoning again, by the rules in force on its own day, as known then.

    Raises:
        NoReckoning: there is none of that key.
    """
    row = TimeReckoning.objects.get(pk=reckoning_id)
    request = request_from_json(row.request)
    with as_known(row.rules_known):
        again = reckon_audit_time(request, audit_time_rules(request.on))
    return Rerun(stored=row.result, again=result_to_json(again))


def rerun_all() -> Iterator[tuple[int, Rerun]]:
    """Every stored reckoning by its key, oldest first, run again by the rules of its own day."""
    for key in TimeReckoning.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield key, rerun(key)


def _view(row: TimeReckoning) -> ReckoningView:
    figure = row.result["figure"]
    return ReckoningView(
        id=row.pk,
        case_id=row.case_id,
        round_id=row.round_id,
        cause=Cause(row.cause),
        rules_on=row.rules_on,
        rules_known=row.rules_known,
        figure_days=row.figure_days,
        days=row.days,
        stage1_days=row.stage1_days,
        stage2_days=row.stage2_days,
        on_site_min_days=row.on_site_min_days,
        because=row.because,
        made_at=row.made_at,
        made_by=row.made_by.name_zh if row.made_by else "",
        lines=tuple(line_view(line) for line in figure["working"]),
        by_standard=row.result["result"]["by_standard"],
        editions=row.result["result"]["editions"],
        site_ids=tuple(row.site_ids),
        request=row.request,
        sampling=row.sampling,
        waivers=tuple(_waiver(found) for found in row.waivers.all()),
    )


def line_view(line: Mapping[str, Any]) -> LineView:
    """A stored line of working."""
    source = line["source"]
    return LineView(
        label=line["label"],
        facts=line.get("facts", {}),
        value=line["value"],
        unit=line["unit"],
        document=source["document"],
        place=source["place"],
        edition=source.get("edition", ""),
        status=source.get("status", ""),
    )


def _waiver(row: Waiver) -> WaiverView:
    return WaiverView(
        id=row.pk,
        days=row.days,
        because=row.because,
        asked_by=row.asked_by.name_zh,
        asked_by_id=row.asked_by_id,
        asked_at=row.asked_at,
        answered_by=row.answered_by.name_zh if row.answered_by else "",
        answered_at=row.answered_at,
        is_approved=row.is_approved,
    )
