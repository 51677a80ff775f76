"""Certificates as plain values, and what their lives turn on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.certificates.models import Certificate, Happening, WithdrawalProposal
from xinheng.apps.decisions import queries as decisions
from xinheng.apps.decisions.queries import DecisionView
from xinheng.core.cases.words import Part, RoundKind
from xinheng.core.certificates.lifecycle import CertificateFacts
from xinheng.core.certificates.words import ALIVE, CertificateState, Change, ProposalState
from xinheng.core.decisions.independence import NO_PART
from xinheng.core.decisions.words import Outcome
from xinheng.core.programmes.clocks import due
from xinheng.core.programmes.deadline import ClockRules, Due
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.programmes import clock_rules

NoCertificate = Certificate.DoesNotExist
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


def certificate(certificate_id: int, *, viewer: Actor | None = None) -> CertificateView:
    """A certificate by its key, if `viewer` may see its case. Raises NoCertificate."""
    return view(_visible(viewer).get(pk=certificate_id))


def by_number(number: str, *, viewer: Actor | None = None) -> CertificateView:
    """A certificate by its number, if `viewer` may see its case. Raises NoCertificate."""
    return view(_visible(viewer).get(number=number))


@answered_once
def of_case(case_id: int) -> tuple[CertificateView, ...]:
    """Every issue of every certificate of a case, newest first."""
    rows = Certificate.objects.filter(case_id=case_id).select_related("case")
    return tuple(view(row) for row in rows.order_by("-pk"))


def _visible(viewer: Actor | None) -> "QuerySet[Certificate]":
    rows = Certificate.objects.select_related("case")
    if viewer is None or viewer.is_staff:
        return rows
    return rows.filter(organisation_id=viewer.organisation_id or -1)


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for among the certificates.

    `province` is the first two digits of a region code; `expiring_by` keeps only what
    is alive and ends on or before that day; `text` is part of a number, of a credit
    code or of a holder's name.
    """

    state: str = ""
    scheme: str = ""
    province: str = ""
    expiring_by: date | None = None
    text: str = ""


ORDERS = {"number": "number", "holder": "holder_zh", "state": "state", "expires": "expires_on",
          "effective": "effective_on"}  # fmt: skip


def listing(
    viewer: Actor, sought: Sought, *, order: str = "", first: int = 0, count: int | None = 500
) -> tuple[CertificateView, ...]:
    """The certificates somebody may see, newest first unless `order` names another order.

    Args:
        order: a key of ORDERS; a minus before it turns it round.
        first: how many are passed over.
        count: how many are given at most; all when None.
    """
    rows = _sought(viewer, sought)
    if key := ORDERS.get(order.lstrip("-")):
        rows = rows.order_by(f"-{key}" if order.startswith("-") else key, "-pk")
    last = None if count is None else first + count
    return tuple(view(row) for row in rows[first:last])


def how_many(viewer: Actor, sought: Sought) -> int:
    """How many certificates `listing` would find in all."""
    return _sought(viewer, sought).count()


def schemes_in_use() -> tuple[str, ...]:
    """The schemes of which there is a certificate."""
    found = Certificate.objects.order_by("scheme").values_list("scheme", flat=True).distinct()
    return tuple(found)


def _sought(viewer: Actor, sought: Sought) -> "QuerySet[Certificate]":
    rows = _visible(viewer).order_by("-pk")
    if sought.state:
        rows = rows.filter(state=sought.state)
    if sought.scheme:
        rows = rows.filter(scheme=sought.scheme)
    if sought.province:
        rows = rows.filter(region_code__startswith=sought.province[:2])
    if sought.expiring_by is not None:
        rows = rows.filter(state__in=ALIVE, expires_on__lte=sought.expiring_by)
    if text := sought.text:
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(credit_code__iexact=text)
            | Q(holder_zh__icontains=text)
            | Q(holder_en__icontains=text)
        )
    return rows


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


def due_of(
    rule: str, scheme: str, on: date, days: Mapping[str, date], rules: ClockRules | None = None
) -> Due:
    """The day a rule sets for a certificate of a scheme, by the clocks in force on `on`.

    Args:
        days: the days the rule counts from, by name, such as `decided_on`.
    """
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


def alive_numbers(case_ids: Collection[int]) -> dict[int, list[str]]:
    """The numbers of the certificates that are in force or suspended, by case."""
    found: dict[int, list[str]] = {}
    rows = Certificate.objects.filter(case_id__in=case_ids, state__in=ALIVE).order_by("pk")
    for case_id, number in rows.values_list("case_id", "number"):
        found.setdefault(case_id, []).append(number)
    return found
