"""The rules of samples, personnel and clocks in force on a day, read from the tables."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from xinheng.core.programmes.deadline import Clock, ClockRules
from xinheng.core.programmes.personnel import PersonnelRules
from xinheng.core.programmes.rules import OF_THE_CYCLE, AuditKind, Share
from xinheng.core.programmes.sampling import SamplingRules
from xinheng.core.shared.source import Source
from xinheng.rulebook.loader import table
from xinheng.rulebook.settings import settings_on

# No document found names a sample for the other audits; that of a surveillance is taken.
SAMPLED_AS = {kind: kind if kind in OF_THE_CYCLE else AuditKind.SURVEILLANCE for kind in AuditKind}


def sampling_rules(on: date) -> SamplingRules:
    """The multipliers and shares of site sampling in force on a day.

    Raises:
        NotYetInForce: the table had no edition on that day.
    """
    version = table("md1_sampling").on(on)
    shares = {
        row["key"]: Share(
            Fraction(row["value"]),
            Source(version.source.document, row["place"], version.edition, row["status"]),
        )
        for row in version.rows
    }
    return SamplingRules(
        multipliers={kind: shares[SAMPLED_AS[kind].value] for kind in AuditKind},
        every_site={kind: shares[f"every_site_{SAMPLED_AS[kind].value}"] for kind in AuditKind},
        random_part=shares["random_part"],
    )


def personnel_rules(on: date, own: Mapping[str, str] | None = None) -> PersonnelRules:
    """The body's settings of the personnel step on a day.

    Raises:
        ValueError: a setting is unknown or outside its fence.
    """
    settings = settings_on(on, own)
    return PersonnelRules(
        full_time_hours=settings["full_time_hours"].number,
        contractors_count_for=settings["contractors_count_for"].words,
        square_root_free_for=settings["square_root_free_for"].words,
        hours_source=settings["full_time_hours"].source,
    )


def clock_rules(on: date, own: Mapping[str, str] | None = None) -> ClockRules:
    """The statutory clocks in force on a day, with the body's conventions.

    Raises:
        NotYetInForce: the table had no edition on that day.
        ValueError: a setting is unknown or outside its fence.
    """
    settings = settings_on(on, own)
    clocks: dict[str, tuple[Clock, ...]] = {}
    for row in table("clocks").on(on).rows:
        source = Source(row["document"], row["place"], row["edition"], row["status"])
        clock = Clock(row["regime"], row["value"], row["unit"], source)
        clocks[row["key"]] = (*clocks.get(row["key"], ()), clock)
    return ClockRules(
        on=on,
        clocks=clocks,
        certificate_years=int(settings["certificate_years"].number),
        years_source=settings["certificate_years"].source,
        expires_day_before=settings["expiry_day"].value == "day-before",
        expiry_source=settings["expiry_day"].source,
        minor_days=int(settings["minor_nonconformity_days"].number),
        minor_source=settings["minor_nonconformity_days"].source,
    )
