"""Acts from the first draft of an application to the agreement, and about changes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from xinheng.apps.intake import actions
from xinheng.apps.intake.queries import day_of
from xinheng.core.cases.words import RoundKind
from xinheng.core.intake import acts
from xinheng.core.intake.transfer import TransferFacts
from xinheng.core.intake.verification import ClaimState
from xinheng.core.intake.words import ChangeKind, CycleStage, PriceKind, RefusalReason, Triage
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape
from xinheng.front.quoting import working_of

Kind = Literal["initial", "transfer"]


class Seen(Shape):
    """The version of the case that was seen, so that a stale page is noticed."""

    seen: int | None = None


class StartIn(Shape):
    """For which client a draft is begun; a client begins one for itself."""

    organisation: int | None = None
    kind: Kind = "initial"


class DraftIn(Shape):
    """Sections of an application. What cannot be read is kept and told at submission."""

    organisation: dict[str, Any] | None = None
    system: dict[str, Any] | None = None
    declarations: dict[str, Any] | None = None
    schemes: list[dict[str, Any]] | None = None
    sites: list[dict[str, Any]] | None = None
    headcount: list[dict[str, Any]] | None = None
    documents: list[dict[str, Any]] | None = None


class SaveDraftIn(Shape):
    """A draft and its sections; sections left out stay as they are."""

    application: int
    draft: DraftIn
    seen: int | None = None


class ApplyIn(Shape):
    """A whole application in one document."""

    draft: DraftIn
    client: int | None = None
    kind: Kind = "initial"


class SubmitIn(Shape):
    """Which draft is handed in; with the answers, if it had come back with questions."""

    application: int
    answers: str = ""
    seen: int | None = None


class WithdrawIn(Shape):
    """Which application is taken back, and why."""

    application: int
    because: str


class RecordClaimIn(Seen):
    """What a platform says about a claim."""

    claim: int
    state: ClaimState
    checked_on: date
    note: str = ""
    evidence: int | None = None


class AcceptIn(Seen):
    """What the reviewer notes, and declares of the body's own services to the client."""

    note: str = ""
    body_gives_consultancy: bool = False
    body_internal_audits_ended_on: date | None = None
    related_consultancy_ended_on: date | None = None


class ReturnIn(Seen):
    """What is asked of the client."""

    questions: str


class RefuseIn(Seen):
    """Why an application is refused."""

    reason: RefusalReason
    because: str
    nothing_else_was_asked: bool = False


class ReviewTransferIn(Seen):
    """Everything the review before a transfer looks at. `reports`: files handed in."""

    body: str
    certificate: str
    valid_until: date
    is_accredited: bool = False
    is_suspended: bool = False
    is_under_threat: bool = False
    scope_fits: bool = False
    because: str = ""
    last_report_on: date | None = None
    open_majors: int = Field(ge=0)
    open_minors: int = Field(ge=0)
    complaints: str = ""
    complaints_settled: bool = False
    stage: CycleStage
    lawful: bool = False
    former_body_lost_status_on: date | None = None
    visited_on: date | None = None
    has_doubts: bool = False
    reports: list[int] = []


class SetPriceIn(Shape):
    """A price from a day on. Unit: CNY, or percent for tax."""

    kind: PriceKind
    amount: Decimal
    valid_from: date
    scheme: str = ""


class QuoteIn(Seen):
    """Until when the quotation binds the body."""

    valid_until: date


class QuotationIn(Seen):
    """Which quotation is meant."""

    quotation: int


class DeclineIn(QuotationIn):
    """Which quotation is declined, and why."""

    because: str


class DraftAgreementIn(Seen):
    """From when to when, and which sites; every site in scope when none are named."""

    begins_on: date
    ends_on: date
    sites: list[int] | None = None


class UploadAgreementIn(Seen):
    """The signed copy, as a file handed in."""

    signed_file: int


