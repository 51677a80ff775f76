"""Audit time set by hand: more at once, less only when another person approves."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from xinheng.apps.cases import actions as cases
from xinheng.apps.cases import queries as case_queries
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.journal import actions as journal
from xinheng.apps.people import actions as people
from xinheng.apps.programmes import queries
from xinheng.apps.programmes.models import TimeReckoning, Waiver
from xinheng.core.programmes import acts
from xinheng.core.programmes.planning import by_hand_obstacles
from xinheng.core.programmes.words import Cause
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

HUNDREDTH = Decimal("0.01")


@transaction.atomic
def override_time(
    *,
    case_id: int,
    days: Decimal,
    because: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> TimeReckoning | Waiver:
    """Set more time than reckoned, or ask for less.

    Args:
        days: the time wanted. Unit: auditor-days, in half days.

    Returns:
        The new standing row, or the request that another person has to answer.

    Raises:
        Refused: `by` may not, nothing was reckoned, or something rests on it already.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    standing = queries.standing_reckoning(case.id, case.round.id)
    reasons = [
        *acts.OVERRIDE.duty_obstacles(by, case.where),
        *by_hand_obstacles(days, because),
    ]
    if standing is None or not queries.can_reckon_again(case):
        reasons.append(
            Violation(
                "programmes.time-in-use",
                _("The time is not reckoned yet, or something rests on it already."),
                acts.TIME,
            )
        )
    refuse_if(reasons)
    based_on = TimeReckoning.objects.get(pk=standing.id if standing else 0)
    cases.touch(locked)
    if days >= based_on.figure_days:
        return _by_hand(case, based_on, days, because, by, at)
    waiver = Waiver.objects.create(
        reckoning=based_on, days=days, because=because, asked_at=at, asked_by_id=by.person_id or 0
    )
    journal.record(
        acts.OVERRIDE, on=waiver, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, days=days, because=because,
    )  # fmt: skip
    people.tell(
        message=_("%(number)s: less audit time is asked for, %(days)s auditor-days."),
        facts={"number": case.number, "days": f"{days.normalize():f}"},
        case_id=case.id,
        at=at,
        duty=Duty.WAIVE,
    )
    return waiver


@transaction.atomic
def answer_waiver(
    *,
    case_id: int,
    waiver_id: int,
    approve: bool,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Waiver:
    """Approve or decline a request for less time. Never by the person who asked.

    Raises:
        Refused: `by` may not or asked for it, or it was answered.
        Waiver.DoesNotExist: this case has no such request.
    """
    locked = cases.lock(case_id, seen=seen)
    case = case_queries.view(locked)
    row = Waiver.objects.select_for_update().select_related("reckoning").get(
        pk=waiver_id, reckoning__case_id=case_id
    )  # fmt: skip
    reasons = [
        *acts.ANSWER_WAIVER.duty_obstacles(by, case.where),
        *queries.waiver_obstacles(row, by),
    ]
    if approve and not queries.can_reckon_again(case):
        reasons.append(
            Violation(
                "programmes.time-in-use",
                _("The time is not reckoned yet, or something rests on it already."),
                acts.TIME,
            )
        )
    refuse_if(reasons)
    row.answered_at, row.answered_by_id, row.is_approved = at, by.person_id, approve
    row.save(update_fields=["answered_at", "answered_by", "is_approved"])
    journal.record(
        acts.ANSWER_WAIVER, on=row, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, days=row.days,
        answer="approved" if approve else "declined", asked_by=row.asked_by_id,
    )  # fmt: skip
    if approve:
        _by_hand(case, row.reckoning, row.days, row.because, by, at)
    cases.touch(locked)
    return row


def _by_hand(
    case: CaseView, based_on: TimeReckoning, days: Decimal, because: str, by: Actor, at: datetime
) -> TimeReckoning:
    """A new standing row with other days; what was reckoned stays in it as it was."""
    stage1 = min(based_on.stage1_days, days)
    on_site = (based_on.on_site_min_days * days / based_on.days).quantize(
        HUNDREDTH, rounding=ROUND_HALF_UP
    )
    row = TimeReckoning.objects.create(
        case_id=case.id,
        round_id=case.round.id,
        cause=Cause.BY_HAND,
        request=based_on.request,
        result=based_on.result,
        sampling=based_on.sampling,
        site_ids=based_on.site_ids,
        rules_on=based_on.rules_on,
        rules_known=based_on.rules_known,
        figure_days=based_on.figure_days,
        days=days,
        stage1_days=stage1,
        stage2_days=days - stage1,
        on_site_min_days=on_site,
        because=because,
        made_at=at,
        made_by_id=by.person_id,
    )
    cases.set_days(case.id, days=days, stage1=stage1, stage2=days - stage1, on_site_min=on_site)
    journal.record(
        acts.OVERRIDE, on=row, by=by, at=at, case_id=case.id,
        organisation_id=case.organisation_id, days=days, because=because,
    )  # fmt: skip
    return row
