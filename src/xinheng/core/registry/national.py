"""How a line about a certificate or an organisation of the national register is read.

Identities are made from what identifies a thing outside: the number of a certificate, the
code of an organisation. So no counter hands them out, a file may be read twice, and both
tables can be split by organisation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from types import MappingProxyType

from xinheng.core.registry.lookup import CREDIT_CODE, plain_key
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

DAY = re.compile(r"\s*(\d{4})(?:-|/|\.|年)?(\d{1,2})(?:-|/|\.|月)?(\d{1,2})日?(?:[ T]00:00:00)?\s*")
LONGEST = MappingProxyType(
    {"number": 60, "code": 40, "name": 200, "body": 40, "standard": 80, "scope": 500}
)
BODY_UNKNOWN = "-"


class Standing(Named):
    """How a certificate stands in the national register. Source: catalogue M-99."""

    IN_FORCE = "in-force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


STANDINGS = MappingProxyType(
    {
        **{standing.value: standing.value for standing in Standing},
        "有效": "in-force", "暂停": "suspended", "撤销": "withdrawn", "注销": "cancelled",
        "失效": "expired", "过期失效": "expired", "过期": "expired",
        "01": "in-force", "02": "suspended", "03": "withdrawn", "04": "cancelled", "05": "expired",
    }
)  # fmt: skip
"""How a standing may be written. The codes are those of the reporting specification."""


class Kind(Named):
    """What a file brings."""

    CERTIFICATES = "certificates", _("Certificates")
    ORGANISATIONS = "organisations", _("Organisations")


COLUMNS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        Kind.CERTIFICATES: MappingProxyType({
            "number": "证书编号", "credit_code": "统一社会信用代码", "holder": "获证组织名称",
            "region": "地区", "body": "认证机构批准号", "domain": "认证领域",
            "standard": "认证依据", "scope": "认证范围", "issued_on": "发证日期",
            "expires_on": "有效期至", "status": "证书状态", "status_on": "状态日期",
        }),
        Kind.ORGANISATIONS: MappingProxyType({
            "credit_code": "统一社会信用代码", "name": "组织名称", "region": "地区",
        }),
    }
)  # fmt: skip
"""The layout: each column by its key and by its Chinese heading. Either may stand in a file."""
OPTIONAL = frozenset({"region", "body", "standard", "scope", "status", "status_on"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell of one line; the message is an English template."""

    column: str
    code: str
    message: str
    value: str = ""


class Unfit(Exception):  # noqa: N818 - the house names exceptions as facts
    """A line cannot be taken. Carries all its faults."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(fault.code for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Names:
    """Which domains and regions there are: every way to write one, to its key."""

    domains: Mapping[str, str]
    regions: Mapping[str, str]


Organisation = tuple[int, str, str, str]
"""id, credit code, name, region."""
Certificate = tuple[int, str, int, str, str, str, str, str, str, str, str, str]
"""id, number, organisation id, body, domain, region, standard, scope, issued on, expires on,
status, status on. Days are ISO texts: as such they compare, and both databases take them."""


def identity(key: str) -> int:
    """The number by which a thing with this key is known; 63 bits of a digest."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big") >> 1


@lru_cache(maxsize=65_536)
def iso_day(text: str) -> str:
    """A day written 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日 or 20260305, as 2026-03-05.

    Raises:
        ValueError: it is no day.
    """
    found = DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3])).isoformat()


@lru_cache(maxsize=65_536)
def month_ended(issued: str, expires: str, status: str, status_on: str) -> int:
    """The month from whose end on a certificate no longer counts as in force, as 202410.

    One that runs out counts up to and with its last day.
    """
    if status == Standing.IN_FORCE:
        day = date.fromisoformat(expires) + timedelta(days=1)
        return day.year * 100 + day.month
    return max(month_of(status_on), month_of(issued))


@cache
def month_of(iso: str) -> int:
    """The month of a day, as 202410."""
    return int(iso[:4]) * 100 + int(iso[5:7])


def headings(found: Sequence[str], kind: Kind) -> dict[str, int]:
    """Where each column stands, by key.

    Raises:
        Unfit: a column that must be there is not, or stands twice.
    """
    layout = COLUMNS[kind]
    keys = {name: key for key, zh in layout.items() for name in (key, zh)}
    places: dict[str, int] = {}
    faults = []
    for place, heading in enumerate(found):
        key = keys.get(heading.strip().strip("\ufeff"))
        if key in places:
            faults.append(Fault(key, "column-twice", _("This column stands twice."), heading))
        elif key is not None:
            places[key] = place
    faults += [
        Fault(key, "column-missing", _("This column is missing."))
        for key in layout
        if key not in places and key not in OPTIONAL
    ]
    if faults:
        raise Unfit(faults)
    return places