class SignAgreementIn(Seen):
    """When it was signed, who pays, and which sites it covers."""

    signed_on: date
    payer: str = ""
    sites: list[int] | None = None
    signed_file: int | None = None


class ChangeIn(Shape):
    """One change as the client tells it."""

    kind: ChangeKind
    description: str
    effective_on: date
    file: int | None = None


class FileChangeIn(Seen):
    """A change, told at any time."""

    kind: ChangeKind
    description: str
    effective_on: date
    file: int | None = None


class TriageIn(Seen):
    """What the body does about a change."""

    notice: int
    outcome: Triage
    note: str = ""


class AnswerChangesIn(Seen):
    """That nothing has changed, or what has."""

    none: bool = False
    changes: list[ChangeIn] = []


def _start(_case: int, given: StartIn, by: Actor, at: datetime) -> object:
    return actions.start(
        organisation_id=given.organisation, kind=RoundKind(given.kind), by=by, at=at
    )


def _save(_case: int, given: SaveDraftIn, by: Actor, at: datetime) -> object:
    return actions.save_draft(
        application_id=given.application,
        draft=given.draft.model_dump(exclude_none=True),
        seen=given.seen,
        by=by,
        at=at,
    )


def _apply(_case: int, given: ApplyIn, by: Actor, at: datetime) -> object:
    return actions.apply(
        draft=given.draft.model_dump(exclude_none=True),
        organisation_id=given.client,
        kind=RoundKind(given.kind),
        by=by,
        at=at,
    )


def _submit(_case: int, given: SubmitIn, by: Actor, at: datetime) -> object:
    return actions.submit(
        application_id=given.application, answers=given.answers, seen=given.seen, by=by, at=at
    )


def _withdraw(_case: int, given: WithdrawIn, by: Actor, at: datetime) -> object:
    return actions.withdraw(application_id=given.application, because=given.because, by=by, at=at)


def _claim(case_id: int, given: RecordClaimIn, by: Actor, at: datetime) -> object:
    return actions.record_claim(
        case_id=case_id, claim_id=given.claim, **_plain(given, "claim"), by=by, at=at
    )


def _refuse(case_id: int, given: RefuseIn, by: Actor, at: datetime) -> object:
    return actions.refuse(case_id=case_id, **_plain(given), by=by, at=at)


def _transfer(case_id: int, given: ReviewTransferIn, by: Actor, at: datetime) -> object:
    facts = TransferFacts(on=day_of(at), **_plain(given, "seen", "reports"))
    return actions.review_transfer(
        case_id=case_id, facts=facts, reports=given.reports, seen=given.seen, by=by, at=at
    )


def _price(_case: int, given: SetPriceIn, by: Actor, at: datetime) -> object:
    return actions.set_price(**_plain(given), by=by, at=at)


def _accept_quotation(case_id: int, given: QuotationIn, by: Actor, at: datetime) -> object:
    return actions.accept_quotation(
        case_id=case_id, quotation_id=given.quotation, seen=given.seen, by=by, at=at
    )


def _decline(case_id: int, given: DeclineIn, by: Actor, at: datetime) -> object:
    return actions.decline_quotation(
        case_id=case_id, quotation_id=given.quotation, because=given.because, seen=given.seen,
        by=by, at=at,
    )  # fmt: skip


def _draft_agreement(case_id: int, given: DraftAgreementIn, by: Actor, at: datetime) -> object:
    return actions.draft_agreement(
        case_id=case_id, site_ids=given.sites, **_plain(given, "sites"), by=by, at=at
    )


def _sign(case_id: int, given: SignAgreementIn, by: Actor, at: datetime) -> object:
    return actions.sign_agreement(
        case_id=case_id, site_ids=given.sites, **_plain(given, "sites"), by=by, at=at
    )


def _change(case_id: int, given: FileChangeIn, by: Actor, at: datetime) -> object:
    told = actions.Told(**_plain(given, "seen"))
    return actions.file_change(case_id=case_id, told=told, seen=given.seen, by=by, at=at)


