"""Clauses that a finding can be raised against, and that an audit must cover."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from xinheng.core.shared.source import Source
from xinheng.rulebook.shipped import toml_table

FILE = Path(__file__).with_name("clauses.toml")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a system standard, with our own short name for it.

    `source` names the clause in the international edition; `national` is the
    Chinese standard with the same clause numbers.
    """

    scheme: str
    number: str
    zh: str
    en: str
    national: str
    source: Source

    @property
    def level(self) -> int:
        """How deep the clause stands: 2 for 4.1, 3 for 7.1.5."""
        return self.number.count(".") + 1

    @property
    def parent(self) -> str:
        """The number of the clause above; empty for a clause such as 4.1."""
        return self.number.rpartition(".")[0] if self.level > 2 else ""

    @property
    def order(self) -> tuple[int, ...]:
        """What to sort by, so that 10.1 comes after 9.3."""
        return tuple(int(part) for part in self.number.split("."))


@cache
def _by_scheme() -> MappingProxyType[str, tuple[Clause, ...]]:
    return MappingProxyType(
        {
            row["key"]: tuple(
                Clause(
                    row["key"],
                    number,
                    zh,
                    en,
                    row["national"],
                    Source(row["document"], number, status=row["status"]),
                )
                for number, zh, en in row["clauses"]
            )
            for row in toml_table(FILE)["scheme"]
        }
    )


def schemes() -> tuple[str, ...]:
    """The schemes whose clauses are here."""
    return tuple(_by_scheme())


def clauses(scheme: str) -> tuple[Clause, ...]:
    """Every clause of a scheme's standard, in order.

    Raises:
        LookupError: the clauses of this scheme are not here.
    """
    try:
        return _by_scheme()[scheme]
    except KeyError:
        raise LookupError(f"no clauses are kept for scheme {scheme!r}") from None


def find(scheme: str, number: str) -> Clause:
    """One clause.

    Raises:
        LookupError: the scheme or the clause is not here.
    """
    for clause in clauses(scheme):
        if clause.number == number:
            return clause
    raise LookupError(f"{scheme} has no clause {number!r}")


def leaves(scheme: str) -> tuple[Clause, ...]:
    """The clauses with none below them: what an audit ticks off.

    Raises:
        LookupError: the clauses of this scheme are not here.
    """
    whole = clauses(scheme)
    above = {clause.parent for clause in whole}
    return tuple(clause for clause in whole if clause.number not in above)
