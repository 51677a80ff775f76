"""The nonconformities that fall due, as the calendar of the body shows them."""

from collections.abc import Mapping
from typing import Any

from xinheng.apps.cases import queries as cases
from xinheng.apps.findings.queries.views import not_dealt_with
from xinheng.core.cases.words import RoundKind
from xinheng.core.findings.words import FindingState, Grade
from xinheng.core.programmes.clocks import MINOR_LATE, STAGE_2_AGAIN
from xinheng.core.programmes.terms import BEFORE_EXPIRY
from xinheng.core.shared.falling import DueKind, Falling, Span
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.programmes import clock_rules

FIELDS = ("pk", "number", "grade", "state", "due_on", "case_id", "round_id", "round__kind",
          "scheme")  # fmt: skip


def falls_due(span: Span) -> tuple[Falling, ...]:
    """The nonconformities that are not dealt with, the overdue ones too. One query.

    Those that wait for the client say so; the others wait for the team.
    """
    rows = not_dealt_with().filter(due_on__lte=span.until)
    rows = rows.filter(case__in=cases.visible_cases(span.viewer))
    own = clock_rules(span.on).minor_source
    found = rows.select_related(None).order_by("due_on", "pk").values(*FIELDS)
    return tuple(_falling(row, own) for row in found)


def _falling(row: Mapping[str, Any], own: Source) -> Falling:
    waits_for_client = row["state"] in (FindingState.RAISED, FindingState.RETURNED)
    rule, source, consequence = _rule(row, own)
    return Falling(
        key=f"findings.finding-{row['pk']}",
        kind=DueKind.NONCONFORMITY,
        day=row["due_on"],
        title=_("%(name)s (%(grade)s) is answered by the client")
        if waits_for_client
        else _("%(name)s (%(grade)s) is judged or verified by the team"),
        facts={"name": f"NC-{row['number']:02d}", "grade": Grade(row["grade"])},
        rule=rule,
        source=source,
        consequence=consequence,
        case_id=row["case_id"],
        round_id=row["round_id"],
        scheme=row["scheme"],
        waits_for_client=waits_for_client,
    )


def _rule(row: Mapping[str, Any], own: Source) -> tuple[str, Source, str]:
    if row["grade"] != Grade.MAJOR:
        return "minor-nonconformity", own, MINOR_LATE
    if row["round__kind"] == RoundKind.RECERTIFICATION:
        place = Source("ISO/IEC 17021-1", "9.6.3.2.2", "2015", Verified.MEMORY.value)
        return "major-at-recertification", place, BEFORE_EXPIRY
    place = Source("ISO/IEC 17021-1", "9.5.3.2", "2015", Verified.MEMORY.value)
    if row["round__kind"] == RoundKind.INITIAL:
        return "major-nonconformity", place, STAGE_2_AGAIN
    return "major-nonconformity", place, MINOR_LATE
