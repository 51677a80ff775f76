"""What is wrong with an application as it was filled in: everything at once.

A draft keeps what was typed, even where it cannot be read; these rules say so
at each place. `field` of a violation is the place in the draft, such as
`headcount.0.people`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from xinheng.core.intake.checklist import ApplicationFacts, GivenDocument
from xinheng.core.intake.prerequisites import ApplicantFacts, LegalStatus
from xinheng.core.programmes.personnel import GroupKind, PersonnelGroup, personnel_problems
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

APPLYING = Source("ISO/IEC 17021-1", "9.1.1", "2015")
HEADCOUNT = Source("检验认证", "哪些情况会导致审查组撤组", "2019-2024", Verified.ONCE.value)
CODES = Source("管理体系认证业务范围分类内容说明", "", "", Verified.ONCE.value)
TOO_MANY_PEOPLE = 1_000_000
Draft = Mapping[str, Any]

ITEM_OF_KIND = {
    "business-licence": "licence",
    "permit": "permits",
    "qualification": "permits",
    "social-security-list": "staff-list",
    "process-diagram": "flow-chart",
}
"""Which item of the checklist a kind of document of the form stands for, where names differ."""
GIVEN_BY_APPLYING = ("application-form", "contract")
"""The form is the application itself; the contract has a step of its own before any audit."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules need to know of the house's lists."""

    codes: frozenset[str]
    schemes: frozenset[str]
    regions: frozenset[str]


def day(value: object) -> date | None:
    """A day of a draft; nothing when there is none or it is impossible."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def whole(value: object) -> int | None:
    """A whole number of a draft; nothing when it is none."""
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value).strip())
        return int(number) if number.is_finite() and number == int(number) else None
    except (InvalidOperation, ValueError):
        return None


def rows(draft: Draft, table: str) -> Sequence[Mapping[str, Any]]:
    """The rows of one table of a draft."""
    found = draft.get(table) or []
    return [row for row in found if isinstance(row, Mapping)]


def part(draft: Draft, form: str) -> Mapping[str, Any]:
    """One form of a draft."""
    found = draft.get(form) or {}
    return found if isinstance(found, Mapping) else {}


def draft_problems(draft: Draft, known: Known, *, on: date) -> Iterator[Violation]:
    """Say everything that is wrong with a draft on the day it is submitted.

    Source: ISO/IEC 17021-1:2015, 9.1.1.
    """
    yield from organisation_answers(draft)
    yield from scheme_problems(draft, known)
    yield from site_problems(draft, known)
    yield from headcount_problems(draft)
    yield from day_problems(draft, on=on)


def organisation_answers(draft: Draft) -> Iterator[Violation]:
    """The applicant says who to talk to and what it is in law.

    Source: ISO/IEC 17021-1:2015, 9.1.1.
    """
    given = part(draft, "organisation")
    for name in ("contact_name", "contact_phone", "top_manager"):
        if not str(given.get(name) or "").strip():
            yield _needed(f"organisation.{name}")
    if part(draft, "declarations").get("legal_status") not in set(LegalStatus):
        yield _needed("declarations.legal_status")


def scheme_problems(draft: Draft, known: Known) -> Iterator[Violation]:
    """Each scheme is offered, stands once, and has its scope and known codes.

    Source: ISO/IEC 17021-1:2015, 9.1.1.
    """
    given = rows(draft, "schemes")
    if not given:
        yield _no("intake.no-scheme", _("Name at least one scheme."), "schemes")
    seen: set[object] = set()
    for index, row in enumerate(given):
        place, scheme = f"schemes.{index}", row.get("scheme")
        if scheme not in known.schemes:
            yield _no(
                "intake.scheme-unknown",
                _("The scheme “%(scheme)s” is not offered."),
                f"{place}.scheme",
                scheme=str(scheme or ""),
            )
        elif scheme in seen:
            yield _no(
                "intake.scheme-twice",
                _("The scheme “%(scheme)s” stands twice."),
                f"{place}.scheme",
                scheme=scheme,
            )
        seen.add(scheme)
        if not str(row.get("scope_zh") or "").strip():
            yield _needed(f"{place}.scope_zh")
        codes = codes_of(row)
        if not codes:
            yield _needed(f"{place}.codes")
        for code in codes:
            if code not in known.codes:
                yield Violation(
                    "intake.code-unknown",
                    _("There is no scope code “%(code)s”."),
                    CODES,
                    {"code": code},
                    f"{place}.codes",
                )


def codes_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The scope codes of a row, each once."""
    given = row.get("codes") or ()
    found = given.replace("，", " ").replace("、", " ").split() if isinstance(given, str) else given
    return tuple(dict.fromkeys(str(code).strip() for code in found if str(code).strip()))


