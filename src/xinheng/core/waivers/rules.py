"""What a waiver may set aside, and what it sets aside: reasons in, reasons left out.

A waiver never opens what separates duties, what the law says, the two-year
blocks or a step of the ledger: those are named here, in the core, so that no
list can allow them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.core.waivers.acts import WAIVERS
from xinheng.core.waivers.words import WaiverState

# Codes, and beginnings of codes (ending in a full stop), that no waiver may name.
NEVER = (
    "duty-missing",
    "move-not-open",
    "step.",
    "case.",
    "decisions.",
    "people.",
    "impartiality.",
    "prerequisite.",
    "transfer.",
    "waivers.",
    "programmes.waiver-",
    "certificates.",
    "intake.reviewer-tied",
    "intake.reviewer-not-competent",
    "intake.competence-lacking",
    "intake.refused-for-lack-of-purchase",
    "staffing.not-an-auditor",
    "staffing.not-competent",
    "staffing.not-competent-to-lead",
    "staffing.leader-without-duty",
    "staffing.objection-open",
    "audits.decides-own-withdrawal",
    "audits.signs-for-others",
    "audits.too-little-time",
    "findings.not-an-auditor",
    "findings.new-stage2-needed",
    "findings.suggestion-is-nonconformity",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a waiver acts: in a case, for a client, for a person; what is None is not narrowed."""

    case_id: int | None = None
    organisation_id: int | None = None
    person_id: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it names anything at all."""
        return any((self.case_id, self.organisation_id, self.person_id))

    def covers(self, here: "Scope", violation: Violation) -> bool:
        """Whether it reaches a reason given in a case of a client.

        A waiver for a person reaches only reasons that name that person's key.
        """
        about = violation.facts.get("person_id")
        return (
            self.is_narrow
            and self.case_id in (None, here.case_id)
            and self.organisation_id in (None, here.organisation_id)
            and self.person_id in (None, about)
        )


@dataclass(frozen=True, slots=True)
class WaivableRule:
    """A rule that may be set aside. Unit of `longest_days`: days."""

    code: str
    longest_days: int
    source: Source


@dataclass(frozen=True, slots=True)
class WaiverFact:
    """One waiver as the gate sees it. In force on both of its days, if approved."""

    number: str
    code: str
    scope: Scope
    state: WaiverState
    starts_on: date
    ends_on: date

    def is_in_force(self, on: date) -> bool:
        """Whether it acts on a day."""
        return self.state == WaiverState.APPROVED and self.starts_on <= on <= self.ends_on


@dataclass(frozen=True, slots=True)
class SetAside:
    """A reason that a waiver set aside."""

    violation: Violation
    number: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What is left of the reasons, and what waivers took away."""

    left: tuple[Violation, ...]
    set_aside: tuple[SetAside, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The waivers that acted, each once."""
        return tuple(dict.fromkeys(one.number for one in self.set_aside))


def is_never_waivable(code: str) -> bool:
    """Whether no list whatever may allow a waiver from this rule."""
    return any(code.startswith(one) if one.endswith((".", "-")) else code == one for one in NEVER)


def settle(
    violations: Iterable[Violation],
    waivers: Iterable[WaiverFact],
    waivable: Mapping[str, WaivableRule],
    *,
    here: Scope,
    on: date,
) -> Settled:
    """Take away the reasons that a waiver in force sets aside here on this day.

    Source: House settings, waivers.
    """
    acting = [
        waiver
        for waiver in waivers
        if waiver.is_in_force(on) and waiver.code in waivable and not is_never_waivable(waiver.code)
    ]
    left: list[Violation] = []
    taken: list[SetAside] = []
    for violation in violations:
        found = next(
            (w for w in acting if w.code == violation.code and w.scope.covers(here, violation)),
            None,
        )
        if found is None:
            left.append(violation)
        else:
            taken.append(SetAside(violation, found.number))
    return Settled(tuple(left), tuple(taken))


def asking_obstacles(
    code: str,
    scope: Scope,
    waivable: Mapping[str, WaivableRule],
    *,
    starts_on: date,
    ends_on: date,
    because: str,
    today: date,
) -> Iterator[Violation]:
    """Say why a waiver may not even be asked for.

    Source: House settings, waivers.
    """
    rule = waivable.get(code)
    if rule is None or is_never_waivable(code):
        yield _no("waivers.not-waivable", _("The rule “%(rule)s” can never be set aside."),
                  "code", rule=code)  # fmt: skip
    if not scope.is_narrow:
        yield _no("waivers.no-scope", _("Say for which case, client or person."), "case")
    if not because.strip():
        yield _no("waivers.reason-missing", _("A waiver needs a reason."), "because")
    if ends_on < starts_on:
        yield _no("waivers.ends-before-start", _("The end must not lie before the start."),
                  "ends_on")  # fmt: skip
    if ends_on < today:
        yield _no("waivers.ended-already", _("The waiver would already have ended."), "ends_on")
    if rule and ends_on > starts_on + timedelta(days=rule.longest_days - 1):
        yield _no(
            "waivers.too-long", _("This rule is set aside for at most %(days)s days at a time."),
            "ends_on", days=rule.longest_days,
        )  # fmt: skip


def _no(code: str, message: str, field: str, **facts: object) -> Violation:
    return Violation(code, message, WAIVERS, facts, field)
