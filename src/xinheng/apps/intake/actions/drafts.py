"""From the first word of a draft to a submitted application."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.clients import actions as clients
from xinheng.apps.clients import queries as client_queries
from xinheng.apps.intake import queries
from xinheng.apps.intake.actions.claims import list_claims
from xinheng.apps.intake.models import Application
from xinheng.apps.journal import actions as journal
from xinheng.apps.library import queries as library
from xinheng.apps.people import actions as people
from xinheng.apps.people import queries as people_queries
from xinheng.apps.waivers import queries as waivers
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import Part, RoundKind
from xinheng.core.clients.rules import own_client_only
from xinheng.core.intake import acts
from xinheng.core.intake import application as rules
from xinheng.core.intake.credit_code import normalise
from xinheng.core.intake.lifecycle import APPLICATION, NoFacts
from xinheng.core.intake.words import LIVE, ApplicationState
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

if TYPE_CHECKING:
    from xinheng.apps.cases.models import Case
    from xinheng.apps.clients.models import Organisation

ONE_FILE = Source("检验认证", "守正创新，开创认证认可检验检测新局面")
EDITABLE = (ApplicationState.DRAFT, ApplicationState.RETURNED)


@transaction.atomic
def start(
    *,
    by: Actor,
    at: datetime,
    organisation_id: int | None = None,
    kind: RoundKind = RoundKind.INITIAL,
) -> Application:
    """Begin a draft: a client for itself, staff for a client or for one not yet kept.

    Raises:
        Refused: `by` may not.
    """
    owner = organisation_id if by.is_staff else by.organisation_id
    reasons = list(acts.START.duty_obstacles(by))
    if organisation_id is not None:
        reasons += own_client_only(by, organisation_id)
    if not by.is_staff and owner is None:
        reasons.append(_no("intake.no-client", _("You act for no client.")))
    refuse_if(reasons)
    draft = queries.empty_draft()
    if owner is not None:
        draft |= _known_of(client_queries.organisation(owner))
    row = Application.objects.create(
        organisation_id=owner,
        kind=kind,
        draft=draft,
        created_at=at,
        created_by_id=by.person_id,
        saved_at=at,
    )
    journal.record(acts.START, on=row, by=by, at=at, organisation_id=owner, kind=kind)
    return row


def _known_of(row: "Organisation") -> dict[str, Any]:
    """What the house already knows of a client, so that nobody types it again."""
    given = {
        name: getattr(row, name)
        for name in ("name_zh", "name_en", "credit_code", "legal_form", "region_code",
                     "contact_name", "contact_phone", "contact_email", "top_manager")
    } | {"registered_address": row.address_zh}  # fmt: skip
    sites = [
        {"name": site.name_zh, "address": site.address_zh, "region_code": site.region_code,
         "kind": site.kind, "is_central": site.is_central, "people": site.people,
         "activities": site.activities}
        for site in client_queries.sites_of(row.pk)
    ]  # fmt: skip
    return {"organisation": given, "sites": sites}


@transaction.atomic
def save_draft(
    *,
    application_id: int,
    draft: Mapping[str, Any],
    by: Actor,
    at: datetime,
    seen: int | None = None,
    problems: Sequence[Mapping[str, Any]] | None = None,
) -> Application:
    """Keep what was typed so far, sound or not. A draft is no record yet: no entry is made.

    Args:
        draft: whole sections by name; those that are absent stay as they are.
        problems: what a workbook's reading found, to be shown by cell.

    Raises:
        Refused: the draft is another client's, no longer open, or has changed since `seen`.
    """
    row = _locked(application_id, by=by, act=acts.SAVE_DRAFT, seen=seen)
    known = queries.empty_draft()
    row.draft = {**known, **row.draft, **{k: v for k, v in draft.items() if k in known}}
    if problems is not None:
        row.problems = [dict(problem) for problem in problems]
    row.version += 1
    row.saved_at = at
    row.save(update_fields=["draft", "problems", "version", "saved_at"])
    return row


@transaction.atomic
def submit(
    *, application_id: int, by: Actor, at: datetime, seen: int | None = None, answers: str = ""
) -> Application:
    """Hand in a draft, or one that was returned: the case is opened and its first step taken.

    Raises:
        Refused: something is missing or wrong; carries everything, and nothing changed.
    """
    row = _locked(application_id, by=by, act=acts.SUBMIT, seen=seen)
    own = _client_of(row, by=by)
    if own is not None:
        clients.lock(own.pk)
    waived = waivers.gate(
        _submit_problems(row, own, by=by, at=at, answers=answers), case_id=row.case_id or 0,
        organisation_id=own.pk if own else 0, on=queries.day_of(at),
    )  # fmt: skip
    organisation, site_ids = _write_client(row, own, by=by, at=at)
    wanted = _schemes_wanted(row)
    case = _open_or_renew(row, organisation, site_ids, wanted, by=by, at=at)
    row.organisation, row.case, row.state = organisation, case, ApplicationState.SUBMITTED
    row.submitted_at, row.answers = at, answers
    row.version += 1
    row.save()
    entry = journal.record(
        acts.SUBMIT, on=row, by=by, at=at, case_id=case.pk, organisation_id=organisation.pk,
        schemes=[scheme.scheme for scheme in wanted], answers=answers, **waived,
    )  # fmt: skip
    cases.take_step(case, Step.APPLIED, by=by, at=at, entry=entry)
    if by.is_staff:
        cases.involve(case, person_id=by.person_id, part=Part.RECEIVED, at=at)
    list_claims(case, row, by=by, at=at)
    people.tell(
        message=_("%(client)s submitted the application %(case)s."),
        facts={"client": organisation.name_zh, "case": case.number},
        case_id=case.pk,
        at=at,
        duty=Duty.CHECK_CLAIMS,
    )
    return row


def _open_or_renew(
    row: Application,
    organisation: "Organisation",
    site_ids: list[int],
    wanted: list[cases.SchemeWanted],
    *,
    by: Actor,
    at: datetime,
) -> "Case":
    """The case of an application: opened with its first submission, brought up to date later."""
    if row.case_id is None:
        return cases.open_case(
            organisation_id=organisation.pk,
            branch_id=people_queries.branch_of_region(organisation.region_code),
            kind=RoundKind(row.kind),
            schemes=wanted, site_ids=site_ids, by=by, at=at,
        )  # fmt: skip
    case = cases.lock(row.case_id)
    cases.set_schemes(case, wanted)
    cases.set_sites(case, site_ids)
    return case


@transaction.atomic
def apply(
    *,
    draft: Mapping[str, Any],
    by: Actor,
    at: datetime,
    organisation_id: int | None = None,
    kind: RoundKind = RoundKind.INITIAL,
) -> Application:
    """Start, fill in and submit in one go: for programs and for the command line.

    Raises:
        Refused: as `submit`; nothing is kept.
    """
    row = start(by=by, at=at, organisation_id=organisation_id, kind=kind)
    save_draft(application_id=row.pk, draft=draft, by=by, at=at)
    return submit(application_id=row.pk, by=by, at=at)


@transaction.atomic
def withdraw(*, application_id: int, because: str, by: Actor, at: datetime) -> Application:
    """Take an application back before it is accepted; its case, if any, is closed.

    Raises:
        Refused: `by` may not, or the application is past that.
    """
    row = Application.objects.select_for_update().get(pk=application_id)
    reasons = [
        *acts.WITHDRAW.duty_obstacles(by),
        *own_client_only(by, row.organisation_id or -1),
        *queries.move_obstacles(row, "withdraw", by=by),
    ]
    refuse_if(reasons)
    state = ApplicationState(row.state)
    row.state = APPLICATION.step("withdraw", origin=state, by=by, facts=NoFacts()).target
    row.version += 1
    row.save(update_fields=["state", "version"])
    journal.record(
        acts.WITHDRAW, on=row, by=by, at=at, case_id=row.case_id,
        organisation_id=row.organisation_id, because=because,
    )  # fmt: skip
    if row.case_id is not None:
        cases.end(cases.lock(row.case_id), "withdraw", by=by, at=at, because=because)
    return row


def _locked(application_id: int, *, by: Actor, act: Any, seen: int | None) -> Application:
    row = Application.objects.select_for_update().get(pk=application_id)
    reasons = list(act.duty_obstacles(by))
    if not by.is_staff:
        reasons += own_client_only(by, row.organisation_id or -1)
    if row.state not in EDITABLE:
        reasons.append(
            _no(
                "intake.not-open",
                _("The application is “%(state)s”; it can no longer be changed."),
                state=ApplicationState(row.state),
            )
        )
    if seen is not None and seen != row.version:
        reasons.append(
            _no(
                "intake.draft-changed-since",
                _("The draft has changed since you opened the page; open it again."),
            )
        )
    refuse_if(reasons)
    return row


def _client_of(row: Application, *, by: Actor) -> "Organisation | None":
    """The client a draft is of: named, or found by its credit code when staff enter it."""
    if row.organisation_id is not None:
        return client_queries.organisation(row.organisation_id)
    code = str(queries.organisation_values(row.draft)["credit_code"])
    return client_queries.by_credit_code(code) if code and by.is_staff else None


def _submit_problems(
    row: Application, own: "Organisation | None", *, by: Actor, at: datetime, answers: str
) -> tuple[Violation, ...]:
    values = queries.organisation_values(row.draft)
    own_id = own.pk if own else None
    found = [queries.at_field(v) for v in clients.problems(values, by=by, own_id=own_id)]
    if own is not None and values["credit_code"] and not by.is_staff:
        found += _same_code(own, str(values["credit_code"]))
    files = queries.usable_files(row.draft, [own_id, by.organisation_id])
    found += queries.content_problems(row.draft, files=files, on=queries.day_of(at))
    if row.state == ApplicationState.RETURNED and not answers.strip():
        found.append(
            replace(_no("intake.answers-missing", _("Answer the questions.")), field="answers")
        )
    if own is not None:
        found += _duplicates(row, own, by=by)
    return queries.without_repeats(found)


def submit_problems(
    *, application_id: int, by: Actor, at: datetime, answers: str = ""
) -> tuple[Violation, ...]:
    """What would stand in the way if the draft were handed in now. Changes nothing."""
    row = Application.objects.get(pk=application_id)
    given, own, on = answers or row.answers, _client_of(row, by=by), queries.day_of(at)
    found = _submit_problems(row, own, by=by, at=at, answers=given)
    return waivers.settled_of(found, row.case_id or 0, own.pk if own else 0, on).left


def _same_code(own: "Organisation", code: str) -> list[Violation]:
    if normalise(code) == own.credit_code:
        return []
    other = _no("intake.other-client", _("This is not the credit code of your organisation."))
    return [replace(other, field="organisation.credit_code")]


def _duplicates(row: Application, own: "Organisation", *, by: Actor) -> list[Violation]:
    """The same client applied for the same scheme already, or has a case for it."""
    cases_of = case_queries.open_schemes(own.pk)
    if row.case_id is not None:
        number = case_queries.case(row.case_id).number
        cases_of = {scheme: n for scheme, n in cases_of.items() if n != number}
    live = Application.objects.filter(organisation=own, state__in=LIVE).exclude(pk=row.pk)
    waiting = {
        str(scheme.get("scheme"))
        for draft in live.filter(case__isnull=True).values_list("draft", flat=True)
        for scheme in rules.rows(draft, "schemes")
    }
    found = []
    for index, wanted in enumerate(rules.rows(row.draft, "schemes")):
        scheme = str(wanted.get("scheme"))
        if scheme not in cases_of and scheme not in waiting:
            continue
        found.append(
            Violation(
                "intake.duplicate",
                _("%(scheme)s is already applied for or certified: %(case)s."),
                ONE_FILE,
                {"scheme": scheme, "case": cases_of.get(scheme, "")},
                f"schemes.{index}.scheme",
            )
        )
    return found


def _write_client(
    row: Application, own: "Organisation | None", *, by: Actor, at: datetime
) -> "tuple[Organisation, list[int]]":
    values = queries.organisation_values(row.draft)
    if own is None:
        own = clients.enter(values, by=by, at=at)
    else:
        own = clients.change(
            own, {name: value for name, value in values.items() if value}, by=by, at=at
        )
    sites = clients.put_sites(own.pk, queries.site_values(row.draft), by=by, at=at)
    return own, [site.pk for site in sites]


def _schemes_wanted(row: Application) -> list[cases.SchemeWanted]:
    return [
        cases.SchemeWanted(
            scheme=str(wanted["scheme"]),
            standard=library.standard_in_force(str(wanted["scheme"])),
            scope_zh=str(wanted["scope_zh"]),
            scope_en=str(wanted.get("scope_en") or ""),
            codes=rules.codes_of(wanted),
            people=int(queries.effective_people(row.draft, str(wanted["scheme"])).value),
            complexity=str(wanted.get("complexity") or "")[:12],
            not_applicable=tuple(wanted.get("not_applicable_clauses") or ()),
        )
        for wanted in rules.rows(row.draft, "schemes")
    ]


def _no(code: str, message: str, /, **facts: object) -> Violation:
    return Violation(code, message, acts.APPLYING, facts)
