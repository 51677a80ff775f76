"""Issuing certificates and recording that they continue."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.certificates import queries
from xinheng.apps.certificates.actions.common import (
    decided_outcome,
    duty,
    locked,
    locked_certificate,
    record,
    set_state,
    tell_client,
)
from xinheng.apps.certificates.actions.numbers import next_number
from xinheng.apps.certificates.actions.rounds import audited_in, finish_round
from xinheng.apps.certificates.models import Certificate, HolderGram
from xinheng.apps.decisions.queries import DecisionView
from xinheng.core.cases.words import RoundKind
from xinheng.core.certificates import acts
from xinheng.core.certificates.extras import extras_missing
from xinheng.core.certificates.issuing import IssueFacts, may_issue
from xinheng.core.certificates.words import ALIVE, CertificateState, Change
from xinheng.core.decisions.words import CERTIFYING, Outcome
from xinheng.core.shared.actor import Actor, Where
from xinheng.core.shared.search import bigrams
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing.fonts import GlyphsMissing, require_glyphs

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case


@transaction.atomic
def issue(
    *,
    case_id: int,
    scheme: str,
    by: Actor,
    at: datetime,
    effective_on: date | None = None,
    expires_on: date | None = None,
    extras: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Certificate:
    """Issue the certificate of one scheme that was decided to be certified.

    Args:
        effective_on: never before the decision; the day of issue when left out.
        expires_on: only to shorten, as for a certificate taken over from another body.
        extras: the further lines that the standard or the regulator asks for, by key.

    Raises:
        Refused: a step is missing, the decision does not allow it, a day is wrong or a
            character cannot be printed; carries every reason.
    """
    case, found = locked(case_id, seen)
    on = timezone.localdate(at)
    effective = effective_on or on
    decision = decided_outcome(found, scheme, *CERTIFYING)
    old = Certificate.objects.filter(case=case, scheme=scheme).order_by("-pk").first()
    last = _last_day(decision, scheme, effective, old, on)
    refuse_if(
        [
            *acts.ISSUE.duty_obstacles(by, Where((scheme,), found.branch_id)),
            *queries.issue_obstacles(found),
            *may_issue(_facts(decision, scheme, effective, old, on)),
            *_days(effective, expires_on, last),
            *_legible(found, decision),
            *_extras(decision, scheme, extras or {}),
        ]
    )
    assert decision is not None  # noqa: S101 - refused above when there is none
    row = _new_row(case, found, decision, old, effective, expires_on or last, on)
    row.extras = dict(extras or {})
    if old is not None and CertificateState(old.state) in ALIVE:
        set_state(old, CertificateState.SUPERSEDED, on=on)
        record(acts.SUPERSEDE, old, Change.SUPERSEDED, by=by, at=at, issue=row.number)
    row.save()
    write_grams(row)
    entry = record(
        acts.ISSUE, row, Change.ISSUED, by=by, at=at, decision=decision, scheme=scheme,
        effective_on=effective, expires_on=row.expires_on, scope=row.scope_zh,
    )  # fmt: skip
    tell_client(case, _("Certificate %(number)s was issued."), {"number": row.number}, at)
    finish_round(case, found, by=by, at=at, entry=entry)
    return row


@transaction.atomic
def keep(
    *,
    case_id: int,
    certificate: int,
    by: Actor,
    at: datetime,
    audited_on: date | None = None,
    note: str = "",
    seen: int | None = None,
) -> Certificate:
    """Record that a certificate continues after an audit, or that it will not be renewed.

    Args:
        audited_on: the last day of the audit; as the ledger tells it when left out.

    Raises:
        Refused: carries every reason.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    decision = decided_outcome(found, row.scheme, Outcome.MAINTAIN, Outcome.REFUSE)
    on = timezone.localdate(at)
    audited = audited_on or audited_in(found)
    reasons = [*duty(acts.KEEP, by, row, found), *queries.issue_obstacles(found)]
    if decision is None:
        reasons.append(_nothing_to_keep(row.scheme))
    if audited is not None and audited > on:
        reasons.append(_not_yet(audited))
    refuse_if(reasons)
    assert decision is not None  # noqa: S101 - refused above when there is none
    kept = decision.outcome == Outcome.MAINTAIN
    if kept and found.round.kind == RoundKind.SURVEILLANCE:
        row.last_surveillance_on = audited
    change = Change.KEPT if kept else Change.NOT_RENEWED
    entry = record(
        acts.KEEP, row, change, by=by, at=at, decision=decision, note=note, audited_on=audited
    )
    finish_round(case, found, by=by, at=at, entry=entry, audited_on=audited_on)
    return row


