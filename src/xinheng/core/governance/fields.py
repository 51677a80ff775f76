"""Reading what was filled into a record: needed fields, known fields, and values of their form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from xinheng.core.governance.kinds import FieldRule, Kind
from xinheng.core.governance.words import FieldForm, Moment
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

KEYS = (FieldForm.CLIENT, FieldForm.PERSON, FieldForm.BRANCH, FieldForm.RECORD, FieldForm.FILE)
LONGEST_LINE, LONGEST_TEXT = 300, 20_000
LARGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Filled:
    """The values read, as plain JSON, and what was wrong with them."""

    values: Mapping[str, object]
    violations: tuple[Violation, ...]


def read(kind: Kind, moment: Moment, given: Mapping[str, object]) -> Filled:
    """Read the fields a kind wants at a moment.

    Every field that is needed must be there, no other may be, and each must hold what
    its form says. Days become texts, numbers texts without a fraction's zeros.

    Source: the clause of the kind.
    """
    wanted = {rule.key: rule for rule in kind.fields_at(moment)}
    values: dict[str, object] = {}
    found: list[Violation] = [
        Violation(
            "governance.field-unknown", _("“%(kind)s” has no field “%(field)s” here."),
            kind.source, {"kind": kind.label, "field": key}, key,
        )
        for key in given if key not in wanted
    ]  # fmt: skip
    for key, rule in wanted.items():
        value = given.get(key)
        if _is_empty(value):
            if rule.is_needed:
                found.append(_needed(rule, kind.source))
            continue
        plain, wrong = _plain(rule, value, kind.source)
        found += wrong
        if not wrong:
            values[key] = plain
    return Filled(values, tuple(found))


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == [] or value == {} or value == ()


def _needed(rule: FieldRule, source: Source) -> Violation:
    return Violation(
        "governance.field-missing", _("“%(field)s” must be recorded."), source,
        {"field": rule.label}, rule.key,
    )  # fmt: skip


def _no(rule: FieldRule, source: Source) -> list[Violation]:
    return [
        Violation(
            "governance.field-wrong", _("“%(field)s” cannot hold this."), source,
            {"field": rule.label}, rule.key,
        )
    ]  # fmt: skip


def _plain(rule: FieldRule, value: object, source: Source) -> tuple[object, list[Violation]]:
    """A value in its plain form, or what is wrong with it."""
    wrong = _no(rule, source)
    match rule.form:
        case FieldForm.TEXT | FieldForm.LONG | FieldForm.CERTIFICATE:
            most = LONGEST_TEXT if rule.form == FieldForm.LONG else LONGEST_LINE
            text = value.strip() if isinstance(value, str) else ""
            return (text, []) if 0 < len(text) <= most else ("", wrong)
        case FieldForm.DATE:
            day = _day(value)
            return (day.isoformat(), []) if day else ("", wrong)
        case FieldForm.NUMBER:
            number = _number(value)
            return (format(number, "f"), []) if number is not None else ("", wrong)
        case FieldForm.CHOICE:
            return _chosen(rule, [value], source, single=True)
        case FieldForm.CHOICES:
            return _chosen(rule, value if isinstance(value, list | tuple) else [value], source)
        case FieldForm.CHECKLIST:
            return _answers(rule, value, source)
        case FieldForm.RECORDS:
            keys = value if isinstance(value, list | tuple) else [value]
            numbers = [_key(key) for key in keys]
            return (numbers, []) if None not in numbers else ([], wrong)
        case _:
            key = _key(value)
            return (key, []) if key is not None else (0, wrong)


def _chosen(
    rule: FieldRule, given: list[object] | tuple[object, ...], source: Source, *,
    single: bool = False,
) -> tuple[object, list[Violation]]:  # fmt: skip
    """The words chosen; a word that a clause bars is refused by that clause."""
    known = {choice.key: choice for choice in rule.choices}
    if any(str(key) not in known for key in given):
        return "", _no(rule, source)
    barred = [known[str(key)] for key in given if known[str(key)].is_barred]
    found = [
        Violation(
            "governance.barred", _("“%(choice)s” is not allowed here."), choice.source,
            {"choice": choice.label}, rule.key,
        )
        for choice in barred
    ]  # fmt: skip
    keys = [str(key) for key in dict.fromkeys(given)]
    return (keys[0] if single else keys), found


def _answers(rule: FieldRule, value: object, source: Source) -> tuple[object, list[Violation]]:
    """An answer in own words to each item of a checklist."""
    if not isinstance(value, Mapping):
        return {}, _no(rule, source)
    answers = {str(key): str(text).strip()[:LONGEST_TEXT] for key, text in value.items()}
    known = [choice.key for choice in rule.choices]
    if set(answers) - set(known):
        return {}, _no(rule, source)
    missing = [choice for choice in rule.choices if not answers.get(choice.key)]
    found = [
        Violation(
            "governance.item-unanswered", _("“%(item)s” has no answer."), choice.source,
            {"item": choice.label}, rule.key,
        )
        for choice in missing
    ]  # fmt: skip
    return {key: answers[key] for key in known if key in answers}, found


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= LARGEST else None


def _key(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 19 else None


def day_of(values: Mapping[str, object], key: str) -> date | None:
    """A day that was read into a record, if it is there."""
    value = values.get(key)
    return date.fromisoformat(str(value)) if value else None


def number_of(values: Mapping[str, object], key: str) -> Decimal:
    """A number that was read into a record; nothing counts as 0."""
    return Decimal(str(values.get(key) or 0))


def texts_of(values: Mapping[str, object]) -> Iterator[str]:
    """Every text in a record, for searching."""
    for value in values.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from (str(inner) for inner in value.values())
