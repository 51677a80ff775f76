"""Questions about applications and what waits for whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, QuerySet

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.clients import queries as clients
from xinheng.apps.intake.models import (
    Agreement,
    Application,
    ChangeNotice,
    ChangesQuestion,
    Quotation,
)
from xinheng.apps.intake.queries import draft as drafts
from xinheng.apps.people import queries as people
from xinheng.core.intake import application as rules
from xinheng.core.intake.review import Asked
from xinheng.core.intake.words import AgreementState, ApplicationState, QuotationState
from xinheng.core.programmes.personnel import PersonnelGroup
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.wording import mark as _

NoApplication = Application.DoesNotExist


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application as a line of a list."""

    id: int
    name_zh: str
    name_en: str
    state: ApplicationState
    schemes: tuple[str, ...]
    case_number: str
    saved_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a client. `address` names the page by room and verb."""

    message: str
    case_number: str
    address: str
    target: int | None = None
    application_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Portal:
    """A client's start page: its applications, and what waits for it."""

    applications: tuple[ApplicationRow, ...]
    waiting: tuple[Waiting, ...]


def visible(viewer: Actor) -> "QuerySet[Application]":
    """The applications somebody may see: all for staff, their own for a client."""
    rows = Application.objects.select_related("organisation", "case")
    return rows if viewer.is_staff else rows.filter(organisation_id=viewer.organisation_id or -1)


def application(application_id: int, *, viewer: Actor | None = None) -> Application:
    """An application by its key.

    Raises:
        NoApplication: there is none, or `viewer` may not see it.
    """
    rows = Application.objects.select_related("organisation", "case")
    return (rows if viewer is None else visible(viewer)).get(pk=application_id)


@answered_once
def application_of(case_id: int) -> Application | None:
    """The application a case began with; nothing for cases that were carried over."""
    return Application.objects.filter(case_id=case_id).first()


ORDERS = {
    "client": "organisation__name_zh",
    "state": "state",
    "submitted": "submitted_at",
    "newest": "pk",
}


def listing(
    viewer: Actor,
    *,
    state: str = "",
    text: str = "",
    order: str = "-newest",
    first: int = 0,
    count: int | None = 200,
) -> tuple[ApplicationRow, ...]:
    """Applications as lines of a list, newest first.

    Args:
        order: a key of `ORDERS`, with a leading `-` for the other way round.
        first: how many rows to leave out.
        count: how many rows to give at most; all of them without it.
    """
    field = F(ORDERS.get(order.lstrip("-"), "pk"))
    ordered = field.desc(nulls_last=True) if order.startswith("-") else field.asc(nulls_last=True)
    rows = _found(viewer, state, text).order_by(ordered, "-pk")
    return tuple(_row(row) for row in rows[first : None if count is None else first + count])


def how_many(viewer: Actor, *, state: str = "", text: str = "") -> int:
    """How many applications somebody may see and seeks."""
    return _found(viewer, state, text).count()


def _found(viewer: Actor, state: str, text: str) -> "QuerySet[Application]":
    rows = visible(viewer)
    if state in set(ApplicationState):
        rows = rows.filter(state=state)
    if text.strip():
        found = clients.search(text, viewer=viewer)
        rows = rows.filter(organisation__in=found.values("pk"))
    return rows


def _row(row: Application) -> ApplicationRow:
    claimed = rules.part(row.draft, "organisation")
    kept = row.organisation
    return ApplicationRow(
        id=row.pk,
        name_zh=kept.name_zh if kept else str(claimed.get("name_zh") or ""),
        name_en=kept.name_en if kept else str(claimed.get("name_en") or ""),
        state=ApplicationState(row.state),
        schemes=tuple(str(s.get("scheme") or "") for s in rules.rows(row.draft, "schemes")),
        case_number=row.case.number if row.case else "",
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
    )


def portal(organisation_id: int) -> Portal:
    """What a client sees first: its applications and everything that waits for it."""
    rows = Application.objects.filter(organisation_id=organisation_id).select_related(
        "organisation", "case"
    )
    listed = tuple(_row(row) for row in rows.order_by("-pk"))
    waiting = [
        Waiting(
            _("Answer the questions and submit again"),
            row.case_number,
            "intake:edit",
            application_id=row.id,
        )
        for row in listed
        if row.state == ApplicationState.RETURNED
    ] + [
        Waiting(_("Finish and submit the draft"), "", "intake:edit", application_id=row.id)
        for row in listed
        if row.state == ApplicationState.DRAFT
    ]
    return Portal(listed, (*waiting, *_waiting_papers(organisation_id)))


def _waiting_papers(organisation_id: int) -> list[Waiting]:
    own = {"case__organisation_id": organisation_id}
    quotations = Quotation.objects.filter(state=QuotationState.SENT, **own)
    agreements = Agreement.objects.filter(state=AgreementState.DRAFTED, **own)
    questions = ChangesQuestion.objects.filter(answered_at=None, **own)
    return [
        *(
            Waiting(_("Accept or decline the quotation"), row.case.number,
                    "intake:accept-quotation", row.pk, due_on=row.valid_until)
            for row in quotations.select_related("case")
        ),
        *(
            Waiting(_("Sign the agreement and hand it in"), row.case.number,
                    "intake:upload-agreement", row.pk)
            for row in agreements.select_related("case")
        ),
        *(
            Waiting(_("Say whether anything has changed"), row.case.number,
                    "intake:answer-changes", row.pk)
            for row in questions.select_related("case")
        ),
    ]  # fmt: skip


def asked_of(case: CaseView) -> tuple[Asked, ...]:
    """The schemes of a case with their codes, as the review wants them."""
    return tuple(Asked(scheme.scheme, scheme.codes) for scheme in case.schemes)


@answered_once
def quotation_of(case_id: int) -> Quotation | None:
    """The newest quotation of a case."""
    return Quotation.objects.filter(case_id=case_id).order_by("-pk").first()


def quotations_sent(case_ids: Collection[int]) -> dict[int, str]:
    """The numbers of the quotations that wait for the client's answer, by case."""
    rows = Quotation.objects.filter(case_id__in=case_ids, state=QuotationState.SENT)
    return dict(rows.values_list("case_id", "number"))


@answered_once
def agreement_of(case_id: int) -> Agreement | None:
    """The newest agreement of a case."""
    return Agreement.objects.filter(case_id=case_id).order_by("-pk").first()


@answered_once
def notices_of(case_id: int) -> tuple[ChangeNotice, ...]:
    """The changes a client told of, newest first."""
    return tuple(
        ChangeNotice.objects.filter(case_id=case_id).select_related("settled_by").order_by("-pk")
    )


@answered_once
def question_of(round_id: int) -> ChangesQuestion | None:
    """Whether the client was asked for changes before a round, and what it answered."""
    return ChangesQuestion.objects.filter(round_id=round_id).first()


def headcount(case_id: int) -> tuple[PersonnelGroup, ...]:
    """The groups of people declared in the application of a case, for reckoning audit time."""
    row = application_of(case_id)
    return rules.groups_of(row.draft, "") if row else ()


def completeness_of(row: Application, *, on: date) -> Decimal:
    """How complete the documents of an application are. Unit: ratio."""
    files = drafts.usable_files(row.draft, [row.organisation_id])
    return drafts.score(row.draft, files=files, on=on).value


def body_name() -> str:
    """What the certification body is called; empty before it is set up."""
    found = people.body()
    return found.name_zh if found else ""
