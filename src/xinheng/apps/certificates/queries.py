"""Questions about certificates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.certificates.models import Certificate, Happening, WithdrawalProposal
from xinheng.apps.decisions import queries as decisions
from xinheng.apps.decisions.queries import DecisionView
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState, Part, RoundKind
from xinheng.core.certificates import acts
from xinheng.core.certificates.bar import CN08, Bar, counted_from
from xinheng.core.certificates.lifecycle import CERTIFICATE, CertificateFacts
from xinheng.core.certificates.words import ALIVE, CertificateState, Change, ListKind, ProposalState
from xinheng.core.decisions.independence import NO_PART
from xinheng.core.decisions.words import Outcome
from xinheng.core.programmes.clocks import due
from xinheng.core.programmes.deadline import ClockRules, Due
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Where
from xinheng.core.shared.door import Door
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.programmes import clock_rules

NoCertificate = Certificate.DoesNotExist
BAR_MONTHS = 12
SOON_DAYS = 90
TYPE = "certificates.certificate"


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate as the body's own people see it."""

    id: int
    number: str
    base_number: str
    revision: int
    cycle: int
    case_id: int
    case_number: str
    organisation_id: int
    scheme: str
    standard: str
    holder_zh: str
    holder_en: str
    credit_code: str
    region_code: str
    scope_zh: str
    scope_en: str
    codes: tuple[str, ...]
    sites: tuple[Mapping[str, str], ...]
    decided_on: date
    first_issued_on: date
    issued_on: date
    effective_on: date
    expires_on: date
    revised_on: date | None
    last_surveillance_on: date | None
    state: CertificateState
    state_since: date
    suspended_until: date | None
    reason: str
    version: int
    document_id: int | None

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE


@dataclass(frozen=True, slots=True)
class HappeningView:
    """One thing that happened to a certificate."""

    change: Change
    on: date
    at: datetime
    reason: str
    note: str
    entry: int


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal to withdraw that waits for a second person."""

    id: int
    certificate_id: int
    reason: str
    note: str
    proposed_by: str
    proposed_by_id: int | None


@dataclass(frozen=True, slots=True)
class TodayLine:
    """A certificate that something should be done about, and why."""

    kind: ListKind
    certificate: CertificateView
    because: str
    facts: Mapping[str, object]
    source: Source


def certificate(certificate_id: int, *, viewer: Actor | None = None) -> CertificateView:
    """A certificate by its key, if `viewer` may see its case. Raises NoCertificate."""
    return view(_visible(viewer).get(pk=certificate_id))


def by_number(number: str, *, viewer: Actor | None = None) -> CertificateView:
    """A certificate by its number, if `viewer` may see its case. Raises NoCertificate."""
    return view(_visible(viewer).get(number=number))


def of_case(case_id: int) -> tuple[CertificateView, ...]:
    """Every issue of every certificate of a case, newest first."""
    rows = Certificate.objects.filter(case_id=case_id).select_related("case")
    return tuple(view(row) for row in rows.order_by("-pk"))


def _visible(viewer: Actor | None) -> "QuerySet[Certificate]":
    rows = Certificate.objects.select_related("case")
    if viewer is None or viewer.is_staff:
        return rows
    return rows.filter(organisation_id=viewer.organisation_id or -1)


def listing(
    viewer: Actor,
    *,
    state: str = "",
    scheme: str = "",
    province: str = "",
    expiring_by: date | None = None,
    text: str = "",
) -> tuple[CertificateView, ...]:
    """The certificates somebody may see, newest first.

    Args:
        province: the first two digits of a region code.
        expiring_by: only what is alive and ends on or before this day.
        text: part of a number or of a holder's name.
    """
    rows = _visible(viewer).order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if scheme:
        rows = rows.filter(scheme=scheme)
    if province:
        rows = rows.filter(region_code__startswith=province[:2])
    if expiring_by is not None:
        rows = rows.filter(state__in=ALIVE, expires_on__lte=expiring_by)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(holder_zh__icontains=text))
    return tuple(view(row) for row in rows[:500])


def view(row: Certificate) -> CertificateView:
    """`row` as a plain value."""
    plain = {
        name: getattr(row, name)
        for name in CertificateView.__dataclass_fields__
        if name not in ("case_number", "codes", "sites", "state")
    }
    return CertificateView(
        **plain,
        case_number=row.case.number,
        codes=tuple(row.codes),
        sites=tuple(row.sites),
        state=CertificateState(row.state),
    )


def happenings(certificate_id: int) -> tuple[HappeningView, ...]:
    """What happened to a certificate, oldest first."""
    rows = Happening.objects.filter(certificate_id=certificate_id).order_by("pk")
    return tuple(
        HappeningView(Change(row.change), row.on, row.at, row.reason, row.note, row.entry)
        for row in rows
    )


def open_proposals(case_id: int) -> dict[int, ProposalView]:
    """The open proposals to withdraw in a case, by certificate."""
    rows = WithdrawalProposal.objects.filter(
        certificate__case_id=case_id, state=ProposalState.OPEN
    ).select_related("proposed_by")
    return {
        row.certificate_id: ProposalView(
            row.pk,
            row.certificate_id,
            row.reason,
            row.note,
            row.proposed_by.name_zh if row.proposed_by else "",
            row.proposed_by_id,
        )
        for row in rows
    }


def pending(found: CaseView) -> tuple[DecisionView, ...]:
    """The decisions of the open round that have not been carried out on a certificate."""
    carried = set(
        Happening.objects.filter(round_id=found.round.id, decision_id__isnull=False).values_list(
            "decision_id", flat=True
        )
    )
    return tuple(
        row
        for row in decisions.decisions_of(found.round.id)
        if row.is_decided and row.id not in carried and _wants_act(row, found.round.kind)
    )


def _wants_act(row: DecisionView, kind: RoundKind) -> bool:
    return row.outcome != Outcome.REFUSE or kind == RoundKind.RECERTIFICATION


def regimes_of(scheme: str) -> tuple[str, ...]:
    """Whose clocks bind a scheme. The regulator's 2025 rule is for quality management."""
    return ("17021-1", "CNCA") if scheme == "QMS" else ("17021-1",)


