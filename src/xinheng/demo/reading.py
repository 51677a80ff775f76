"""What the demo body is made of, read from its lists."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xinheng.core.people.words import Employment
from xinheng.core.shared.actor import Role
from xinheng.rulebook.codes import regions

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch office."""

    code: str
    name_zh: str
    name_en: str
    region: str


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody of the body. `codes` are the scope codes they were found competent in."""

    username: str
    name_zh: str
    name_en: str
    role: Role
    branch: str
    employment: Employment
    region: str
    schemes: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """What a client does. `ems` and `ohsms` are the complexity and risk of its sector."""

    key: str
    noun_zh: str
    noun_en: str
    code: str
    scope_zh: str
    scope_en: str
    ems: str
    ohsms: str

    def complexity(self, scheme: str) -> str:
        """How complex or risky the trade is for a scheme; QMS asks for no word."""
        return {"EMS": self.ems, "OHSMS": self.ohsms}.get(scheme, "")


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client, how many sites it has, and which story is told of it from how many days ago."""

    number: int
    username: str
    name_zh: str
    name_en: str
    credit_code: str
    region: str
    trade: Trade
    people: int
    sites: int
    schemes: tuple[str, ...]
    contact: str
    manager: str
    story: str
    days: int

    @property
    def city_zh(self) -> str:
        """The city without its last character, as names of companies say it."""
        return regions.find(self.region).name_zh.removesuffix("市")

    @property
    def address_zh(self) -> str:
        """Its registered address, in a street that does not exist."""
        return f"{regions.full_name(self.region)}虚构路{self.number}号"

    @property
    def address_en(self) -> str:
        """The same in English."""
        city = regions.find(self.region).name_en
        return f"{self.number} Xugou Road, {city}, {regions.province_of(self.region).name_en}"


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def branches() -> tuple[BranchRow, ...]:
    """The branches, the head office first."""
    return tuple(BranchRow(**row) for row in _rows("branches.csv"))


@cache
def staff() -> tuple[StaffRow, ...]:
    """Everybody of the body, the first administrator first."""
    return tuple(
        StaffRow(
            username=row["username"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            role=Role(row["role"]),
            branch=row["branch"],
            employment=Employment(row["employment"]),
            region=row["region"],
            schemes=tuple(row["schemes"].split()),
            codes=tuple(row["codes"].split()),
        )
        for row in _rows("staff.csv")
    )


@cache
def trades() -> Mapping[str, Trade]:
    """The trades by their keys."""
    return {row["key"]: Trade(**row) for row in _rows("trades.csv")}


@cache
def clients() -> tuple[ClientRow, ...]:
    """The clients in their order."""
    return tuple(
        ClientRow(
            number=int(row["number"]),
            username=row["username"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            credit_code=row["credit_code"],
            region=row["region"],
            trade=trades()[row["trade"]],
            people=int(row["people"]),
            sites=int(row["sites"]),
            schemes=tuple(row["schemes"].split()),
            contact=row["contact"],
            manager=row["manager"],
            story=row["story"],
            days=int(row["days"]),
        )
        for row in _rows("clients.csv")
    )
