"""Plans as workbooks: every line, and what is settled with each person."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from xinheng.apps.scheduling import queries
from xinheng.apps.scheduling.queries import DraftView
from xinheng.front.wording import said
from xinheng.printing.workbook import Cell, Column, write_table
from xinheng.web.lists import FORMATS

Table = tuple[list[Column], list[list[Cell]]]


def load_sheet(found: DraftView) -> Table:
    """One row for each line, also those without a team."""
    columns = [
        Column(gettext("Case"), 18), Column(gettext("Client"), 30), Column(gettext("Round"), 16),
        Column(gettext("Visit"), 14), Column(gettext("Schemes"), 16),
        Column(gettext("First day"), 12, "date"), Column(gettext("Last day"), 12, "date"),
        Column(gettext("Days"), 8, "number"), Column(gettext("Team leader"), 14),
        Column(gettext("Team"), 30), Column(gettext("Latest day"), 12, "date"),
        Column(gettext("Accepted"), 10),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            line.number, line.client, said(line.kind), said(line.stage), said(line.schemes),
            line.first_on, line.last_on, line.days,
            found.people[line.lead].name if line.lead else "",
            said(tuple(found.people[who].name for who in line.team)), line.last,
            said(line.is_accepted),
        ]
        for line in found.lines
    ]  # fmt: skip
    return columns, rows


def settlement_sheet(found: DraftView) -> Table:
    """One row for each person: days by month, days in all, kilometres."""
    months = queries.months(found)
    columns = [
        Column(gettext("Auditor"), 16), Column(gettext("Employment"), 12),
        *(Column(month, 10, "number") for month in months),
        Column(gettext("Days in all"), 10, "number"), Column(gettext("Audits"), 10, "number"),
        Column(gettext("Kilometres"), 12, "number"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            load.member.name, said(load.member.employment),
            *(load.by_month.get(month, 0) for month in months),
            load.days, len(load.lines), load.km,
        ]
        for load in queries.loads(found)
    ]  # fmt: skip
    return columns, rows


def file_of(table: Table, title: str) -> HttpResponse:
    """A table as a workbook that is downloaded."""
    columns, rows = table
    name = content_disposition_header(as_attachment=True, filename=f"{title}.xlsx") or ""
    return HttpResponse(
        write_table(columns, rows, title), content_type=FORMATS["xlsx"],
        headers={"Content-Disposition": name},
    )  # fmt: skip
