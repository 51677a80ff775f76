"""Whether the rulebook can still reckon once something is entered.

Each kind of rules is built on the first day of the entry, without it and with it.
What can be built without it must be built with it, too.
"""

from collections.abc import Callable
from datetime import date

from xinheng.core.rules.acts import NOTHING_LOST
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.known import Known, trying
from xinheng.rulebook.programmes import clock_rules, personnel_rules, sampling_rules

BUILDERS: dict[str, Callable[[date], object]] = {
    "audit time": audit_time_rules,
    "site sampling": sampling_rules,
    "effective personnel": personnel_rules,
    "clocks": clock_rules,
}


def problems(entry: Known, on: date) -> tuple[Violation, ...]:
    """What could not be reckoned any more on a day if `entry` were entered."""
    before = _failures(on)
    with trying(entry):
        after = _failures(on)
    return tuple(
        Violation(
            "rules.cannot-reckon",
            _("With these rows “%(what)s” could not be reckoned on %(on)s: %(why)s"),
            NOTHING_LOST,
            {"what": what, "on": on, "why": why},
            "file",
        )
        for what, why in after.items()
        if what not in before
    )


def _failures(on: date) -> dict[str, str]:
    failed = {}
    for what, build in BUILDERS.items():
        try:
            build(on)
        except (LookupError, ValueError, TypeError, ArithmeticError) as wrong:
            failed[what] = f"{type(wrong).__name__}: {wrong}"
    return failed
