"""The lives of applications and quotations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.core.intake.words import ApplicationState, QuotationState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class NoFacts:
    """A life whose moves ask for nothing but their duty."""


@dataclass(frozen=True, slots=True)
class QuotationFacts:
    """Until when a quotation binds, and today."""

    valid_until: date
    on: date


def still_valid(facts: QuotationFacts) -> Iterator[Violation]:
    """A quotation is accepted up to its last day.

    Source: 认证认可条例 2023-07-20, 第二十条.
    """
    if facts.on > facts.valid_until:
        yield Violation(
            "intake.quotation-expired",
            _("The quotation was valid until %(day)s; ask for a new one."),
            FEES,
            {"day": facts.valid_until},
        )


S, Q, D = ApplicationState, QuotationState, Duty
APPLYING = Source("ISO/IEC 17021-1", "9.1.1", "2015")
REVIEWING = Source("ISO/IEC 17021-1", "9.1.2", "2015")
FEES = Source("认证认可条例", "第二十条", "2023-07-20", "verified-1")

APPLICATION: Lifecycle[ApplicationState, NoFacts] = Lifecycle(
    "application",
    #    move                    from         to           by                      source
    Move("submit",               S.DRAFT,     S.SUBMITTED, D.APPLY,               APPLYING),
    Move("submit for client",    S.DRAFT,     S.SUBMITTED, D.RECEIVE,             APPLYING),
    Move("submit",               S.RETURNED,  S.SUBMITTED, D.APPLY,               REVIEWING),
    Move("submit for client",    S.RETURNED,  S.SUBMITTED, D.RECEIVE,             REVIEWING),
    Move("return",               S.SUBMITTED, S.RETURNED,  D.REVIEW_APPLICATIONS, REVIEWING),
    Move("accept",               S.SUBMITTED, S.ACCEPTED,  D.REVIEW_APPLICATIONS, REVIEWING),
    Move("refuse",               S.SUBMITTED, S.REFUSED,   D.REVIEW_APPLICATIONS, REVIEWING),
    Move("refuse",               S.RETURNED,  S.REFUSED,   D.REVIEW_APPLICATIONS, REVIEWING),
    Move("withdraw",             S.DRAFT,     S.WITHDRAWN, D.APPLY,               APPLYING),
    Move("withdraw",             S.SUBMITTED, S.WITHDRAWN, D.APPLY,               APPLYING),
    Move("withdraw",             S.RETURNED,  S.WITHDRAWN, D.APPLY,               APPLYING),
)  # fmt: skip

QUOTATION: Lifecycle[QuotationState, QuotationFacts] = Lifecycle(
    "quotation",
    #    move         from    to            by       source  on terms
    Move("accept",    Q.SENT, Q.ACCEPTED,   D.APPLY, FEES, (still_valid,)),
    Move("decline",   Q.SENT, Q.DECLINED,   D.APPLY, FEES),
    Move("supersede", Q.SENT, Q.SUPERSEDED, D.QUOTE, FEES),
    Move("supersede", Q.ACCEPTED, Q.SUPERSEDED, D.QUOTE, FEES),
)  # fmt: skip
