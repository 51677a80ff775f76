"""The acts on keys, as the fronts offer them."""

from datetime import datetime
from typing import Any

from xinheng.apps.proofs import actions
from xinheng.core.proofs import acts
from xinheng.core.proofs.words import Purpose
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class CreateIn(Shape):
    purpose: Purpose


class RotateIn(Shape):
    purpose: Purpose
    because: str


class RevokeIn(Shape):
    key: str
    because: str


def _create(_case_id: int, given: CreateIn, by: Actor, at: datetime) -> object:
    return actions.create_key(purpose=given.purpose, by=by, at=at)


def _rotate(_case_id: int, given: RotateIn, by: Actor, at: datetime) -> object:
    return actions.rotate_key(purpose=given.purpose, because=given.because, by=by, at=at)


def _revoke(_case_id: int, given: RevokeIn, by: Actor, at: datetime) -> object:
    return actions.revoke_key(key=given.key, because=given.because, by=by, at=at)


def _key(row: Any) -> dict[str, object]:
    return {"key": row.key_id, "purpose": str(row.purpose)}


OPERATIONS = (
    Operation(acts.CREATE, CreateIn, _create, of_case=False, answer=_key),
    Operation(acts.ROTATE, RotateIn, _rotate, of_case=False, answer=_key),
    Operation(acts.REVOKE, RevokeIn, _revoke, of_case=False, answer=_key),
)
