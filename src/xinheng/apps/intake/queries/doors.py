"""Which acts of this room concern a case now, open or closed with their reasons."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.intake.queries import applications as room
from xinheng.apps.intake.queries.claims import checks_of, claim_problems
from xinheng.apps.intake.queries.review import accept_obstacles
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import FUNCTIONS, CaseState
from xinheng.core.clients.rules import own_client_only
from xinheng.core.intake import acts
from xinheng.core.intake.words import AgreementState, ApplicationState, QuotationState
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.door import Door

WAITING_PAPERS = (AgreementState.DRAFTED, AgreementState.UPLOADED)


def doors(case: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """Every act of this room that concerns a case now."""
    if case.state not in FUNCTIONS:
        return ()
    found: list[Door] = []
    if case.state == CaseState.SELECTION:
        missing = {rule.step for rule in case.missing}
        found += _review_doors(case, viewer, missing, on=on)
        found += _offer_doors(case, viewer, missing)
        found += _question_doors(case, viewer, missing)
    return (*found, *_change_doors(case, viewer))


def _review_doors(case: CaseView, by: Actor, missing: set[Step], *, on: date) -> Iterator[Door]:
    if Step.CLAIMS_CHECKED in missing and Step.APPLIED in case.done:
        for check in checks_of(case.id):
            if check.checked_on is None:
                yield _door(acts.RECORD_CLAIM, case, by, check.pk,
                            f"{check.name_zh} · {check.platform_zh}")  # fmt: skip
        yield Door(
            acts.FINISH_CLAIMS,
            (
                *acts.FINISH_CLAIMS.duty_obstacles(by, case.where),
                *cases.obstacles_to(case, Step.CLAIMS_CHECKED),
                *claim_problems(case.id),
            ),
        )
    row = room.application_of(case.id) if Step.APPLICATION_REVIEWED in missing else None
    if row is not None and row.state == ApplicationState.SUBMITTED:
        if Step.CLAIMS_CHECKED in missing:
            # The rest is asked once the claims are checked, and by the act itself.
            yield _step_door(acts.ACCEPT, Step.APPLICATION_REVIEWED, case, by)
        else:
            yield Door(acts.ACCEPT, accept_obstacles(row, case, by=by, on=on))
        yield _door(acts.RETURN, case, by)
    if row is not None and row.state in (ApplicationState.SUBMITTED, ApplicationState.RETURNED):
        yield _door(acts.REFUSE, case, by)
    if Step.TRANSFER_REVIEWED in missing and Step.APPLICATION_REVIEWED in case.done:
        yield _step_door(acts.REVIEW_TRANSFER, Step.TRANSFER_REVIEWED, case, by)


def _offer_doors(case: CaseView, by: Actor, missing: set[Step]) -> Iterator[Door]:
    if Step.APPLICATION_REVIEWED not in case.done:
        return
    if Step.QUOTED in missing:
        yield _step_door(acts.QUOTE, Step.QUOTED, case, by)
        quotation = room.quotation_of(case.id)
        if quotation is not None and quotation.state == QuotationState.SENT:
            for act in (acts.ACCEPT_QUOTATION, acts.DECLINE_QUOTATION):
                yield _client_door(act, case, by, quotation.pk, quotation.number)
    elif Step.AGREED in missing:
        agreement = room.agreement_of(case.id)
        yield _step_door(acts.DRAFT_AGREEMENT, Step.AGREED, case, by)
        if agreement is not None and agreement.state in WAITING_PAPERS:
            yield _client_door(acts.UPLOAD_AGREEMENT, case, by, agreement.pk, agreement.number)
            yield _step_door(acts.SIGN_AGREEMENT, Step.AGREED, case, by)


def _question_doors(case: CaseView, by: Actor, missing: set[Step]) -> Iterator[Door]:
    if Step.CHANGES_ASKED not in missing:
        return
    asked = room.question_of(case.round.id)
    if asked is None:
        yield _step_door(acts.ASK_CHANGES, Step.CHANGES_ASKED, case, by)
    elif asked.answered_at is None:
        yield _client_door(acts.ANSWER_CHANGES, case, by, asked.pk)


def _change_doors(case: CaseView, by: Actor) -> Iterator[Door]:
    if Step.AGREED not in case.done and case.round.number == 1:
        return  # there is no agreement yet that a change could touch
    for notice in room.notices_of(case.id):
        if notice.settled_at is None:
            yield _door(acts.TRIAGE_CHANGE, case, by, notice.pk, notice.description[:60])
    yield _client_door(acts.FILE_CHANGE, case, by)


def _door(
    act: ActKind, case: CaseView, by: Actor, target: int | None = None, about: str = ""
) -> Door:
    return Door(act, tuple(act.duty_obstacles(by, case.where)), target, about)


def _client_door(
    act: ActKind, case: CaseView, by: Actor, target: int | None = None, about: str = ""
) -> Door:
    obstacles = (*act.duty_obstacles(by), *own_client_only(by, case.organisation_id))
    return Door(act, obstacles, target, about)


def _step_door(act: ActKind, step: Step, case: CaseView, by: Actor) -> Door:
    obstacles = (*act.duty_obstacles(by, case.where), *cases.obstacles_to(case, step))
    return Door(act, obstacles)
