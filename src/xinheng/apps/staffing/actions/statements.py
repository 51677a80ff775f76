"""One's own statement on readiness: given, withdrawn, and erased when it is too old.

Nothing that was said stands in the journal, in a log or in an error report: the functions hold
the values as sensitive, and the facts of an entry are the version of the consent alone.
"""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from xinheng.apps.journal import actions as journal
from xinheng.apps.staffing.models import Statement
from xinheng.apps.staffing.queries.sealed import seal_items, seal_mean
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor, Duty
from xinheng.core.shared.period import add_months
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import Term
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing import acts
from xinheng.core.staffing.readiness import (
    CONSENT_VERSION,
    ITEMS_MONTHS,
    LAW,
    MEAN_MONTHS,
    Item,
    stated_mean,
)


@sensitive_variables()
@transaction.atomic
def give_statement(
    *, said: Mapping[Item, Fraction | None], consents_to: str, by: Actor, at: datetime
) -> Statement:
    """Keep one's own statement; an earlier one is emptied.

    Args:
        said: each item from 0 to 1; nothing where somebody prefers not to say.
        consents_to: the version of the text that was agreed to.

    Raises:
        Refused: not an auditor of the body, no consent to the present text, or a score that is
            none. Which score it was is not said.
    """
    reasons = [*_not_an_auditor(by)]
    if consents_to != CONSENT_VERSION:
        reasons.append(
            Violation(
                "staffing.no-consent",
                _("Without your consent to the present text nothing is kept."),
                acts.CONSENT,
                field="consents_to",
            )
        )
    if any(score is not None and not 0 <= score <= 1 for score in said.values()):
        reasons.append(
            Violation(
                "staffing.score-outside", _("A score must lie between 0 and 1."), LAW, field="said"
            )
        )
    refuse_if(reasons)
    whole = {item: said.get(item) for item in Item}
    _end(by, at=at)
    person = by.person_id or 0
    made = Statement.objects.create(
        person_id=person,
        consent_version=CONSENT_VERSION,
        given_at=at,
        sealed_items=seal_items(person, whole),
        sealed_mean=seal_mean(person, stated_mean(whole)),
    )
    journal.record(acts.GIVE_STATEMENT, on=made, by=by, at=at, version=CONSENT_VERSION)
    return made


@transaction.atomic
def withdraw_statement(*, by: Actor, at: datetime) -> None:
    """Withdraw one's consent: everything said is erased, and the next reckoning is neutral.

    Raises:
        Refused: there is no statement.
    """
    ended = _end(by, at=at, is_withdrawn=True)
    if ended is None:
        refuse_if([Violation("staffing.no-statement", _("You gave no statement."), acts.CONSENT)])
        return
    journal.record(acts.WITHDRAW_STATEMENT, on=ended, by=by, at=at)


def _not_an_auditor(by: Actor) -> list[Violation]:
    if by.person_id is not None and by.holds_any((Duty.AUDIT, Duty.LEAD)):
        return []
    return [
        Violation(
            "staffing.statement-of-auditors",
            _("Only auditors say something of their own readiness."),
            LAW,
        )
    ]


def _end(by: Actor, *, at: datetime, is_withdrawn: bool = False) -> Statement | None:
    row = (
        Statement.objects.select_for_update()
        .filter(person_id=by.person_id or -1, ended_at=None)
        .first()
    )
    if row is not None:
        row.sealed_items = row.sealed_mean = None
        row.ended_at, row.is_withdrawn = at, is_withdrawn
        row.save(update_fields=["sealed_items", "sealed_mean", "ended_at", "is_withdrawn"])
    return row


@transaction.atomic
def erase_old_statements(*, by: Actor, at: datetime) -> int:
    """Erase items after twelve months and means after twenty-four. Returns how many rows.

    Source: Personal Information Protection Law, art. 47.
    """
    refuse_if(acts.ERASE_STATEMENT.duty_obstacles(by))
    kept = Statement.objects.select_for_update().exclude(
        Q(sealed_items__isnull=True) & Q(sealed_mean__isnull=True)
    )
    return sum(_erase(row, by, at) for row in kept.order_by("pk"))


def _erase(row: Statement, by: Actor, at: datetime) -> bool:
    given_on, today = localdate(row.given_at), localdate(at)
    is_old = row.sealed_items is not None and today >= add_months(given_on, ITEMS_MONTHS)
    is_very_old = today >= add_months(given_on, MEAN_MONTHS)
    if is_very_old:
        row.sealed_items = row.sealed_mean = None
        _note(acts.ERASE_STATEMENT, row, by, at, Term(_("all that was said")))
    elif is_old:
        row.sealed_items = None
        _note(acts.ERASE_STATEMENT, row, by, at, Term(_("the items")))
    row.save(update_fields=["sealed_items", "sealed_mean"])
    return is_old or is_very_old


def _note(act: ActKind, row: Statement, by: Actor, at: datetime, what: str) -> None:
    journal.record(act, on=row, by=by, at=at, what=what)