def _triage(case_id: int, given: TriageIn, by: Actor, at: datetime) -> object:
    return actions.triage_change(
        case_id=case_id, notice_id=given.notice, **_plain(given, "notice"), by=by, at=at
    )


def _answer(case_id: int, given: AnswerChangesIn, by: Actor, at: datetime) -> object:
    told = [actions.Told(**_plain(change)) for change in given.changes]
    return actions.answer_changes(
        case_id=case_id, none=given.none, changes=told, seen=given.seen, by=by, at=at
    )


def _finish(case_id: int, given: Seen, by: Actor, at: datetime) -> object:
    return actions.finish_claims(case_id=case_id, seen=given.seen, by=by, at=at)


def _accept(case_id: int, given: AcceptIn, by: Actor, at: datetime) -> object:
    return actions.accept(case_id=case_id, **_plain(given), by=by, at=at)


def _return(case_id: int, given: ReturnIn, by: Actor, at: datetime) -> object:
    return actions.return_application(case_id=case_id, **_plain(given), by=by, at=at)


def _quote(case_id: int, given: QuoteIn, by: Actor, at: datetime) -> object:
    return actions.quote(case_id=case_id, **_plain(given), **working_of(case_id), by=by, at=at)


def _upload(case_id: int, given: UploadAgreementIn, by: Actor, at: datetime) -> object:
    return actions.upload_agreement(case_id=case_id, **_plain(given), by=by, at=at)


def _ask(case_id: int, given: Seen, by: Actor, at: datetime) -> object:
    return actions.ask_changes(case_id=case_id, seen=given.seen, by=by, at=at)


def _plain(given: Shape, *without: str) -> dict[str, Any]:
    """The fields of a shape as they are, without some."""
    return {name: getattr(given, name) for name in type(given).model_fields if name not in without}


def _application(row: Any) -> dict[str, object]:
    return {
        "application": row.pk,
        "state": str(row.state),
        "version": row.version,
        "case": row.case.number if row.case else None,
    }


def _priced(row: Any) -> dict[str, object]:
    return {"price": row.pk}


OPERATIONS = (
    Operation(acts.START, StartIn, _start, of_case=False, answer=_application),
    Operation(acts.SAVE_DRAFT, SaveDraftIn, _save, of_case=False, answer=_application),
    Operation(acts.APPLY, ApplyIn, _apply, of_case=False, answer=_application),
    Operation(acts.SUBMIT, SubmitIn, _submit, of_case=False, answer=_application),
    Operation(acts.WITHDRAW, WithdrawIn, _withdraw, of_case=False, answer=_application),
    Operation(acts.RECORD_CLAIM, RecordClaimIn, _claim),
    Operation(acts.FINISH_CLAIMS, Seen, _finish),
    Operation(acts.ACCEPT, AcceptIn, _accept),
    Operation(acts.RETURN, ReturnIn, _return),
    Operation(acts.REFUSE, RefuseIn, _refuse),
    Operation(acts.REVIEW_TRANSFER, ReviewTransferIn, _transfer),
    Operation(acts.SET_PRICE, SetPriceIn, _price, of_case=False, answer=_priced),
    Operation(acts.QUOTE, QuoteIn, _quote),
    Operation(acts.ACCEPT_QUOTATION, QuotationIn, _accept_quotation),
    Operation(acts.DECLINE_QUOTATION, DeclineIn, _decline),
    Operation(acts.DRAFT_AGREEMENT, DraftAgreementIn, _draft_agreement),
    Operation(acts.UPLOAD_AGREEMENT, UploadAgreementIn, _upload),
    Operation(acts.SIGN_AGREEMENT, SignAgreementIn, _sign),
    Operation(acts.FILE_CHANGE, FileChangeIn, _change),
    Operation(acts.TRIAGE_CHANGE, TriageIn, _triage),
    Operation(acts.ASK_CHANGES, Seen, _ask),
    Operation(acts.ANSWER_CHANGES, AnswerChangesIn, _answer),
)
