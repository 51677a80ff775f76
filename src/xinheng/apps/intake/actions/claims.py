"""Checking what an applicant claims."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.clients import queries as clients
from xinheng.apps.documents import queries as documents
from xinheng.apps.intake import queries
from xinheng.apps.intake.models import Application, ClaimCheck
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.waivers import queries as waivers
from xinheng.core.cases.steps import Step
from xinheng.core.intake import acts
from xinheng.core.intake.platforms import Enquiry, platform
from xinheng.core.intake.verification import ClaimState
from xinheng.core.shared.actor import CLOCKWORK, Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case

ADVERSE = (ClaimState.CONTRADICTED, ClaimState.FORGED)


def list_claims(case: "Case", row: Application, *, by: Actor, at: datetime) -> None:
    """List what is to be checked of a locked case's application.

    A claim that was checked and is still the same stays checked; one that says
    something else now has to be checked again.
    """
    wanted = {(claim.key, claim.platform): claim for claim in queries.wanted_of(row)}
    kept = {(check.key, check.platform): check for check in queries.checks_of(case.pk)}
    stale = [check.pk for place, check in kept.items() if place not in wanted]
    ClaimCheck.objects.filter(pk__in=stale).delete()
    fresh = {
        place: {name: getattr(claim, name) for name in claim.__slots__}
        for place, claim in wanted.items()
        if place not in kept or kept[place].claimed != claim.claimed
    }
    ClaimCheck.objects.bulk_create(
        ClaimCheck(case=case, **values) for place, values in fresh.items() if place not in kept
    )
    for place in kept.keys() & fresh.keys():
        ClaimCheck.objects.filter(pk=kept[place].pk).update(
            **fresh[place], state=ClaimState.UNCHECKED, checked_on=None, checked_by=None,
            evidence=None, note="",
        )  # fmt: skip
    if fresh:
        cases.untake_step(
            case, Step.CLAIMS_CHECKED, by=by, at=at, because="the application has changed"
        )
    _ask_platforms(case, at=at)


def _ask_platforms(case: "Case", *, at: datetime) -> None:
    """Record what platforms that can be asked by a program say; people look at the others."""
    client = clients.organisation(case.organisation_id)
    for check in queries.checks_of(case.pk):
        if check.state != ClaimState.UNCHECKED:
            continue
        enquiry = Enquiry(check.key, check.claimed, client.credit_code, client.name_zh)
        found = platform(check.platform).look_up(enquiry, on=queries.day_of(at))
        if found is not None:
            _write(check, found.state, found.checked_on, found.note, None, by=CLOCKWORK, at=at)


@transaction.atomic
def record_claim(
    *,
    case_id: int,
    claim_id: int,
    state: ClaimState,
    checked_on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    evidence: int | None = None,
    seen: int | None = None,
) -> ClaimCheck:
    """Record what a platform says about a claim.

    Raises:
        Refused: `by` may not, the day lies in the future, or there is nothing to show for it.
    """
    case = cases.lock(case_id, seen=seen)
    check = ClaimCheck.objects.get(pk=claim_id, case=case)
    where = case_queries.view(case).where
    reasons = list(acts.RECORD_CLAIM.duty_obstacles(by, where))
    if state == ClaimState.UNCHECKED:
        reasons.append(_no("intake.claim-state", _("Say what was found."), "state"))
    if checked_on > queries.day_of(at):
        message = _("%(day)s lies in the future.")
        reasons.append(_no("intake.day-in-future", message, "checked_on", day=checked_on))
    if not note.strip() and evidence is None:
        message = _("Give a file or a note that shows what was seen.")
        reasons.append(_no("intake.evidence-missing", message, "note"))
    refuse_if(reasons)
    if evidence is not None:
        documents.visible_file(evidence, viewer=by)
    _write(check, state, checked_on, note, evidence, by=by, at=at)
    if state in ADVERSE and (check.blocks or check.is_permit):
        cases.untake_step(case, Step.CLAIMS_CHECKED, by=by, at=at, because=check.name_zh)
        people.tell(
            message=_("A claim of %(case)s is contradicted: %(claim)s."),
            facts={"case": case.number, "claim": check.name_zh},
            case_id=case.pk,
            at=at,
            duty=Duty.REVIEW_APPLICATIONS,
        )
    else:
        cases.touch(case)
    return check


def _write(
    check: ClaimCheck,
    state: ClaimState,
    checked_on: date,
    note: str,
    evidence: int | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    check.state, check.checked_on, check.note = state, checked_on, note[:500]
    check.checked_by_id, check.evidence_id = by.person_id, evidence
    check.save()
    journal.record(
        acts.RECORD_CLAIM, on=check, by=by, at=at, case_id=check.case_id,
        claim=check.name_zh, platform=check.platform_zh, state=state, claimed=check.claimed,
        checked_on=checked_on, note=note, evidence=evidence,
    )  # fmt: skip


@transaction.atomic
def finish_claims(*, case_id: int, by: Actor, at: datetime, seen: int | None = None) -> "Case":
    """Close the checks: every claim looked up, none contradicted, every permit confirmed.

    Raises:
        Refused: `by` may not, or a claim stands in the way; carries every one.
    """
    case = cases.lock(case_id, seen=seen)
    view = case_queries.view(case)
    waived = waivers.gate(
        [
            *acts.FINISH_CLAIMS.duty_obstacles(by, view.where),
            *case_queries.obstacles_to(view, Step.CLAIMS_CHECKED),
            *queries.claim_problems(case.pk),
        ],
        case_id=view.id, organisation_id=view.organisation_id, on=queries.day_of(at),
    )  # fmt: skip
    entry = journal.record(
        acts.FINISH_CLAIMS, on=case, by=by, at=at, case_id=case.pk,
        organisation_id=case.organisation_id, count=len(queries.checks_of(case.pk)), **waived,
    )  # fmt: skip
    cases.take_step(case, Step.CLAIMS_CHECKED, by=by, at=at, entry=entry)
    people.tell(
        message=_("The claims of %(case)s are checked: the application can be reviewed."),
        facts={"case": case.number},
        case_id=case.pk,
        at=at,
        duty=Duty.REVIEW_APPLICATIONS,
    )
    return case


def _no(code: str, message: str, place: str, /, **facts: object) -> Violation:
    return Violation(code, message, acts.PLATFORMS, facts, place)
