"""What must be so of a client and of its sites."""

import re
from collections.abc import Collection, Iterator, Mapping

from xinheng.core.clients import acts
from xinheng.core.intake.credit_code import credit_code_problems
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

REGIONS = Source("GB/T 2260", "", "")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
NEEDED = ("name_zh", "credit_code", "address_zh", "region_code")
PLAIN = ("name_en", "legal_form", "address_en", "contact_name", "contact_phone", "top_manager")
LONGEST = {"name_zh": 200, "name_en": 200, "legal_form": 60, "address_zh": 300, "address_en": 300,
           "contact_name": 60, "contact_phone": 40, "contact_email": 254, "top_manager": 60,
           "group_name": 120}  # fmt: skip


def organisation_problems(
    given: Mapping[str, object], *, region_is_known: bool
) -> Iterator[Violation]:
    """Say everything that is wrong with what is known of a client.

    Args:
        given: the fields of the client; absent ones count as empty.
        region_is_known: whether `region_code` stands in the list of regions.

    Source: ISO/IEC 17021-1:2015, 9.1.1 and 9.9.
    """
    for name in NEEDED:
        if not str(given.get(name) or "").strip():
            yield needed(name)
    if code := str(given.get("credit_code") or ""):
        yield from credit_code_problems(code)
    if given.get("region_code") and not region_is_known:
        yield unknown_region(str(given["region_code"]), "region_code")
    email = str(given.get("contact_email") or "")
    if email and not EMAIL.fullmatch(email):
        yield Violation(
            "clients.email-form",
            _("“%(email)s” is no e-mail address."),
            acts.RECORDS,
            {"email": email},
            "contact_email",
        )
    yield from too_long(given)


def too_long(given: Mapping[str, object]) -> Iterator[Violation]:
    """Say which texts are longer than can be kept.

    Source: ISO/IEC 17021-1:2015, 9.9.
    """
    for name, limit in LONGEST.items():
        if len(str(given.get(name) or "")) > limit:
            yield Violation(
                "clients.too-long",
                _("This text has more than %(limit)s characters."),
                acts.RECORDS,
                {"limit": limit},
                name,
            )


def site_problems(
    given: Mapping[str, object], *, region_is_known: bool, taken: Collection[str] = ()
) -> Iterator[Violation]:
    """Say everything that is wrong with a site.

    Args:
        taken: the names of the client's other open sites.

    Source: ISO/IEC 17021-1:2015, 9.1.1.
    """
    for name in ("name_zh", "address_zh"):
        if not str(given.get(name) or "").strip():
            yield needed(name)
    if given.get("region_code") and not region_is_known:
        yield unknown_region(str(given["region_code"]), "region_code")
    if given.get("name_zh") in taken:
        yield Violation(
            "clients.site-twice",
            _("A site called “%(name)s” is already kept."),
            acts.APPLICANT,
            {"name": given["name_zh"]},
            "name_zh",
        )


def own_client_only(by: Actor, organisation_id: int) -> Iterator[Violation]:
    """A person of a client acts for that client alone.

    Source: ISO/IEC 17021-1:2015, 8.4 and 9.9.
    """
    if not by.is_staff and by.organisation_id != organisation_id:
        yield Violation(
            "clients.not-yours",
            _("You act for another client."),
            acts.RECORDS,
        )


def duplicate(name: str, *, by: Actor) -> Violation:
    """That a client with this code is already kept; only staff are told which."""
    if by.is_staff:
        return Violation(
            "clients.duplicate",
            _("This credit code belongs to the client “%(name)s”."),
            acts.ONE_FILE,
            {"name": name},
            "credit_code",
        )
    return Violation(
        "clients.duplicate",
        _("This credit code is already registered; ask the certification body."),
        acts.ONE_FILE,
        {},
        "credit_code",
    )


def needed(name: str) -> Violation:
    """That an input is missing."""
    return Violation("clients.needed", _("This is needed."), acts.APPLICANT, {}, name)


def unknown_region(code: str, name: str) -> Violation:
    """That a region code stands in no list."""
    return Violation(
        "clients.region-unknown",
        _("There is no region with the code “%(code)s”."),
        REGIONS,
        {"code": code},
        name,
    )
