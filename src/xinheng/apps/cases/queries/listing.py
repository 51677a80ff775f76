"""Questions about many cases: lists, searched, filtered and paged in the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.expressions import OrderBy

from xinheng.apps.cases.models import Case, CaseScheme, Round
from xinheng.apps.cases.queries.casefile import visible_cases
from xinheng.core.cases.words import FUNCTIONS, CaseState, RoundKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.search import normalised

SOON = timedelta(days=30)
ORDERS = {
    "number": "number",
    "client": "organisation__name_zh",
    "state": "state",
    "due": "due_on",
    "opened": "opened_at",
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a line of a list."""

    id: int
    number: str
    organisation_zh: str
    organisation_en: str
    credit_code: str
    state: CaseState
    kind: RoundKind | None
    schemes: tuple[str, ...]
    sites: int
    opened_at: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which cases are wanted. Empty fields ask for nothing.

    `words` is a case number, a client's name or its credit code, or parts of
    them; `due` is `late`, `soon` (within 30 days), `dated` or `undated`, as of `on`;
    `state` may also be `open` (any function) or `ended`; `states` is any of several;
    `ids` narrows to these.
    """

    words: str = ""
    state: str = ""
    states: tuple[CaseState, ...] = ()
    kind: str = ""
    scheme: str = ""
    due: str = ""
    on: date | None = None
    ids: frozenset[int] | None = None


EVERY_CASE = Sought()


def listing(
    viewer: Actor,
    sought: Sought = EVERY_CASE,
    *,
    order: str = "-opened",
    first: int = 0,
    count: int | None = None,
) -> tuple[CaseRow, ...]:
    """The cases somebody may see and seeks.

    Args:
        order: a key of `ORDERS`, with a leading `-` for the other way round.
        first: how many rows to leave out.
        count: how many rows to give at most; all of them without it.
    """
    rows = (
        _found(viewer, sought)
        .select_related("organisation")
        .prefetch_related(
            "schemes", "sites", Prefetch("rounds", Round.objects.filter(ended_at=None))
        )
        .order_by(*_order(order))
    )
    last = None if count is None else first + count
    return tuple(_row(row) for row in rows[first:last])


def how_many(viewer: Actor, sought: Sought = EVERY_CASE) -> int:
    """How many cases somebody may see and seeks."""
    return _found(viewer, sought).count()


def numbers_of(case_ids: Collection[int], *, viewer: Actor) -> dict[int, str]:
    """The numbers of these cases, of those that somebody may see."""
    found = visible_cases(viewer).filter(pk__in=case_ids)
    return dict(found.values_list("pk", "number"))


def schemes_in_use() -> tuple[str, ...]:
    """The schemes that any case is about, for filters."""
    return tuple(CaseScheme.objects.values_list("scheme", flat=True).distinct().order_by("scheme"))


def _order(order: str) -> list[OrderBy | str]:
    field = F(ORDERS.get(order.lstrip("-"), "opened_at"))
    if order.startswith("-"):
        return [field.desc(nulls_last=True), "-pk"]
    return [field.asc(nulls_last=True), "pk"]


def _found(viewer: Actor, sought: Sought) -> "QuerySet[Case]":
    cases = visible_cases(viewer)
    if sought.ids is not None:
        cases = cases.filter(pk__in=sought.ids)
    if sought.words:
        cases = cases.filter(_words(sought.words))
    if sought.state == "open":
        cases = cases.filter(state__in=FUNCTIONS)
    elif sought.state == "ended":
        cases = cases.exclude(state__in=FUNCTIONS)
    elif sought.state:
        cases = cases.filter(state=sought.state)
    if sought.states:
        cases = cases.filter(state__in=sought.states)
    if sought.kind:
        cases = cases.filter(rounds__kind=sought.kind, rounds__ended_at__isnull=True)
    if sought.scheme:
        cases = cases.filter(schemes__scheme=sought.scheme)
    return cases.filter(_due(sought.due, sought.on)) if sought.due else cases


def _words(words: str) -> Q:
    plain = words.strip()
    asked = Q(number__icontains=plain) | Q(organisation__name_zh__contains=plain)
    asked |= Q(organisation__name_en__icontains=plain)
    asked |= Q(organisation__credit_code__istartswith=plain)
    if text := normalised(plain):
        asked |= Q(organisation__search_text__contains=text)
    return asked


def _due(due: str, on: date | None) -> Q:
    if due == "undated":
        return Q(due_on__isnull=True)
    if due == "dated" or on is None:
        return Q(due_on__isnull=False)
    if due == "late":
        return Q(due_on__lt=on)
    return Q(due_on__gte=on, due_on__lte=on + SOON)


def _row(row: Case) -> CaseRow:
    rounds = list(row.rounds.all())
    return CaseRow(
        id=row.pk,
        number=row.number,
        organisation_zh=row.organisation.name_zh,
        organisation_en=row.organisation.name_en,
        credit_code=row.organisation.credit_code,
        state=CaseState(row.state),
        kind=RoundKind(rounds[0].kind) if rounds else None,
        schemes=tuple(sorted(scheme.scheme for scheme in row.schemes.all())),
        sites=len([site for site in row.sites.all() if site.left_on is None]),
        opened_at=row.opened_at,
        due_on=row.due_on,
    )
