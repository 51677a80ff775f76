"""The audit plan as a paper. Papers are Chinese, whoever makes them."""

from datetime import datetime
from string import ascii_uppercase

from django.utils import translation
from django.utils.translation import gettext

from xinheng.apps.audits.models import Visit
from xinheng.apps.audits.queries import AuditFile, members
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.documents import actions as documents
from xinheng.apps.people import queries as people
from xinheng.core.audits.plan import planned_days
from xinheng.core.people.words import SeatPart
from xinheng.core.shared.actor import Actor
from xinheng.printing import audit as prints
from xinheng.printing.parties import Body, Client

PLAN_KIND = "audit-plan"


def body_party() -> Body:
    """The body as it stands on papers; blank before it is set up."""
    body = people.body()
    if body is None:
        return Body("", "", "", "")
    return Body(body.name_zh, body.name_en, body.address_zh, body.approval_number, body.phone)


def client_party(case: CaseView) -> Client:
    """The client as it stands on papers."""
    central = next((site for site in case.sites if site.is_central), None)
    address = central.address_zh if central else ""
    return Client(case.organisation_zh, case.credit_code, address, case.organisation_en)


def team_party(file: AuditFile) -> tuple[prints.Member, ...]:
    """The team as it stands on papers, with the planned days of those whose time counts."""
    counted = {member.person_id: member for member in members(file.team)}
    return tuple(
        prints.Member(
            sign=ascii_uppercase[index % 26],
            name=seat.name,
            role=gettext(seat.part.label),
            areas="、".join(seat.codes),
            days=planned_days(file.plan, [counted[seat.person_id]])
            if seat.part.counts_as_audit_time
            else None,
        )
        for index, seat in enumerate(file.team)
    )


def store_plan(file: AuditFile, visit: Visit, *, by: Actor, at: datetime) -> int:
    """Print the plan and keep it where the client may see it. Returns the file's key."""
    with translation.override("zh-hans"):
        plan = _plan(file, visit)
    content = prints.print_audit_plan(plan, made_at=at)
    kept = documents.keep(
        name=f"{file.case.number}-{visit.stage}-plan.pdf",
        content=content,
        media_type="application/pdf",
        kind=PLAN_KIND,
        by=by,
        at=at,
        case_id=file.case.id,
        organisation_id=file.case.organisation_id,
        client_may_see=True,
    )
    return kept.pk


def _plan(file: AuditFile, visit: Visit) -> prints.AuditPlan:
    case, lines = file.case, file.plan
    sites = {site.id: site for site in case.sites}
    signs = {seat.person_id: ascii_uppercase[i % 26] for i, seat in enumerate(file.team)}
    visited = {line.site_id for line in lines}
    leader = next((seat.name for seat in file.team if seat.part == SeatPart.LEADER), "")
    return prints.AuditPlan(
        body=body_party(),
        client=client_party(case),
        number=case.number,
        kind=f"{gettext(case.round.kind.label)} · {gettext(file.stage.label)}",
        begins_on=min(line.on for line in lines),
        ends_on=max(line.on for line in lines),
        places=tuple(site.address_zh for site in case.sites if site.id in visited),
        objectives=_paragraphs(visit.objectives),
        criteria=_paragraphs(visit.criteria),
        scope_zh=visit.scope or "；".join(scheme.scope_zh for scheme in case.schemes),
        leader=leader,
        team=team_party(file),
        timetable=tuple(
            prints.Entry(
                on=line.on,
                begins=f"{line.begins:%H:%M}",
                ends=f"{line.ends:%H:%M}",
                activity=line.activity,
                auditors="".join(signs.get(person, "") for person in line.member_ids),
                place=sites[line.site_id].name_zh if line.site_id in sites else "",
                clauses="、".join(line.clauses),
            )
            for line in lines
        ),
        top_manager=visit.top_manager,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.splitlines() if part.strip())