def read_organisation(cells: Mapping[str, str], names: Names) -> Organisation:
    """One line of a file of organisations.

    Raises:
        Unfit: with every fault of the line.
    """
    faults: list[Fault] = []
    region = _known(cells.get("region", "") or "99", names.regions, "region", faults)
    code = _code(cells["credit_code"], region, faults)
    name = _text(cells["name"], "name", "name", faults)
    if faults:
        raise Unfit(faults)
    return identity(code), code, name, region


def read_certificate(
    cells: Mapping[str, str], names: Names, *, as_of: str
) -> tuple[Certificate, Organisation]:
    """One line of a file of certificates, and the holder it names.

    Args:
        as_of: the day, as ISO text, from which a status without a day holds.

    Raises:
        Unfit: with every fault of the line.
    """
    faults: list[Fault] = []
    number = plain_key(cells["number"])
    if not number or len(number) > LONGEST["number"]:
        faults.append(Fault("number", "number-unfit", _("This is no certificate number."), number))
    region = _known(cells.get("region", "") or "99", names.regions, "region", faults)
    code = _code(cells["credit_code"], region, faults)
    holder = _text(cells["holder"], "holder", "name", faults)
    domain = _known(cells["domain"], names.domains, "domain", faults)
    status = _known(cells.get("status", "") or "有效", STANDINGS, "status", faults)
    body = cells.get("body", "").strip()[: LONGEST["body"]] or BODY_UNKNOWN
    issued = _day(cells["issued_on"], "issued_on", faults)
    expires = _day(cells["expires_on"], "expires_on", faults)
    since = cells.get("status_on", "")
    status_on = _day(since, "status_on", faults) if since.strip() else ""
    status_on = status_on or _since(status, issued, expires, as_of)
    faults.extend(_order(issued, expires, status_on, cells["expires_on"], since))
    if faults:
        raise Unfit(faults)
    owner = identity(code)
    standard = cells.get("standard", "").strip()[: LONGEST["standard"]]
    scope = cells.get("scope", "").strip()[: LONGEST["scope"]]
    return (
        (identity(number), number, owner, body, domain, region, standard, scope,
         issued, expires, status, status_on),
        (owner, code, holder, region),
    )  # fmt: skip


def _since(status: str, issued: str, expires: str, as_of: str) -> str:
    if status == Standing.IN_FORCE:
        return issued
    return expires if status == Standing.EXPIRED else max(as_of, issued)


def _order(issued: str, expires: str, since: str, expires_as: str, since_as: str) -> list[Fault]:
    """Days that stand the wrong way round."""
    found = []
    if issued and expires and expires < issued:
        reversed_ = _("The certificate ends before it begins.")
        found.append(Fault("expires_on", "days-reversed", reversed_, expires_as))
    if issued and since and since < issued:
        early = _("The status is older than the certificate.")
        found.append(Fault("status_on", "status-too-early", early, since_as))
    return found


def _known(text: str, among: Mapping[str, str], column: str, faults: list[Fault]) -> str:
    found = among.get(text) or among.get(text.strip())
    if found is None:
        faults.append(Fault(column, f"{column}-unknown", UNKNOWN[column], text))
        return ""
    return found


UNKNOWN = {
    "region": _("There is no such region."),
    "domain": _("There is no such domain of certification."),
    "status": _("There is no such status."),
}


def _code(text: str, region: str, faults: list[Fault]) -> str:
    """A unified social credit code; abroad any code of at most 40 characters."""
    code = text if CREDIT_CODE.fullmatch(text) else plain_key(text)
    fits = 0 < len(code) <= LONGEST["code"] if region == "00" else CREDIT_CODE.fullmatch(code)
    if not fits:
        wrong = _("A unified social credit code has 18 letters and digits.")
        faults.append(Fault("credit_code", "credit-code-unfit", wrong, text))
    return code


def _text(text: str, column: str, limit: str, faults: list[Fault]) -> str:
    plain = text.strip()
    if not plain or len(plain) > LONGEST[limit] or "\x00" in plain:
        wrong = _("A name must stand here, of at most 200 characters.")
        faults.append(Fault(column, "name-unfit", wrong, plain[:200]))
    return plain


def _day(text: str, column: str, faults: list[Fault]) -> str:
    try:
        return iso_day(text)
    except ValueError:
        wrong = _("This is no day; write it as 2026-03-05.")
        faults.append(Fault(column, "day-unfit", wrong, text))
        return ""
