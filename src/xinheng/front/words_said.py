"""From the plain values in a journal entry back to the words of the house.

The journal keeps values such as `surveillance`; a reader is shown their names.
"""

from functools import cache

from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, Part, RoundKind
from xinheng.core.people.words import Employment, Function, SeatPart, TieKind
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.shared.wording import Bilingual, Named
from xinheng.rulebook.lists.governance import kind_called

BY_NAME: dict[str, type[Named]] = {
    "step": Step,
    "kind": RoundKind,
    "state": CaseState,
    "duty": Duty,
    "role": Role,
    "function": Function,
    "employment": Employment,
    "tie": TieKind,
}
ANYWHERE: tuple[type[Named], ...] = (Step, RoundKind, CaseState, Part, SeatPart, Role, Duty)


@cache
def every_word() -> dict[str, Named]:
    """Each stable value of every vocabulary that is loaded, where it means one thing only."""
    found: dict[str, Named] = {}
    double: set[str] = set()
    for words in (*ANYWHERE, *_others()):
        for member in words:
            known = found.setdefault(member.value, member)
            if known.label != member.label:
                double.add(member.value)
    return {value: word for value, word in found.items() if value not in double}


def _others() -> tuple[type[Named], ...]:
    return tuple(kind for kind in Named.__subclasses__() if kind not in ANYWHERE)


@cache
def words_of_room(room: str) -> dict[str, Named]:
    """The values that mean one thing only within the vocabularies of a room."""
    found: dict[str, Named] = {}
    double: set[str] = set()
    for words in Named.__subclasses__():
        if not words.__module__.startswith(f"xinheng.core.{room}."):
            continue
        for member in words:
            known = found.setdefault(member.value, member)
            if known.label != member.label:
                double.add(member.value)
    return {value: word for value, word in found.items() if value not in double}


def word_for(name: str, value: object, room: str = "") -> object:
    """The word a value stands for, or the value itself.

    Judged by the name of its fact, then by the room whose act it is a fact of. Some
    entries keep a word's English name instead of its value; that is found as well.
    """
    if isinstance(value, list):
        return [word_for(name, inner, room) for inner in value]
    if not isinstance(value, str):
        return "" if value is None else value
    if name == "record_kind" and (listed := kind_called(value)):
        return Bilingual(listed.zh, listed.en)
    words = BY_NAME.get(name)
    if words is not None:
        for member in words:
            if value in (member.value, member.label):
                return member
    if room and (own := words_of_room(room).get(value)):
        return own
    return every_word().get(value, value)
