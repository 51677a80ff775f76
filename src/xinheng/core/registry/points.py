"""The four points by which anybody checks a certificate they are shown."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

FOUR_POINTS = Source("检验认证", "企业为什么要做售后服务认证？")
GAP = re.compile(r"[\s\W_]+")
DIGITS = re.compile(r"\d+")


class Point(Named):
    """What is compared."""

    NAME_AND_ADDRESS = "name-and-address", _("Name and address")
    SCOPE = "scope", _("Certified scope")
    STANDARD = "standard", _("Standard")
    DATES = "dates", _("Validity and last surveillance")


class Match(Named):
    """How what the visitor holds compares with the register."""

    SAME = "same", _("Matches")
    DIFFERS = "differs", _("Differs")
    NOT_GIVEN = "not-given", _("Not given")


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register says. Texts in both languages; days."""

    name: tuple[str, ...]
    address: tuple[str, ...]
    scope: tuple[str, ...]
    standard: tuple[str, ...]
    effective_on: date
    expires_on: date
    is_valid: bool
    last_surveillance_on: date | None


@dataclass(frozen=True, slots=True)
class Paper:
    """What the visitor's paper says; empty where the visitor typed nothing."""

    name: str = ""
    address: str = ""
    scope: str = ""
    standard: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One point with its outcome and, where it differs, why."""

    point: Point
    match: Match
    explanation: str


def compare(paper: Paper, registered: Registered) -> tuple[Compared, ...]:
    """The four points, in order. Source: catalogue M-98."""
    return tuple(_points(paper, registered))


def _points(paper: Paper, given: Registered) -> Iterator[Compared]:
    yield _named(paper, given)
    if not paper.scope:
        yield Compared(Point.SCOPE, Match.NOT_GIVEN, _("Compare it with the scope above."))
    elif any(_within(paper.scope, text) for text in given.scope):
        yield Compared(Point.SCOPE, Match.SAME, _("The scope covers what the paper says."))
    else:
        yield Compared(
            Point.SCOPE, Match.DIFFERS, _("The paper claims something the scope does not name.")
        )
    if not paper.standard:
        yield Compared(Point.STANDARD, Match.NOT_GIVEN, _("Compare it with the standard above."))
    elif any(_same_standard(paper.standard, text) for text in given.standard):
        yield Compared(Point.STANDARD, Match.SAME, _("The standard and its edition agree."))
    else:
        yield Compared(
            Point.STANDARD, Match.DIFFERS, _("The paper names another standard or edition.")
        )
    yield _dated(paper, given)


def _named(paper: Paper, given: Registered) -> Compared:
    point = Point.NAME_AND_ADDRESS
    if not paper.name and not paper.address:
        return Compared(point, Match.NOT_GIVEN, _("Compare them with name and address above."))
    wrong_name = paper.name and _plain(paper.name) not in {_plain(text) for text in given.name}
    wrong_place = paper.address and not any(
        _plain(paper.address) == _plain(text) for text in given.address
    )
    if wrong_name and wrong_place:
        return Compared(point, Match.DIFFERS, _("Name and address are not those registered."))
    if wrong_name:
        return Compared(point, Match.DIFFERS, _("The name is not the registered one."))
    if wrong_place:
        return Compared(point, Match.DIFFERS, _("The address is none of the registered ones."))
    return Compared(point, Match.SAME, _("What the paper says is registered."))


def _dated(paper: Paper, given: Registered) -> Compared:
    if not given.is_valid:
        return Compared(
            Point.DATES, Match.DIFFERS, _("The certificate is not valid today, whatever the date.")
        )
    if paper.expires_on is None:
        return Compared(Point.DATES, Match.NOT_GIVEN, _("Compare the last day of validity above."))
    if paper.expires_on != given.expires_on:
        return Compared(
            Point.DATES, Match.DIFFERS, _("Another last day of validity is registered.")
        )
    return Compared(Point.DATES, Match.SAME, _("The last day of validity agrees."))


def _plain(text: str) -> str:
    return GAP.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _within(claim: str, scope: str) -> bool:
    return bool(_plain(claim)) and _plain(claim) in _plain(scope)


def _same_standard(claim: str, registered: str) -> bool:
    """Whether the claim is the registered standard with its edition, however it is spaced."""
    said, known = _plain(claim), _plain(registered)
    return said == known or (said in known and DIGITS.findall(claim) == DIGITS.findall(registered))
