"""Reads the register of obligations from its TOML files.

A file `<document>.toml` names its document once and holds one row per obligation:
what is asked (in this house's own words), how strongly, what enforces it, which acts
it guards, and the tests that show a refusal and a pass. The register claims nothing
that a test does not check: see `tests/architecture/test_obligations.py`.

A guard is written as one of
    `room.verb`             an act of the house
    `step:<step>`           a step of the ledger of a case
    `state:<life>/<state>`  a state of a life
    `reckoning:<name>`      a reckoning of the rulebook
    `page:<room>:<name>`    an address that is open to readers
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.shipped import TableIsBroken, toml_table, word

FOLDER = Path(__file__).parent
FIELDS = frozenset({
    "id", "zh", "en", "place", "edition", "document", "status", "strength", "state",
    "enforced_by", "guards", "refuses", "allows", "reason_zh", "reason_en",
    "waivable",
})  # fmt: skip
ORDER = ("iso17021_1", "iaf_md", "schemes", "cnca", "practice")
STATUSES = frozenset(str(status) for status in Verified)


class Strength(Named):
    """What happens where an obligation is not met."""

    BLOCK = "block", _("Blocks")
    WARN = "warn", _("Warns")
    RECORD = "record", _("Goes on record")
    COMPUTE = "compute", _("Reckoned")
    SCHEDULE = "schedule", _("By a deadline")
    RETENTION = "retention", _("Kept for years")


class State(Named):
    """How this house answers an obligation."""

    ENFORCED = "enforced", _("Enforced")
    RECORDED = "recorded", _("Kept as a record")
    NOT_APPLICABLE = "not-applicable", _("Does not apply")


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that a document asks of the body.

    Args:
        enforced_by: dotted names of functions, tables of the database or of the
            rulebook (`table:<key>`), or constraints of the database (`constraint:<name>`).
        guards: where it acts; see the head of this module.
        refuses: tests that show what is refused, warned of or reckoned otherwise.
        allows: tests that show what passes.
        waivable: the codes of refusals that a waiver may set aside.
    """

    id: str
    source: Source
    zh: str
    en: str
    strength: Strength
    state: State
    enforced_by: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    waivable: tuple[str, ...] = ()
    reason_zh: str = ""
    reason_en: str = ""

    @property
    def tests(self) -> tuple[str, ...]:
        """Every test of it, each once."""
        return tuple(dict.fromkeys((*self.refuses, *self.allows)))

    @property
    def document(self) -> str:
        """The name of the document, as in the register of sources."""
        return self.source.document

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of a case it is met by."""
        return self.guarded("step:")

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts it guards."""
        return tuple(guard for guard in self.guards if ":" not in guard)

    def guarded(self, kind: str) -> tuple[str, ...]:
        """The guards of one kind, such as `step:`, without it."""
        return tuple(guard.removeprefix(kind) for guard in self.guards if guard.startswith(kind))

    def name(self, language: str) -> str:
        """What is asked, in the language asked for; Chinese unless it is English."""
        return self.en if language.lower().startswith("en") else self.zh

    def reason(self, language: str) -> str:
        """Why it does not apply or is only recorded, in the language asked for."""
        return self.reason_en if language.lower().startswith("en") else self.reason_zh


@cache
def obligations(folder: Path = FOLDER) -> tuple[Obligation, ...]:
    """Every obligation, in the order of the files and of their rows.

    Raises:
        TableIsBroken: a file or a row cannot be read, or an id stands twice.
    """
    found: dict[str, Obligation] = {}
    for path in sorted(folder.glob("*.toml"), key=_place):
        for row in _rows(path):
            if row.id in found:
                raise TableIsBroken(f"{path.name}: {row.id} stands twice")
            found[row.id] = row
    return tuple(found.values())


def _place(path: Path) -> tuple[int, str]:
    """The standard comes first, then what applies it, then what a country adds."""
    place = ORDER.index(path.stem) if path.stem in ORDER else len(ORDER)
    return place, path.stem


@cache
def _by_id() -> Mapping[str, Obligation]:
    return {row.id: row for row in obligations()}


def obligation(key: str) -> Obligation | None:
    """The obligation with this id, such as `17021-1:9.5.1`; nothing if there is none."""
    return _by_id().get(key)


def _rows(path: Path) -> Iterator[Obligation]:
    whole = toml_table(path)
    head = whole.get("head", {})
    for row in whole.get("obligations", []):
        where = f"{path.name}, {row.get('id')!r}"
        if unknown := set(row) - FIELDS:
            raise TableIsBroken(f"{where}: unknown {', '.join(sorted(unknown))}")
        for field in ("id", "zh", "en", "strength", "state"):
            if not row.get(field):
                raise TableIsBroken(f"{where}: needs {field}")
        try:
            yield _made({**head, **row})
        except (TypeError, ValueError, KeyError) as wrong:
            raise TableIsBroken(f"{where}: {wrong}") from wrong


def _made(row: Mapping[str, Any]) -> Obligation:
    if row["status"] not in STATUSES:
        raise ValueError(f"{row['status']!r} is no status")
    return Obligation(
        id=row["id"],
        source=Source(row["document"], row["place"], row.get("edition", ""), row["status"]),
        zh=row["zh"],
        en=row["en"],
        strength=word(Strength, row["strength"]),
        state=word(State, row["state"]),
        enforced_by=tuple(row.get("enforced_by", ())),
        guards=tuple(row.get("guards", ())),
        refuses=tuple(row.get("refuses", ())),
        allows=tuple(row.get("allows", ())),
        waivable=tuple(row.get("waivable", ())),
        reason_zh=row.get("reason_zh", ""),
        reason_en=row.get("reason_en", ""),
    )
