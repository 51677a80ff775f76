"""What is done about clients and their sites."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from xinheng.apps.clients import queries
from xinheng.apps.clients.models import Bar, NameGram, Organisation, Site
from xinheng.apps.journal import actions as journal
from xinheng.core.clients import acts, rules
from xinheng.core.clients.words import SiteKind
from xinheng.core.intake.credit_code import normalise
from xinheng.core.intake.words import BarCause
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.search import bigrams, normalised
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _

FIELDS = (
    "name_zh", "name_en", "credit_code", "legal_form", "address_zh", "address_en", "region_code",
    "contact_name", "contact_phone", "contact_email", "top_manager", "group_name",
    "is_certification_body",
)  # fmt: skip
OF_STAFF = frozenset({"credit_code", "is_certification_body", "group_name"})
SITE_FIELDS = (
    "name_zh", "name_en", "address_zh", "address_en", "region_code", "kind", "is_central",
    "people", "activities",
)  # fmt: skip


def lock(organisation_id: int) -> Organisation:
    """Lock a client for the running act of this or a higher room.

    Raises:
        NoClient: there is none.
    """
    return Organisation.objects.select_for_update().get(pk=organisation_id)


@transaction.atomic
def register(*, given: Mapping[str, object], by: Actor, at: datetime) -> Organisation:
    """Keep a new client.

    Args:
        given: its fields, by the names of `FIELDS`.

    Raises:
        Refused: something is missing or wrong, or the client is already kept.
    """
    values = _clean(given)
    refuse_if([*acts.REGISTER.duty_obstacles(by), *_problems(values, by=by)])
    return enter(values, by=by, at=at)


def enter(given: Mapping[str, object], *, by: Actor, at: datetime) -> Organisation:
    """Keep a client whose facts were checked. For rooms that act on its application."""
    made = Organisation(**_clean(given), created_at=at)
    made.search_text = normalised(f"{made.name_zh} {made.name_en}")[:420]
    made.save()
    _index(made)
    journal.record(
        acts.REGISTER,
        on=made,
        by=by,
        at=at,
        organisation_id=made.pk,
        name=made.name_zh,
        credit_code=made.credit_code,
    )
    return made


@transaction.atomic
def amend(
    *, organisation_id: int, changes: Mapping[str, object], by: Actor, at: datetime
) -> Organisation:
    """Change what is kept of a client. A person of the client changes only its own.

    Raises:
        Refused: `by` may not, or a change is wrong; carries every reason.
        NoClient: there is none.
    """
    row = lock(organisation_id)
    wanted = _clean(changes)
    values = {name: getattr(row, name) for name in FIELDS} | wanted
    reasons = [
        *acts.AMEND.duty_obstacles(by),
        *rules.own_client_only(by, organisation_id),
        *_problems(values, by=by, own_id=organisation_id),
    ]
    if not by.is_staff:
        reasons += [_of_staff(name) for name in sorted(OF_STAFF) if _differs(row, wanted, name)]
    refuse_if(reasons)
    return change(row, wanted, by=by, at=at)


def change(
    row: Organisation, wanted: Mapping[str, object], *, by: Actor, at: datetime
) -> Organisation:
    """Write checked changes of a locked client; nothing is written when nothing differs."""
    changed = [name for name in FIELDS if _differs(row, wanted, name)]
    if not changed:
        return row
    before = {name: getattr(row, name) for name in changed}
    for name in changed:
        setattr(row, name, wanted[name])
    row.search_text = normalised(f"{row.name_zh} {row.name_en}")[:420]
    row.save()
    _index(row)
    journal.record(
        acts.AMEND,
        on=row,
        by=by,
        at=at,
        organisation_id=row.pk,
        changed=changed,
        before=before,
        after={name: wanted[name] for name in changed},
    )
    return row


@transaction.atomic
def add_site(*, organisation_id: int, given: Mapping[str, object], by: Actor, at: datetime) -> Site:
    """Keep a place where a client works.

    Raises:
        Refused: `by` may not, or something is missing or wrong.
    """
    lock(organisation_id)
    taken = {site.name_zh for site in queries.sites_of(organisation_id)}
    known = not given.get("region_code") or queries.region_is_known(given)
    refuse_if(
        [
            *acts.ADD_SITE.duty_obstacles(by),
            *rules.own_client_only(by, organisation_id),
            *rules.site_problems(given, region_is_known=known, taken=taken),
        ]
    )
    return _enter_site(organisation_id, given, by=by, at=at)


def put_sites(
    organisation_id: int, given: Sequence[Mapping[str, object]], *, by: Actor, at: datetime
) -> tuple[Site, ...]:
    """Bring a locked client's sites in line with a checked application, by their names."""
    open_now = {site.name_zh: site for site in queries.sites_of(organisation_id)}
    put = []
    for wanted in given:
        site = open_now.get(str(wanted["name_zh"]))
        if site is None:
            site = _enter_site(organisation_id, wanted, by=by, at=at)
        else:
            for name in SITE_FIELDS:
                if wanted.get(name) not in (None, ""):
                    setattr(site, name, wanted[name])
            site.save()
        put.append(site)
    return tuple(put)


