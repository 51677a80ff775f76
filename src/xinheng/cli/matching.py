"""`xinheng matching`: the matching degree of the body's own records."""

from datetime import date

import click

from xinheng import clock
from xinheng.cli.speaking import lang_option, show, speaking, unreadable
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing.matching import VARIABLES, Form
from xinheng.front import matching as told
from xinheng.front.wording import said

FORMS = click.Choice([form.value for form in Form])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else clock.today()
    except ValueError as error:
        unreadable(f"--on: {error}")


@click.group()
def matching() -> None:
    """How well the auditors of each scheme and code match the audits to arrange."""


@matching.command("list")
@click.option("--form", "form", type=FORMS, default=None, help="another form than the body's own")
@click.option("--on", "on", default="", help="as of this day, YYYY-MM-DD")
@click.option("--json", "as_json", is_flag=True)
@lang_option
def listing(form: str | None, on: str, as_json: bool, lang: str) -> None:  # noqa: FBT001 - a flag
    """Every scheme and code that a project needs, the worst first."""
    with speaking(lang):
        found = told.board(_day(on), Form(form) if form else None)
        if as_json:
            show({"ok": True, "result": told.board_document(found)})
            return
        for cell in found.ranked:
            p = told.number(cell.p) or "—"
            counts = f"{cell.auditors}\t{cell.projects}"
            click.echo(f"{said(cell.level)}\t{cell.scheme}\t{cell.code}\t{counts}\t{p}")


@matching.command("show")
@click.argument("scheme")
@click.argument("code")
@click.option("--form", "form", type=FORMS, default=None, help="another form than the body's own")
@click.option("--on", "on", default="", help="as of this day, YYYY-MM-DD")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def one(scheme: str, code: str, form: str | None, on: str, _json: bool, lang: str) -> None:  # noqa: FBT001 - a flag
    """One scheme and code with its drivers and what each remedy would change."""
    with speaking(lang):
        found = told.cell_page(_day(on), (scheme, code), Form(form) if form else None)
        if found is None:
            refuse_if(
                [Violation("matching.no-project", _("No project needs this code."), VARIABLES)]
            )
            return
        show({"ok": True, "result": told.page_document(found)})


@matching.command("capacity")
@click.option("--on", "on", default="", help="as of this day, YYYY-MM-DD")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def capacity(on: str, _json: bool, lang: str) -> None:  # noqa: FBT001 - a flag
    """Registered auditors and certificates to maintain of each scheme, month by month."""
    with speaking(lang):
        show({"ok": True, "result": told.indicator_document(_day(on))})


COMMANDS = (matching,)
