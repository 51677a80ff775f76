"""Adding, amending and deactivating persons."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from xinheng.apps.journal import actions as journal
from xinheng.apps.people import queries
from xinheng.apps.people.models import Branch, Person
from xinheng.core.people import acts
from xinheng.core.people.appointing import last_administrator
from xinheng.core.people.bars import bar_obstacles
from xinheng.core.people.words import Employment
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """What is kept of a person, besides roles and evaluations."""

    name_zh: str
    name_en: str = ""
    email: str = ""
    phone: str = ""
    employment: Employment = Employment.FULL_TIME
    organisation_id: int | None = None
    branch_id: int | None = None
    region_code: str = ""
    language: str = "zh-hans"
    contract_until: date | None = None


@transaction.atomic
def add(
    *,
    username: str,
    record: PersonRecord,
    by: Actor,
    at: datetime,
    password: str = "",
    hashed: str = "",
) -> Person:
    """Add somebody who can sign in. Without a password only an administrator's reset helps.

    Args:
        hashed: instead of a password, one that was hashed already, as another system
            or a list of many persons hands it over.

    Raises:
        Refused: `by` may not, or the record is unsound; carries every reason.
    """
    refuse_if(
        [
            *acts.ADD.duty_obstacles(by),
            *_username_obstacles(username),
            *_record_obstacles(record),
            *_password_obstacles(password),
        ]
    )
    made = Person(username=username, created_at=at, **asdict(record))
    if password:
        made.set_password(password)
    elif hashed:
        made.password = hashed
    else:
        made.set_unusable_password()
    made.save()
    journal.record(acts.ADD, on=made, by=by, at=at, person=made.name_zh, username=username)
    return made


@transaction.atomic
def amend(*, person_id: int, changes: Mapping[str, object], by: Actor, at: datetime) -> Person:
    """Change the record of a person; only the fields named in `changes`.

    Raises:
        Refused: `by` may not, or the record would be unsound.
        Person.DoesNotExist: there is no such person.
    """
    row = Person.objects.select_for_update().get(pk=person_id)
    kept: dict[str, object] = {
        name: getattr(row, name) for name in PersonRecord.__dataclass_fields__
    }
    record = PersonRecord(**{**kept, **changes})  # type: ignore[arg-type]
    refuse_if([*acts.AMEND.duty_obstacles(by), *_record_obstacles(record)])
    for name, value in asdict(record).items():
        setattr(row, name, value)
    row.save()
    journal.record(acts.AMEND, on=row, by=by, at=at, person=row.name_zh, changed=sorted(changes))
    return row


@transaction.atomic
def deactivate(*, person_id: int, because: str, by: Actor, at: datetime) -> Person:
    """Take somebody out of work. Records stay; the last administrator cannot go.

    Raises:
        Refused: `by` may not, the person is not active, or nobody could administer any more.
    """
    row = Person.objects.select_for_update().get(pk=person_id)
    reasons = [*acts.DEACTIVATE.duty_obstacles(by)]
    if not row.is_active:
        reasons.append(
            Violation("people.person-not-active", _("This person is not active."), acts.RECORDS)
        )
    if person_id in queries.administrators(on=localdate(at)):
        reasons += last_administrator(len(queries.administrators(on=localdate(at)) - {person_id}))
    refuse_if(reasons)
    row.is_active = False
    row.save(update_fields=["is_active"])
    row.tokens.all().delete()
    journal.record(acts.DEACTIVATE, on=row, by=by, at=at, person=row.name_zh, because=because)
    return row


@transaction.atomic
def reactivate(*, person_id: int, by: Actor, at: datetime) -> Person:
    """Take somebody back into work, with the roles that still run.

    Raises:
        Refused: `by` may not, or the person is active or barred.
    """
    row = Person.objects.select_for_update().get(pk=person_id)
    bars = queries.bars_of([person_id]).get(person_id, ())
    reasons = [
        *acts.REACTIVATE.duty_obstacles(by),
        *bar_obstacles(row.name_zh, bars, localdate(at)),
    ]
    if row.is_active:
        reasons.append(
            Violation("people.person-active", _("This person is active already."), acts.RECORDS)
        )
    refuse_if(reasons)
    row.is_active = True
    row.save(update_fields=["is_active"])
    journal.record(acts.REACTIVATE, on=row, by=by, at=at, person=row.name_zh)
    return row


def _username_obstacles(username: str) -> Iterator[Violation]:
    if not username.strip():
        yield _field("username", _("A name to sign in with is needed."))
    elif Person.objects.filter(username=username).exists():
        yield Violation(
            "people.username-taken", _("Somebody already signs in with this name."),
            acts.RECORDS, field="username",
        )  # fmt: skip


def _password_obstacles(password: str) -> Iterator[Violation]:
    if not password:
        return
    try:
        validate_password(password)
    except ValidationError:
        yield Violation(
            "people.password-weak",
            _("The password is too weak: at least ten characters, and none of the common ones."),
            acts.RECORDS,
            field="password",
        )


def _record_obstacles(record: PersonRecord) -> Iterator[Violation]:
    if not record.name_zh.strip():
        yield _field("name_zh", _("A name is needed."))
    is_of_client = record.employment == Employment.CLIENT
    if is_of_client != (record.organisation_id is not None):
        yield _field("organisation_id", _("A person of a client, and no other, names the client."))
    elif record.organisation_id is not None and not queries.is_organisation(record.organisation_id):
        yield _field("organisation_id", _("There is no such client."))
    if record.branch_id is not None and not Branch.objects.filter(pk=record.branch_id).exists():
        yield _field("branch_id", _("There is no such branch."))


def _field(field: str, message: str) -> Violation:
    return Violation(f"people.{field.replace('_', '-')}", message, acts.RECORDS, field=field)