@transaction.atomic
def close_site(*, site_id: int, closed_on: date, by: Actor, at: datetime) -> Site:
    """Note that a client no longer works at a place. The row stays.

    Raises:
        Refused: `by` may not, or the site is already closed.
        NoSite: there is none.
    """
    site = Site.objects.select_for_update().get(pk=site_id)
    reasons = [
        *acts.CLOSE_SITE.duty_obstacles(by),
        *rules.own_client_only(by, site.organisation_id),
    ]
    if site.closed_on is not None:
        reasons.append(
            Violation(
                "clients.site-closed",
                _("This site was closed on %(closed_on)s."),
                acts.CHANGES,
                {"closed_on": site.closed_on},
            )
        )
    refuse_if(reasons)
    site.closed_on = closed_on
    site.save(update_fields=["closed_on"])
    journal.record(
        acts.CLOSE_SITE,
        on=site,
        by=by,
        at=at,
        organisation_id=site.organisation_id,
        name=site.name_zh,
        closed_on=closed_on,
    )
    return site


def _enter_site(
    organisation_id: int, given: Mapping[str, object], *, by: Actor, at: datetime
) -> Site:
    values = {name: given[name] for name in SITE_FIELDS if given.get(name) is not None}
    values.setdefault("kind", SiteKind.PERMANENT)
    values.setdefault("region_code", "")
    site = Site.objects.create(organisation_id=organisation_id, **values)
    journal.record(
        acts.ADD_SITE,
        on=site,
        by=by,
        at=at,
        organisation_id=organisation_id,
        name=site.name_zh,
    )
    return site


def problems(
    given: Mapping[str, object], *, by: Actor, own_id: int | None = None
) -> list[Violation]:
    """Everything that is wrong with what is given of a client, duplicates included."""
    return _problems(_clean(given), by=by, own_id=own_id)


def _problems(
    values: Mapping[str, object], *, by: Actor, own_id: int | None = None
) -> list[Violation]:
    found = list(
        rules.organisation_problems(values, region_is_known=queries.region_is_known(values))
    )
    other = queries.by_credit_code(str(values.get("credit_code") or ""))
    if other is not None and other.pk != own_id:
        found.append(rules.duplicate(other.name_zh, by=by))
    return found


def _clean(given: Mapping[str, object]) -> dict[str, object]:
    values = {name: given[name] for name in FIELDS if given.get(name) is not None}
    if "credit_code" in values:
        values["credit_code"] = normalise(str(values["credit_code"]))
    return values


def _differs(row: Organisation, wanted: Mapping[str, object], name: str) -> bool:
    return name in wanted and getattr(row, name) != wanted[name]


def _of_staff(name: str) -> Violation:
    return Violation(
        "clients.staff-only",
        _("Only the certification body changes this."),
        acts.RECORDS,
        {},
        name,
    )


def _index(row: Organisation) -> None:
    """Write anew the pairs of characters by which a client is found."""
    wanted = {gram[: queries.LONGEST_GRAM] for gram in bigrams(row.search_text).split()}
    row.grams.all().delete()
    NameGram.objects.bulk_create(NameGram(organisation=row, gram=gram) for gram in sorted(wanted))


def bar(
    *, organisation_id: int, scheme: str, certificate: str, cause: BarCause, since: date
) -> None:
    """Note that a certificate was suspended or withdrawn. For the room `certificates`.

    A withdrawal that follows a suspension counts from the suspension.

    Source: CNCA-QMS-01:2025, 5.1.2 (CN-08).
    """
    row, _made = Bar.objects.get_or_create(
        certificate=certificate,
        lifted_on=None,
        defaults={"organisation_id": organisation_id, "scheme": scheme, "cause": cause,
                  "since": since},
    )  # fmt: skip
    if row.cause != cause:
        row.cause = cause
        row.save(update_fields=["cause"])


def lift_bar(*, certificate: str, on: date) -> None:
    """Note that the cause of a suspension was solved. For the room `certificates`."""
    Bar.objects.filter(certificate=certificate, lifted_on=None).update(lifted_on=on)
