"""When a certificate may be issued, and on which days it begins and ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xinheng.core.decisions.words import TWO_PERSONS, Outcome
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

MEMORY = "from memory, unverified"
NEVER_BACK = Source("ISO/IEC 17021-1", "8.2.2 b", "2015", MEMORY)
CYCLE = Source("ISO/IEC 17021-1", "8.2.2 c", "2015", MEMORY)
NUMBER = Source("ISO/IEC 17021-1", "8.2.2 d", "2015", MEMORY)
CONTENTS = Source("ISO/IEC 17021-1", "8.2.2", "2015", MEMORY)
TWO_SIGN = Source("认证认可条例", "第二十二条", "2023-07-20", "verified-1")
RESTORING = Source("ISO/IEC 17021-1", "9.6.3.2.5", "2015", "verified-2+")

DEFAULT_PATTERN = "{body}{year2}{letter}{serial:05d}R{cycle}{size}"
"""How a number is put together where the body set no pattern of its own (body practice)."""
LETTERS: Mapping[str, str] = {
    "QMS": "Q", "EMS": "E", "OHSMS": "S", "ISMS": "I", "FSMS": "F", "EnMS": "EN", "MDQMS": "MD",
}  # fmt: skip
PATTERN_SOURCE = Source("House settings", "certificate numbers", "", "cb-practice")
SMALL, MEDIUM = 50, 1000


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the issue of a certificate turns on."""

    outcome: Outcome
    decided_on: date | None
    effective_on: date
    first_person: int | None
    second_person: int | None
    restore_until: date | None = None
    old_expiry: date | None = None


def may_issue(facts: IssueFacts) -> Iterator[Violation]:
    """Everything about the decision and the days that keeps a certificate from being issued.

    Source: ISO/IEC 17021-1:2015, 8.2.2 b, 9.6.3.2.5; Regulations, art. 22 (CN-45).
    """
    if facts.decided_on is None:
        yield Violation(
            code="certificates.not-decided",
            message=_("There is no decision to certify this scheme."),
            source=CONTENTS,
        )
        return
    if facts.effective_on < facts.decided_on:
        yield Violation(
            code="certificates.backdated",
            message=_("A certificate never starts before its decision of %(decided)s."),
            source=NEVER_BACK,
            facts={"decided": facts.decided_on},
            field="effective_on",
        )
    persons = {facts.first_person, facts.second_person} - {None}
    if facts.outcome in TWO_PERSONS and len(persons) != 2:
        yield Violation(
            code="certificates.one-decider",
            message=_("Two different persons must have decided to certify."),
            source=TWO_SIGN,
        )
    until = facts.restore_until
    if until is not None and facts.decided_on > until:
        yield Violation(
            code="certificates.renewed-too-late",
            message=_(
                "The old certificate ended %(expired)s and could be renewed until %(until)s;"
                " treat the client as a new applicant."
            ),
            source=RESTORING,
            facts={"expired": facts.old_expiry, "until": until},
        )


def size_letter(people: int) -> str:
    """The letter for the size of a client in a number: large, medium or small (body practice).

    Args:
        people: effective personnel. Unit: persons.
    """
    if people < SMALL:
        return "S"
    return "M" if people < MEDIUM else "L"


def number_from(
    pattern: str, *, body: str, year: int, scheme: str, serial: int, cycle: int, people: int
) -> str:
    """A certificate number from its parts.

    Args:
        pattern: names of the parts in braces, as in `DEFAULT_PATTERN`.
        body: the digits by which the regulator knows the body.
        cycle: 0 for the first certification, 1 after the first renewal.

    Raises:
        ValueError: the pattern names an unknown part, or leaves out the serial number.
    """
    parts = {
        "body": body,
        "year": year,
        "year2": f"{year % 100:02d}",
        "letter": LETTERS.get(scheme, scheme[:1]),
        "scheme": scheme,
        "serial": serial,
        "cycle": cycle,
        "size": size_letter(people),
    }
    if "{serial" not in pattern:
        raise ValueError("a pattern without the serial number would repeat itself")
    try:
        return pattern.format(**parts)
    except (KeyError, IndexError) as unknown:
        raise ValueError(f"unknown part in pattern {pattern!r}") from unknown


def issue_number(base: str, revision: int) -> str:
    """The number of one issue: the first carries the plain number, later ones a suffix."""
    return base if revision == 0 else f"{base}-{revision}"
