"""Access tokens for programs. A person makes their own; the text is shown once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.people.models import Token
from xinheng.core.people import acts
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made. `text` is not kept anywhere."""

    id: int
    name: str
    text: str
    valid_until: datetime


@transaction.atomic
def make_token(*, name: str, days: int, by: Actor, at: datetime) -> NewToken:
    """Make a token that lets a program act as the person who makes it.

    Args:
        days: how long it works. Unit: days.

    Raises:
        Refused: nobody is signed in, it has no name, or it would work too long.
    """
    reasons = []
    if by.person_id is None:
        reasons.append(Violation("people.not-signed-in", _("Sign in first."), acts.RECORDS))
    if not name.strip():
        reasons.append(
            Violation("people.token-name", _("A name is needed."), acts.RECORDS, field="name")
        )
    if not 1 <= days <= LONGEST_DAYS:
        reasons.append(
            Violation(
                "people.token-days", _("A token works for 1 to %(most)s days."), acts.RECORDS,
                {"most": LONGEST_DAYS}, "days",
            )
        )  # fmt: skip
    refuse_if(reasons)
    text = f"xh_{secrets.token_urlsafe(32)}"
    made = Token.objects.create(
        person_id=by.person_id or 0,
        name=name,
        digest=sha256(text.encode()).hexdigest(),
        valid_until=at + timedelta(days=days),
        created_at=at,
    )
    journal.record(acts.MAKE_TOKEN, on=made, by=by, at=at, name=name, until=made.valid_until)
    return NewToken(made.pk, made.name, text, made.valid_until)


@transaction.atomic
def end_token(*, token_id: int, by: Actor, at: datetime) -> None:
    """End one's own token at once.

    Raises:
        Token.DoesNotExist: it is not one's own, or there is none.
    """
    row = Token.objects.get(pk=token_id, person_id=by.person_id or -1)
    journal.record(acts.END_TOKEN, on=row, by=by, at=at, name=row.name)
    row.delete()
