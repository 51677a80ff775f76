"""Questions about clients and their sites."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from xinheng.apps.clients.models import Bar, Organisation, Site
from xinheng.core.intake.credit_code import normalise
from xinheng.core.intake.prerequisites import OwnBar
from xinheng.core.intake.words import BarCause
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.reading_once import answered_once
from xinheng.core.shared.search import needle
from xinheng.rulebook.codes import regions

NoClient = Organisation.DoesNotExist
NoSite = Site.DoesNotExist
MOST_GRAMS = 8
LONGEST_GRAM = 24

KEY_DIGITS = 12
"""A key is shorter than this; a credit code of digits alone is longer."""


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as a line of a list."""

    id: int
    name_zh: str
    name_en: str
    credit_code: str
    region: str
    contact_name: str
    sites: int


def visible(viewer: Actor) -> "QuerySet[Organisation]":
    """The clients somebody may see: all for staff, their own for persons of a client."""
    found = Organisation.objects.all()
    return found if viewer.is_staff else found.filter(pk=viewer.organisation_id or -1)


def groups_of(organisation_ids: Iterable[int]) -> dict[int, str]:
    """The group each of these clients belongs to; those of no group are left out. One query."""
    rows = Organisation.objects.filter(pk__in=list(organisation_ids)).exclude(group_name="")
    return dict(rows.values_list("pk", "group_name"))


def search(text: str, *, viewer: Actor, province: str = "") -> "QuerySet[Organisation]":
    """Clients whose name holds every pair of characters of `text`, or whose code begins so.

    Args:
        province: the six digits of a province; empty for all.
    """
    found = visible(viewer)
    if province:
        found = found.filter(region_code__startswith=province[:2])
    if not text.strip():
        return found.order_by("-pk")
    by_name = found.model.objects.all()
    for gram in needle(text)[:MOST_GRAMS]:
        wanted = gram[:LONGEST_GRAM]
        single = len(wanted) == 1
        match = Q(grams__gram__contains=wanted) if single else Q(grams__gram=wanted)
        by_name = by_name.filter(match)
    match_name = Q(pk__in=by_name.values("pk")) if needle(text) else Q(pk=-1)
    code = Q(credit_code__startswith=normalise(text)) if normalise(text) else Q(pk=-1)
    return found.filter(match_name | code).order_by("-pk")


ORDERS = {
    "name": "name_zh",
    "credit_code": "credit_code",
    "region": "region_code",
    "sites": "open_sites",
    "newest": "pk",
}


def listing(
    viewer: Actor,
    *,
    text: str = "",
    province: str = "",
    order: str = "-newest",
    first: int = 0,
    count: int | None = 200,
) -> tuple[ClientRow, ...]:
    """Clients as lines of a list, newest first.

    Args:
        order: a key of `ORDERS`, with a leading `-` for the other way round.
        first: how many rows to leave out.
        count: how many rows to give at most; all of them without it.
    """
    field = ORDERS.get(order.lstrip("-"), "pk")
    rows = (
        search(text, viewer=viewer, province=province)
        .annotate(open_sites=Count("sites", filter=Q(sites__closed_on__isnull=True)))
        .order_by(f"-{field}" if order.startswith("-") else field, "-pk")
    )
    return tuple(
        ClientRow(
            id=row.pk,
            name_zh=row.name_zh,
            name_en=row.name_en,
            credit_code=row.credit_code,
            region=region_name(row.region_code),
            contact_name=row.contact_name,
            sites=row.open_sites,
        )
        for row in rows[first : None if count is None else first + count]
    )


def how_many(viewer: Actor, *, text: str = "", province: str = "") -> int:
    """How many clients somebody may see and seeks."""
    return search(text, viewer=viewer, province=province).count()


def organisation(organisation_id: int, *, viewer: Actor | None = None) -> Organisation:
    """A client by its key.

    Raises:
        NoClient: there is none, or `viewer` may not see it.
    """
    found = Organisation.objects.all() if viewer is None else visible(viewer)
    return found.get(pk=organisation_id)


def by_credit_code(code: str) -> Organisation | None:
    """The client with this unified social credit code, if it is kept."""
    return Organisation.objects.filter(credit_code=normalise(code)).first()


def by_key_or_name(given: str) -> Organisation | None:
    """The client with this key, this credit code, or exactly this name in either language."""
    if given.isascii() and given.isdigit() and len(given) < KEY_DIGITS:
        return Organisation.objects.filter(pk=int(given)).first()
    return by_credit_code(given) or (
        Organisation.objects.filter(Q(name_zh=given) | Q(name_en=given)).first()
    )


def bars_of(organisation_id: int, scheme: str) -> tuple[OwnBar, ...]:
    """The suspensions and withdrawals of a client in a scheme that still count, newest last.

    What the body's own record says, whatever the client declares.
    """
    return tuple(bar for of, bar in _bars(organisation_id) if of == scheme)


@answered_once
def _bars(organisation_id: int) -> tuple[tuple[str, OwnBar], ...]:
    rows = Bar.objects.filter(organisation_id=organisation_id, lifted_on__isnull=True)
    return tuple(
        (row.scheme, OwnBar(row.since, row.certificate, BarCause(row.cause)))
        for row in rows.order_by("since", "pk")
    )


def sites_of(organisation_id: int, *, closed: bool = False) -> tuple[Site, ...]:
    """The sites of a client, central function first; closed ones only when asked for."""
    rows = Site.objects.filter(organisation_id=organisation_id)
    if not closed:
        rows = rows.filter(closed_on__isnull=True)
    return tuple(rows.order_by("-is_central", "pk"))


def region_name(code: str) -> str:
    """A region's Chinese name from the province down; empty when it is not known."""
    try:
        return regions.full_name(code)
    except LookupError:
        return ""


def find_regions(text: str, *, limit: int) -> tuple[tuple[str, str], ...]:
    """Regions by part of their full name, or by the beginning of their code: code and name."""
    asked = "".join(text.split()).casefold()
    if not asked:
        return tuple((row.code, row.name_zh) for row in regions.children())[:limit]
    found = []
    for row in regions.regions():
        name = regions.full_name(row.code)
        if row.code.startswith(asked) or asked in name or asked in row.name_en.casefold():
            found.append((row.code, name))
            if len(found) == limit:
                break
    return tuple(found)


def region_is_known(given: Mapping[str, object]) -> bool:
    """Whether the region code given stands in the list of regions."""
    return regions.is_known(str(given.get("region_code") or ""))


def was_open(site: Site, *, on: date) -> bool:
    """Whether a site was open on a day."""
    return site.closed_on is None or on < site.closed_on
