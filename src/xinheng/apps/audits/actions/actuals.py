"""People and sites as found, the audit time that follows, and the client's consent."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from xinheng.apps.audits import queries
from xinheng.apps.audits.actions.common import (
    add_lines,
    begin,
    day_of,
    present_visit,
    tell_client,
    tell_team,
    visit_key,
    write,
)
from xinheng.apps.audits.models import Comparison
from xinheng.apps.audits.queries.rules import more_time_reasons
from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as cases_queries
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.people import actions as people
from xinheng.apps.programmes import actions as programmes
from xinheng.apps.programmes import queries as programme_queries
from xinheng.core.audits import acts, sources
from xinheng.core.audits.actuals import SiteNote, comparison_obstacles, scaled
from xinheng.core.audits.plan import Line, slots
from xinheng.core.audits.words import Consent
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.request import AuditedStandard, AuditTimeRequest
from xinheng.core.programmes.rules import AuditKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.audit_time import audit_time_rules

KIND_OF = {
    RoundKind.INITIAL: AuditKind.INITIAL,
    RoundKind.SURVEILLANCE: AuditKind.SURVEILLANCE,
    RoundKind.RECERTIFICATION: AuditKind.RECERTIFICATION,
}

MORE_PEOPLE = _(
    "%(number)s: more people than applied for; %(days)s auditor-days need your consent."
)


@transaction.atomic
def compare_actuals(
    *,
    case_id: int,
    people_found: Mapping[str, int],
    sites: Sequence[SiteNote],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Decimal:
    """Compare people and sites with the application.

    When more people ask for more audit time, the client is asked for its consent
    and the step waits for it.

    Returns:
        The audit time of the round as it is needed now. Unit: auditor-days.

    Raises:
        Refused: something was left out; carries every reason.

    Source: catalogue M-33 and M-34.
    """
    file = begin(case_id, seen)
    case = file.case
    refuse_if(
        [
            *queries.reasons_for(acts.COMPARE_ACTUALS, file, by),
            *comparison_obstacles(
                schemes=case.scheme_keys,
                people=people_found,
                sites={site.id: site.name_zh for site in queries.sites_for(case)},
                notes=sites,
            ),
        ]
    )
    visit = present_visit(file)
    before = case.round.days or Decimal(0)
    after = _recomputed_days(case, people_found, on=day_of(at))
    grows = after > before
    Comparison.objects.create(
        visit=visit,
        people=dict(people_found),
        declared={scheme.scheme: scheme.people for scheme in case.schemes},
        sites=[{"site": n.site_id, "found": str(n.found), "note": n.note} for n in sites],
        days_before=before,
        days_after=after,
        consent=Consent.ASKED if grows else Consent.NOT_NEEDED,
        compared_at=at,
        compared_by_id=by.person_id,
    )
    write(
        acts.COMPARE_ACTUALS, file, visit, by=by, at=at,
        step=None if grows else Step.ACTUALS_COMPARED,
        people=dict(people_found), days_before=before, days_after=after,
        sites=[f"{n.site_id}: {n.found} {n.note}" for n in sites],
    )  # fmt: skip
    if grows:
        tell_client(file, MORE_PEOPLE, at=at, days=after)
    return after


def _recomputed_days(case: CaseView, found: Mapping[str, int], *, on: date) -> Decimal:
    """The audit time of the round for the people found. Unit: auditor-days.

    The reckoned time grows by what the tables give for the people found beyond
    what they give for the people applied for; it never shrinks on site.
    """
    before = case.round.days or Decimal(0)
    if (reckoned := programme_queries.days_for_people(case, found)) is not None:
        return max(before, reckoned)
    # The time of a round that was taken over from elsewhere has no reckoning of its own.
    kind = KIND_OF.get(case.round.kind)
    if kind is None:
        return before
    declared = {scheme.scheme: scheme.people for scheme in case.schemes}
    try:
        grown = _by_tables(case, found, kind, on) - _by_tables(case, declared, kind, on)
    except (Refused, LookupError):
        return before
    return before + max(grown, Decimal(0))


def _by_tables(case: CaseView, people: Mapping[str, int], kind: AuditKind, on: date) -> Decimal:
    standards = tuple(
        AuditedStandard(s.scheme, people[s.scheme], s.complexity or None) for s in case.schemes
    )
    request = AuditTimeRequest(
        on=on, audit=kind, standards=standards, integration_ratio=case.integration_ratio
    )
    return reckon_audit_time(request, audit_time_rules(on)).figure.value


@transaction.atomic
def consent_to_days(
    *, case_id: int, agreed: bool, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The client agrees to the additional audit time, or refuses it.

    Agreeing raises the audit time of the round. Refusing makes the condition for
    withdrawing the team true.

    Raises:
        Refused: nothing was asked, or `by` is not of the client.

    Source: catalogue M-33.
    """
    file = begin(case_id, seen)
    refuse_if(queries.reasons_for(acts.CONSENT_TO_DAYS, file, by))
    visit, asked = present_visit(file), file.comparison
    if asked is None:
        raise LookupError("no comparison was made")
    asked.consent = Consent.GIVEN if agreed else Consent.REFUSED
    asked.answered_at, asked.answered_by_id = at, by.person_id
    asked.save()
    if agreed:
        if programme_queries.standing_reckoning(file.case.id, file.case.round.id):
            programmes.recompute_for_actuals(
                case=file.case, people_by_scheme=asked.people, by=by, at=at
            )
        _raise_days(cases_queries.case(case_id), asked)
    write(acts.CONSENT_TO_DAYS, file, visit, by=by, at=at, agreed=agreed, days=asked.days_after)
    message = (
        _("%(number)s: the client agreed to the additional audit time; plan it.")
        if agreed
        else _("%(number)s: the client refused the additional audit time.")
    )
    tell_team(file, message, at=at)


