"""What the dashboard of the national register shows, put together once for each version."""

from collections import OrderedDict
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xinheng.apps.registry import queries
from xinheng.apps.registry.queries.names import SUFFIXES
from xinheng.core.registry.statistics import Row, above, fastest, growth, printed
from xinheng.rulebook import published
from xinheng.web.registry.charts import bars, tiles, trend

MOST_KEPT = 16
_kept: OrderedDict[tuple[object, ...], dict[str, Any]] = OrderedDict()


def board(*, on: date, is_printed: bool) -> dict[str, Any]:
    """Everything of the dashboard; kept in the process until the register changes."""
    as_of = queries.as_of() or on
    key = (queries.version(), get_language(), as_of, is_printed)
    if key not in _kept:
        _kept[key] = _printed() if is_printed else _live(as_of)
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[key]


def table(by: str, *, is_printed: bool) -> list[dict[str, Any]]:
    """The lines of a table with their names, for pages and files."""
    found = queries.printed_in_october_2024(by) if is_printed else queries.current(by)
    return _named(found)


def _printed() -> dict[str, Any]:
    september = {p.region: p.value for p in published.points() if p.month == "2024-09"}
    provinces = {line.key: line.certificates for line in published.regions()}
    grown = {key: value for key, value in provinces.items() if key in september}
    return _shared(is_printed=True) | {
        "on": published.MONTH,
        "headlines": _headlines(
            queries.printed_in_october_2024("region"), fastest(grown, september)
        ),
    }


def _live(as_of: date) -> dict[str, Any]:
    month = as_of.year * 100 + as_of.month
    before = queries.month_before(month)
    months = queries.by_month(last=month)
    found = queries.current("region")
    large = {row.key for row in above(found.rows)}
    now = {key: n for key, n in queries.regions_in(month).items() if key in large}
    grown = fastest(now, queries.regions_in(before))
    change = growth(months[month], months[before])
    return _shared(is_printed=False) | {
        "on": as_of,
        "headlines": _headlines(found, grown),
        "trend": trend(months, printed(change)),
        "statuses": queries.by_status(),
        "bodies": bars([(row.body, row.in_force) for row in queries.by_body()[:15]]),
    }


def _shared(*, is_printed: bool) -> dict[str, Any]:
    make = queries.printed_in_october_2024 if is_printed else queries.current
    domains, regions = make("domain"), make("region")
    named = _named(regions)
    provinces = [row for row in named if row["kind"] == "province"]
    leaves = [row for row in _named(domains) if row["kind"] == "domain"]
    ranking = sorted(provinces, key=lambda row: -row["certificates"])
    return {
        "is_printed": is_printed,
        "domains": _named(domains),
        "regions": named,
        "discrepancies": _named_discrepancies(domains) + _named_discrepancies(regions),
        "tiles": tiles([_tile(row) for row in provinces]),
        "ranking": bars([(row["name"], row["certificates"]) for row in ranking]),
        "domain_bars": bars([(row["name"], row["certificates"]) for row in leaves]),
    }


def _tile(row: dict[str, Any]) -> tuple[str, str, int, int, int]:
    line = published.leaf_regions()[row["key"]]
    short = line.name_zh
    for end in SUFFIXES:
        short = short.removesuffix(end)
    return short, row["name"], line.column, line.row, row["certificates"]


def _named(found: queries.Figures) -> list[dict[str, Any]]:
    names, spoken = {line.key: line for line in queries.lines(found.by)}, get_language() or ""
    return [_cells(row, names[row.key].name(spoken)) for row in found.rows]


def _cells(row: Row, name: str) -> dict[str, Any]:
    return {
        "key": row.key, "kind": row.kind, "parent": row.parent, "name": name,
        "certificates": row.count.certificates, "organisations": row.count.organisations,
        "ranks": row.ranks, "shares": tuple(printed(share) for share in row.shares),
    }  # fmt: skip


def _named_discrepancies(found: queries.Figures) -> list[dict[str, str]]:
    names, spoken = {line.key: line for line in queries.lines(found.by)}, get_language() or ""
    what = {
        "certificates": _("Certificates"),
        "organisations": _("Organisations"),
        "certificates share": _("Share of certificates"),
        "organisations share": _("Share of organisations"),
    }
    return [
        {"line": names[d.key].name(spoken), "what": what[d.what], "given": d.given,
         "expected": d.expected}
        for d in found.discrepancies
    ]  # fmt: skip


def _headlines(found: queries.Figures, grown: tuple[str, int, Any] | None) -> list[str]:
    """The state of things in words. Source: catalogue M-178."""
    names, spoken = {line.key: line for line in queries.lines("region")}, get_language() or ""
    rows = {row.key: row for row in found.rows}
    whole, china = rows["all"].count, rows["cn"].count
    said = [
        _("%(certificates)s certificates of %(organisations)s organisations are in force, "
          "%(china)s of them held in China.")
        % {
            "certificates": f"{whole.certificates:,}",
            "organisations": f"{whole.organisations:,}",
            "china": f"{china.certificates:,}",
        }
    ]  # fmt: skip
    if large := above(found.rows):
        listed = "、" if not spoken.startswith("en") else ", "
        named = listed.join(
            f"{names[row.key].name(spoken)} {row.count.certificates:,}" for row in large
        )
        said.append(
            _("%(number)s provinces have more than 100,000 certificates: %(provinces)s.")
            % {"number": len(large), "provinces": named}
        )
    if grown:
        said.append(
            _(
                "Of them %(province)s grew the most since the month before: by %(number)s, "
                "%(rate)s %%."
            )
            % {
                "province": names[grown[0]].name(spoken),
                "number": f"{grown[1]:,}",
                "rate": printed(grown[2]),
            }
        )
    return said
