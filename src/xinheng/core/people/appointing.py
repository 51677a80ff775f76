"""Who may be appointed to what, and what keeps the body governable."""

from collections.abc import Iterator

from xinheng.core.people.acts import AUTHORITY, RECORDS
from xinheng.core.shared.actor import Actor, Duty, Role
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _


def appointing_obstacles(
    by: Actor, *, person_id: int, role: Role, is_of_client: bool, is_active: bool
) -> Iterator[Violation]:
    """Say why somebody may not be given a role by `by`.

    Source: ISO/IEC 17021-1, 5.1.3 and 6.1.
    """
    if by.person_id == person_id:
        yield Violation(
            "people.appoints-oneself",
            _("Nobody appoints themself; another person must do it."),
            AUTHORITY,
        )
    if role == Role.ADMINISTRATOR and not by.holds_any((Duty.ADMINISTER, Duty.CLOCKWORK)):
        yield Violation(
            "people.administrator-by-administrator",
            _("Only an administrator appoints an administrator."),
            AUTHORITY,
        )
    if is_of_client != (role == Role.CLIENT):
        yield Violation(
            "people.role-of-other-side",
            _("Persons of a client hold the role “%(client)s” and no other; nobody else does."),
            AUTHORITY,
            {"client": Role.CLIENT},
            "role",
        )
    if not is_active:
        yield Violation("people.person-not-active", _("This person is not active."), RECORDS)


def last_administrator(others: int) -> Iterator[Violation]:
    """Say so when no other administrator would remain.

    Args:
        others: administrators besides the one to be removed.

    Source: ISO/IEC 17021-1, 5.1.3 and 6.1.
    """
    if others < 1:
        yield Violation(
            "people.last-administrator",
            _("This is the last administrator; appoint another one first."),
            AUTHORITY,
        )
