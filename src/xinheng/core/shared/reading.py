"""Reading plain JSON values strictly, and saying where one cannot be read."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.source import Source

T = TypeVar("T")


class Unreadable(ValueError):  # noqa: N818  exceptions of this house are named as facts
    """A document cannot be read. `place` says where, such as `standards[0].people`."""

    def __init__(self, place: str, why: str) -> None:
        self.place, self.why = place, why
        super().__init__(f"{place or 'the document'}: {why}")


class Reader:
    """Reads the fields of one JSON object and refuses the fields nobody asked for."""

    def __init__(self, value: object, place: str = "") -> None:
        if not isinstance(value, Mapping):
            raise Unreadable(place, "expected an object")
        self._value: Mapping[str, Any] = value
        self._place = place
        self._asked: set[str] = set()

    def at(self, name: str) -> str:
        """Where a field stands in the whole document."""
        return f"{self._place}.{name}" if self._place else name

    def optional(self, name: str, read: Callable[[object, str], T]) -> T | None:
        """Read a field that may be absent or null."""
        self._asked.add(name)
        value = self._value.get(name)
        return None if value is None else read(value, self.at(name))

    def needed(self, name: str, read: Callable[[object, str], T]) -> T:
        """Read a field that must be there.

        Raises:
            Unreadable: it is absent, null, or not what `read` expects.
        """
        value = self.optional(name, read)
        if value is None:
            raise Unreadable(self.at(name), "is missing")
        return value

    def done(self) -> None:
        """Refuse fields nobody asked for.

        Raises:
            Unreadable: there is one.
        """
        for name in self._value:
            if name not in self._asked:
                raise Unreadable(self.at(name), "is not a known field")


def read_text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise Unreadable(place, "expected a text")
    return value


def read_count(value: object, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unreadable(place, "expected a whole number")
    return value


def read_flag(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise Unreadable(place, "expected true or false")
    return value


def read_decimal(value: object, place: str) -> Decimal:
    """A decimal from a text or a JSON number; never infinite."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable(place, "expected a number, as a text")
    try:
        number = Decimal(str(value))
    except InvalidOperation as unread:
        raise Unreadable(place, "expected a number, as a text") from unread
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise Unreadable(place, "expected a number of ordinary size")
    return number


def read_day(value: object, place: str) -> date:
    try:
        return date.fromisoformat(read_text(value, place))
    except ValueError as unread:
        raise Unreadable(place, "expected a day as YYYY-MM-DD") from unread


def read_list(read: Callable[[object, str], T]) -> Callable[[object, str], tuple[T, ...]]:
    """A reader of lists, each item read by `read`."""

    def of_list(value: object, place: str) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise Unreadable(place, "expected a list")
        return tuple(read(item, f"{place}[{index}]") for index, item in enumerate(value))

    return of_list


def source_to_json(source: Source) -> dict[str, str]:
    return {
        "document": source.document,
        "place": source.place,
        "edition": source.edition,
        "status": source.status,
    }


def read_source(value: object, place: str) -> Source:
    reader = Reader(value, place)
    source = Source(
        reader.needed("document", read_text),
        reader.needed("place", read_text),
        reader.optional("edition", read_text) or "",
        reader.optional("status", read_text) or "",
    )
    reader.done()
    return source


def figure_to_json(figure: Figure) -> dict[str, Any]:
    """A figure with its working; labels stay English templates with their facts."""
    return {
        "value": str(figure.value),
        "unit": figure.unit,
        "working": [
            {
                "label": line.label,
                "value": str(line.value),
                "unit": line.unit,
                "source": source_to_json(line.source),
                "facts": {name: _plain(fact) for name, fact in line.facts.items()},
            }
            for line in figure.working
        ],
    }


def read_figure(value: object, place: str) -> Figure:
    reader = Reader(value, place)
    figure = Figure(
        reader.needed("value", read_decimal),
        reader.needed("unit", read_text),
        reader.needed("working", read_list(_read_line)),
    )
    reader.done()
    return figure


def _read_line(value: object, place: str) -> Line:
    reader = Reader(value, place)
    line = Line(
        reader.needed("label", read_text),
        reader.needed("value", read_decimal),
        reader.needed("unit", read_text),
        reader.needed("source", read_source),
        reader.optional("facts", _read_facts) or {},
    )
    reader.done()
    return line


def _read_facts(value: object, place: str) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise Unreadable(place, "expected an object")
    return dict(value)


def _plain(fact: object) -> object:
    return fact if isinstance(fact, bool | int) or fact is None else str(fact)
