"""The register of obligations as machines and pages read it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from xinheng.core import census
from xinheng.core.shared.act import ActKind
from xinheng.rulebook.obligations import Obligation, State, Strength, obligations


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for in the register. Empty fields ask for nothing."""

    words: str = ""
    document: str = ""
    strength: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the obligations of one document are answered. Counts."""

    document: str
    total: int
    enforced: int
    recorded: int
    not_applicable: int


def coverage(language: str = "zh-hans") -> list[dict[str, object]]:
    """Every obligation in the form of `xinheng rules coverage --json`.

    Args:
        language: the language of `title` and `reason`, such as `en`.
    """
    return [as_json(row, language) for row in obligations()]


def as_json(row: Obligation, language: str) -> dict[str, object]:
    """One obligation as a document."""
    source = row.source
    return {
        "id": row.id,
        "title": row.name(language),
        "source": {
            "document": source.document,
            "place": source.place,
            "edition": source.edition,
            "status": source.status,
        },
        "strength": row.strength.value,
        "state": row.state.value,
        "enforced_by": list(row.enforced_by),
        "guards": list(row.guards),
        "tests": list(row.tests),
        "refuses": list(row.refuses),
        "allows": list(row.allows),
        "reason": row.reason(language),
    }


def found(sought: Sought) -> tuple[Obligation, ...]:
    """The obligations that fit, in the order of the register."""
    words = sought.words.lower().split()
    return tuple(
        row
        for row in obligations()
        if sought.document in ("", row.document)
        and sought.strength in ("", row.strength.value)
        and sought.state in ("", row.state.value)
        and all(word in _text(row) for word in words)
    )


def _text(row: Obligation) -> str:
    parts = (row.id, row.document, row.source.place, row.zh, row.en, *row.enforced_by, *row.guards)
    return " ".join(parts).lower()


def tallies(rows: Iterable[Obligation] | None = None) -> tuple[Tally, ...]:
    """How each document is answered, in the order of the register."""
    by_document: dict[str, Counter[str]] = {}
    for row in obligations() if rows is None else rows:
        by_document.setdefault(row.document, Counter())[row.state.value] += 1
    return tuple(
        Tally(
            document,
            counts.total(),
            counts[State.ENFORCED.value],
            counts[State.RECORDED.value],
            counts[State.NOT_APPLICABLE.value],
        )
        for document, counts in by_document.items()
    )


def documents() -> tuple[str, ...]:
    """The documents of the register, in its order."""
    return tuple(dict.fromkeys(row.document for row in obligations()))


def acts_guarded(row: Obligation) -> tuple[ActKind, ...]:
    """The acts an obligation guards."""
    return tuple(act for name in row.acts if (act := census.act_named(name)) is not None)


__all__ = [
    "Sought",
    "State",
    "Strength",
    "Tally",
    "acts_guarded",
    "as_json",
    "coverage",
    "documents",
    "found",
    "tallies",
]
