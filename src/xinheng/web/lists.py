"""Lists: filters in the address, order, pages, columns, ticked rows, export, an empty state.

A view describes its list and hands over where the rows come from:

    PAGE = ListPage(
        title=_("Cases"),
        columns=(
            Column("number", _("Number"), lambda row: row.number, sort="number", link=case_of),
            Column("due", _("Due"), lambda row: row.due_on, sort="due", look="due"),
        ),
        filters=(Filter("state", _("State"), CaseState.pairs),),
    )

    def listing(request):
        return render_list(request, PAGE, fetch)

`fetch(wanted: Wanted) -> Rows` asks the room's query for the rows of one page
and for how many there are. Where all rows are at hand, give them as a sequence
instead: `render_list(request, PAGE, rows)`; they are then ordered and paged here
(order by the column's own value). Filters a sequence should obey are the view's
work: `wanted(request, PAGE)` tells what is asked.

A row is any plain value with an `id`. `value(row)` gives a plain value: words of
the house, dates and numbers are shown as readers say them and exported as cells.
Ticked rows are sent to a `BulkAct`'s address as `row=<id>` and, when every row
of all pages is meant, `every=1` with the filters as they stand in the address;
`ticked(request, page, fetch)` gives their ids back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext

from xinheng.core.shared.wording import Named
from xinheng.front.wording import said
from xinheng.printing import workbook

PER_PAGE = 50
MOST_EXPORTED = 20_000
REMEMBERED = 365 * 24 * 3600
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `sort` is the key the query knows; without it the column has no order.

    `link(row)` gives an address. `look` is `text`, `num`, `due` (days in words),
    `moment` (a day, the time on hover) or `pill` (a state). A column that is not
    `shown` has to be chosen.
    """

    key: str
    label: object
    value: Callable[[Any], Any]
    sort: str = ""
    link: Callable[[Any], str] | None = None
    look: str = "text"
    shown: bool = True
    width: float = 16


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the list; `choices()` gives (value, English or lazy label)."""

    key: str
    label: object
    choices: Callable[[], Iterable[tuple[str, object]]]


@dataclass(frozen=True, slots=True)
class BulkAct:
    """Something done to the ticked rows: a button that posts them to `address`.

    Where the answer is a file (`is_download`), the page stays and can be used again.
    """

    title: object
    address: object
    asks: object = ""
    is_download: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a list is: its name, columns and filters, and how its first row comes to be.

    `order` is the order when none is asked. `actions` are (title, address) of
    buttons beside the name.
    """

    title: object
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    words: bool = True
    order: str = ""
    empty: object = ""
    bulk: Sequence[BulkAct] = ()
    actions: Sequence[tuple[object, str]] = ()
    template: str = "lists/list.html"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the query: words, filters, order, and which rows."""

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    first: int = 0
    count: int | None = PER_PAGE


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one page, and how many there are in all."""

    rows: Sequence[Any]
    total: int


Fetch = Callable[[Wanted], Rows]


def wanted(request: HttpRequest, page: ListPage) -> Wanted:
    """What the address asks for. What it does not know is left aside."""
    asked = request.GET
    allowed = {f.key: {value for value, _label in f.choices()} for f in page.filters}
    filters = {key: asked[key] for key, ok in allowed.items() if asked.get(key) in ok - {""}}
    sorts = {column.sort for column in page.columns if column.sort}
    order = asked.get("order", "")
    return Wanted(
        words=asked.get("words", "").strip()[:100] if page.words else "",
        filters=filters,
        order=order if order.lstrip("-") in sorts else page.order,
        first=(_page_number(request) - 1) * PER_PAGE,
    )


