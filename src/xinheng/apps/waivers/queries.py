"""Questions about waivers: which act here today, and the list of all."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from xinheng.apps.waivers.models import Waiver
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.door import Door
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.waivers import acts
from xinheng.core.waivers.rules import Scope, Settled, WaiverFact, settle
from xinheng.core.waivers.words import WaiverState
from xinheng.rulebook.lists.waivable import waivable_rules

NoWaiver = Waiver.DoesNotExist
STANDINGS = ("in-force", "asked", "ended", "refused", "revoked", "coming")


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A waiver, with the names of those it concerns. `case_id` has its number elsewhere."""

    id: int
    number: str
    code: str
    case_id: int | None
    organisation_id: int | None
    organisation: str
    person_id: int | None
    person: str
    because: str
    evidence: str
    file_id: int | None
    starts_on: date
    ends_on: date
    state: WaiverState
    asked_by_id: int | None
    asked_by: str
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None
    answer: str
    revoked_by: str
    revoked_because: str

    def standing(self, on: date) -> str:
        """One of `STANDINGS` on a day."""
        if self.state != WaiverState.APPROVED:
            return str(self.state)
        if on < self.starts_on:
            return "coming"
        return "in-force" if on <= self.ends_on else "ended"


def gate(
    reasons: Iterable[Violation], *, case_id: int, organisation_id: int, on: date
) -> dict[str, Any]:
    """Refuse with every reason no waiver sets aside; else give the journal's fact of those.

    The one gate of all rooms: `facts = gate([...], case_id=…, …)`, and the act's entry is
    written with `**facts`, so that it names the waivers that acted.

    Raises:
        Refused: reasons are left; carries them all.
    """
    settled = settled_of(tuple(reasons), case_id, organisation_id, on)
    if settled.left:
        raise Refused(settled.left)
    return {"waivers": list(settled.numbers)} if settled.numbers else {}


def settled_of(
    reasons: tuple[Violation, ...], case_id: int, organisation_id: int, on: date
) -> Settled:
    """What waivers leave of the reasons. Asks the database only where one could act."""
    rules = waivable_rules()
    if not any(reason.code in rules for reason in reasons):
        return Settled(reasons)
    here = Scope(case_id, organisation_id)
    return settle(reasons, _approved(case_id, organisation_id), rules, here=here, on=on)


def door_settled(door: Door, case_id: int, organisation_id: int, on: date) -> Door:
    """The door with what waivers leave of its reasons, and what they set aside."""
    settled = settled_of(door.obstacles, case_id, organisation_id, on)
    if not settled.set_aside:
        return door
    aside = tuple((one.violation, one.number) for one in settled.set_aside)
    return replace(door, obstacles=settled.left, set_aside=aside)


@answered_once
def _approved(case_id: int, organisation_id: int) -> tuple[WaiverFact, ...]:
    rows = _reaching(case_id, organisation_id).filter(state=WaiverState.APPROVED)
    return tuple(
        WaiverFact(
            row.number, row.code, Scope(row.case_id, row.organisation_id, row.person_id),
            WaiverState(row.state), row.starts_on, row.ends_on,
        )
        for row in rows.order_by("pk")
    )  # fmt: skip


def _reaching(case_id: int, organisation_id: int) -> "QuerySet[Waiver]":
    """The waivers whose scope may reach a case of a client."""
    return Waiver.objects.filter(
        Q(case_id=None) | Q(case_id=case_id),
        Q(organisation=None) | Q(organisation_id=organisation_id),
    )


@answered_once
def of_case(case_id: int, organisation_id: int) -> tuple[WaiverView, ...]:
    """The waivers asked for this case or its client, newest first; not those of persons alone."""
    rows = _reaching(case_id, organisation_id).exclude(case_id=None, organisation=None)
    return _views(rows.order_by("-pk"))


def may_see(viewer: Actor) -> bool:
    """Whether somebody may see the list: the body's staff."""
    return viewer.is_staff


def listing(
    viewer: Actor, *, on: date, words: str = "", standing: str = "", code: str = ""
) -> tuple[WaiverView, ...]:
    """The waivers, newest first, narrowed by standing, rule and words. For the body's staff."""
    if not may_see(viewer):
        return ()
    rows = Waiver.objects.order_by("-pk")
    if code:
        rows = rows.filter(code=code)
    if words:
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(because__icontains=words)
            | Q(organisation__name_zh__icontains=words)
            | Q(person__name_zh__icontains=words)
        )
    found = _views(rows)
    return tuple(one for one in found if standing in ("", one.standing(on)))


def one(number: str, *, viewer: Actor) -> WaiverView:
    """A waiver by its number. Raises NoWaiver where there is none or it may not be seen."""
    found = _views(Waiver.objects.filter(number=number)) if may_see(viewer) else ()
    if not found:
        raise NoWaiver
    return found[0]


def may_answer(found: WaiverView, viewer: Actor) -> bool:
    """Whether this waiver is the viewer's to answer: the duty, and not their own."""
    return (
        not tuple(acts.APPROVE.duty_obstacles(viewer))
        and viewer.person_id not in (None, found.asked_by_id, found.person_id)
    )  # fmt: skip


def _views(rows: "QuerySet[Waiver]") -> tuple[WaiverView, ...]:
    named = ("organisation", "person", "asked_by", "answered_by", "revoked_by")
    return tuple(
        WaiverView(
            id=row.pk,
            number=row.number,
            code=row.code,
            case_id=row.case_id,
            organisation_id=row.organisation_id,
            organisation=row.organisation.name_zh if row.organisation else "",
            person_id=row.person_id,
            person=row.person.name_zh if row.person else "",
            because=row.because,
            evidence=row.evidence,
            file_id=row.file_id,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            state=WaiverState(row.state),
            asked_by_id=row.asked_by_id,
            asked_by=row.asked_by.name_zh if row.asked_by else "",
            asked_at=row.asked_at,
            answered_by=row.answered_by.name_zh if row.answered_by else "",
            answered_at=row.answered_at,
            answer=row.answer,
            revoked_by=row.revoked_by.name_zh if row.revoked_by else "",
            revoked_because=row.revoked_because,
        )
        for row in rows.select_related(*named)
    )
