"""The matching degree of the body's own records, as the page, the API and the command tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinheng.apps.certificates import queries as certificates
from xinheng.apps.people import queries as people
from xinheng.apps.staffing import queries as staffing
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.period import add_months
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing.matching import Form
from xinheng.core.staffing.matching_table import Cell, Tally, tallies
from xinheng.core.staffing.matching_told import Effect, Limits, Told, effects, ranked, told
from xinheng.rulebook.settings import settings_on

SEE = (Duty.PLAN_AUDITS, Duty.OVERSEE)
MONTHS = 12
HUNDRED = 100
STEADY = 0.05


class Trend(Named):
    """How the certificates for one auditor moved in a year."""

    RISING = "rising", _("rising")
    FALLING = "falling", _("falling")
    STEADY = "steady", _("steady")
    UNKNOWN = "unknown", _("not known")


@dataclass(frozen=True, slots=True)
class Board:
    """Every cell of the body on a day."""

    on: date
    form: Form
    shipped_form: Form
    cells: tuple[Told, ...]
    ranked: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class CellPage:
    """One cell with what would help."""

    on: date
    form: Form
    cell: Told
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """Registered auditors of a scheme beside the certificates to maintain (M-46).

    `months`: (first day of the month, registered auditors, certificates), oldest first.
    """

    scheme: str
    auditors: int
    certificates: int
    trend: Trend
    is_alarm: bool
    months: tuple[tuple[date, int, int], ...]

    @property
    def for_one(self) -> float | None:
        """Certificates for one registered auditor; nothing where nobody is registered."""
        return self.certificates / self.auditors if self.auditors else None


def may_see(viewer: Actor) -> bool:
    """Whether somebody plans audits or oversees the body."""
    return viewer.holds_any(SEE)


def _limits(on: date) -> Limits:
    settings = settings_on(on)
    return Limits(
        short=float(settings["matching_short_percent"].number) / HUNDRED,
        tight=float(settings["matching_tight_percent"].number) / HUNDRED,
    )


def board(on: date, form: Form | None = None) -> Board:
    """Every scheme and code, with the ranked shortages. `form`: another than the body's own."""
    found = staffing.records(on)
    chosen = form or found.form
    limits = _limits(on)
    sums = tallies(found.auditors, found.projects, chosen)
    cells = tuple(told(cell, sums[cell], chosen, limits) for cell in sorted(sums))
    return Board(on, chosen, found.form, cells, tuple(ranked(cells)))


def cell_page(on: date, cell: Cell, form: Form | None = None) -> CellPage | None:
    """One cell with the effect of each remedy; nothing where nobody knows of it."""
    found = staffing.records(on)
    chosen = form or found.form
    sums = tallies(found.auditors, found.projects, chosen)
    if cell not in sums:
        return None
    names = {pk: f"{who.case_number} {who.name}" for pk, who in found.clients.items()}
    remedies = _remedies(found, cell, sums[cell], chosen, names)
    return CellPage(on, chosen, told(cell, sums[cell], chosen, _limits(on)), remedies)


def _remedies(
    found: staffing.Records, cell: Cell, tally: Tally, form: Form, names: Mapping[int, str]
) -> tuple[Effect, ...]:
    return effects(
        cell, tally, found.projects, found.holders.get(cell[0], ()), form,
        full_days=found.full_days, names=names,
    )  # fmt: skip


def months_before(on: date) -> list[date]:
    """The first days of the eleven months before, and the day itself."""
    return [*(add_months(on.replace(day=1), -n) for n in range(MONTHS - 1, 0, -1)), on]


def indicator(on: date) -> tuple[Capacity, ...]:
    """Registered auditors and certificates to maintain of each scheme, with a year's months."""
    days = months_before(on)
    registered = people.registered_counts(days)
    maintained = certificates.maintained_counts(days)
    limit = float(settings_on(on)["certificates_per_auditor"].number)
    none = (0,) * len(days)
    return tuple(
        _capacity(scheme, days, registered.get(scheme, none), maintained.get(scheme, none), limit)
        for scheme in sorted({*registered, *maintained})
    )


def _capacity(
    scheme: str, days: Sequence[date], auditors: Sequence[int], alive: Sequence[int], limit: float
) -> Capacity:
    now, then = _for_one(auditors[-1], alive[-1]), _for_one(auditors[0], alive[0])
    over = alive[-1] > limit * auditors[-1]
    return Capacity(
        scheme=scheme, auditors=auditors[-1], certificates=alive[-1], trend=_trend(then, now),
        is_alarm=bool(limit) and over, months=tuple(zip(days, auditors, alive, strict=True)),
    )  # fmt: skip


def _for_one(auditors: int, alive: int) -> float | None:
    return alive / auditors if auditors else None


def _trend(then: float | None, now: float | None) -> Trend:
    if then is None or now is None:
        return Trend.UNKNOWN
    if abs(now - then) <= STEADY * max(then, 1e-9):
        return Trend.STEADY
    return Trend.RISING if now > then else Trend.FALLING


def number(value: float | None) -> str | None:
    """A number as it travels: a decimal of three places."""
    return None if value is None else f"{value:.3f}"


def cell_document(cell: Told) -> dict[str, Any]:
    """A cell for machines. What is not told is nothing."""
    return {
        "scheme": cell.scheme,
        "code": cell.code,
        "level": cell.level.value,
        "a1": cell.auditors,
        "a2": cell.projects,
        "naive": number(cell.naive),
        "x": number(cell.x),
        "y": number(cell.y),
        "p": number(cell.p),
        "capacity": number(cell.capacity),
        "weakest": cell.weakest.value if cell.weakest else None,
        "drivers": {factor.value: number(value) for factor, value in cell.drivers.items()},
    }


def board_document(found: Board) -> dict[str, Any]:
    """Every needed cell, the worst first."""
    return {
        "on": found.on.isoformat(),
        "form": found.form.value,
        "cells": [cell_document(cell) for cell in found.ranked],
    }


def page_document(found: CellPage) -> dict[str, Any]:
    """A cell with what would help."""
    return {
        "on": found.on.isoformat(),
        "form": found.form.value,
        **cell_document(found.cell),
        "remedies": [
            {
                "remedy": one.remedy.value, "about": one.about, "a1": one.auditors,
                "p": number(one.p), "capacity": number(one.capacity),
            }
            for one in found.effects
        ],
    }  # fmt: skip


def indicator_document(on: date) -> dict[str, Any]:
    """The indicator of M-46 for machines."""
    return {
        "on": on.isoformat(),
        "schemes": [
            {
                "scheme": one.scheme, "auditors": one.auditors, "certificates": one.certificates,
                "certificates_per_auditor": number(one.for_one), "trend": one.trend.value,
                "alarm": one.is_alarm,
                "months": [
                    {"on": day.isoformat(), "auditors": people_, "certificates": alive}
                    for day, people_, alive in one.months
                ],
            }
            for one in indicator(on)
        ],
    }  # fmt: skip
