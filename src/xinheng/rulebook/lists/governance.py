"""The kinds of records by which the body manages itself, and the words they are filled with."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from xinheng.core.governance.kinds import Choice, FieldRule, Kind
from xinheng.core.governance.words import FieldForm, Group, Life, Moment
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import Source
from xinheng.rulebook.shipped import TableIsBroken, items, word

FILE = Path(__file__).with_name("governance.toml")
LISTED = (FieldForm.CHOICE, FieldForm.CHOICES, FieldForm.CHECKLIST)
POINTING = (FieldForm.RECORD, FieldForm.RECORDS)


@cache
def choices(path: Path = FILE) -> tuple[Choice, ...]:
    """Every word of every list; the part of a key before the dot names the list."""
    return items(path, "choices", Choice)


@cache
def kinds(path: Path = FILE) -> tuple[Kind, ...]:
    """Every kind of record, in the order of the clauses."""
    words = choices(path)

    def make(**row: Any) -> Kind:
        return _kind(row, words)

    return items(path, "kinds", make)


def kind_called(key: str) -> Kind | None:
    """The kind with this key, if there is one."""
    return next((kind for kind in kinds() if kind.key == key), None)


def list_called(name: str, path: Path = FILE) -> tuple[Choice, ...]:
    """The words of one list."""
    return tuple(choice for choice in choices(path) if choice.key.split(".", 1)[0] == name)


def choice_called(key: str) -> Choice | None:
    """The word with this key, if there is one."""
    return next((choice for choice in choices() if choice.key == key), None)


def _kind(row: dict[str, Any], words: tuple[Choice, ...]) -> Kind:
    source: Source = row["source"]
    return Kind(
        **{
            **row,
            "group": word(Group, row["group"]),
            "life": word(Life, row["life"]),
            "duty": Duty(row["duty"]),
            "fields": tuple(_field(field, words, source) for field in row["fields"]),
        }
    )


def _field(row: Mapping[str, Any], words: tuple[Choice, ...], source: Source) -> FieldRule:
    form, of = word(FieldForm, row["form"]), row.get("of", "")
    listed = tuple(one for one in words if form in LISTED and one.key.split(".", 1)[0] == of)
    if form in LISTED and not listed:
        raise TableIsBroken(f"{row['key']} ({source}): there is no list {of!r}")
    return FieldRule(
        key=row["key"],
        zh=row["zh"],
        en=row["en"],
        form=form,
        is_needed=not row.get("optional", False),
        moments=frozenset(word(Moment, moment) for moment in row.get("at", ["open"])),
        choices=listed,
        of_kind=of if form in POINTING else "",
    )
