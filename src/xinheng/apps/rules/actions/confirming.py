"""Confirming a rule against a licensed copy, and taking that back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.journal import actions as journal
from xinheng.apps.rules import queries
from xinheng.apps.rules.actions.numbering import next_rules
from xinheng.apps.rules.models import Confirmation
from xinheng.core.rules import acts
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.overlay import content_mark
from xinheng.rulebook.register import NoRule, row_ids


@transaction.atomic
def confirm(
    *,
    target: str,
    evidence: str,
    on: date,
    by: Actor,
    at: datetime,
    file_id: int | None = None,
) -> Confirmation:
    """Confirm a table, an edition or a row against a licensed copy.

    What stands in the rows now is confirmed; another content later is not.

    Args:
        target: its id in the register.
        evidence: which copy: document, edition, where it is kept.
        on: the day they were held against each other.

    Raises:
        Refused: `by` may not, the rule is unknown, or something is missing.

    Source: ISO/IEC 17021-1, 10.2.3.
    """
    contents, reasons = _contents(target)
    refuse_if(
        [*acts.CONFIRM.duty_obstacles(by), *reasons, *_evidence_obstacles(evidence, on, by, at)]
    )
    row = Confirmation.objects.create(
        target=target, contents=contents, evidence=evidence, file_id=file_id, confirmed_on=on,
        confirmed_at=at, confirmed_by_id=by.person_id or 0,
    )  # fmt: skip
    entry = journal.record(
        acts.CONFIRM, on=row, by=by, at=at, target=target, evidence=evidence, on_day=on
    )
    row.known = next_rules(f"confirm {row.pk} {target} {on} {contents}", entry=entry, at=at)
    row.save(update_fields=["known"])
    return row


@transaction.atomic
def unconfirm(*, confirmation_id: int, because: str, by: Actor, at: datetime) -> Confirmation:
    """Take a confirmation back. Raises Refused or NoConfirmation."""
    row = Confirmation.objects.select_for_update().get(pk=confirmation_id)
    reasons = [
        *acts.UNCONFIRM.duty_obstacles(by),
        *queries.reason_obstacles(because, by, "because"),
    ]
    if row.ended_at is not None:
        reasons.append(
            Violation("rules.confirmation-ended", _("It was taken back already."), acts.KEPT)
        )
    refuse_if(reasons)
    entry = journal.record(acts.UNCONFIRM, on=row, by=by, at=at, target=row.target, because=because)
    row.ended = next_rules(f"unconfirm {row.pk}", entry=entry, at=at)
    row.ended_at, row.ended_by_id, row.ended_because = at, by.person_id, because
    row.save(update_fields=["ended_at", "ended_by", "ended_because", "ended"])
    return row


def _contents(target: str) -> tuple[list[str], list[Violation]]:
    try:
        return sorted({content_mark(row) for _id, row in row_ids(target)}), []
    except NoRule:
        unknown = Violation(
            "rules.unknown", _("There is no rule “%(id)s”."), acts.KEPT, {"id": target}, "target"
        )
        return [], [unknown]


def _evidence_obstacles(evidence: str, on: date, by: Actor, at: datetime) -> list[Violation]:
    found = []
    if not evidence.strip():
        found.append(
            Violation(
                "rules.evidence-missing",
                _("Name the licensed copy: document, edition, where it is kept."),
                acts.KEPT, {}, "evidence",
            )
        )  # fmt: skip
    if on > localdate(at):
        found.append(Violation("rules.day-ahead", _("This day lies ahead."), acts.KEPT, {}, "on"))
    return [*found, *queries.person_obstacles(by)]
