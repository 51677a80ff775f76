"""What the rules know of one person on a day: records as plain values, and what they allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xinheng.core.people.bars import BarFact, PracticeFact
from xinheng.core.people.words import Employment, Function, TieKind


@dataclass(frozen=True, slots=True)
class RegistrationFact:
    """A registration in one scheme. In force on both of its days."""

    scheme: str
    grade: str
    number: str
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class CompetenceFact:
    """A positive evaluation for one function of one scheme. In force on both of its days."""

    scheme: str
    function: Function
    codes: tuple[str, ...]
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class TieFact:
    """A relation to one client. Without `ended_on` it still lasts."""

    kind: TieKind
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One person, with every record an assignment asks for. `ties` are to one client."""

    person_id: int
    name: str
    is_active: bool
    employment: Employment
    contract_until: date | None = None
    declared_until: date | None = None
    registrations: tuple[RegistrationFact, ...] = ()
    competences: tuple[CompetenceFact, ...] = ()
    ties: tuple[TieFact, ...] = ()
    witnessed_on: date | None = None
    bars: tuple[BarFact, ...] = ()
    practices: tuple[PracticeFact, ...] = ()

    def is_registered(self, scheme: str, on: date) -> bool:
        """Whether a registration in the scheme is in force."""
        return any(
            fact.scheme == scheme and fact.valid_from <= on <= fact.valid_until
            for fact in self.registrations
        )

    def is_competent(self, scheme: str, function: Function, on: date) -> bool:
        """Whether an evaluation for the function in the scheme is in force."""
        return any(True for _ in self._in_force(scheme, function, on))

    def codes(self, scheme: str, function: Function, on: date) -> frozenset[str]:
        """The scope codes the person was found competent in."""
        return frozenset(
            code for fact in self._in_force(scheme, function, on) for code in fact.codes
        )

    def has_declared(self, on: date) -> bool:
        """Whether the yearly declaration is in force."""
        return self.declared_until is not None and on <= self.declared_until

    def is_under_contract(self, on: date) -> bool:
        """Whether an external person's contract runs; employed persons need none."""
        if self.employment != Employment.EXTERNAL:
            return True
        return self.contract_until is not None and on <= self.contract_until

    def _in_force(self, scheme: str, function: Function, on: date) -> Iterable[CompetenceFact]:
        return (
            fact
            for fact in self.competences
            if fact.scheme == scheme
            and fact.function == function
            and fact.valid_from <= on <= fact.valid_until
        )


def covers(held: Iterable[str], code: str) -> bool:
    """Whether one of the codes held is `code` or a wider code it belongs to (03.07 ⊃ 03.07.01)."""
    return any(code == own or code.startswith(f"{own}.") for own in held)
