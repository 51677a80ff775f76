"""Questions about persons: their duties, their records, their days."""

from collections.abc import Sequence
from datetime import date

from xinheng.apps.people.queries.days import (
    DayHalves,
    Slot,
    away_days,
    free_halves,
    is_taken,
    taken_halves,
)
from xinheng.apps.people.queries.deciding import competent_schemes, ties_to
from xinheng.apps.people.queries.duties import (
    EVERYWHERE,
    actor_from,
    actor_of,
    administrators,
    body,
    branch_names,
    branch_of,
    branch_of_region,
    branches,
    evaluators,
    holder_of_token,
    holders_of,
    is_organisation,
    name_of,
    names_of,
    person_called,
    persons_of_body,
    roles_of,
    sign_ins,
)
from xinheng.apps.people.queries.falling import falls_due
from xinheng.apps.people.queries.homes import homes_of
from xinheng.apps.people.queries.listing import (
    Filters,
    PersonRow,
    how_many,
    listing,
    may_see_people,
)
from xinheng.apps.people.queries.own import (
    FeedView,
    NoticeView,
    TokenView,
    feed_of_secret,
    feeds,
    language_of,
    notices,
    tokens,
    unread_notices,
)
from xinheng.apps.people.queries.record import (
    BarView,
    NoPerson,
    PersonPage,
    TieView,
    may_see_ties,
    person_page,
)
from xinheng.apps.people.queries.reviewing import abilities, bonds
from xinheng.apps.people.queries.standings import (
    bars_of,
    block_months,
    ever_in_teams,
    exclusions,
    registered_counts,
    standing,
    standings,
    standings_of_body,
    ties_of_many,
)
from xinheng.core.people.standing import Standing, TieFact, covers
from xinheng.core.people.words import Function


def competent(
    person_id: int, scheme: str, codes: Sequence[str], function: Function, *, on: date
) -> bool:
    """Whether somebody was found able to do a function in a scheme, for every one of `codes`."""
    who = standing(person_id)
    held = who.codes(scheme, function, on)
    return who.is_competent(scheme, function, on) and all(covers(held, code) for code in codes)


def registered(person_id: int, scheme: str, *, on: date) -> bool:
    """Whether somebody's registration in a scheme is in force."""
    return standing(person_id).is_registered(scheme, on)


def ties(person_id: int, organisation_id: int) -> tuple[TieFact, ...]:
    """The ties of a person to one client."""
    return standing(person_id, organisation_id=organisation_id).ties


def declared(person_id: int, *, on: date) -> bool:
    """Whether somebody's yearly declaration is in force."""
    return standing(person_id).has_declared(on)


def available(person_id: int, slots: Sequence[tuple[date, str]]) -> bool:
    """Whether all these half-days of somebody are free: not planned, not absent."""
    if not slots:
        return True
    days = [on for on, _half in slots]
    free = free_halves([person_id], first=min(days), last=max(days))
    return all((on, half) in free[person_id] for on, half in slots)


__all__ = [
    "EVERYWHERE",
    "BarView",
    "DayHalves",
    "FeedView",
    "Filters",
    "NoPerson",
    "NoticeView",
    "PersonPage",
    "PersonRow",
    "Slot",
    "Standing",
    "TieView",
    "TokenView",
    "abilities",
    "actor_from",
    "actor_of",
    "administrators",
    "available",
    "away_days",
    "bars_of",
    "block_months",
    "body",
    "bonds",
    "branch_names",
    "branch_of",
    "branch_of_region",
    "branches",
    "competent",
    "competent_schemes",
    "declared",
    "evaluators",
    "ever_in_teams",
    "exclusions",
    "falls_due",
    "feed_of_secret",
    "feeds",
    "free_halves",
    "holder_of_token",
    "holders_of",
    "homes_of",
    "how_many",
    "is_organisation",
    "is_taken",
    "language_of",
    "listing",
    "may_see_people",
    "may_see_ties",
    "name_of",
    "names_of",
    "notices",
    "person_called",
    "person_page",
    "persons_of_body",
    "registered",
    "registered_counts",
    "roles_of",
    "sign_ins",
    "standing",
    "standings",
    "standings_of_body",
    "taken_halves",
    "ties",
    "ties_of_many",
    "ties_to",
    "tokens",
    "unread_notices",
]
