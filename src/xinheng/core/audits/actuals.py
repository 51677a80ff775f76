"""What was found of people and sites, beside what was applied for."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from xinheng.core.audits import sources as src
from xinheng.core.audits.words import SiteFound
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SiteNote:
    """What was found of one site, and what to say of it."""

    site_id: int
    found: SiteFound
    note: str = ""


def comparison_obstacles(
    *,
    schemes: Collection[str],
    people: Mapping[str, int],
    sites: Mapping[int, str],
    notes: Collection[SiteNote],
) -> Iterator[Violation]:
    """Say what the comparison with the application leaves out.

    Source: catalogue M-33 and M-34.
    """
    for scheme in schemes:
        if people.get(scheme, 0) < 1:
            yield Violation(
                code="audits.people-missing",
                message=_("Say how many people were found for %(scheme)s."),
                source=src.HEADCOUNT,
                facts={"scheme": scheme},
                field=f"people_{scheme}",
            )
    for scheme in people:
        if scheme not in schemes:
            yield Violation(
                code="audits.people-unknown-scheme",
                message=_("%(scheme)s is not a standard of this case."),
                source=src.HEADCOUNT,
                facts={"scheme": scheme},
            )
    by_site = {note.site_id: note for note in notes}
    for site_id, name in sites.items():
        note = by_site.get(site_id)
        if note is None:
            yield _site("audits.site-not-compared", _("Say what was found of “%(site)s”."), name)
        elif note.found != SiteFound.AS_APPLIED and not note.note.strip():
            yield _site(
                "audits.site-change-unexplained",
                _("“%(site)s” was not found as applied for: write down what was found."),
                name,
            )


def _site(code: str, message: str, name: str) -> Violation:
    return Violation(code=code, message=message, source=src.SITES, facts={"site": name})


def scaled(part: Decimal | None, *, before: Decimal, after: Decimal) -> Decimal | None:
    """A part of the audit time after the whole has grown, rounded up to two places."""
    if part is None or not before:
        return part
    return (part * after / before).quantize(HUNDREDTH, ROUND_UP)
