"""Run benchmarks and print a table; with --write, put it into docs/benchmarks.md."""

import importlib
import os
import pkgutil
import platform
import sys
from datetime import date
from pathlib import Path

import bench
from bench.figure import Measured

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
NOT_MEASURES = ("__main__", "certified", "empty_view", "figure", "forging", "server")
BEGIN, END = "<!-- figures: made by `make bench` -->", "<!-- end of figures -->"


def machine() -> str:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def table(rows: list[Measured]) -> str:
    """The figures as a Markdown table."""
    lines = [f"Measured {date.today().isoformat()} on {machine()}.", ""]  # noqa: TID251, DTZ011
    lines += ["| what | goal | measured | command |", "|---|---|---|---|"]
    lines += [f"| {r.what} | {r.goal} | {r.value} | `python -m bench {r.name}` |" for r in rows]
    return "\n".join(lines)


def main() -> None:
    """Run the named benchmarks, or all."""
    wanted = [name for name in sys.argv[1:] if not name.startswith("--")]
    names = sorted(
        info.name for info in pkgutil.iter_modules(bench.__path__) if info.name not in NOT_MEASURES
    )
    rows: list[Measured] = []
    for name in wanted or names:
        print(f"… {name}", flush=True)
        module = importlib.import_module(f"bench.{name}")
        for row in module.measure():
            rows.append(row)
            print(f"{row.what}: {row.value} (goal {row.goal})", flush=True)
    if "--write" in sys.argv:
        text = PAGE.read_text(encoding="utf-8")
        head, rest = text.split(BEGIN)
        tail = rest.split(END)[1]
        PAGE.write_text(f"{head}{BEGIN}\n\n{table(rows)}\n\n{END}{tail}", encoding="utf-8")


main()
