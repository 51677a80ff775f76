"""The body itself: its name, its branches, and the first administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.people.actions.appointments import appoint
from xinheng.apps.people.actions.persons import PersonRecord, add
from xinheng.apps.people.models import Body, Branch, Person
from xinheng.core.people import acts
from xinheng.core.shared.actor import Actor, Duty, Role
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class BranchWanted:
    """A branch office to be set up."""

    code: str
    name_zh: str
    name_en: str = ""
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who may sign in first and appoint the others."""

    username: str
    name_zh: str
    password: str


@transaction.atomic
def set_up_body(
    *,
    name_zh: str,
    name_en: str,
    approval_number: str,
    administrator: FirstAdministrator,
    by: Actor,
    at: datetime,
    branches: Sequence[BranchWanted] = (),
    details: Mapping[str, str] | None = None,
) -> Person:
    """Set up an empty body with its branches and its first administrator.

    Args:
        details: more of the body by name: address_zh, address_en, phone, website,
            head_zh, head_en.

    Raises:
        Refused: `by` may not, the body exists, or the administrator's record is unsound.
    """
    reasons = [*acts.SET_UP_BODY.duty_obstacles(by)]
    if Body.objects.exists():
        reasons.append(
            Violation(
                "people.body-exists", _("The body is set up already."), acts.SET_UP_BODY.source
            )
        )
    refuse_if(reasons)
    body = Body.objects.create(
        name_zh=name_zh, name_en=name_en, approval_number=approval_number, **(details or {})
    )
    journal.record(
        acts.SET_UP_BODY, on=body, by=by, at=at, name=name_zh, approval_number=approval_number
    )
    founder = Actor(None, by.name, by.duties | {Duty.ADMINISTER, Duty.KEEP_PEOPLE})
    for branch in branches:
        add_branch(branch=branch, by=founder, at=at)
    first = add(
        username=administrator.username,
        record=PersonRecord(name_zh=administrator.name_zh),
        password=administrator.password,
        by=founder,
        at=at,
    )
    appoint(person_id=first.pk, role=Role.ADMINISTRATOR, by=founder, at=at)
    return first


@transaction.atomic
def add_branch(*, branch: BranchWanted, by: Actor, at: datetime) -> Branch:
    """Add a branch office.

    Raises:
        Refused: `by` may not, or the code is taken.
    """
    reasons = [*acts.ADD_BRANCH.duty_obstacles(by)]
    if Branch.objects.filter(code=branch.code).exists():
        reasons.append(
            Violation(
                "people.branch-code-taken", _("Another branch has this code."),
                acts.ADD_BRANCH.source, field="code",
            )
        )  # fmt: skip
    refuse_if(reasons)
    made = Branch.objects.create(
        code=branch.code,
        name_zh=branch.name_zh,
        name_en=branch.name_en,
        region_code=branch.region_code,
    )
    journal.record(acts.ADD_BRANCH, on=made, by=by, at=at, name=branch.name_zh)
    return made
