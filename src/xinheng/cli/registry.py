"""`xinheng registry`: the national register by files, and its statistics."""

import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from xinheng import clock
from xinheng.apps.registry import actions, queries
from xinheng.cli.speaking import lang_option, show, speaking
from xinheng.core.registry.national import Kind
from xinheng.core.shared.actor import CLOCKWORK
from xinheng.front import register_told
from xinheng.rulebook import published

DAY = click.DateTime(["%Y-%m-%d"])
PATH = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.group()
def registry() -> None:
    """The national register: certificates of every body."""


@registry.command("import")
@click.argument("path", type=PATH)
@click.option("--kind", type=click.Choice([str(kind) for kind in Kind]), required=True)
@click.option("--errors", type=OUT, help="where refused rows go; default: FILE.errors.csv")
@click.option("--quiet", is_flag=True, help="no progress")
@lang_option
def import_(path: Path, kind: str, errors: Path | None, quiet: bool, lang: str) -> None:  # noqa: FBT001 - a flag
    """Read the CSV or XLSX file at PATH into the register.

    Broken off, it goes on where it stopped; read again, it changes nothing.
    """
    refused = errors or path.with_name(path.name + ".errors.csv")
    started = time.monotonic()

    def told(loaded: actions.Loaded) -> None:
        if not quiet:
            rate = (loaded.rows - loaded.resumed_at) / max(time.monotonic() - started, 1e-9)
            click.echo(f"{loaded.rows} rows, {loaded.refused} refused, {rate:.0f}/s", err=True)

    with speaking(lang):
        loaded = actions.import_file(
            path, Kind(kind), by=CLOCKWORK, at=clock.now(), on=clock.today(),
            errors=refused, told=told,
        )  # fmt: skip
        show({"ok": True, "result": register_told.loaded_json(loaded, str(refused))})


@registry.command()
@click.option("--certificates", type=click.IntRange(1, 9_999_999), required=True)
@click.option("--seed", type=click.IntRange(0, 99), default=1, show_default=True)
@click.option("--on", "on", type=DAY, help="the day it stands for; default: 2024-10-31")
@click.option("--quiet", is_flag=True, help="no progress")
@lang_option
def synthesise(certificates: int, seed: int, on: datetime | None, quiet: bool, lang: str) -> None:  # noqa: FBT001 - a flag
    """Fill the register with a made-up population in the mix of October 2024, for trials."""
    started = time.monotonic()

    def told(rows: int) -> None:
        if not quiet:
            rate = rows / max(time.monotonic() - started, 1e-9)
            click.echo(f"{rows} of {certificates}, {rate:.0f}/s", err=True)

    with speaking(lang):
        taken = actions.synthesise(
            certificates=certificates, seed=seed, by=CLOCKWORK, at=clock.now(),
            on=on.date() if on else published.MONTH, told=told,
        )  # fmt: skip
        show({"ok": True, "result": {
            "certificates": certificates, "seed": seed, "new": taken.new,
            "unchanged": taken.unchanged, "refused": len(taken.refused),
        }})  # fmt: skip


@registry.command()
@click.option("--by", "by", type=click.Choice(["domain", "region"]), default="domain")
@click.option("--on", "on", type=DAY, help="counted from the rows for this day; default: now")
@click.option("--published", "printed", is_flag=True, help="the printed tables of October 2024")
@click.option("--json", "_json", is_flag=True, help="the answer is always JSON")
@lang_option
def stats(by: str, on: datetime | None, printed: bool, _json: bool, lang: str) -> None:  # noqa: FBT001 - flags
    """Certificates and organisations by domain or region, with ranks, shares and checks.

    While the register is empty, October 2024 is answered by the printed tables.
    """
    with speaking(lang):
        found = _figures(by, on.date() if on else None, printed=printed)
        day = published.MONTH if found.basis == "published" else on.date() if on else clock.today()
        show({"ok": True, "result": _stats_json(found, day)})


def _figures(by: str, on: date | None, *, printed: bool) -> queries.Figures:
    is_october = on is None or (on.year, on.month) == (2024, 10)
    if printed or (is_october and queries.is_empty()):
        return queries.printed_in_october_2024(by)
    return queries.exact(by, on=on) if on else queries.current(by)


def _stats_json(found: queries.Figures, day: date) -> dict[str, Any]:
    return {"on": day, **register_told.figures_json(found)}


COMMANDS = (registry,)
