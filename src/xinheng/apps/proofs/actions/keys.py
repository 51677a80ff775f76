"""Making, retiring and revoking the keys that sign."""

from datetime import datetime

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.proofs import queries
from xinheng.apps.proofs.models import SigningKey
from xinheng.core.proofs import acts
from xinheng.core.proofs.words import Purpose
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import CLOCKWORK, Actor
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import Term
from xinheng.core.shared.wording import mark as _
from xinheng.proving.keys import KeyMissing, Signer, key_id


@transaction.atomic
def ensure_key(*, purpose: Purpose, at: datetime) -> SigningKey:
    """The key in use for a purpose; made if there is none."""
    return _in_use(purpose) or _made(purpose, CLOCKWORK, at)


@transaction.atomic
def create_key(*, purpose: Purpose, by: Actor, at: datetime) -> SigningKey:
    """Make the first key for a purpose.

    Raises:
        Refused: there is one in use already, or the duty is missing.
    """
    kept = _in_use(purpose)
    reasons = [*acts.CREATE.duty_obstacles(by)]
    if kept is not None:
        reasons.append(_exists(kept.key_id))
    refuse_if(reasons)
    return _made(purpose, by, at)


@transaction.atomic
def rotate_key(*, purpose: Purpose, because: str, by: Actor, at: datetime) -> SigningKey:
    """Retire the key in use and make another. What the old one signed stays good.

    Raises:
        Refused: there is no key, no reason, or the duty is missing.
    """
    kept = _in_use(purpose)
    reasons = [*acts.ROTATE.duty_obstacles(by), *_reason(because)]
    if kept is None:
        reasons.append(_no_key())
    refuse_if(reasons)
    assert kept is not None  # noqa: S101 - refused above when there is none
    _end(kept, acts.ROTATE, because, by, at)
    return _made(purpose, by, at)


@transaction.atomic
def revoke_key(*, key: str, because: str, by: Actor, at: datetime) -> SigningKey:
    """Believe nothing any more that this key signed; if it was in use, make another.

    Raises:
        Refused: there is no such key, it is revoked already, no reason is given, or the
            duty is missing.
    """
    row = SigningKey.objects.select_for_update().filter(key_id=key).first()
    reasons = [*acts.REVOKE.duty_obstacles(by), *_reason(because)]
    if row is None:
        reasons.append(_no_key())
    elif row.revoked_at is not None:
        reasons.append(_revoked(key))
    refuse_if(reasons)
    assert row is not None  # noqa: S101 - refused above when there is none
    was_in_use = row.retired_at is None
    row.revoked_at = at
    _end(row, acts.REVOKE, because, by, at)
    if was_in_use:
        _made(Purpose(row.purpose), by, at)
    return row


def signer(*, purpose: Purpose, at: datetime) -> Signer:
    """The hand that signs for a purpose; its key is made if there is none.

    Raises:
        Refused: the private half is not where it should be.
    """
    row = ensure_key(purpose=purpose, at=at)
    try:
        return queries.store().signer(bytes(row.public_key))
    except KeyMissing as missing:
        raise Refused([_lost(row.key_id)]) from missing


def _in_use(purpose: Purpose) -> SigningKey | None:
    rows = SigningKey.objects.select_for_update()
    return rows.filter(purpose=purpose, retired_at=None, revoked_at=None).first()


def _made(purpose: Purpose, by: Actor, at: datetime) -> SigningKey:
    public = queries.store().create()
    row = SigningKey.objects.create(
        key_id=key_id(public).hex(), public_key=public, purpose=purpose, created_at=at
    )
    journal.record(
        acts.CREATE, on=row, by=by, at=at, key=row.key_id, purpose=Term(purpose.label),
        public_key=public.hex(),
    )  # fmt: skip
    return row


def _end(row: SigningKey, act: ActKind, because: str, by: Actor, at: datetime) -> None:
    row.retired_at = row.retired_at or at
    row.because = because[:300]
    row.save()
    journal.record(act, on=row, by=by, at=at, key=row.key_id, because=because)


def _reason(because: str) -> list[Violation]:
    if because.strip():
        return []
    return [_fault("proofs.no-reason", _("Say why."), "because")]


def _no_key() -> Violation:
    return _fault("proofs.no-key", _("There is no such key."), "key")


def _exists(key: str) -> Violation:
    return Violation(
        code="proofs.key-exists",
        message=_("The key %(key)s is in use; rotate it instead."),
        source=acts.KEYS,
        facts={"key": key},
    )


def _revoked(key: str) -> Violation:
    return Violation(
        code="proofs.key-revoked",
        message=_("The key %(key)s is revoked already."),
        source=acts.KEYS,
        facts={"key": key},
    )


def _lost(key: str) -> Violation:
    return Violation(
        code="proofs.key-lost",
        message=_(
            "The private half of key %(key)s is missing. Restore the folder of keys or rotate it."
        ),
        source=acts.KEYS,
        facts={"key": key},
    )


def _fault(code: str, message: str, field: str) -> Violation:
    return Violation(code=code, message=message, source=acts.KEYS, field=field)