def site_problems(draft: Draft, known: Known) -> Iterator[Violation]:
    """There is a site; names differ; of several, exactly one is the central function.

    Source: ISO/IEC 17021-1:2015, 9.1.1.
    """
    given = rows(draft, "sites")
    if not given:
        yield _no("intake.no-site", _("Name at least one site."), "sites")
    names: set[str] = set()
    for index, row in enumerate(given):
        place, name = f"sites.{index}", str(row.get("name") or "").strip()
        if not name:
            yield _needed(f"{place}.name")
        elif name in names:
            yield _no(
                "intake.site-twice", _("The site “%(name)s” stands twice."), f"{place}.name",
                name=name,
            )  # fmt: skip
        names.add(name)
        if not str(row.get("address") or "").strip():
            yield _needed(f"{place}.address")
        region = str(row.get("region_code") or "")
        if region and region not in known.regions:
            yield _no(
                "intake.region-unknown",
                _("There is no region with the code “%(code)s”."),
                f"{place}.region_code",
                code=region,
            )
        yield from people_problems(row.get("people"), f"{place}.people", least=0)
    if len(given) > 1 and sum(row.get("is_central") is True for row in given) != 1:
        yield _no(
            "intake.one-central-site",
            _("Of several sites, exactly one has the central function."),
            "sites",
        )


def headcount_problems(draft: Draft) -> Iterator[Violation]:
    """People are counted in whole persons of a known kind, at sites that are listed.

    Source: ISO/IEC 17021-1:2015, 9.1.1; catalogue M-33.
    """
    given = rows(draft, "headcount")
    names = {str(row.get("name") or "").strip() for row in rows(draft, "sites")}
    if not given:
        yield Violation(
            "intake.no-headcount", _("Say how many people work in the scope."), HEADCOUNT, {},
            "headcount",
        )  # fmt: skip
    for index, row in enumerate(given):
        place = f"headcount.{index}"
        if row.get("kind") not in set(GroupKind):
            yield _needed(f"{place}.kind")
        yield from people_problems(row.get("people"), f"{place}.people", least=1)
        site = str(row.get("site") or "").strip()
        if site and site not in names:
            yield _no(
                "intake.site-not-listed",
                _("The site “%(site)s” is not in the list of sites."),
                f"{place}.site",
                site=site,
            )
    groups = groups_of(draft, "")
    if len(groups) == len(given):
        yield from personnel_problems(groups)


def people_problems(value: object, place: str, *, least: int) -> Iterator[Violation]:
    """A number of people is a whole number from `least` up to below a million.

    Source: ISO/IEC 17021-1:2015, 9.1.1; catalogue M-33.
    """
    number = whole(value)
    if number is None:
        message = _("“%(value)s” is no whole number of people.")
        code = "intake.people-no-number"
    elif number < least:
        message = _("The number of people is %(value)s; it must be at least %(least)s.")
        code = "intake.people-too-few"
    elif number >= TOO_MANY_PEOPLE:
        message = _("The number of people is %(value)s; it must be below %(most)s.")
        code = "intake.people-too-many"
    else:
        return
    facts = {"value": str(value if value is not None else ""), "least": least,
             "most": TOO_MANY_PEOPLE}  # fmt: skip
    yield Violation(code, message, HEADCOUNT, facts, place)


def day_problems(draft: Draft, *, on: date) -> Iterator[Violation]:
    """Days are possible, not in the future where they tell of the past, and in their order.

    Source: ISO/IEC 17021-1:2015, 9.1.1; catalogue M-28.
    """
    system, declared = part(draft, "system"), part(draft, "declarations")
    past = {
        f"system.{name}": system.get(name)
        for name in ("started_on", "internal_audit_on", "management_review_on")
    } | {
        f"declarations.{name}": declared.get(name)
        for name in ("suspended_on", "revoked_on", "former_body_lost_status_on",
                     "major_accident_on")
    }  # fmt: skip
    others = {"system.consultancy_ended_on": system.get("consultancy_ended_on")} | {
        f"documents.{index}.valid_until": row.get("valid_until")
        for index, row in enumerate(rows(draft, "documents"))
    }
    for place, value in (past | others).items():
        if value in (None, ""):
            continue
        read = day(value)
        if read is None:
            yield _no(
                "intake.not-a-day", _("“%(value)s” is no day; write it like 2026-03-05."), place,
                value=str(value),
            )  # fmt: skip
        elif place in past and read > on:
            yield _no("intake.day-in-future", _("%(day)s lies in the future."), place, day=read)
    yield from _order_problems(system)


