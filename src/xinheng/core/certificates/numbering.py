"""What a pattern of certificate numbers must be before any number is made by it."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from xinheng.core.certificates.issuing import PATTERN_SOURCE, number_from
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

UNIQUE = Source("ISO/IEC 17021-1", "8.2.2 d", "2015", "from memory, unverified")
PARTS = ("body", "year", "year2", "letter", "scheme", "serial", "cycle", "size")
YEARS = frozenset({"year", "year2"})
SCHEMES = frozenset({"letter", "scheme"})
DIGITS = re.compile(r"0?[1-9]?d?")
WRITTEN = re.compile(r"[0-9A-Z][0-9A-Z.()-]*")
LONGEST = 50
"""Characters of a number; a new issue adds a dash and its count to it."""


def example_of(pattern: str, scheme: str, *, body: str, year: int) -> str:
    """The first number a pattern would give a scheme in a year.

    Raises:
        ValueError: the pattern cannot be filled.
    """
    return number_from(pattern, body=body, year=year, scheme=scheme, serial=1, cycle=0, people=100)


def pattern_problems(
    pattern: str, scheme: str, *, others: Mapping[str, str], body: str, year: int
) -> Iterator[Violation]:
    """Everything that is wrong with a pattern for a scheme; empty `scheme`: for all others.

    Args:
        others: the patterns in force for the other schemes, by scheme.
        body: the digits by which the regulator knows the body.
        year: the year of the examples.

    Source: ISO/IEC 17021-1:2015, 8.2.2 d (a unique identification); body practice.
    """
    wrong = tuple(_form_problems(pattern))
    yield from wrong
    if wrong:
        return
    used = _parts_of(pattern)
    if "serial" not in used:
        yield _no("certificates.pattern-repeats", _("Without {serial} every number is the same."))
    if not used & YEARS:
        yield _no(
            "certificates.pattern-repeats-yearly",
            _("The serial number begins again each year: put {year} or {year2} into the pattern."),
        )
    if not scheme and not used & SCHEMES:
        yield _no(
            "certificates.pattern-repeats-schemes",
            _("A pattern for several schemes names the scheme: put in {letter} or {scheme}."),
        )
    if "serial" not in used:
        return
    example = example_of(pattern, scheme or "QMS", body=body, year=year)
    yield from _written_problems(example)
    if scheme:
        yield from _clashes(example, scheme, others, body=body, year=year)


def _form_problems(pattern: str) -> Iterator[Violation]:
    """Only the known parts, each plainly or padded with zeros, such as {serial:05d}."""
    try:
        fields = list(Formatter().parse(pattern))
    except ValueError:
        yield _no("certificates.pattern-braces", _("A brace is not closed, or opened too often."))
        return
    for _text, name, form, conversion in fields:
        if name is None:
            continue
        if name not in PARTS:
            yield _no(
                "certificates.pattern-unknown-part",
                _("“%(part)s” is no part of a number; known are: %(known)s."),
                part=name, known=", ".join(PARTS),
            )  # fmt: skip
        elif conversion or (form and not _may_pad(name, form)):
            yield _no(
                "certificates.pattern-form",
                _("“%(part)s” cannot be written as “%(form)s”; digits may be padded, as"
                  " {serial:05d}."),
                part=name, form=form or conversion or "",
            )  # fmt: skip


def _may_pad(name: str, form: str) -> bool:
    return name in ("serial", "cycle", "year") and DIGITS.fullmatch(form) is not None


def _parts_of(pattern: str) -> frozenset[str]:
    return frozenset(name for _text, name, *_rest in Formatter().parse(pattern) if name)


def _written_problems(example: str) -> Iterator[Violation]:
    """The number can be read aloud, typed, searched for and put into an address."""
    if not WRITTEN.fullmatch(example):
        yield _no(
            "certificates.pattern-characters",
            _("A number has capital letters, digits, points, brackets and dashes: “%(example)s”."),
            example=example,
        )
    if len(example) > LONGEST:
        yield _no(
            "certificates.pattern-too-long",
            _("The number would have %(length)s characters; at most %(most)s fit."),
            length=len(example), most=LONGEST,
        )  # fmt: skip


def _clashes(
    example: str, scheme: str, others: Mapping[str, str], *, body: str, year: int
) -> Iterator[Violation]:
    for other, pattern in others.items():
        if other != scheme and example_of(pattern, other, body=body, year=year) == example:
            yield _no(
                "certificates.pattern-clash",
                _("%(scheme)s would get the same numbers as %(other)s, such as %(example)s."),
                scheme=scheme, other=other, example=example,
            )  # fmt: skip


def _no(code: str, message: str, **facts: object) -> Violation:
    source = UNIQUE if "repeats" in code or "clash" in code else PATTERN_SOURCE
    return Violation(code, message, source, facts, "pattern")
