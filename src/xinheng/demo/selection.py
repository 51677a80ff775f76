"""From the first contact to the agreement and the programme."""

from datetime import timedelta
from decimal import Decimal

from xinheng.apps.clients import actions as clients
from xinheng.apps.intake import actions as intake
from xinheng.apps.intake import queries as intake_queries
from xinheng.apps.people import actions as people
from xinheng.apps.programmes import actions as programmes
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import RoundKind
from xinheng.core.intake.transfer import TransferFacts
from xinheng.core.intake.verification import ClaimState
from xinheng.core.intake.words import CycleStage
from xinheng.core.people.words import Employment
from xinheng.core.programmes.words import VisitKind
from xinheng.core.shared.actor import Role
from xinheng.demo import papers
from xinheng.demo.tale import Going, Tale
from xinheng.front.quoting import working_of

SEEN = "已在平台查询，与申请一致（演示）。"
MANY_SITES = 10
OTHER_BODY = "乌有认证有限公司（虚构）"
YEARS = timedelta(days=3 * 365)


def meet(tale: Tale) -> Going:
    """The client becomes known to the body and gets its sign-in."""
    yield from tale.soon()
    row = tale.row
    made = clients.register(
        given={
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "credit_code": row.credit_code,
            "legal_form": "有限责任公司",
            "address_zh": row.address_zh,
            "address_en": row.address_en,
            "region_code": row.region,
            "contact_name": row.contact,
            "contact_phone": "000-00000000",
            "contact_email": f"{row.username}@demo.invalid",
            "top_manager": row.manager,
        },
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )
    tale.organisation_id = made.pk
    person = people.add(
        username=row.username,
        record=people.PersonRecord(
            name_zh=row.contact,
            email=f"{row.username}@demo.invalid",
            employment=Employment.CLIENT,
            organisation_id=made.pk,
            region_code=row.region,
        ),
        by=tale.world.actor("admin"),
        at=tale.now,
        hashed=tale.world.password_hash,
    )
    tale.world.know(row.username, person.pk)
    people.appoint(person_id=person.pk, role=Role.CLIENT, by=tale.world.actor("admin"), at=tale.now)


def apply(tale: Tale, *, kind: RoundKind = RoundKind.INITIAL) -> Going:
    """The client applies; programs that ask the platforms answer at once."""
    yield from tale.later(1)
    tale.kind, tale.schemes = kind, tale.schemes or tale.row.schemes
    started = intake.start(by=tale.client, at=tale.now, kind=kind)
    fill(tale, started.pk)
    tale.before(Step.APPLIED)
    yield from tale.soon()
    row = intake.submit(application_id=started.pk, by=tale.client, at=tale.now)
    tale.case_id = row.case_id or 0


def fill(tale: Tale, application_id: int, *, complete: bool = True) -> None:
    """Fill the form, all of it or only its beginning."""
    kinds = tuple(papers.kinds_for(tale.row.trade, tale.schemes)) if complete else ()
    files = {kind: tale.paper(kind) for kind in kinds}
    draft = papers.draft(tale.row, tale.schemes, files, on=tale.today)
    if not complete:
        draft = {name: draft[name] for name in ("organisation", "schemes")}
    intake.save_draft(application_id=application_id, draft=draft, by=tale.client, at=tale.now)


def check_claims(tale: Tale) -> Going:
    """What no program could look up is looked up by hand."""
    tale.before(Step.CLAIMS_CHECKED)
    yield from tale.later(3)
    by = tale.staff(Role.APPLICATION_REVIEWER)
    for check in intake_queries.checks_of(tale.case_id):
        if check.state == ClaimState.UNCHECKED:
            intake.record_claim(
                case_id=tale.case_id,
                claim_id=check.pk,
                state=ClaimState.CONFIRMED,
                checked_on=tale.today,
                note=SEEN,
                by=by,
                at=tale.now,
            )
    intake.finish_claims(case_id=tale.case_id, by=by, at=tale.now)


def review(tale: Tale) -> Going:
    """The application is reviewed and accepted."""
    tale.before(Step.APPLICATION_REVIEWED)
    yield from tale.later(2)
    by = tale.staff(Role.APPLICATION_REVIEWER)
    intake.accept(case_id=tale.case_id, by=by, at=tale.now, note="受理条件满足。")


