"""The matching degree asked and answered in the JSON form of `xinheng reckon matching`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.reading import (
    Reader,
    Unreadable,
    read_count,
    read_day,
    read_decimal,
    read_list,
    read_text,
)
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing.matching import ARTICLE, Demand, Form, Matching, Supply

DIGITS = Decimal("0.000001")
B1_ITEMS = ("living", "health", "wilfulness", "holidays", "accidents")
B2_ITEMS = ("enterprise", "surprise")
BEST = Fraction(1)
Items = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class MatchingAsked:
    """A question about one scheme and code."""

    scheme: str
    code: str
    form: Form
    auditors: tuple[Supply, ...]
    projects: tuple[Demand, ...]


def matching_from_json(value: object) -> MatchingAsked:
    """Read the question.

    Raises:
        Unreadable: a field is missing, unknown or not of its kind; says which.
    """
    reader = Reader(value)
    asked = MatchingAsked(
        scheme=reader.needed("scheme", read_text),
        code=reader.needed("code", read_text),
        form=reader.optional("form", _read_form) or Form.RECIPROCAL_SUM,
        auditors=reader.needed("auditors", read_list(_read_auditor)),
        projects=reader.needed("projects", read_list(_read_project)),
    )
    reader.optional("on", read_day)
    reader.done()
    _refuse_twice([auditor.id for auditor in asked.auditors], "auditors")
    _refuse_twice([project.id for project in asked.projects], "projects")
    return asked


def _refuse_twice(ids: Sequence[str], place: str) -> None:
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            raise Unreadable(f"{place}[{index}].id", f"{name!r} stands twice")
        seen.add(name)


def _read_form(value: object, place: str) -> Form:
    try:
        return Form(read_text(value, place))
    except ValueError as unknown:
        forms = ", ".join(form.value for form in Form)
        raise Unreadable(place, f"expected one of {forms}") from unknown


def _read_score(value: object, place: str) -> Fraction:
    return Fraction(read_decimal(value, place))


def _read_mean(items: Sequence[str]) -> Any:
    """A reader of either the mean itself or its items; an item not given is 1: no restriction."""

    def read(value: object, place: str) -> tuple[Fraction, Items]:
        if not isinstance(value, Mapping):
            return _read_score(value, place), ()
        reader = Reader(value, place)
        given = tuple((item, reader.optional(item, _read_score)) for item in items)
        reader.done()
        scores = tuple((item, BEST if score is None else score) for item, score in given)
        return sum((score for _item, score in scores), Fraction(0)) / len(items), scores

    return read


def _read_auditor(value: object, place: str) -> Supply:
    reader = Reader(value, place)
    name = reader.needed("id", read_text)
    b1, items = reader.needed("b1", _read_mean(B1_ITEMS))
    auditor = Supply(
        id=name,
        b1=b1,
        c1=reader.needed("c1", read_count),
        days=reader.optional("days", _read_score),
        items=items,
    )
    reader.done()
    return auditor


def _read_project(value: object, place: str) -> Demand:
    reader = Reader(value, place)
    name = reader.needed("id", read_text)
    b2, items = reader.needed("b2", _read_mean(B2_ITEMS))
    a2 = reader.optional("a2", read_count)
    project = Demand(
        id=name,
        b2=b2,
        c2=reader.needed("c2", read_count),
        d=reader.needed("d", _read_score),
        e=reader.needed("e", _read_score),
        a2=1 if a2 is None else a2,
        days=reader.optional("days", _read_score),
        items=items,
    )
    reader.done()
    return project


def plain(value: Fraction) -> Decimal:
    """A fraction as a decimal of six places."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(DIGITS)


def matching_to_json(asked: MatchingAsked, found: Matching) -> dict[str, Any]:
    """The answer: X and Y for each, P, capacity, drivers and the form."""
    return {
        "scheme": asked.scheme,
        "code": asked.code,
        "form": found.form.value,
        "x": [
            {"id": auditor.id, "value": str(plain(value))}
            for auditor, value in zip(asked.auditors, found.x, strict=True)
        ],
        "x_mean": str(plain(found.x_mean)),
        "y": [
            {"id": project.id, "value": str(plain(value))}
            for project, value in zip(asked.projects, found.y, strict=True)
        ],
        "y_mean": str(plain(found.y_mean)),
        "p": str(plain(found.p)),
        "capacity": None if found.capacity is None else str(plain(found.capacity)),
        "naive": str(plain(found.naive)),
        "drivers": {factor.value: str(plain(p)) for factor, p in found.drivers.items()},
        "weakest": found.weakest.value if found.weakest else None,
    }


def matching_figure(asked: MatchingAsked, found: Matching) -> Figure:
    """P with its working."""
    lines = [
        Line(_("Auditors who hold the code (A1)"), Decimal(len(found.x)), "persons", ARTICLE),
        Line(_("Sufficiency (X)"), plain(found.x_mean), "ratio", ARTICLE),
        Line(_("Projects that need the code"), Decimal(len(found.y)), "projects", ARTICLE),
        Line(_("Difficulty (Y)"), plain(found.y_mean), "ratio", ARTICLE),
        Line(
            _("Matching degree P = X / Y, form “%(form)s”: a reconstruction of a lost formula"),
            plain(found.p),
            "ratio",
            ARTICLE,
            {"form": asked.form},
        ),
    ]
    return Figure(plain(found.p), "ratio", tuple(lines))