def write_grams(row: Certificate) -> None:
    """Keep the holder's names in pairs of characters, for search."""
    grams = dict.fromkeys(bigrams(f"{row.holder_zh} {row.holder_en}").split())
    HolderGram.objects.bulk_create(HolderGram(certificate=row, gram=gram[:24]) for gram in grams)


def _facts(
    decision: DecisionView | None, scheme: str, effective: date, old: Certificate | None, on: date
) -> IssueFacts:
    if decision is None:
        return IssueFacts(Outcome.GRANT, None, effective, None, None)
    until = None
    if decision.outcome == Outcome.RENEW and old is not None:
        until = queries.due_of("restore", scheme, on, {"expires_on": old.expires_on}).day
    return IssueFacts(
        outcome=decision.outcome,
        decided_on=decision.decided_on,
        effective_on=effective,
        first_person=decision.proposed_by_id,
        second_person=decision.decided_by_id,
        restore_until=until,
        old_expiry=old.expires_on if old else None,
    )


def _last_day(
    decision: DecisionView | None, scheme: str, effective: date, old: Certificate | None, on: date
) -> date:
    """The last day of validity: the cycle counts on from the old one at a renewal."""
    days = {"issued_on": effective}
    if decision is not None and decision.outcome == Outcome.RENEW and old is not None:
        days |= {"expires_on": old.expires_on, "decided_on": decision.decided_on or on}
    return queries.due_of("certificate-expiry", scheme, on, days).day


def _days(effective: date, wanted: date | None, last: date) -> list[Violation]:
    if wanted is None or effective <= wanted <= last:
        return []
    return [
        Violation(
            code="certificates.expiry-out-of-range",
            message=_("The last day of validity lies between %(first)s and %(last)s."),
            source=acts.CONTENTS,
            facts={"first": effective, "last": last},
            field="expires_on",
        )
    ]


def _legible(found: CaseView, decision: DecisionView | None) -> tuple[Violation, ...]:
    """Whether every character of the certificate can be printed, asked before it is issued."""
    texts = [found.organisation_zh, found.organisation_en]
    for site in found.sites:
        texts += [site.name_zh, site.name_en, site.address_zh, site.address_en, site.activities]
    if decision is not None:
        texts += [decision.scope_zh, decision.scope_en]
    try:
        require_glyphs("".join(texts))
    except GlyphsMissing as missing:
        return missing.violations
    return ()


def _extras(
    decision: DecisionView | None, scheme: str, given: Mapping[str, str]
) -> tuple[Violation, ...]:
    """Which further lines the certificate lacks, by the scope that was decided."""
    return tuple(extras_missing(scheme, decision.codes if decision else (), given))


def _new_row(
    case: "Case",
    found: CaseView,
    decision: DecisionView,
    old: Certificate | None,
    effective: date,
    last: date,
    on: date,
) -> Certificate:
    applied = next(s for s in found.schemes if s.scheme == decision.scheme)
    renewed = decision.outcome == Outcome.RENEW and old is not None
    cycle = old.cycle + 1 if renewed and old is not None else 0
    number = next_number(applied, cycle, on)
    organisation = case.organisation
    return Certificate(
        number=number, base_number=number, cycle=cycle, predecessor=old, case=case,
        round_id=found.round.id, organisation=organisation, decision_id=decision.id,
        scheme=decision.scheme, standard=applied.standard, holder_zh=organisation.name_zh,
        holder_en=organisation.name_en, credit_code=organisation.credit_code,
        address_zh=organisation.address_zh, address_en=organisation.address_en,
        region_code=organisation.region_code, scope_zh=decision.scope_zh,
        scope_en=decision.scope_en, codes=list(decision.codes), sites=sites_of(found),
        decided_on=decision.decided_on or on,
        first_issued_on=old.first_issued_on if renewed and old is not None else on,
        issued_on=on, effective_on=effective, expires_on=last, state_since=effective,
        last_surveillance_on=None,
    )  # fmt: skip


def sites_of(found: CaseView) -> list[dict[str, str]]:
    """The certified sites as they stand on a certificate."""
    return [
        {
            "name_zh": site.name_zh,
            "name_en": site.name_en,
            "address_zh": site.address_zh,
            "address_en": site.address_en,
            "activities": site.activities,
            "central": "yes" if site.is_central else "",
        }
        for site in found.sites
    ]


def _nothing_to_keep(scheme: str) -> Violation:
    return Violation(
        code="certificates.nothing-to-keep",
        message=_("No decision to maintain %(scheme)s waits to be carried out."),
        source=acts.KEEPING,
        facts={"scheme": scheme},
    )


def _not_yet(audited: date) -> Violation:
    return Violation(
        code="certificates.audited-in-future",
        message=_("The audit cannot have ended on %(day)s, a day to come."),
        source=acts.KEEPING,
        facts={"day": audited},
        field="audited_on",
    )
