"""The secret address of somebody's calendar."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from xinheng.apps.staffing.models import CalendarKey
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing import acts


@transaction.atomic
def make_calendar_key(*, by: Actor, at: datetime) -> str:
    """Make the secret of one's calendar address; an older one stops working.

    Raises:
        Refused: nobody is signed in.
    """
    if by.person_id is None:
        refuse_if([Violation("people.not-signed-in", _("Sign in first."), acts.TEAM)])
    key = secrets.token_urlsafe(24)
    CalendarKey.objects.update_or_create(
        person_id=by.person_id or 0,
        defaults={"digest": sha256(key.encode()).hexdigest(), "made_at": at},
    )
    return key
