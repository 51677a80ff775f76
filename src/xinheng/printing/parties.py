"""Who stands on a print: the body, its client, its places, and the standards."""

from dataclasses import dataclass

from xinheng.printing.typeset import Picture


@dataclass(frozen=True, slots=True)
class Body:
    """The certification body, as it is approved.

    `approval_number` is the number of the regulator's approval.
    """

    name_zh: str
    name_en: str
    address: str
    approval_number: str
    phone: str = ""
    logo: Picture | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """An organisation that applies for certification or holds it."""

    name_zh: str
    credit_code: str
    registered_address: str
    name_en: str = ""
    registered_address_en: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A place that certification covers.

    An empty scope means the scope of the whole certificate.
    """

    name_zh: str
    address: str
    name_en: str = ""
    address_en: str = ""
    scope_zh: str = ""
    scope_en: str = ""
    is_central: bool = False
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard with its edition, such as GB/T 19001-2016, equivalent to ISO 9001:2015.

    `number` carries the edition as the standard itself writes it.
    """

    number: str
    title_zh: str
    title_en: str = ""
    equivalent: str = ""