def render_list(
    request: HttpRequest,
    page: ListPage,
    source: Fetch | Sequence[Any],
    *,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The list as a page, or as a file when the address says `as=xlsx` or `as=csv`."""
    fetch = source if callable(source) else _fetch_from(page, source)
    asked = wanted(request, page)
    chosen = _columns(request, page)
    if (form := request.GET.get("as", "")) in FORMATS:
        return _export(page, chosen, fetch, asked, form)
    found = fetch(asked)
    if not found.rows and found.total:
        asked = Wanted(asked.words, asked.filters, asked.order)
        found = fetch(asked)
    context = _context(page, chosen, asked, found) | {"listed": page} | dict(more or {})
    response = render(request, page.template, context)
    if "columns" in request.GET:
        response.set_cookie(
            _cookie(request), ".".join(c.key for c in chosen), max_age=REMEMBERED, samesite="Lax"
        )
    return response


def ticked(request: HttpRequest, page: ListPage, source: Fetch | Sequence[Any]) -> tuple[int, ...]:
    """The ids of the rows that were ticked, of all pages when every row is meant."""
    if not request.POST.get("every"):
        return tuple(int(row) for row in request.POST.getlist("row") if row.isdecimal())
    fetch = source if callable(source) else _fetch_from(page, source)
    asked = wanted(request, page)
    everything = Wanted(asked.words, asked.filters, asked.order, 0, MOST_EXPORTED)
    return tuple(int(row.id) for row in fetch(everything).rows)


def _page_number(request: HttpRequest) -> int:
    raw = request.GET.get("page", "")
    return max(1, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 1


def _fetch_from(page: ListPage, rows: Sequence[Any]) -> Fetch:
    values = {column.sort: column.value for column in page.columns if column.sort}

    def fetch(asked: Wanted) -> Rows:
        kept = list(rows)
        if value := values.get(asked.order.lstrip("-")):
            kept.sort(key=lambda row: _sortable(value(row)), reverse=asked.order.startswith("-"))
        last = None if asked.count is None else asked.first + asked.count
        return Rows(kept[asked.first : last], len(kept))

    return fetch


def _sortable(value: object) -> tuple[bool, Any]:
    return (value is None, "" if value is None else value)


def _cookie(request: HttpRequest) -> str:
    return f"columns{request.path.replace('/', '-').rstrip('-')}"


def _columns(request: HttpRequest, page: ListPage) -> tuple[Column, ...]:
    """The columns to show: chosen just now, else as remembered, else as the list has them."""
    if "columns" in request.GET:
        keys = set(request.GET.getlist("columns"))
    else:
        keys = set(request.COOKIES.get(_cookie(request), "").split("."))
    chosen = tuple(column for column in page.columns if column.key in keys)
    return chosen or tuple(column for column in page.columns if column.shown)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it stands in the table."""

    column: Column
    value: object
    address: str


@dataclass(frozen=True, slots=True)
class Head:
    """A heading with the order it stands for and the order a click would ask for."""

    column: Column
    direction: str
    next_order: str


def _context(
    page: ListPage, chosen: Sequence[Column], asked: Wanted, found: Rows
) -> dict[str, object]:
    pages = max(1, -(-found.total // PER_PAGE))
    number = asked.first // PER_PAGE + 1
    return {
        "heads": [_head(column, asked.order) for column in chosen],
        "rows": [(row, [_cell(column, row) for column in chosen]) for row in found.rows],
        "choices": [(f, _choices(f), asked.filters.get(f.key, "")) for f in page.filters],
        "chosen": {column.key for column in chosen},
        "asked": asked,
        "is_filtered": bool(asked.words or asked.filters),
        "total": found.total,
        "first": asked.first + 1 if found.rows else 0,
        "last": asked.first + len(found.rows),
        "number": number,
        "pages": pages,
        "before": number - 1 if number > 1 else 0,
        "after": number + 1 if number < pages else 0,
    }


def _head(column: Column, order: str) -> Head:
    if not column.sort or order.lstrip("-") != column.sort:
        return Head(column, "", column.sort)
    if order.startswith("-"):
        return Head(column, "descending", column.sort)
    return Head(column, "ascending", f"-{column.sort}")


def _choices(given: Filter) -> list[tuple[str, str]]:
    return [(str(value), gettext(str(label))) for value, label in given.choices()]


def _cell(column: Column, row: object) -> Cell:
    return Cell(column, column.value(row), column.link(row) if column.link else "")


def _export(
    page: ListPage, chosen: Sequence[Column], fetch: Fetch, asked: Wanted, form: str
) -> HttpResponse:
    everything = Wanted(asked.words, asked.filters, asked.order, 0, MOST_EXPORTED)
    columns = [workbook.Column(str(column.label), column.width) for column in chosen]
    rows = [[_plain(column.value(row)) for column in chosen] for row in fetch(everything).rows]
    title = str(page.title)
    if form == "csv":
        content = workbook.write_csv(columns, rows)
    else:
        content = workbook.write_table(columns, rows, title)
    return HttpResponse(
        content,
        content_type=FORMATS[form],
        headers={"Content-Disposition": _attachment(f"{title}.{form}")},
    )


def _attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=get_valid_filename(name)) or ""


def _plain(value: object) -> workbook.Cell:
    """A value as a cell: numbers and dates stay what they are, all else becomes words."""
    if value is None or isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value)
    if isinstance(value, date):
        return value
    return said(value) if isinstance(value, Named | tuple | list | frozenset) else str(value)
