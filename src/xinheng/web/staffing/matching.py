"""The matching degree for those who plan and oversee: heat map, shortages, one code, indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.core.staffing.matching import Factor, Form
from xinheng.core.staffing.matching_told import ORDER, Level, Told
from xinheng.front import matching
from xinheng.front.matching import Capacity
from xinheng.front.who import Request
from xinheng.web.lists import Column, Filter, ListPage, render_list, wanted

MOST_CODES = 40
SHOWN_MONTHS = (0, 6)
BADGES = {
    Level.NOBODY: "bg-red-lt",
    Level.SHORT: "bg-red-lt",
    Level.TIGHT: "bg-yellow-lt",
    Level.ENOUGH: "bg-green-lt",
    Level.IDLE: "bg-secondary-lt",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A cell as a row of the list of shortages."""

    id: int
    cell: Told


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")


def _address(row: Line) -> str:
    return reverse("staffing:matching-cell", args=[row.cell.scheme, row.cell.code])


LIST = ListPage(
    title=_("Matching degree"),
    columns=(
        Column("code", _("Professional code"), lambda row: row.cell.code, sort="code",
               link=_address),
        Column("scheme", _("Scheme"), lambda row: row.cell.scheme, sort="scheme"),
        Column("level", _("How it stands"), lambda row: row.cell.level, look="pill"),
        Column("p", _("Matching degree P"), lambda row: _number(row.cell.p), sort="p", look="num"),
        Column("a1", _("Auditors A1"), lambda row: row.cell.auditors, sort="a1", look="num"),
        Column("a2", _("Projects A2"), lambda row: row.cell.projects, sort="a2", look="num"),
        Column("naive", _("Head count A1 / A2"), lambda row: _number(row.cell.naive),
               sort="naive", look="num"),
        Column("capacity", _("Capacity in auditor-days"), lambda row: _number(row.cell.capacity),
               sort="capacity", look="num"),
        Column("weakest", _("What drags it most"), lambda row: row.cell.weakest),
        Column("x", _("Sufficiency X"), lambda row: _number(row.cell.x), look="num", shown=False),
        Column("y", _("Difficulty Y"), lambda row: _number(row.cell.y), look="num", shown=False),
    ),
    filters=(Filter("level", _("How it stands"), Level.pairs),),
    empty=_("No audit is open or falls due soon. Once a case is opened, its codes stand here."),
    template="staffing/matching.html",
)  # fmt: skip


def _form(request: Request) -> Form | None:
    asked = request.GET.get("form", "")
    return Form(asked) if asked in {each.value for each in Form} else None


def _may_enter(request: Request) -> None:
    if not matching.may_see(request.actor):
        raise Http404


@require_GET
@login_required
def board(request: Request) -> HttpResponse:
    """The heat map of schemes and codes, and the shortages, the worst first."""
    _may_enter(request)
    found = matching.board(clock.today(), _form(request))
    asked = wanted(request, LIST)
    lines = [
        Line(number, cell)
        for number, cell in enumerate(found.ranked)
        if asked.filters.get("level", cell.level) == cell.level
        and asked.words.lower() in f"{cell.scheme} {cell.code}".lower()
    ]
    schemes = sorted({cell.scheme for cell in found.ranked})
    more = {
        "form": found.form,
        "shipped_form": found.shipped_form,
        "forms": list(Form),
        "schemes": schemes,
        "map": heat_map(found.ranked, schemes),
        "codes": len({cell.code for cell in found.ranked}),
        "alarms": [one for one in matching.indicator(found.on) if one.is_alarm],
    }
    return render_list(request, LIST, lines, more=more)


MapRow = tuple[str, list[tuple[str, Told | None, str]]]


def heat_map(ranked: Sequence[Told], schemes: Sequence[str]) -> list[MapRow]:
    """The codes that stand worst, each with (scheme, its cell, the badge of its level)."""
    by_code: dict[str, dict[str, Told]] = {}
    for cell in ranked:
        by_code.setdefault(cell.code, {})[cell.scheme] = cell
    rows = []
    for code, cells in list(by_code.items())[:MOST_CODES]:
        shown = [(scheme, cells.get(scheme)) for scheme in schemes]
        badges = [(s, cell, BADGES[cell.level] if cell else "") for s, cell in shown]
        rows.append((code, badges))
    return rows


@require_GET
@login_required
def cell(request: Request, scheme: str, code: str) -> HttpResponse:
    """One scheme and code: what drags it, and what each remedy would change."""
    _may_enter(request)
    found = matching.cell_page(clock.today(), (scheme, code), _form(request))
    if found is None:
        raise Http404
    told = found.cell
    drivers = sorted(told.drivers.items(), key=lambda item: -item[1])
    context = {
        "cell": told,
        "badge": BADGES[told.level],
        "form": found.form,
        "forms": list(Form),
        "drivers": [(factor, _number(value), _times(value, told.p)) for factor, value in drivers],
        "effects": [
            (one, _number(one.p), _number(one.capacity), _times(one.p, told.p))
            for one in found.effects
        ],
        "figures": {
            name: _number(getattr(told, name)) for name in ("x", "y", "p", "naive", "capacity")
        },
    }
    return render(request, "staffing/matching_cell.html", context)


def _times(after: float | None, before: float | None) -> Decimal | None:
    """How much is added, as a ratio of what there was."""
    if after is None or not before:
        return None
    return Decimal(f"{(after / before - 1) * 100:.0f}")


def _capacity_page(on: date) -> ListPage:
    """The list of schemes, with a column for each month of the last year."""
    days = matching.months_before(on)
    months = tuple(
        Column(
            f"m{place}", f"{day:%Y-%m}", partial(_month, place=place), shown=place in SHOWN_MONTHS
        )
        for place, day in enumerate(days)
    )
    return ListPage(
        title=_("Registered auditors and certificates"),
        columns=(
            Column("scheme", _("Scheme"), lambda row: row.one.scheme, sort="scheme"),
            Column("auditors", _("Registered auditors"), lambda row: row.one.auditors,
                   sort="auditors", look="num"),
            Column("certificates", _("Certificates to maintain"),
                   lambda row: row.one.certificates, sort="certificates", look="num"),
            Column("ratio", _("Certificates for one auditor"),
                   lambda row: _number(row.one.for_one), sort="ratio", look="num"),
            Column("trend", _("Trend of a year"), lambda row: row.one.trend),
            Column("alarm", _("Alarm"),
                   lambda row: gettext("above the limit") if row.one.is_alarm else ""),
            *months,
        ),
        words=False,
        empty=_("Nobody is registered yet and no certificate is in force."),
        template="staffing/capacity.html",
    )  # fmt: skip


def _month(row: "CapacityLine", place: int) -> str:
    _day, auditors, alive = row.one.months[place]
    return f"{auditors} / {alive}"


@dataclass(frozen=True, slots=True)
class CapacityLine:
    """A scheme as a row of the list."""

    id: int
    one: Capacity


@require_GET
@login_required
def capacity(request: Request) -> HttpResponse:
    """Registered auditors beside the certificates to maintain, with a year's trend (M-46)."""
    _may_enter(request)
    today = clock.today()
    rows = [CapacityLine(n, one) for n, one in enumerate(matching.indicator(today))]
    return render_list(request, _capacity_page(today), rows)


@require_GET
@login_required
def explained(request: Request) -> HttpResponse:
    """How the matching degree is meant, in plain words. For everybody of the body."""
    if not request.actor.is_staff:
        raise Http404
    context = {"factors": list(Factor), "levels": [(level, BADGES[level]) for level in ORDER]}
    return render(request, "staffing/matching_explained.html", context)
