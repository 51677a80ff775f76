"""What open threats to impartiality keep from being decided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xinheng.core.impartiality.acts import RISKS
from xinheng.core.impartiality.words import ThreatKind, ThreatState
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

# A large share of income is looked at, and stops nothing by itself (5.3.2: a warning).
BLOCKING = (ThreatKind.VALUE_ADDED, ThreatKind.CONFLICT, ThreatKind.OTHER)


@dataclass(frozen=True, slots=True)
class ThreatFact:
    """One threat to a case or its client."""

    kind: ThreatKind
    state: ThreatState
    what: str


def threat_obstacles(threats: Iterable[ThreatFact]) -> Iterator[Violation]:
    """Say which threats still wait for their assessment, and which were found unacceptable.

    Source: ISO/IEC 17021-1, 5.2.3.
    """
    for threat in threats:
        if threat.state == ThreatState.UNACCEPTABLE:
            yield Violation(
                "impartiality.threat-unacceptable",
                _("This threat to impartiality was found not acceptable: %(kind)s (%(what)s)."),
                RISKS,
                {"kind": threat.kind, "what": threat.what},
            )
        elif threat.state == ThreatState.OPEN and threat.kind in BLOCKING:
            yield Violation(
                "impartiality.threat-not-assessed",
                _("This threat to impartiality must be assessed first: %(kind)s (%(what)s)."),
                RISKS,
                {"kind": threat.kind, "what": threat.what},
            )
