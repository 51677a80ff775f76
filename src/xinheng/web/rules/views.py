"""The register of rules: what is in force on a day, what changed, who confirmed what."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.apps.rules import queries
from xinheng.core.rules import acts
from xinheng.core.rules.words import Checked, RuleKind, checked
from xinheng.front.rules_told import column_word, title_of, unit_word
from xinheng.front.who import Request
from xinheng.rulebook.known import NoRuleSet, as_known, rules_known
from xinheng.rulebook.layout import as_csv
from xinheng.rulebook.loader import NotYetInForce
from xinheng.rulebook.register import CellChange, Entry, NoRule, diff, in_force, show
from xinheng.web.lists import Column, Filter, ListPage, render_list, wanted


def _address(row: Entry) -> str:
    return reverse("rules:rule", args=[row.id])


def _schemes() -> list[tuple[str, object]]:
    try:
        found = {scheme for entry in in_force(clock.today()) for scheme in entry.schemes}
    except NotYetInForce:
        return []
    return [(scheme, scheme) for scheme in sorted(found)]


LIST = ListPage(
    title=_("Rules"),
    columns=(
        Column("title", _("Rule"), title_of, sort="title", link=_address, width=44),
        Column("edition", _("Edition"), lambda row: row.edition, width=30),
        Column("from", _("In force from"), lambda row: row.valid_from, sort="from"),
        Column("until", _("Until"), lambda row: row.valid_until),
        Column("source", _("Source"), lambda row: str(row.source), width=40),
        Column("unit", _("Unit"), lambda row: unit_word(row.unit)),
        Column("schemes", _("Schemes"), lambda row: row.schemes, shown=False),
        Column("rows", _("Rows"), lambda row: row.count, look="num"),
        Column("status", _("How far checked"), lambda row: checked(row.status), look="pill"),
        Column("id", _("Id"), lambda row: row.id, shown=False, width=30),
        Column("known", _("Rule set"), lambda row: row.known or "", shown=False),
    ),
    filters=(
        Filter("kind", _("Kind"), RuleKind.pairs),
        Filter("scheme", _("Scheme"), _schemes),
        Filter("status", _("How far checked"), Checked.pairs),
    ),
    empty=_("No rule is in force on this day."),
    template="rules/list.html",
)


@require_GET
def listing(request: Request) -> HttpResponse:
    """What is in force on a day. Anybody may look."""
    on, asked = day_of(request, "on"), wanted(request, LIST)
    try:
        found = in_force(on)
    except NotYetInForce:
        found = ()
    rows = [entry for entry in found if _fits(entry, asked.filters, asked.words)]
    more = {"on": on, "may_enter": _may_enter(request), "rules_known": rules_known()}
    return render_list(request, LIST, rows, more=more)


def _fits(entry: Entry, filters: object, words: str) -> bool:
    asked = dict(filters)  # type: ignore[call-overload]
    about = f"{entry.id} {entry.title} {entry.title_zh} {entry.edition} {entry.source}".lower()
    return (
        asked.get("kind", entry.kind) == entry.kind
        and (not asked.get("scheme") or not entry.schemes or asked["scheme"] in entry.schemes)
        and (not asked.get("status") or asked["status"] == checked(entry.status))
        and all(word in about for word in words.lower().split())
    )


@require_GET
def rule(request: Request, rule_id: str) -> HttpResponse:
    """One rule: its rows with source and mark, its editions, who confirmed it."""
    on = day_of(request, "on") if request.GET.get("on") else None
    known = request.GET.get("known", "")
    try:
        with as_known(int(known) if known.isdecimal() and len(known) < 9 else rules_known()):
            found = show(rule_id, on)
    except (NoRule, NoRuleSet, NotYetInForce) as absent:
        raise Http404 from absent
    standing = queries.confirmations_of([row.id for row in found.rows])
    columns = list(dict.fromkeys(name for row in found.rows for name in row.cells))
    columns = [name for name in columns if not name.startswith("conflict_")]
    context = {
        "found": found,
        "title": title_of(found.entry),
        "columns": [column_word(name) for name in columns],
        "unit": unit_word(found.entry.unit),
        "rows": [
            (
                row,
                [(column_word(name), row.cells.get(name, "")) for name in columns],
                standing.get(row.id),
            )
            for row in found.rows
        ],
        "confirmations": [
            each for each in queries.confirmations() if _is_about(each.target, found.entry)
        ],
        "may_enter": _may_enter(request),
        "known": known,
    }
    return render(request, "rules/rule.html", context)


def _is_about(target: str, entry: Entry) -> bool:
    return target == entry.key or target.startswith(entry.id)


@require_GET
def layout(request: Request, rule_id: str) -> HttpResponse:
    """An edition as CSV, in the layout in which a correction is entered."""
    try:
        text = as_csv(show(rule_id))
    except (NoRule, NotYetInForce) as absent:
        raise Http404 from absent
    return HttpResponse(
        text.encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{rule_id.split("@")[0]}.csv"'},
    )


CHANGES = ListPage(
    title=_("What changed between two days"),
    columns=(
        Column("table", _("Rule"), lambda row: row["title"], link=lambda row: row["address"],
               width=40),
        Column("row", _("Row"), lambda row: row["row"], width=30),
        Column("kind", _("Change"), lambda row: row["kind"]),
        Column("column", _("What"), lambda row: row["column"]),
        Column("before", _("Before"), lambda row: row["before"], width=24),
        Column("after", _("After"), lambda row: row["after"], width=24),
    ),
    words=False,
    empty=_("Nothing changed between these days."),
    template="rules/changes.html",
)  # fmt: skip
KINDS = {"added": _("Added"), "removed": _("Left out"), "changed": _("Changed")}


@require_GET
def changes(request: Request) -> HttpResponse:
    """What changed between two days, row by row."""
    first, second = day_of(request, "from"), day_of(request, "to")
    rows = []
    for change in diff(first, second):
        entry = change.after or change.before
        about = {"id": 0, "title": title_of(change),
                 "address": reverse("rules:rule", args=[entry.id]) if entry else ""}  # fmt: skip
        if not change.rows:
            before, after = _edition(change.before), _edition(change.after)
            rows.append(about | {"row": "", "kind": _("Edition"), "column": "",
                                 "before": before, "after": after})  # fmt: skip
        for row in change.rows:
            rows += [
                about | {"row": row.name, "kind": KINDS[row.kind],
                         "column": column_word(cell.column), "before": before, "after": after}
                for cell in row.cells
                for before, after in (_sides(cell),)
            ]  # fmt: skip
    return render_list(request, CHANGES, rows, more={"first": first, "second": second})


def _edition(entry: Entry | None) -> str:
    return entry.edition if entry else ""


def _sides(cell: CellChange) -> tuple[object, object]:
    """What a cell said before and after; a status as its word."""
    if cell.column == "status":
        before, after = (checked(str(v)) if v else "" for v in (cell.before, cell.after))
        return before, after
    return _told(cell.before), _told(cell.after)


def _told(value: object) -> object:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(str(inner) for inner in value)
    return "" if value is None else value


@require_GET
@login_required
def entries(request: Request) -> HttpResponse:
    """What the body entered: entries, confirmations, and the rule sets they made."""
    if not request.actor.is_staff:
        raise Http404
    context = {
        "amendments": queries.amendments(),
        "confirmations": queries.confirmations(),
        "rule_sets": queries.rule_sets(),
        "may_enter": _may_enter(request),
    }
    return render(request, "rules/entries.html", context)


@require_GET
@login_required
def entry(request: Request, amendment_id: int) -> HttpResponse:
    """One entry: why, by whom, and row by row what it changes."""
    if not request.actor.is_staff:
        raise Http404
    try:
        found = queries.amendment(amendment_id)
    except queries.NoAmendment as absent:
        raise Http404 from absent
    answers = [
        (act, verb, queries.answer_obstacles(found, verb, request.actor, "-"))
        for verb, act in (("approve", acts.APPROVE), ("decline", acts.DECLINE),
                          ("take-back", acts.TAKE_BACK))
    ]  # fmt: skip
    context = {
        "found": found,
        "changes": [
            (row.name, column_word(cell.column), *_sides(cell))
            for row in queries.changes_of(amendment_id)
            for cell in row.cells
        ],
        "answers": answers if found.is_open else (),
        "kinds": KINDS,
    }
    return render(request, "rules/entry.html", context)


def day_of(request: Request, name: str) -> date:
    """A day of the address; today where it has none that can be read."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return clock.today()


def _may_enter(request: Request) -> bool:
    return not tuple(acts.PROPOSE.duty_obstacles(request.actor))
