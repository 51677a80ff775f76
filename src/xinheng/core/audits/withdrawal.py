"""When the team may propose to withdraw, as far as the file itself can tell."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from xinheng.core.audits import sources as src
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the file says. `expired` is nothing when it holds no dated documents."""

    days_refused: bool
    top_manager_absent: bool
    sites_not_as_applied: bool
    codes_not_covered: frozenset[str]
    expired: frozenset[str] | None = None


EXPIRED_NEEDS = {
    "special-equipment-expired": "special-equipment-certificates",
    "instruments-expired": "instrument-certificates",
    "no-type-test": "type-test-reports",
    "licence-expired": "licences",
}


def evaluated(key: str, facts: FileFacts) -> bool | None:
    """Whether the file shows a condition to be met; nothing where the file cannot tell.

    Args:
        key: the key of a condition in the body's list.

    Source: catalogue M-67.
    """
    known: dict[str, bool] = {
        "headcount-grew": facts.days_refused,
        "leadership-passive": facts.top_manager_absent,
        "not-as-applied": facts.sites_not_as_applied,
        "scope-beyond-team": bool(facts.codes_not_covered),
    }
    if key in known:
        return known[key] or None if key in ("leadership-passive", "not-as-applied") else known[key]
    if key in EXPIRED_NEEDS and facts.expired is not None:
        return EXPIRED_NEEDS[key] in facts.expired
    return None


def proposal_obstacles(
    *, conditions: Collection[str], known: Collection[str], evidence: str, facts: FileFacts
) -> Iterator[Violation]:
    """Say why a proposal cannot be made: no condition, no evidence, or the file says otherwise.

    Source: catalogue M-67 and M-68.
    """
    if not conditions:
        yield _no("audits.withdrawal-no-condition", _("Name at least one condition."), "conditions")
    for key in conditions:
        if key not in known:
            yield _no(
                "audits.withdrawal-unknown-condition",
                _("“%(key)s” is not on the body's list of conditions."),
                "conditions",
                key=key,
            )
        elif evaluated(key, facts) is False:
            yield _no(
                "audits.withdrawal-file-disagrees",
                _("The file does not show the condition “%(key)s” to be met."),
                "conditions",
                key=key,
            )
    if not evidence.strip():
        yield _no("audits.withdrawal-no-evidence", _("Describe the evidence."), "evidence")


def _no(code: str, message: str, field: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=src.WITHDRAWAL, facts=facts, field=field)
