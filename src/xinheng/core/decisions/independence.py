"""Who may review a file, and who may decide on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.core.people.words import TieKind
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

MEMORY = "from memory, unverified"
NO_PART = Source("ISO/IEC 17021-1", "9.5.1", "2015", MEMORY)
COMPETENT = Source("ISO/IEC 17021-1", "7.1.2", "2015", MEMORY)
NO_SALE = Source("ISO/IEC 17021-1", "5.2", "2015", MEMORY)
TWO_YEARS = Source("ISO/IEC 17021-1", "5.2.10", "2015", MEMORY)
HOUSE = Source("House settings", "reviewer and decision maker", "", "cb-practice")
BLOCK_MONTHS = 24


@dataclass(frozen=True, slots=True)
class TieToClient:
    """A tie of a person to the client; without an end it still lasts."""

    kind: TieKind
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person did in a case, is able to do, and is tied to.

    Args:
        audited: took a place in an audit of this certification, in any round.
        sold: quoted or dealt for the body.
        reviewed: made the technical review that stands.
        competent: the schemes for which the person was found competent today.
    """

    audited: bool
    sold: bool
    reviewed: bool
    competent: frozenset[str]
    ties: tuple[TieToClient, ...] = ()


def took_no_part(who: Standing) -> Iterator[Violation]:
    """Reviewers and decision makers took no part in any audit of that certification.

    Source: ISO/IEC 17021-1:2015, 9.5.1.
    """
    if who.audited:
        yield Violation(
            code="decisions.audited-the-case",
            message=_("You took part in an audit of this certification; another person must act."),
            source=NO_PART,
        )
    if who.sold:
        yield Violation(
            code="decisions.sold-the-case",
            message=_("You quoted for this client; another person must act."),
            source=NO_SALE,
        )


def is_competent(who: Standing, schemes: tuple[str, ...]) -> Iterator[Violation]:
    """The person was found competent for the function in each of the schemes.

    Source: ISO/IEC 17021-1:2015, 7.1.2.
    """
    for scheme in schemes:
        if scheme not in who.competent:
            yield Violation(
                code="decisions.not-competent",
                message=_("No competence for this function in %(scheme)s is on record today."),
                source=COMPETENT,
                facts={"scheme": scheme},
            )


def has_no_tie(who: Standing, on: date, *, months: int = BLOCK_MONTHS) -> Iterator[Violation]:
    """No tie to the client lasts or ended less than two years ago.

    On the day two years after its end a tie no longer blocks; a family tie blocks
    only while it lasts.

    Args:
        months: how long an ended tie blocks. Unit: months.

    Source: ISO/IEC 17021-1:2015, 5.2.6, 5.2.10 and 5.2.12.
    """
    for tie in who.ties:
        until = _blocks_until(tie, months)
        if until is None or on < until:
            yield Violation(
                code="decisions.tied-to-client",
                message=_("You are or lately were tied to this client: %(kind)s."),
                source=TWO_YEARS,
                facts={"kind": tie.kind},
            )


def _blocks_until(tie: TieToClient, months: int) -> date | None:
    if tie.ended_on is None:
        return None
    return tie.ended_on if tie.kind == TieKind.FAMILY else add_months(tie.ended_on, months)


def may_review(who: Standing, schemes: tuple[str, ...], on: date) -> Iterator[Violation]:
    """Everything that keeps a person from reviewing a file.

    Source: ISO/IEC 17021-1:2015, 9.5.1 and 7.1.2.
    """
    yield from took_no_part(who)
    yield from is_competent(who, schemes)
    yield from has_no_tie(who, on)


def may_decide(
    who: Standing, schemes: tuple[str, ...], on: date, *, reviewer_may_decide: bool
) -> Iterator[Violation]:
    """Everything that keeps a person from deciding on a scheme.

    Args:
        reviewer_may_decide: the body's choice; the standard allows it.

    Source: ISO/IEC 17021-1:2015, 9.5.1, 7.1.2 and 5.2.10.
    """
    yield from took_no_part(who)
    yield from is_competent(who, schemes)
    yield from has_no_tie(who, on)
    if who.reviewed and not reviewer_may_decide:
        yield Violation(
            code="decisions.reviewed-the-file",
            message=_("You reviewed this file; the body has another person decide."),
            source=HOUSE,
        )