def _raise_days(case: CaseView, asked: Comparison) -> None:
    current = case.round
    before, after = current.days or asked.days_before, asked.days_after
    if before >= after:
        return
    stage1 = current.stage1_days or Decimal(0)
    cases.set_days(
        case.id,
        days=after,
        stage1=stage1,
        stage2=after - stage1,
        on_site_min=scaled(current.on_site_min_days, before=before, after=after) or Decimal(0),
    )


@transaction.atomic
def extend_plan(
    *, case_id: int, lines: Sequence[Line], by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Plan the additional audit time; the comparison is finished once it is enough.

    Raises:
        Refused: the client has not agreed, a line is wrong, or somebody is taken.

    Source: catalogue M-33.
    """
    file = begin(case_id, seen)
    reasons = [*queries.reasons_for(acts.EXTEND_PLAN, file, by)]
    if file.comparison is None or file.comparison.consent != Consent.GIVEN:
        message = _("The client has not agreed to additional audit time.")
        reasons.append(Violation("audits.no-consent", message, sources.HEADCOUNT))
    refuse_if([*reasons, *_line_reasons(file, lines, on=day_of(at))])
    visit = present_visit(file)
    new = set(slots(lines)) - set(slots(file.plan))
    people.book(new, presence="planned", case_id=case_id, visit_key=visit_key(visit))
    add_lines(visit, lines)
    grown = begin(case_id, None)
    is_enough = not any(more_time_reasons(grown)) and Step.ACTUALS_COMPARED not in grown.case.done
    write(
        acts.EXTEND_PLAN, grown, visit, by=by, at=at,
        step=Step.ACTUALS_COMPARED if is_enough else None, lines=len(lines),
    )  # fmt: skip
    tell_client(grown, _("%(number)s: the audit plan was extended."), at=at)


def _line_reasons(file: queries.AuditFile, lines: Sequence[Line], *, on: date) -> list[Violation]:
    team = {seat.person_id for seat in file.team}
    sites = {site.id for site in file.case.sites}
    found = []
    for line in lines:
        if line.on < on:
            message = _("The plan begins on %(day)s, which is past.")
            found.append(Violation("audits.date-past", message, sources.PLAN, {"day": line.on}))
        if line.ends <= line.begins:
            message = _("On %(day)s a line ends before it begins: %(activity)s.")
            facts = {"day": line.on, "activity": line.activity}
            code = "audits.line-ends-before-it-begins"
            found.append(Violation(code, message, sources.PLAN, facts))
        if not line.member_ids or set(line.member_ids) - team:
            message = _("The plan names somebody who is not of the audit team.")
            found.append(Violation("audits.not-of-the-team", message, sources.PLAN))
        if line.site_id not in sites:
            message = _("The plan names a site that is not in scope.")
            found.append(Violation("audits.site-not-of-case", message, sources.PLAN))
    if not lines:
        found.append(Violation("audits.plan-empty", _("The plan has no line yet."), sources.PLAN))
    return found
