"""What the rulebook knows: the shipped tables, and what the body has entered since.

Every table has two times. `valid_from` is the day a rule speaks of. The number of
the rule set says what was known: 0 is what was shipped, and each edition,
correction, choice or confirmation the body enters makes the next number. Nothing
is overwritten; whoever asks as of an older number is told what was known then.

The rulebook itself keeps nothing. The application gives it a `Provider` at its
start; without one only the shipped tables are known.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Entered:
    """An edition the body entered. `valid_from` equal to an edition's own corrects that edition.

    `number` is the rule set it made. `head` holds what a table file says at its top,
    for a table that is not shipped: title, title_zh, unit.
    """

    table: str
    edition: str
    valid_from: date
    valid_until: date | None
    document: str
    place: str
    status: str
    rows: tuple[Mapping[str, Any], ...]
    head: Mapping[str, str] = field(default_factory=dict)
    number: int = 0


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That the rule owner held a table, an edition or a row against a licensed copy.

    `target` is its id in the register. `contents` are the fingerprints of the rows
    that were seen: another content later is not confirmed by it.
    """

    target: str
    contents: frozenset[str]
    on: date
    number: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value the body chose where it may: a house setting, or one of two values in conflict.

    It holds from `valid_from` until the next choice for the same target.
    """

    target: str
    value: str
    valid_from: date
    number: int = 0
    is_checked_on: date | None = None


Known = Entered | Confirmed | Chosen


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What is known, by its number. `mark` is the fingerprint of everything in it.

    `trial` are things not entered yet: a rule set to try out, never to store under.
    """

    number: int = 0
    mark: str = ""
    trial: tuple[Known, ...] = field(default=(), hash=False, compare=False)


class Provider(Protocol):
    """Where the body's own entries are kept."""

    def latest(self) -> RuleSet:
        """The rule set as known now. Asked often: one cheap question."""

    def at(self, number: int) -> RuleSet:
        """The rule set of a number. Raises LookupError when there is none."""

    def entries(self, rule_set: RuleSet) -> tuple[Known, ...]:
        """Everything entered up to that number, oldest first."""


class NoRuleSet(LookupError):  # noqa: N818  exceptions of this house are named as facts
    """There never was a rule set of that number."""


@dataclass(slots=True)
class _Kept:
    """The rule set that holds for a block, once it was asked for."""

    rule_set: RuleSet | None = None


SHIPPED = RuleSet()
_provider: Provider | None = None
_kept: ContextVar[_Kept | None] = ContextVar("rule_set", default=None)
_MOST_REMEMBERED = 64
_remembered: dict[str, tuple[Known, ...]] = {}


def use(provider: Provider | None) -> Provider | None:
    """Ask `provider` from now on; nobody when None. Gives back who was asked before."""
    global _provider
    before, _provider = _provider, provider
    return before


def rule_set() -> RuleSet:
    """The rule set that holds here: the one meant by the block, else the latest."""
    kept = _kept.get()
    if kept is None:
        return _latest()
    if kept.rule_set is None:
        kept.rule_set = _latest()
    return kept.rule_set


def rules_known() -> int:
    """The number of the rule set that holds here, to be stored beside what is reckoned."""
    return rule_set().number


def _latest() -> RuleSet:
    return _provider.latest() if _provider else SHIPPED


@contextmanager
def one_rule_set() -> Iterator[None]:
    """Let one rule set hold for a whole block, and be asked for once at most."""
    token = _kept.set(_Kept())
    try:
        yield
    finally:
        _kept.reset(token)


def begin_work() -> None:
    """One rule set for what begins now in this thread, such as a background job."""
    _kept.set(_Kept())


def end_work() -> None:
    """What began with `begin_work` is over."""
    _kept.set(None)


@contextmanager
def as_known(number: int) -> Iterator[None]:
    """Reckon by what was known as of a rule set's number; later entries are not there.

    Raises:
        NoRuleSet: there never was one of that number.
    """
    if number == 0:
        then = SHIPPED
    elif _provider is None or not 0 < number <= _provider.latest().number:
        raise NoRuleSet(f"rule set {number}")
    else:
        then = _provider.at(number)
    with _holding(then):
        yield


@contextmanager
def trying(*more: Known) -> Iterator[None]:
    """Reckon as if `more` had been entered already. Nothing is kept."""
    now = rule_set()
    mark = sha256(repr((now.mark, more)).encode()).hexdigest()
    with _holding(replace(now, mark=f"trial:{mark}", trial=(*now.trial, *more))):
        yield


@contextmanager
def _holding(then: RuleSet) -> Iterator[None]:
    token = _kept.set(_Kept(then))
    try:
        yield
    finally:
        _kept.reset(token)


def forget() -> None:
    """Ask anew which rule set is the latest, because something was just entered."""
    kept = _kept.get()
    if kept is not None:
        kept.rule_set = None


def entries(of: RuleSet) -> tuple[Known, ...]:
    """Everything the body entered in a rule set, oldest first.

    What a fingerprint stands for never changes, so it is remembered in the process.
    """
    if of == SHIPPED or (_provider is None and not of.trial):
        return ()
    if of.mark not in _remembered:
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        kept = _provider.entries(of) if _provider and of.number else ()
        _remembered[of.mark] = (*kept, *of.trial)
    return _remembered[of.mark]
