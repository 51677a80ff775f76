"""Questions about what an application says."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from xinheng.apps.documents import queries as documents
from xinheng.apps.library import queries as library
from xinheng.core.intake import application as rules
from xinheng.core.intake.application import Draft, Known
from xinheng.core.intake.checklist import completeness, document_problems
from xinheng.core.programmes.personnel import effective_personnel
from xinheng.core.shared.figure import Figure
from xinheng.core.shared.violation import Violation
from xinheng.rulebook.codes import regions, standards

ORGANISATION_FIELD = {"address_zh": "registered_address", "address_en": "registered_address_en"}


def day_of(at: datetime) -> date:
    """The day of a moment in the body's own time zone."""
    return timezone.localtime(at).date()


def empty_draft() -> dict[str, Any]:
    """A draft in which nothing is said yet."""
    return {"organisation": {}, "system": {}, "declarations": {}, "schemes": [], "sites": [],
            "headcount": [], "documents": []}  # fmt: skip


def organisation_values(draft: Draft) -> dict[str, object]:
    """What a draft says of the client, by the names of the room `clients`."""
    given = rules.part(draft, "organisation")
    values: dict[str, object] = {
        name: str(given.get(ORGANISATION_FIELD.get(name, name)) or "").strip()
        for name in ("name_zh", "name_en", "credit_code", "legal_form", "address_zh",
                     "address_en", "region_code", "contact_name", "contact_phone",
                     "contact_email", "top_manager")
    }  # fmt: skip
    return values


def site_values(draft: Draft) -> list[dict[str, object]]:
    """What a draft says of the sites, by the names of the room `clients`."""
    given = rules.rows(draft, "sites")
    default_region = rules.part(draft, "organisation").get("region_code") or ""
    return [
        {
            "name_zh": str(row.get("name") or "").strip(),
            "name_en": str(row.get("name_en") or "").strip(),
            "address_zh": str(row.get("address") or "").strip(),
            "address_en": str(row.get("address_en") or "").strip(),
            "region_code": str(row.get("region_code") or default_region),
            "kind": row.get("kind") or "permanent",
            "is_central": len(given) == 1 or row.get("is_central") is True,
            "people": rules.whole(row.get("people")) or 0,
            "activities": str(row.get("activities") or ""),
        }
        for row in given
    ]


def at_field(violation: Violation) -> Violation:
    """A violation about a client, told at the place of the draft it came from."""
    name = ORGANISATION_FIELD.get(violation.field, violation.field)
    return replace(violation, field=f"organisation.{name}")


def known_lists(draft: Draft) -> Known:
    """Which of the codes, schemes and regions a draft names stand in the house's lists."""
    codes = [code for row in rules.rows(draft, "schemes") for code in rules.codes_of(row)]
    named = {str(row.get("region_code") or "") for row in rules.rows(draft, "sites")}
    return Known(
        codes=frozenset(library.known_codes(codes)),
        schemes=frozenset(scheme.key for scheme in standards.schemes()),
        regions=frozenset(filter(regions.is_known, named)),
    )


def usable_files(draft: Draft, organisation_ids: Iterable[int | None]) -> frozenset[int]:
    """The files a draft names that exist and belong to the client, or to nobody yet."""
    wanted = [row.get("file") for row in rules.rows(draft, "documents")]
    keys = [key for key in wanted if isinstance(key, int) and not isinstance(key, bool)]
    return documents.existing_files(keys, organisation_ids=[*organisation_ids, None])


def content_problems(draft: Draft, *, files: frozenset[int], on: date) -> list[Violation]:
    """Everything wrong with what a draft says, but for the client's master data."""
    given = rules.given_documents(draft, with_file=files)
    papers = document_problems(rules.checklist_facts(draft), given, on=on)
    return [
        *rules.draft_problems(draft, known_lists(draft), on=on),
        *(replace(problem, field=f"documents.{problem.field}") for problem in papers),
    ]


def score(draft: Draft, *, files: frozenset[int], on: date) -> Figure:
    """How complete the documents are. Unit: ratio."""
    given = rules.given_documents(draft, with_file=files)
    return completeness(rules.checklist_facts(draft), given, on=on)


def effective_people(draft: Draft, scheme: str) -> Figure:
    """The effective number of personnel declared, for one scheme. Unit: persons.

    Raises:
        Refused: the groups cannot be reckoned; carries every reason.
    """
    return effective_personnel(rules.groups_of(draft, scheme))


def claimed(draft: Draft, key: str) -> str:
    """What the applicant says about one thing that can be looked up; empty if nothing."""
    given: Mapping[str, Any] = rules.part(draft, "organisation")
    if key == "legal-status":
        return f"{given.get('name_zh', '')} {given.get('credit_code', '')}".strip()
    if key == "registered-address":
        return str(given.get("registered_address") or "")
    if key == "business-scope":
        return "；".join(str(row.get("scope_zh") or "") for row in rules.rows(draft, "schemes"))
    if key == "headcount":
        return str(sum(group.people for group in rules.groups_of(draft, "")))
    return ""
