"""The life of a certificate, and of a proposal to withdraw it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.core.certificates.acts import (
    CONTENTS,
    EXPIRING,
    PUBLISHING,
    STANDING,
    TRANSFER,
)
from xinheng.core.certificates.words import CertificateState, ProposalState
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.lifecycle import Lifecycle, Move
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

TRANSFERABLE = Source("IAF MD 2", "2.1", "2023", "verified-1")


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What the life of a certificate turns on.

    Args:
        on: the day of the act.
        suspended_until: the last day a suspension may last.
        proposed_by: who proposed the withdrawal.
        acting: who acts.
    """

    on: date
    expires_on: date
    suspended_until: date | None = None
    proposed_by: int | None = None
    acting: int | None = None


def is_not_over(facts: CertificateFacts) -> Iterator[Violation]:
    """The last day of validity has not passed.

    Source: ISO/IEC 17021-1:2015, 8.2.2 c.
    """
    if facts.on > facts.expires_on:
        yield Violation(
            code="certificates.over",
            message=_("The last day of validity was %(expires)s."),
            source=EXPIRING,
            facts={"expires": facts.expires_on},
        )


def suspension_is_not_over(facts: CertificateFacts) -> Iterator[Violation]:
    """A suspension that outlasted its limit ends in withdrawal, not in restoration.

    Source: ISO/IEC 17021-1:2015, 9.6.5; CN-21.
    """
    until = facts.suspended_until
    if until is not None and facts.on > until:
        yield Violation(
            code="certificates.suspension-outlasted",
            message=_("The suspension had to be solved by %(until)s; withdraw or reduce instead."),
            source=STANDING,
            facts={"until": until},
        )


def its_days_are_over(facts: CertificateFacts) -> Iterator[Violation]:
    """A certificate expires on the day after its last day, not before.

    Source: ISO/IEC 17021-1:2015, 8.2.2 c.
    """
    if facts.on <= facts.expires_on:
        yield Violation(
            code="certificates.still-valid",
            message=_("The certificate is valid until %(expires)s."),
            source=EXPIRING,
            facts={"expires": facts.expires_on},
        )


def two_persons_withdraw(facts: CertificateFacts) -> Iterator[Violation]:
    """Whoever proposed the withdrawal does not confirm it.

    Source: ISO/IEC 17021-1:2015, 9.6.5; Regulations 2023-07-20, art. 22 and 26.
    """
    if facts.proposed_by is None:
        yield Violation(
            code="certificates.withdrawal-not-proposed",
            message=_("Nobody has proposed to withdraw this certificate."),
            source=STANDING,
        )
    elif facts.acting == facts.proposed_by:
        yield Violation(
            code="certificates.same-person-twice",
            message=_("You proposed this withdrawal, so another person must confirm it."),
            source=PUBLISHING,
        )


S, D = CertificateState, Duty
STEADY = (is_not_over,)
BACK = (is_not_over, suspension_is_not_over)
TWO = (two_persons_withdraw,)
OVER = (its_days_are_over,)

CERTIFICATE: Lifecycle[CertificateState, CertificateFacts] = Lifecycle(
    "certificate",
    #    move            from         to             by           source    on terms
    Move("suspend",      S.IN_FORCE,  S.SUSPENDED,   D.DECIDE,    STANDING, STEADY),
    Move("restore",      S.SUSPENDED, S.IN_FORCE,    D.DECIDE,    STANDING, BACK),
    Move("withdraw",     S.IN_FORCE,  S.WITHDRAWN,   D.DECIDE,    PUBLISHING, TWO),
    Move("withdraw",     S.SUSPENDED, S.WITHDRAWN,   D.DECIDE,    PUBLISHING, TWO),
    Move("cancel",       S.IN_FORCE,  S.CANCELLED,   D.ISSUE,     STANDING),
    Move("cancel",       S.SUSPENDED, S.CANCELLED,   D.ISSUE,     STANDING),
    Move("expire",       S.IN_FORCE,  S.EXPIRED,     D.CLOCKWORK, EXPIRING, OVER),
    Move("expire",       S.SUSPENDED, S.EXPIRED,     D.CLOCKWORK, EXPIRING, OVER),
    Move("transfer-out", S.IN_FORCE,  S.TRANSFERRED, D.ISSUE,     TRANSFER, STEADY),
    Move("supersede",    S.IN_FORCE,  S.SUPERSEDED,  D.ISSUE,     CONTENTS),
    Move("supersede",    S.SUSPENDED, S.SUPERSEDED,  D.ISSUE,     CONTENTS),
)  # fmt: skip

P = ProposalState

WITHDRAWAL: Lifecycle[ProposalState, None] = Lifecycle(
    "proposal of withdrawal",
    Move("carry out", P.OPEN, P.CARRIED_OUT, D.DECIDE, PUBLISHING),
    Move("drop",      P.OPEN, P.DROPPED,     D.DECIDE, STANDING),
)  # fmt: skip
