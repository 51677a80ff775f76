"""The limits the body sets itself."""

from datetime import date, datetime

from django.db import transaction

from xinheng.apps.impartiality.actions.common import field_missing
from xinheng.apps.impartiality.models import Limit
from xinheng.apps.journal import actions as journal
from xinheng.core.impartiality import acts
from xinheng.core.impartiality.words import LimitKey
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.settings import settings_on


@transaction.atomic
def set_limit(
    *, key: LimitKey, value: int, since: date, because: str, by: Actor, at: datetime
) -> Limit:
    """Set a limit from a day on; nought switches it off. Earlier values stay on record.

    Raises:
        Refused: `by` may not, the value lies outside the fence, or no reason is given.
    """
    act = acts.SET_LIMIT
    reasons = [*act.duty_obstacles(by), *field_missing(act, "because", because)]
    try:
        settings_on(since, {key.value: str(value)})
    except (ValueError, LookupError):
        reasons.append(
            Violation(
                "impartiality.limit-value", _("This value or day is outside what is allowed."),
                acts.HOUSE, field="value",
            )
        )  # fmt: skip
    refuse_if(reasons)
    made = Limit.objects.create(
        key=key, value=value, since=since, because=because, set_at=at, set_by_id=by.person_id
    )
    journal.record(act, on=made, by=by, at=at, limit=key, value=value, since=since, because=because)
    return made
