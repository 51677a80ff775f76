"""What the audit time would be for the people found on site."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.programmes.queries.timing import ReckoningView, standing_reckoning
from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.codec import request_from_json
from xinheng.core.programmes.request import AuditTimeRequest
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.known import as_known


def days_for_people(case: CaseView, people_by_scheme: Mapping[str, int]) -> Decimal | None:
    """The audit time of the open round with other numbers of people. Unit: auditor-days.

    Returns:
        Nothing when the time of this round was never reckoned.

    Raises:
        Refused: the numbers break a rule.
    """
    standing = standing_reckoning(case.id, case.round.id)
    if standing is None:
        return None
    request = request_for_people(standing, people_by_scheme)
    with as_known(standing.rules_known):
        return reckon_audit_time(request, audit_time_rules(request.on)).figure.value


def request_for_people(
    standing: ReckoningView, people_by_scheme: Mapping[str, int]
) -> AuditTimeRequest:
    """The request of a reckoning with other numbers of people.

    Where several sites were reckoned, each site's people grow in the largest
    proportion found, rounded up.
    """
    first = request_from_json(standing.request)
    standards = tuple(
        replace(standard, people=people_by_scheme.get(standard.scheme, standard.people))
        for standard in first.standards
    )
    growth = max(
        (
            Fraction(now.people, was.people)
            for now, was in zip(standards, first.standards, strict=True)
        ),
        default=Fraction(1),
    )
    sites = tuple(replace(site, people=ceil(site.people * growth)) for site in first.sites)
    return replace(first, standards=standards, sites=sites)
