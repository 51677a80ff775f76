"""Proposals of the rooms above, each told with its case. No question is asked for one alone."""

from datetime import datetime
from typing import TYPE_CHECKING

from xinheng.apps.cases.models import Case
from xinheng.core.cases.proposals import Proposal
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Where

if TYPE_CHECKING:
    from xinheng.apps.people.models import Person


def proposal_in(
    case: Case,
    act: ActKind,
    *,
    target: int | None,
    about: str,
    by: "Person | None",
    since: datetime,
    scheme: str = "",
) -> Proposal:
    """A proposal in a case that was read with its organisation and its schemes.

    Args:
        scheme: the one scheme it is about; all of the case without it.
    """
    schemes = (scheme,) if scheme else tuple(row.scheme for row in case.schemes.all())
    return Proposal(
        act=act,
        case_id=case.pk,
        number=case.number,
        organisation_zh=case.organisation.name_zh,
        organisation_en=case.organisation.name_en,
        where=Where(schemes, case.branch_id),
        target=target,
        about=about,
        proposed_by=by.name_zh if by else "",
        proposed_by_id=by.pk if by else None,
        since=since,
    )
