"""Acts on clients and their sites."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from xinheng.apps.clients import actions
from xinheng.core.clients import acts
from xinheng.core.clients.words import SiteKind
from xinheng.core.shared.actor import Actor
from xinheng.front.operation import Operation, Shape


class RegisterIn(Shape):
    """What is known of a new client."""

    name_zh: str
    credit_code: str
    address_zh: str
    region_code: str
    name_en: str = ""
    legal_form: str = ""
    address_en: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    top_manager: str = ""
    group_name: str = ""
    is_certification_body: bool = False


class AmendIn(Shape):
    """What changes of a client; fields left out stay as they are."""

    organisation: int
    name_zh: str | None = None
    credit_code: str | None = None
    address_zh: str | None = None
    region_code: str | None = None
    name_en: str | None = None
    legal_form: str | None = None
    address_en: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    top_manager: str | None = None
    group_name: str | None = None
    is_certification_body: bool | None = None


class AddSiteIn(Shape):
    """A place where a client works. `people`: persons."""

    organisation: int
    name_zh: str
    address_zh: str
    region_code: str = ""
    name_en: str = ""
    address_en: str = ""
    kind: SiteKind = SiteKind.PERMANENT
    is_central: bool = False
    people: int = Field(default=0, ge=0, lt=1_000_000)
    activities: str = ""


class CloseSiteIn(Shape):
    """Which site is closed, and from which day on."""

    site: int
    closed_on: date


def _register(_case_id: int, given: RegisterIn, by: Actor, at: datetime) -> object:
    return actions.register(given=given.model_dump(), by=by, at=at)


def _amend(_case_id: int, given: AmendIn, by: Actor, at: datetime) -> object:
    changes = given.model_dump(exclude={"organisation"}, exclude_none=True)
    return actions.amend(organisation_id=given.organisation, changes=changes, by=by, at=at)


def _add_site(_case_id: int, given: AddSiteIn, by: Actor, at: datetime) -> object:
    site = given.model_dump(exclude={"organisation"})
    return actions.add_site(organisation_id=given.organisation, given=site, by=by, at=at)


def _close_site(_case_id: int, given: CloseSiteIn, by: Actor, at: datetime) -> object:
    return actions.close_site(site_id=given.site, closed_on=given.closed_on, by=by, at=at)


def _client(row: Any) -> dict[str, object]:
    return {"organisation": row.pk, "name": row.name_zh, "credit_code": row.credit_code}


def _site(row: Any) -> dict[str, object]:
    return {"site": row.pk, "organisation": row.organisation_id, "name": row.name_zh}


OPERATIONS = (
    Operation(acts.REGISTER, RegisterIn, _register, of_case=False, answer=_client),
    Operation(acts.AMEND, AmendIn, _amend, of_case=False, answer=_client),
    Operation(acts.ADD_SITE, AddSiteIn, _add_site, of_case=False, answer=_site),
    Operation(acts.CLOSE_SITE, CloseSiteIn, _close_site, of_case=False, answer=_site),
)
