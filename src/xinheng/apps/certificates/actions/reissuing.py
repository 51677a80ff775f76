"""New issues of a certificate: with a narrower or a wider scope."""

from collections.abc import Sequence
from datetime import datetime
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
    reason_given,
    record,
    set_state,
    tell_client,
)
from xinheng.apps.certificates.actions.issuing import write_grams
from xinheng.apps.certificates.actions.rounds import finish_round, surveyed_in
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.decisions import queries as decisions
from xinheng.apps.decisions.queries import DecisionView
from xinheng.core.certificates import acts
from xinheng.core.certificates.issuing import issue_number
from xinheng.core.certificates.words import ALIVE, CertificateState, Change
from xinheng.core.decisions.scope import not_wider
from xinheng.core.decisions.words import Outcome
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty, Where
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing.fonts import GlyphsMissing, require_glyphs
from xinheng.rulebook.lists.reasons import CertificateAct

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case


@transaction.atomic
def reduce(
    *,
    case_id: int,
    certificate: int,
    reason: str,
    by: Actor,
    at: datetime,
    scope_zh: str = "",
    scope_en: str = "",
    codes: Sequence[str] = (),
    note: str = "",
    seen: int | None = None,
) -> Certificate:
    """Issue anew with a narrower scope; the old issue is obsolete.

    Carries out the decision of the round where there is one; otherwise a decision
    maker who took no part decides here, and gives the scope.

    Raises:
        Refused: carries every reason.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    decision = decided_outcome(found, row.scheme, Outcome.REDUCE)
    on = timezone.localdate(at)
    reasons = [
        *duty(acts.REDUCE, by, row, found),
        *reason_given(CertificateAct.REDUCE, reason),
        *_alive(row),
    ]
    if decision is not None:
        scope_zh, scope_en, codes = decision.scope_zh, decision.scope_en, decision.codes
    else:
        reasons += _decides_here(found, row, by, at)
        scope_zh, scope_en = scope_zh or row.scope_zh, scope_en or row.scope_en
        codes = list(codes) or list(row.codes)
    reasons += not_wider(
        decided_zh=scope_zh, decided_en=scope_en, decided_codes=codes,
        applied_zh=row.scope_zh, applied_en=row.scope_en, applied_codes=row.codes,
    )  # fmt: skip
    if (scope_zh, scope_en, list(codes)) == (row.scope_zh, row.scope_en, list(row.codes)):
        reasons.append(_unchanged())
    refuse_if([*reasons, *_legible(scope_zh + scope_en)])
    row.scope_zh, row.scope_en, row.codes = scope_zh, scope_en, list(codes)
    fresh = _reissue(case, found, row, acts.REDUCE, Change.REDUCED, decision, reason, note, by, at)
    message = _("The scope of %(number)s was reduced; the new issue is %(issue)s.")
    tell_client(case, message, {"number": row.number, "issue": fresh.number}, at)
    fresh.state_since = on
    return fresh


@transaction.atomic
def extend(
    *,
    case_id: int,
    certificate: int,
    by: Actor,
    at: datetime,
    note: str = "",
    seen: int | None = None,
) -> Certificate:
    """Issue anew with the wider scope that was audited and decided in this round.

    Raises:
        Refused: nothing was decided, or the certificate is not alive; every reason.
    """
    case, found = locked(case_id, seen)
    row = locked_certificate(case, certificate)
    decision = decided_outcome(found, row.scheme, Outcome.EXTEND)
    reasons = [*duty(acts.EXTEND, by, row, found), *_alive(row), *queries.issue_obstacles(found)]
    if decision is None:
        refuse_if([*reasons, _not_decided(row.scheme)])
    assert decision is not None  # noqa: S101 - refused above when there is none
    refuse_if([*reasons, *_legible(decision.scope_zh + decision.scope_en)])
    row.scope_zh, row.scope_en, row.codes = (
        decision.scope_zh,
        decision.scope_en,
        list(decision.codes),
    )
    fresh = _reissue(case, found, row, acts.EXTEND, Change.EXTENDED, decision, "", note, by, at)
    message = _("The scope of %(number)s was extended; the new issue is %(issue)s.")
    tell_client(case, message, {"number": row.number, "issue": fresh.number}, at)
    return fresh


def _reissue(
    case: "Case",
    found: CaseView,
    changed: Certificate,
    act: ActKind,
    change: Change,
    decision: DecisionView | None,
    reason: str,
    note: str,
    by: Actor,
    at: datetime,
) -> Certificate:
    """Make `changed` a new row of the next revision, and the stored row obsolete."""
    on = timezone.localdate(at)
    old = Certificate.objects.get(pk=changed.pk)
    revision = Certificate.objects.filter(base_number=old.base_number).count()
    number = issue_number(old.base_number, revision)
    set_state(old, CertificateState.SUPERSEDED, on=on)
    record(acts.SUPERSEDE, old, Change.SUPERSEDED, by=by, at=at, issue=number)
    fields = {
        field.attname: getattr(changed, field.attname)
        for field in Certificate._meta.concrete_fields
        if field.attname not in ("id", "document_id", "version", "entry")
    }
    fields |= {
        "number": number,
        "revision": revision,
        "predecessor_id": old.pk,
        "round_id": found.round.id,
        "issued_on": on,
        "revised_on": on,
        "effective_on": on,
        "state": CertificateState.IN_FORCE,
        "state_since": on,
        "suspended_until": None,
        "reason": "",
    }
    if decision is not None:
        fields |= {"decision_id": decision.id, "decided_on": decision.decided_on or on}
        fields["last_surveillance_on"] = surveyed_in(found, old.scheme) or old.last_surveillance_on
    fresh = Certificate.objects.create(**fields)
    write_grams(fresh)
    entry = record(
        act, fresh, change, by=by, at=at, decision=decision, reason=reason, note=note,
        issue=number, scope=fresh.scope_zh, codes=fresh.codes, replaces=old.number,
    )  # fmt: skip
    finish_round(case, found, by=by, at=at, entry=entry)
    return fresh


def _decides_here(found: CaseView, row: Certificate, by: Actor, at: datetime) -> list[Violation]:
    where = Where((row.scheme,), found.branch_id)
    reasons = [*decisions.decider_obstacles(found, by, (row.scheme,), timezone.localdate(at))]
    if not by.holds(Duty.DECIDE, where):
        reasons.append(_not_decided(row.scheme))
    return reasons


def _alive(row: Certificate) -> list[Violation]:
    if CertificateState(row.state) in ALIVE:
        return []
    return [
        Violation(
            code="certificates.not-alive",
            message=_("The certificate is “%(state)s”."),
            source=acts.STANDING,
            facts={"state": CertificateState(row.state)},
        )
    ]


def _legible(text: str) -> tuple[Violation, ...]:
    try:
        require_glyphs(text)
    except GlyphsMissing as missing:
        return missing.violations
    return ()


def _unchanged() -> Violation:
    return Violation(
        code="certificates.scope-unchanged",
        message=_("The scope is the same as before."),
        source=acts.STANDING,
        field="scope_zh",
    )


def _not_decided(scheme: str) -> Violation:
    return Violation(
        code="certificates.change-not-decided",
        message=_("No decision on the scope of %(scheme)s waits to be carried out."),
        source=acts.EXTENDING,
        facts={"scheme": scheme},
    )
