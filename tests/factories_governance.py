"""Records of the body, complaints and appeals for tests, made through the acts."""

from datetime import timedelta

from tests.factories import NOON, TODAY, actor, person
from xinheng.apps.governance import actions
from xinheng.apps.governance.models import Matter, Record
from xinheng.core.governance.words import About, FieldForm, Life, MatterKind, Moment
from xinheng.core.shared.actor import Actor, Role
from xinheng.core.shared.violation import Refused
from xinheng.rulebook.lists.governance import kind_called

DUE = TODAY + timedelta(days=30)


def manager(name: str = "沈清源") -> Actor:
    """Somebody who oversees the body."""
    return actor(person(name, Role.MANAGER))


def filled(kind: str, moment: Moment = Moment.OPEN, **own: object) -> dict[str, object]:
    """Every field a kind needs at a moment, plainly filled; `own` values stand instead."""
    listed = kind_called(kind)
    values: dict[str, object] = {}
    for rule in listed.fields_at(moment):
        if not rule.is_needed or rule.key in own:
            continue
        free = [one.key for one in rule.choices if not one.is_barred]
        match rule.form:
            case FieldForm.DATE:
                ahead = rule.key in ("valid_until", "treat_by", "effective_on")
                value: object = (TODAY + timedelta(days=300) if ahead else TODAY).isoformat()
            case FieldForm.NUMBER:
                value = "12"
            case FieldForm.CHOICE:
                value = free[0]
            case FieldForm.CHOICES:
                value = free[:1]
            case FieldForm.CHECKLIST:
                value = dict.fromkeys(free, "已核对")
            case FieldForm.PERSON:
                value = person("某人").pk
            case FieldForm.LONG | FieldForm.TEXT:
                value = "说明"
            case _:
                continue
        values[rule.key] = value
    return {**values, **{key: value for key, value in own.items() if value is not None}}


def opened(kind: str, by: Actor | None = None, at=NOON, **own: object) -> Record:
    """A record that was just opened; a task belongs to whoever opened it."""
    by = by or manager()
    is_task = kind_called(kind).life == Life.TASK
    return actions.open_record(
        kind=kind, title="记录", values=filled(kind, **own), by=by, at=at,
        owner_id=by.person_id if is_task else None, due_on=DUE if is_task else None,
    )  # fmt: skip


def in_force(kind: str, at=NOON, **own: object) -> Record:
    """A record that one person opened and another approved."""
    row = opened(kind, manager("起草人"), at, **own)
    return actions.approve(record_id=row.pk, by=manager("批准人"), at=at)


def done(kind: str, at=NOON, opening: dict[str, object] | None = None, **own: object) -> Record:
    """A task that its owner did."""
    by = manager("责任人")
    row = opened(kind, by, at, **(opening or {}))
    return actions.complete(record_id=row.pk, values=filled(kind, Moment.DONE, **own), by=by, at=at)


def complaint(about: About = About.CLIENT, by: Actor | None = None, at=NOON, **own) -> Matter:
    """A complaint that was just received."""
    fields = {"subject": "投诉", "text": "说明", "kind": MatterKind.COMPLAINT, **own}
    receipt = actions.file(about=about, by=by or manager("接待人"), at=at, **fields)
    return Matter.objects.get(pk=receipt.id)


def investigated(row: Matter, *handlers: Actor, result=None, at=NOON) -> Matter:
    """A complaint or appeal that was assigned, and on which everybody reported if `result`."""
    by = manager("主管")
    actions.acknowledge(number=row.number, by=by, at=at)
    actions.validate(number=row.number, because="属于本机构负责的活动", by=by, at=at)
    actions.assign(number=row.number, people_ids=[h.person_id for h in handlers], by=by, at=at)
    for handler in handlers if result else ():
        actions.report(number=row.number, result=result, findings="调查结果", by=handler, at=at)
    row.refresh_from_db()
    return row


def codes_of(refused: Refused) -> set[str]:
    """The codes of every reason of a refusal."""
    return {violation.code.removeprefix("governance.") for violation in refused.violations}
