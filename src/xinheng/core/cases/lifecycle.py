"""The life of a case: the functions it goes through, and how it may end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xinheng.core.cases.steps import Step, missing
from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the rules of a case need to know, and nothing more."""

    kind: RoundKind
    done: frozenset[Step]
    certificates_alive: int = 0


def function_is_complete(state: CaseState) -> Callable[[CaseFacts], Iterator[Violation]]:
    """The check that no step of `state` is without its record."""

    def check(facts: CaseFacts) -> Iterator[Violation]:
        for rule in missing(facts.kind, facts.done):
            if rule.function == state:
                yield Violation(
                    code="step.missing",
                    message=_("The step “%(step)s” has no record yet."),
                    source=rule.source,
                    facts={"step": rule.step},
                )

    return check


def no_certificate_is_alive(facts: CaseFacts) -> Iterator[Violation]:
    """A case is closed only when none of its certificates is in force or suspended.

    Source: ISO/IEC 17021-1:2015, 9.6.5.
    """
    if facts.certificates_alive:
        yield Violation(
            code="case.certificates-alive",
            message=_("%(count)s certificates of this case are still in force or suspended."),
            source=Source("ISO/IEC 17021-1", "9.6.5", "2015"),
            facts={"count": facts.certificates_alive},
        )


S, D = CaseState, Duty
WAY = Source("ISO/IEC 17000", "Annex A", "2020", "verified-1")
STOP = Source("检验认证", "哪些情况会导致审查组撤组")
APPLIED = Source("ISO/IEC 17021-1", "9.1.1", "2015")
REVIEWED = Source("ISO/IEC 17021-1", "9.1.2", "2015")
DECIDED = Source("ISO/IEC 17021-1", "9.5.1", "2015")
ENDED = Source("ISO/IEC 17021-1", "9.6.5", "2015")
C = function_is_complete

CASE: Lifecycle[CaseState, CaseFacts] = Lifecycle(
    "case",
    #    move          from             to               by                    source  on terms
    Move("selected",   S.SELECTION,     S.DETERMINATION, D.CLOCKWORK,          WAY,  (C(S.SELECTION),)),
    Move("taken over", S.SELECTION,     S.REVIEW,        D.CLOCKWORK,          WAY,  (C(S.SELECTION),)),
    Move("determined", S.DETERMINATION, S.REVIEW,        D.CLOCKWORK,          WAY,  (C(S.DETERMINATION),)),
    Move("reopened",   S.DETERMINATION, S.SELECTION,     D.CLOCKWORK,          WAY),
    Move("reopened",   S.REVIEW,        S.DETERMINATION, D.CLOCKWORK,          WAY),
    Move("reopened",   S.DECISION,      S.REVIEW,        D.CLOCKWORK,          WAY),
    Move("reviewed",   S.REVIEW,        S.DECISION,      D.CLOCKWORK,          WAY,  (C(S.REVIEW),)),
    Move("decided",    S.DECISION,      S.ATTESTATION,   D.CLOCKWORK,          WAY,  (C(S.DECISION),)),
    Move("attested",   S.ATTESTATION,   S.SURVEILLANCE,  D.CLOCKWORK,          WAY,  (C(S.ATTESTATION),)),
    Move("new round",  S.SURVEILLANCE,  S.SELECTION,     D.CLOCKWORK,          WAY),
    Move("refuse",     S.SELECTION,     S.REFUSED,       D.REVIEW_APPLICATIONS, REVIEWED),
    Move("refuse",     S.DECISION,      S.REFUSED,       D.DECIDE,             DECIDED),
    Move("withdraw",   S.SELECTION,     S.CLOSED,        D.APPLY,              APPLIED),
    Move("stop",       S.DETERMINATION, S.STOPPED,       D.APPROVE_WITHDRAWAL, STOP),
    Move("resume",     S.STOPPED,       S.SELECTION,     D.PLAN_AUDITS,        STOP),
    Move("close",      S.STOPPED,       S.CLOSED,        D.ISSUE,              STOP, (no_certificate_is_alive,)),
    Move("close",      S.SURVEILLANCE,  S.CLOSED,        D.ISSUE,              ENDED, (no_certificate_is_alive,)),
)  # fmt: skip

FORWARD = {
    S.SELECTION: "selected",
    S.DETERMINATION: "determined",
    S.REVIEW: "reviewed",
    S.DECISION: "decided",
    S.ATTESTATION: "attested",
}
