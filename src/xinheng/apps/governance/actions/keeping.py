"""What becomes of a record: its effect is verified, it is reviewed, ends, or changes hands."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.cases import actions as cases
from xinheng.apps.certificates import queries as certificates
from xinheng.apps.certificates.queries import Sought
from xinheng.apps.governance.actions.common import (
    is_of_body,
    keeps,
    life,
    locked,
    note,
    settle,
    words_given,
    year_of,
)
from xinheng.apps.governance.models import Recipient, Record
from xinheng.apps.governance.queries import facts as world
from xinheng.core.certificates.words import CertificateState
from xinheng.core.governance import acts
from xinheng.core.governance.duties import next_due
from xinheng.core.governance.fields import read, texts_of
from xinheng.core.governance.sources import CHANGES, CORRECTION, LIMITS, RISKS
from xinheng.core.governance.words import Moment, RecordState
from xinheng.core.shared.actor import CLOCKWORK, Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.governance import days

STOP_USE = "stop-use-check"
ENDED_STATES = (
    CertificateState.SUSPENDED,
    CertificateState.WITHDRAWN,
    CertificateState.CANCELLED,
    CertificateState.EXPIRED,
)
LOOK_BACK = timedelta(days=92)


@transaction.atomic
def verify(*, record_id: int, effect: str, by: Actor, at: datetime) -> Record:
    """Close a task because another person found that it had its effect.

    Raises:
        Refused: `by` does not keep it or did it, it is not done, or no effect is said.
    """
    row, kind = locked(record_id)
    refuse_if(
        [
            *keeps(acts.VERIFY, kind, by),
            *life("verify", row, kind, by),
            *words_given(effect, "effect", CORRECTION),
        ]
    )
    row.state = RecordState.CLOSED
    row.checked_at, row.checked_by_id = at, by.person_id
    row.values = {**row.values, "effect": effect.strip()}
    row.save(update_fields=["state", "checked_at", "checked_by", "values"])
    note(acts.VERIFY, row, by=by, at=at, effect=effect)
    return row


@transaction.atomic
def send_back(*, record_id: int, because: str, due_on: date, by: Actor, at: datetime) -> Record:
    """Open a task again because it had no effect, with a new day it is due on.

    Raises:
        Refused: `by` does not keep it or did it, it is not done, no reason is said, or
            the day is over.
    """
    row, kind = locked(record_id)
    refuse_if(
        [
            *keeps(acts.SEND_BACK, kind, by),
            *life("send-back", row, kind, by),
            *words_given(because, "because", CORRECTION),
            *_day_to_come(due_on, localdate(at)),
        ]
    )
    row.state, row.due_on = RecordState.OPEN, due_on
    row.save(update_fields=["state", "due_on"])
    note(acts.SEND_BACK, row, by=by, at=at, because=because)
    return row


@transaction.atomic
def review(
    *, record_id: int, values: Mapping[str, object], note_text: str, by: Actor, at: datetime
) -> Record:
    """Look again at what is in force, change what a review may change, and start its clock anew.

    Raises:
        Refused: `by` does not keep it, it is not in force or does not come round, a field
            is missing or wrong, or nothing is said; carries every reason.
    """
    row, kind = locked(record_id)
    filled = read(kind, Moment.REVIEW, values)
    reasons = [
        *keeps(acts.REVIEW, kind, by),
        *filled.violations,
        *world.unknown_keys(kind, Moment.REVIEW, values),
        *words_given(note_text, "note_text"),
    ]
    if row.state != RecordState.IN_FORCE or not kind.every_months:
        reasons.append(
            Violation(
                "governance.not-reviewed", _("Only what is in force and comes round is reviewed."),
                RISKS,
            )
        )  # fmt: skip
    refuse_if(reasons)
    row.values = {**row.values, **filled.values}
    row.search_text = " ".join(texts_of(row.values))
    row.review_on = next_due(localdate(at), kind.every_months)
    row.save(update_fields=["values", "search_text", "review_on"])
    note(acts.REVIEW, row, by=by, at=at, note=note_text, values=dict(filled.values))
    return row


@transaction.atomic
def end(*, record_id: int, because: str, by: Actor, at: datetime) -> Record:
    """End what is in force, with the reason.

    Raises:
        Refused: `by` does not keep it, it is not in force, or no reason is said.
    """
    row, kind = locked(record_id)
    refuse_if(
        [
            *keeps(acts.END, kind, by),
            *life("end", row, kind, by),
            *words_given(because, "because"),
        ]
    )
    settle(row, RecordState.ENDED, by=by, at=at)
    note(acts.END, row, by=by, at=at, because=because)
    return row


@transaction.atomic
def hand_over(
    *, record_id: int, owner_id: int, due_on: date, because: str, by: Actor, at: datetime
) -> Record:
    """Give an open record another owner or another day, with the reason.

    Raises:
        Refused: `by` does not keep it, it is not open, the owner is not of the body, the
            day is over, or no reason is said.
    """
    row, kind = locked(record_id)
    reasons = [
        *keeps(acts.HAND_OVER, kind, by),
        *is_of_body(owner_id, "owner_id", kind.source),
        *_day_to_come(due_on, localdate(at)),
        *words_given(because, "because"),
    ]
    if row.state != RecordState.OPEN:
        reasons.append(Violation("governance.not-open", _("It is not open."), LIMITS))
    refuse_if(reasons)
    row.owner_id, row.due_on = owner_id, due_on
    row.save(update_fields=["owner", "due_on"])
    row.refresh_from_db(fields=["owner"])
    owner = row.owner.name_zh if row.owner else ""
    note(acts.HAND_OVER, row, by=by, at=at, owner=owner, due=due_on, because=because)
    return row


@transaction.atomic
def note_compliance(
    *, record_id: int, organisation_id: int, evidence: str, by: Actor, at: datetime
) -> Recipient:
    """Note that a client was found to comply with an announced change, and what shows it.

    Raises:
        Refused: `by` may not, the client was not told or complies already, or nothing
            shows it.
    """
    row, _kind = locked(record_id)
    found = row.recipients.select_related("organisation").filter(organisation_id=organisation_id)
    one = found.select_for_update(of=("self",)).first()
    reasons = [
        *acts.COMPLIED.duty_obstacles(by),
        *words_given(evidence, "evidence", CHANGES),
    ]
    if one is None:
        reasons.append(
            Violation("governance.not-told", _("This client was not told."), CHANGES,
                      field="organisation_id")
        )  # fmt: skip
    elif one.complied_at is not None:
        reasons.append(
            Violation("governance.complies-already", _("This was verified already."), CHANGES,
                      field="organisation_id")
        )  # fmt: skip
    refuse_if(reasons)
    if one is None:
        raise AssertionError(organisation_id)
    one.complied_at, one.evidence, one.verified_by_id = at, evidence.strip()[:300], by.person_id
    one.save(update_fields=["complied_at", "evidence", "verified_by"])
    note(acts.COMPLIED, row, by=by, at=at, client=one.organisation.name_zh, evidence=evidence)
    return one


@transaction.atomic
def ensure_stop_use_checks(*, on: date, at: datetime) -> int:
    """Open the check that use has stopped for each certificate that was lately suspended or ended.

    For the clockwork; a second run finds nothing to do. Its owner is whoever oversees it
    first; the day it is due on comes from the rulebook.

    Returns:
        How many were opened.
    """
    known = {
        (row.certificate_id, str(row.values.get("since")))
        for row in Record.objects.filter(kind=STOP_USE, opened_at__gte=at - 2 * LOOK_BACK)
    }
    opened = 0
    for state in ENDED_STATES:
        for one in certificates.listing(CLOCKWORK, Sought(state=state), count=None):
            since = one.state_since.isoformat()
            if one.state_since < on - LOOK_BACK or (one.id, since) in known:
                continue
            year = year_of(at)
            number = cases.next_number(f"governance-records-{year}")
            row = Record.objects.create(
                number=f"GR-{year}-{number:04d}", kind=STOP_USE, state=RecordState.OPEN,
                title=f"{one.number} {one.holder_zh}"[:200],
                values={"client": one.organisation_id, "certificate": one.number, "since": since},
                organisation_id=one.organisation_id, certificate_id=one.id,
                due_on=one.state_since + timedelta(days=days(on)["stop_use_days"]), opened_at=at,
            )  # fmt: skip
            note(acts.OPEN, row, by=CLOCKWORK, at=at, title=row.title)
            opened += 1
    return opened


def _day_to_come(due_on: date, on: date) -> list[Violation]:
    if due_on >= on:
        return []
    return [
        Violation("governance.due-over", _("The day it is due on is over."), LIMITS, field="due_on")
    ]