def due_of(rule: str, scheme: str, on: date, rules: ClockRules | None = None, **days: date) -> Due:
    """The day a rule sets for a certificate of a scheme, by the clocks in force on `on`."""
    return due(rule, regimes=regimes_of(scheme), days=days, rules=rules or clock_rules(on))


def facts_of(row: Certificate, on: date, by: Actor) -> CertificateFacts:
    """What the life of a certificate turns on."""
    proposal = row.proposals.filter(state=ProposalState.OPEN).first()
    return CertificateFacts(
        on=on,
        expires_on=row.expires_on,
        suspended_until=row.suspended_until,
        proposed_by=proposal.proposed_by_id if proposal else None,
        acting=by.person_id,
    )


def independence_obstacles(case_id: int, by: Actor) -> Iterator[Violation]:
    """Nobody who audited a certification suspends, restores or withdraws it.

    Source: ISO/IEC 17021-1:2015, 9.5.1.
    """
    audited = cases.took_part(case_id, Part.AUDITED, Part.OBSERVED)
    if by.person_id is not None and by.person_id in audited:
        yield Violation(
            code="certificates.audited-the-case",
            message=_("You took part in an audit of this certification; another person must act."),
            source=NO_PART,
        )


def lists(on: date) -> tuple[TodayLine, ...]:
    """What should be suspended, restored, withdrawn or let expire today, with why and clause."""
    rows = Certificate.objects.filter(state__in=ALIVE).select_related("case").order_by("pk")
    rules = clock_rules(on)
    granted = _decided_restorations()
    return tuple(line for row in rows for line in _today(row, on, rules, granted))


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
    row: Certificate, on: date, rules: ClockRules, granted: frozenset[tuple[int, str]]
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
    elif row.state == CertificateState.IN_FORCE:
        surveillance = surveillance_due(given, on, rules)
        if surveillance.day < on:
            yield TodayLine(
                ListKind.SUSPEND, given, _("Surveillance was due %(day)s"),
                {"day": surveillance.day}, surveillance.source,
            )  # fmt: skip


def surveillance_due(given: CertificateView, on: date, rules: ClockRules | None = None) -> Due:
    """By when the next surveillance audit is held (CN-18, CN-19)."""
    if given.last_surveillance_on is None:
        return due_of(
            "first-surveillance", given.scheme, on, rules,
            decided_on=given.decided_on, issued_on=given.issued_on,
        )  # fmt: skip
    return due_of(
        "next-surveillance", given.scheme, on, rules, last_audit_on=given.last_surveillance_on
    )


def bar_after(credit_code: str, scheme: str, on: date) -> Bar | None:
    """Whether a suspension or withdrawal still keeps a client from applying (CN-08).

    Where a withdrawal followed a suspension, the bar counts from the suspension.

    Source: CNCA-QMS-01:2025, 5.1.2.
    """
    states = (CertificateState.SUSPENDED, CertificateState.WITHDRAWN)
    rows = Certificate.objects.filter(credit_code=credit_code, scheme=scheme, state__in=states)
    bars = []
    for row in rows:
        since = _bar_start(row)
        if since is not None and on < (until := add_months(since, BAR_MONTHS)):
            bars.append(Bar(since, until, row.number, CN08))
    return max(bars, key=lambda bar: bar.until, default=None)