def _order_problems(system: Mapping[str, Any]) -> Iterator[Violation]:
    started = day(system.get("started_on"))
    for name in ("internal_audit_on", "management_review_on"):
        found = day(system.get(name))
        if started and found and found < started:
            yield _no(
                "intake.days-out-of-order",
                _("%(day)s lies before the system started on %(started)s."),
                f"system.{name}",
                day=found,
                started=started,
            )


def groups_of(draft: Draft, scheme: str) -> tuple[PersonnelGroup, ...]:
    """The groups of people that can be read, as the reckoning of personnel wants them."""
    found = []
    for row in rows(draft, "headcount"):
        people = whole(row.get("people"))
        if row.get("kind") not in set(GroupKind) or people is None or people < 1:
            continue
        found.append(
            PersonnelGroup(
                kind=GroupKind(str(row["kind"])),
                people=people,
                hours_per_week=_hours(row.get("hours_per_week")),
                scheme=scheme,
                reason=str(row.get("note") or ""),
            )
        )
    return tuple(found)


def _hours(value: object) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None


def checklist_facts(draft: Draft) -> ApplicationFacts:
    """What decides which documents an application needs."""
    declared = part(draft, "declarations")
    return ApplicationFacts(
        schemes=frozenset(str(row.get("scheme")) for row in rows(draft, "schemes")),
        is_manufacturer=declared.get("is_manufacturer") is True,
        needs_permit=declared.get("needs_permit") is True,
        discharges_pollutants=declared.get("discharges_pollutants") is True,
        has_hazardous_work=declared.get("has_hazardous_work") is True,
        builds=declared.get("builds") is True,
    )


def given_documents(draft: Draft, *, with_file: Collection[int]) -> tuple[GivenDocument, ...]:
    """The documents handed in: those of the form whose file is there.

    Args:
        with_file: keys of the files that exist and may be used.
    """
    found = [GivenDocument(key) for key in GIVEN_BY_APPLYING]
    for row in rows(draft, "documents"):
        if row.get("file") not in with_file:
            continue
        kind = str(row.get("kind") or "")
        found.append(GivenDocument(ITEM_OF_KIND.get(kind, kind), day(row.get("valid_until"))))
    return tuple(found)


def applicant_facts(draft: Draft, scheme: str, *, on: date) -> ApplicantFacts:
    """What the prerequisites need to know, for one scheme on the day of application."""
    system, declared = part(draft, "system"), part(draft, "declarations")
    status = declared.get("legal_status")
    return ApplicantFacts(
        on=on,
        legal_status=LegalStatus(status) if status in set(LegalStatus) else LegalStatus.NEITHER,
        has_documented_system=declared.get("has_documented_system") is not False,
        scheme=scheme,
        system_started_on=day(system.get("started_on")),
        internal_audit_on=day(system.get("internal_audit_on")),
        management_review_on=day(system.get("management_review_on")),
        suspended_on=day(declared.get("suspended_on")),
        revoked_on=day(declared.get("revoked_on")),
        former_body_lost_status_on=day(declared.get("former_body_lost_status_on")),
        has_stop_order=declared.get("has_stop_order") is True,
        is_on_dishonesty_list=declared.get("is_on_dishonesty_list") is True,
        major_accident_on=day(declared.get("major_accident_on")),
        has_unrectified_spot_check=declared.get("has_unrectified_spot_check") is True,
        pays_through_consultant=declared.get("pays_through_consultant") is True,
        is_certification_body=declared.get("is_certification_body") is True,
    )


def _needed(place: str) -> Violation:
    return _no("intake.needed", _("This is needed."), place)


def _no(code: str, message: str, place: str, /, **facts: object) -> Violation:
    return Violation(code, message, APPLYING, facts, place)
