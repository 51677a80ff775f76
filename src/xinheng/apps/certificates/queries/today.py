"""What should be done about certificates today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xinheng.apps.cases import queries as cases
from xinheng.apps.certificates.models import Certificate, Happening
from xinheng.apps.certificates.queries.basic import CertificateView, due_of, view
from xinheng.apps.decisions import queries as decisions
from xinheng.core.cases.words import RoundKind
from xinheng.core.certificates import acts
from xinheng.core.certificates.words import ALIVE, CertificateState, ListKind
from xinheng.core.decisions.words import Outcome
from xinheng.core.programmes.deadline import ClockRules, Due
from xinheng.core.shared.source import Source
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.programmes import clock_rules


@dataclass(frozen=True, slots=True)
class TodayLine:
    """A certificate that something should be done about, and why."""

    kind: ListKind
    certificate: CertificateView
    because: str
    facts: Mapping[str, object]
    source: Source


def lists(on: date) -> tuple[TodayLine, ...]:
    """What should be suspended, restored, withdrawn or let expire today, with why and clause."""
    rows = Certificate.objects.filter(state__in=ALIVE).select_related("case").order_by("pk")
    rules = clock_rules(on)
    granted = _decided_restorations()
    renewing = cases.audits_held(RoundKind.RECERTIFICATION)
    return tuple(
        line for row in rows for line in _today(row, on, rules, granted, row.case_id in renewing)
    )


def _decided_restorations() -> frozenset[tuple[int, str]]:
    carried = set(
        Happening.objects.filter(decision_id__isnull=False).values_list("decision_id", flat=True)
    )
    return frozenset(
        (case_id, scheme)
        for pk, case_id, scheme in decisions.decided_with(Outcome.RESTORE)
        if pk not in carried
    )


def _today(
    row: Certificate,
    on: date,
    rules: ClockRules,
    granted: frozenset[tuple[int, str]],
    renewing: bool,  # noqa: FBT001 - whether its recertification audit was held
) -> Iterator[TodayLine]:
    given = view(row)
    if row.expires_on < on:
        yield TodayLine(
            ListKind.EXPIRE, given, _("Valid until %(day)s"), {"day": row.expires_on},
            acts.EXPIRING,
        )  # fmt: skip
    elif row.suspended_until is not None and row.suspended_until < on:
        yield TodayLine(
            ListKind.WITHDRAW, given, _("The suspension had to be solved by %(day)s"),
            {"day": row.suspended_until}, acts.STANDING,
        )  # fmt: skip
    elif row.state == CertificateState.SUSPENDED and (row.case_id, row.scheme) in granted:
        yield TodayLine(
            ListKind.RESTORE, given, _("Its restoration has been decided"), {}, acts.STANDING
        )
    elif row.state == CertificateState.IN_FORCE and not renewing:
        surveillance = surveillance_due(given, on, rules)
        if surveillance.day < min(on, row.expires_on):
            yield TodayLine(
                ListKind.SUSPEND, given, _("Surveillance was due %(day)s"),
                {"day": surveillance.day}, surveillance.source,
            )  # fmt: skip


def surveillance_due(given: CertificateView, on: date, rules: ClockRules | None = None) -> Due:
    """By when the next surveillance audit is held (CN-18, CN-19)."""
    if given.last_surveillance_on is None:
        return due_of(
            "first-surveillance", given.scheme, on,
            {"decided_on": given.decided_on, "issued_on": given.issued_on}, rules,
        )  # fmt: skip
    return due_of(
        "next-surveillance", given.scheme, on, {"last_audit_on": given.last_surveillance_on}, rules
    )
