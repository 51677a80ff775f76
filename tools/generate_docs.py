"""Write what can be read off the code: lives, duties, acts, settings, the API.

python tools/generate_docs.py           write docs/generated
python tools/generate_docs.py --check   fail when it is not up to date
"""

import ast
import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "docs" / "generated"
MADE = "<!-- Made by tools/generate_docs.py; change the code instead. -->\n"


def lives() -> str:
    """Every life as a diagram and a table."""
    from xinheng.core import census

    parts = [MADE, "# Lives · 生命周期\n"]
    for life in census.lives():
        parts.append(f"\n## {life.name}\n\n```mermaid\nstateDiagram-v2")
        parts += [f"    {m.origin} --> {m.target} : {m.name}" for m in life.moves]
        parts.append("```\n\n| move | from | to | duty | source |\n|---|---|---|---|---|")
        parts += [
            f"| {m.name} | {m.origin} | {m.target} | {m.duty} | {m.source} |" for m in life.moves
        ]
    return "\n".join(parts) + "\n"


def duties() -> str:
    """Which role may do which act."""
    from xinheng.core import census
    from xinheng.core.shared.actor import DUTIES_OF, Role

    head = " | ".join(role.value for role in Role)
    parts = [MADE, "# Duty matrix · 职责矩阵\n", f"| act | source | {head} |"]
    parts.append("|---|---|" + "---|" * len(Role))
    for act in census.acts():
        marks = ["●" if DUTIES_OF[role] & set(act.duties) else "" for role in Role]
        parts.append(f"| `{act.name}` | {act.source} | {' | '.join(marks)} |")
    return "\n".join(parts) + "\n"


def steps() -> str:
    """The steps of a round, by kind."""
    from xinheng.core.cases.steps import STEPS
    from xinheng.core.cases.words import RoundKind

    head = " | ".join(kind.value for kind in RoundKind)
    parts = [MADE, "# Steps · 程序步骤\n", f"| step | function | source | {head} |"]
    parts.append("|---|---|---|" + "---|" * len(RoundKind))
    for rule in STEPS:
        marks = ["●" if kind in rule.kinds else "" for kind in RoundKind]
        parts.append(
            f"| {rule.step.label} | {rule.function} | {rule.source} | {' | '.join(marks)} |"
        )
    return "\n".join(parts) + "\n"


def sources() -> str:
    """Every source that an act, a move or a step cites."""
    from xinheng.core import census
    from xinheng.core.cases.steps import STEPS

    cited: dict[str, set[str]] = {}
    for act in census.acts():
        cited.setdefault(str(act.source), set()).add(act.name)
    for life in census.lives():
        for move in life.moves:
            cited.setdefault(str(move.source), set()).add(f"{life.name}: {move.name}")
    for rule in STEPS:
        cited.setdefault(str(rule.source), set()).add(f"step {rule.step}")
    parts = [MADE, "# Sources · 依据\n", "| source | where it acts |", "|---|---|"]
    parts += [f"| {name} | {', '.join(sorted(cited[name]))} |" for name in sorted(cited)]
    return "\n".join(parts) + "\n"


def obligations() -> str:
    """Every obligation with what answers it, document by document."""
    from xinheng.front.coverage import tallies
    from xinheng.rulebook.obligations import obligations as register

    parts = [MADE, "# Obligations · 义务登记册\n"]
    parts += [
        "| document | obligations | enforced | recorded | does not apply |",
        "|---|---|---|---|---|",
    ]
    parts += [
        f"| {t.document} | {t.total} | {t.enforced} | {t.recorded} | {t.not_applicable} |"
        for t in tallies()
    ]
    document = ""
    for row in register():
        if row.document != document:
            document = row.document
            parts.append(f"\n## {document}\n")
            parts += [
                "| id | asked | strength | answered | by | guards |",
                "|---|---|---|---|---|---|",
            ]
        by = ", ".join(f"`{name.removeprefix('xinheng.')}`" for name in row.enforced_by)
        guards = ", ".join(f"`{name}`" for name in row.guards)
        asked = f"{row.en} {row.zh}".replace("|", "\\|")
        answered = row.state.value + (f": {row.reason_en}" if row.reason_en else "")
        parts.append(f"| {row.id} | {asked} | {row.strength} | {answered} | {by} | {guards} |")
    return "\n".join(parts) + "\n"


def settings() -> str:
    """Every setting with its default, read off the settings file."""
    file = ROOT / "src" / "xinheng" / "config" / "settings.py"
    found = {}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if ast.unparse(node.func.value) != "env":
            continue
        if not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        default = next((ast.unparse(k.value) for k in node.keywords if k.arg == "default"), "")
        found[str(node.args[0].value)] = (ast.unparse(node.func)[4:], default)
    parts = [MADE, "# Settings · 设置\n", "| variable | kind | default |", "|---|---|---|"]
    parts += [f"| `{n}` | {kind} | `{default}` |" for n, (kind, default) in sorted(found.items())]
    return "\n".join(parts) + "\n"


def api() -> str:
    """The API's own description."""
    from xinheng.api.view import api as described

    return (
        json.dumps(described.get_openapi_schema(), ensure_ascii=False, indent=1, default=str) + "\n"
    )


def main() -> int:
    """Write, or compare."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinheng.config.settings")
    django.setup()
    from django.utils import translation

    translation.activate("en")
    pages = {
        "lives.md": lives(),
        "duties.md": duties(),
        "steps.md": steps(),
        "sources.md": sources(),
        "obligations.md": obligations(),
        "settings.md": settings(),
        "openapi.json": api(),
    }
    stale = []
    for name, text in pages.items():
        place = PLACE / name
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                place.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        print(f"Not up to date: {', '.join(stale)}; run `make docs`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