def reckon(tale: Tale) -> Going:
    """The audit time is reckoned; of very many sites a sample is visited."""
    tale.before(Step.TIME_RECKONED)
    yield from tale.later(1)
    ratio = Decimal("0.6") if len(tale.schemes) > 1 else None
    programmes.reckon_time(
        case_id=tale.case_id,
        by=tale.staff(Role.PLANNER),
        at=tale.now,
        integration_ratio=ratio,
        sampling=_sampling(tale),
    )


def _sampling(tale: Tale) -> "programmes.Sampling | None":
    if tale.row.sites < MANY_SITES:
        return None
    return programmes.Sampling(
        allowed=True,
        has_one_system=True,
        has_central_authority=True,
        has_common_tie=True,
        audited_every_site=True,
        reviewed_by_management=True,
        is_effective=True,
    )


def offer(tale: Tale) -> Going:
    """A quotation is sent, and the client accepts it."""
    tale.before(Step.QUOTED)
    yield from tale.later(2)
    quotation = intake.quote(
        case_id=tale.case_id,
        valid_until=tale.today + timedelta(days=60),
        **working_of(tale.case_id),
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )
    yield from tale.later(2)
    intake.accept_quotation(
        case_id=tale.case_id, quotation_id=quotation.pk, by=tale.client, at=tale.now
    )


def agree(tale: Tale) -> Going:
    """The agreement is drawn up, signed by the client and confirmed."""
    tale.before(Step.AGREED)
    yield from tale.later(1)
    by = tale.staff(Role.APPLICATION_REVIEWER)
    intake.draft_agreement(
        case_id=tale.case_id,
        begins_on=tale.today,
        ends_on=tale.today + YEARS + timedelta(days=90),
        by=by,
        at=tale.now,
    )
    yield from tale.later(3)
    signed = tale.paper("agreement")
    intake.upload_agreement(case_id=tale.case_id, signed_file=signed, by=tale.client, at=tale.now)
    yield from tale.later(1)
    intake.sign_agreement(case_id=tale.case_id, signed_on=tale.today, by=by, at=tale.now)


def programme(tale: Tale) -> Going:
    """The programme of the cycle is set."""
    tale.before(Step.PROGRAMMED)
    yield from tale.later(1)
    today = tale.today
    spans = {
        RoundKind.INITIAL: ((VisitKind.STAGE_1, 7, 30), (VisitKind.STAGE_2, 20, 60)),
        RoundKind.RECERTIFICATION: ((VisitKind.RECERTIFICATION, 5, 45),),
    }
    programmes.set_programme(
        case_id=tale.case_id,
        windows=[
            programmes.PlannedWindow(
                visit, today + timedelta(days=first), today + timedelta(days=last)
            )
            for visit, first, last in spans.get(tale.kind, ())
        ],
        shifts="单班制，审核覆盖全部班次。",
        by=tale.staff(Role.PLANNER),
        at=tale.now,
    )


def take_over(tale: Tale, *, valid_days: int) -> Going:
    """A certificate of another body is looked at before it is taken over."""
    tale.before(Step.TRANSFER_REVIEWED)
    yield from tale.later(2)
    tale.expires_on = tale.today + timedelta(days=valid_days)
    intake.review_transfer(
        case_id=tale.case_id,
        facts=TransferFacts(
            on=tale.today,
            body=OTHER_BODY,
            certificate=f"DEM-OLD-{tale.row.number:03d}",
            valid_until=tale.expires_on,
            is_accredited=True,
            is_suspended=False,
            is_under_threat=False,
            scope_fits=True,
            because="组织希望就近服务（演示）。",
            last_report_on=tale.today - timedelta(days=200),
            open_majors=0,
            open_minors=0,
            complaints="无",
            complaints_settled=True,
            stage=CycleStage.BEFORE_SECOND,
            lawful=True,
        ),
        by=tale.staff(Role.APPLICATION_REVIEWER),
        at=tale.now,
    )


def select(tale: Tale) -> Going:
    """Everything from the application to the programme."""
    yield from meet(tale)
    yield from apply(tale)
    yield from check_claims(tale)
    yield from review(tale)
    yield from reckon(tale)
    yield from offer(tale)
    yield from agree(tale)
    yield from programme(tale)
