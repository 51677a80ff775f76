"""Whether the body can do what is asked of it, and whether the reviewer may say so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xinheng.core.people.words import Function
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

ABLE = Source("ISO/IEC 17021-1", "7.1.2", "2015", "verified-1")
REVIEWER = Source("ISO/IEC 17021-1", "9.1.2", "2015")
CONSULTED = Source("ISO/IEC 17021-1", "5.2.10", "2015", Verified.MEMORY.value)
CN_49 = Source("认证认可条例", "第十九条", "2023-07-20", "verified-1")
NEEDED_FUNCTIONS = (Function.APPLICATION_REVIEW, Function.AUDIT, Function.DECISION)
FREE_AFTER_MONTHS = 24
TWO_AUDITORS_FOR = "QMS"
LEAST_AUDITORS = 2


@dataclass(frozen=True, slots=True)
class Ability:
    """That somebody is competent for a function in a scheme; no codes: for the whole scheme."""

    person_id: int
    scheme: str
    function: Function
    codes: tuple[str, ...] = ()

    def covers(self, code: str) -> bool:
        """Whether a code, or a class above it, is among those found competent for."""
        return not self.codes or any(
            code == own or code.startswith(f"{own}.") for own in self.codes
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A scheme with the scope codes applied for."""

    scheme: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation between the reviewer and the client. `ended_on` None: it lasts."""

    kind: object
    ended_on: date | None


def competence_lacking(asked: Sequence[Asked], abilities: Sequence[Ability]) -> Iterator[Violation]:
    """Name each scheme, code and function for which the body has nobody.

    Source: ISO/IEC 17021-1, 7.1.2 and 9.1.2.
    """
    for scheme in asked:
        for function in NEEDED_FUNCTIONS:
            own = [a for a in abilities if a.scheme == scheme.scheme and a.function == function]
            for code in scheme.codes:
                if not any(ability.covers(code) for ability in own):
                    yield Violation(
                        "intake.competence-lacking",
                        _("Nobody of the body is competent for “%(function)s” in %(scheme)s, "
                          "code %(code)s."),
                        ABLE,
                        {"function": function, "scheme": scheme.scheme, "code": code},
                    )  # fmt: skip


def auditors_too_few(asked: Sequence[Asked], abilities: Sequence[Ability]) -> tuple[str, ...]:
    """The codes of a quality certification for which the body has fewer than two auditors.

    It is told and recorded at the acceptance and does not refuse: the rule was found in
    one source alone.

    Source: CNCA-QMS-01:2025, 3 (CN-12).
    """
    few = []
    for scheme in asked:
        if scheme.scheme != TWO_AUDITORS_FOR:
            continue
        for code in scheme.codes:
            able = {
                a.person_id
                for a in abilities
                if a.scheme == scheme.scheme and a.function == Function.AUDIT and a.covers(code)
            }
            if len(able) < LEAST_AUDITORS:
                few.append(code)
    return tuple(few)


def reviewer_problems(
    asked: Sequence[Asked],
    abilities: Sequence[Ability],
    bonds: Sequence[Bond],
    *,
    person_id: int | None,
    on: date,
) -> Iterator[Violation]:
    """The reviewer is competent for every scheme and code, and has no tie to the client.

    Source: ISO/IEC 17021-1, 9.1.2 and 5.2.10.
    """
    for scheme in asked:
        own = [
            a for a in abilities
            if a.person_id == person_id and a.scheme == scheme.scheme
            and a.function == Function.APPLICATION_REVIEW
        ]  # fmt: skip
        lacking = [c for c in scheme.codes if not any(ability.covers(c) for ability in own)]
        if lacking or not own:
            yield Violation(
                "intake.reviewer-not-competent",
                _("You are not found competent to review applications in %(scheme)s (%(codes)s)."),
                REVIEWER,
                {"scheme": scheme.scheme, "codes": lacking or list(scheme.codes)},
            )
    for bond in bonds:
        free_on = add_months(bond.ended_on, FREE_AFTER_MONTHS) if bond.ended_on else None
        if free_on is None or on < free_on:
            yield Violation(
                "intake.reviewer-tied",
                _("You are tied to this client (%(kind)s)."),
                CONSULTED,
                {"kind": bond.kind},
            )


def refusal_problems(*, nothing_else_was_asked: bool) -> Iterator[Violation]:
    """No application is refused because the client bought no consultancy or training.

    Source: Regulations 2023-07-20, art. 19.
    """
    if not nothing_else_was_asked:
        yield Violation(
            "intake.refused-for-lack-of-purchase",
            _("An application may not be refused because the client bought no consultancy "
              "or training."),
            CN_49,
            {},
            "nothing_else_was_asked",
        )  # fmt: skip
