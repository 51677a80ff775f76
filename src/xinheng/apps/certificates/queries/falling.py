"""What falls due about certificates: their end, the end of suspensions, restoring.

The surveillances of a certificate are told by the room `programmes`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from xinheng.apps.cases import queries as cases
from xinheng.apps.certificates.models import Certificate
from xinheng.core.certificates.words import ALIVE, CertificateState
from xinheng.core.programmes.clocks import MAY_RESTORE, START_AGAIN, due
from xinheng.core.programmes.deadline import ClockRules, Due
from xinheng.core.programmes.terms import SUSPENSION_OVER
from xinheng.core.shared.falling import DueKind, Falling, Span
from xinheng.core.shared.period import add_months
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.programmes import clock_rules, regimes_of

FIELDS = ("pk", "number", "case_id", "round_id", "scheme", "state", "expires_on",
          "suspended_until", "state_since")  # fmt: skip
LONGEST_WINDOW = 12


def falls_due(span: Span) -> tuple[Falling, ...]:
    """The ends of certificates, of suspensions and of restoring windows. One query."""
    rules = clock_rules(span.on)
    living = Certificate.objects.filter(state__in=ALIVE).values("case_id")
    ending = Q(expires_on__lte=span.until) | Q(suspended_until__lte=span.until)
    lapsed = Q(
        state=CertificateState.EXPIRED, expires_on__gte=add_months(span.on, -LONGEST_WINDOW)
    ) & ~Q(case__in=living) & ~Q(case__state__in=["closed", "refused"])  # fmt: skip
    rows = Certificate.objects.filter((Q(state__in=ALIVE) & ending) | lapsed)
    rows = rows.filter(case__in=cases.visible_cases(span.viewer)).order_by("expires_on", "pk")
    found = [thing for row in rows.values(*FIELDS) for thing in _of_certificate(row, rules)]
    return tuple(
        thing
        for thing in found
        if thing is not None
        and thing.day <= span.until
        and (thing.is_deadline or thing.day >= span.on)
    )


def _of_certificate(row: Mapping[str, Any], rules: ClockRules) -> Iterator[Falling | None]:
    if row["state"] == CertificateState.EXPIRED:
        yield _restoring(row, rules)
    else:
        yield from _of_living(row, rules)


def _of_living(row: Mapping[str, Any], rules: ClockRules) -> Iterator[Falling | None]:
    renewal = _ask("recertification", row, rules, {"expires_on": row["expires_on"]})
    yield Falling(
        key=f"certificates.expiry-{row['pk']}",
        kind=DueKind.EXPIRY,
        title=_("Certificate %(number)s is valid until this day"),
        rule=renewal.rule,
        day=renewal.day,
        source=renewal.source,
        consequence=renewal.consequence,
        **_about(row),
    )
    if row["suspended_until"] is not None:
        ending = _ask("suspension-end", row, rules, {"suspended_on": row["state_since"]})
        yield Falling(
            key=f"certificates.suspension-{row['pk']}",
            kind=DueKind.SUSPENSION,
            title=_("The suspension of %(number)s is solved"),
            rule="surveillance-after-suspension",
            day=row["suspended_until"],
            source=ending.source,
            consequence=SUSPENSION_OVER if "CNCA" in _regimes(row, rules) else ending.consequence,
            **_about(row),
        )
    if renewal.consequence == MAY_RESTORE:
        yield _restoring(row, rules)


def _restoring(row: Mapping[str, Any], rules: ClockRules) -> Falling | None:
    """Until when it may be restored, where the clocks of its scheme know such a window."""
    window = _ask("restore", row, rules, {"expires_on": row["expires_on"]})
    if window.day == row["expires_on"]:
        return None
    return Falling(
        key=f"certificates.restoring-{row['pk']}",
        kind=DueKind.RESTORING,
        title=_("%(number)s may be restored until this day"),
        rule=window.rule,
        day=window.day,
        source=window.source,
        consequence=START_AGAIN,
        is_deadline=False,
        **_about(row),
    )


def _ask(rule: str, row: Mapping[str, Any], rules: ClockRules, days: Mapping[str, date]) -> Due:
    return due(rule, regimes=_regimes(row, rules), days=days, rules=rules)


def _regimes(row: Mapping[str, Any], rules: ClockRules) -> tuple[str, ...]:
    return regimes_of((row["scheme"],), rules.on)


def _about(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "facts": {"number": row["number"]},
        "case_id": row["case_id"],
        "round_id": None,
        "scheme": row["scheme"],
    }