def _bar_start(row: Certificate) -> date | None:
    suspended: date | None = None
    for change, on in row.happenings.order_by("pk").values_list("change", "on"):
        if change == Change.SUSPENDED:
            suspended = on
        elif change == Change.RESTORED:
            suspended = None
    withdrawn = row.state_since if row.state == CertificateState.WITHDRAWN else None
    return counted_from(suspended_on=suspended, withdrawn_on=withdrawn)


CARRIES: Mapping[Outcome, ActKind] = {
    Outcome.GRANT: acts.ISSUE,
    Outcome.RENEW: acts.ISSUE,
    Outcome.MAINTAIN: acts.KEEP,
    Outcome.REFUSE: acts.KEEP,
    Outcome.REDUCE: acts.REDUCE,
    Outcome.EXTEND: acts.EXTEND,
    Outcome.SUSPEND: acts.SUSPEND,
    Outcome.RESTORE: acts.RESTORE,
}
FREE_ACTS = (
    ("suspend", acts.SUSPEND),
    ("restore", acts.RESTORE),
    ("cancel", acts.CANCEL),
    ("transfer-out", acts.TRANSFER_OUT),
)


def doors(found: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """What may be done to the certificates of a case, open or closed with every reason."""
    return tuple(_doors(found, viewer, on))


def _doors(found: CaseView, viewer: Actor, on: date) -> Iterator[Door]:
    rows = list(Certificate.objects.filter(case_id=found.id, state__in=ALIVE).order_by("pk"))
    by_scheme = {row.scheme: row for row in rows}
    if found.state == CaseState.ATTESTATION:
        for decision in pending(found):
            act = CARRIES[decision.outcome]
            target = by_scheme.get(decision.scheme)
            where = Where((decision.scheme,), found.branch_id)
            yield Door(
                act,
                tuple(act.duty_obstacles(viewer, where)),
                target=decision.id if act == acts.ISSUE else target.pk if target else None,
                about=decision.scheme,
            )
        return
    if found.state != CaseState.SURVEILLANCE and not rows:
        return
    proposals = open_proposals(found.id)
    shared = tuple(independence_obstacles(found.id, viewer))
    for row in rows:
        yield from _life_doors(row, found, viewer, on, proposals.get(row.pk), shared)


def _life_doors(
    row: Certificate,
    found: CaseView,
    viewer: Actor,
    on: date,
    proposal: ProposalView | None,
    shared: tuple[Violation, ...],
) -> Iterator[Door]:
    where = Where((row.scheme,), found.branch_id)
    facts = CertificateFacts(
        on,
        row.expires_on,
        row.suspended_until,
        proposal.proposed_by_id if proposal else None,
        viewer.person_id,
    )
    state = CertificateState(row.state)
    for move, act in FREE_ACTS:
        if any(m.name == move for m in CERTIFICATE.moves_from(state)):
            own = _own(move, state, viewer, facts)
            independent = shared if act in (acts.SUSPEND, acts.RESTORE) else ()
            reasons = (*act.duty_obstacles(viewer, where), *own, *independent)
            yield Door(act, reasons, target=row.pk, about=row.number)
    act = acts.WITHDRAW if proposal else acts.PROPOSE_WITHDRAWAL
    own = _own("withdraw", state, viewer, facts) if proposal else ()
    reasons = (*act.duty_obstacles(viewer, where), *own, *shared)
    yield Door(act, reasons, target=row.pk, about=row.number)
    if proposal:
        dropping = tuple(acts.DROP_WITHDRAWAL.duty_obstacles(viewer, where))
        yield Door(acts.DROP_WITHDRAWAL, dropping, target=row.pk, about=row.number)


def _own(
    move: str, state: CertificateState, by: Actor, facts: CertificateFacts
) -> tuple[Violation, ...]:
    """What the life itself says; who may act is said by the act."""
    found = CERTIFICATE.obstacles(move, origin=state, by=by, facts=facts)
    return tuple(violation for violation in found if violation.code != "duty-missing")


life_obstacles = _own


def issue_obstacles(found: CaseView) -> tuple[Violation, ...]:
    """Every step of the ledger that is missing before a certificate."""
    return cases.obstacles_to(found, Step.ISSUED)
