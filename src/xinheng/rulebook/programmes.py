"""The rules of samples, personnel and clocks in force on a day, read from the tables."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from xinheng.core.programmes.deadline import Clock, ClockRules, regimes_for
from xinheng.core.programmes.personnel import PersonnelRules
from xinheng.core.programmes.rules import OF_THE_CYCLE, AuditKind, Share
from xinheng.core.programmes.sampling import SamplingRules
from xinheng.core.shared.source import Source
from xinheng.core.shared.working_days import DeclaredYear, WorkingCalendar
from xinheng.rulebook.loader import Row, table
from xinheng.rulebook.settings import Setting, settings_on

# A clock that only the body sets: (key of the clock, setting, unit, which way it counts).
OWN_CLOCKS = (
    ("stage_gap", "stage_gap_months", "months", 1),
    ("information_report", "information_report_days", "working days", 1),
    ("plan_report", "plan_report_days", "days", -1),
    ("complaint_acknowledgement", "complaint_acknowledgement_days", "working days", 1),
    ("complaint_answer", "complaint_answer_days", "days", 1),
    ("appeal_acknowledgement", "appeal_acknowledgement_days", "working days", 1),
    ("appeal_answer", "appeal_answer_days", "days", 1),
    ("witness", "witness_months", "months", 1),
)
FORMER_BODY = {"window": "former_body_window", "bar": "former_body_bar"}

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
    for row in (*table("clocks").on(on).rows, *table("terms").on(on).rows):
        clocks[row["key"]] = (*clocks.get(row["key"], ()), _clock(row))
    for key, clock in _own_clocks(settings):
        clocks[key] = (*clocks.get(key, ()), clock)
    return ClockRules(
        on=on,
        clocks=clocks,
        certificate_years=int(settings["certificate_years"].number),
        years_source=settings["certificate_years"].source,
        expires_day_before=settings["expiry_day"].value == "day-before",
        expiry_source=settings["expiry_day"].source,
        minor_days=int(settings["minor_nonconformity_days"].number),
        minor_source=settings["minor_nonconformity_days"].source,
        calendar=working_calendar(on),
        renewal_months=int(settings["renewal_audit_months"].number),
        renewal_source=settings["renewal_audit_months"].source,
    )


def _clock(row: Row) -> Clock:
    source = Source(row["document"], row["place"], row["edition"], row["status"])
    return Clock(row["regime"], row["value"], row["unit"], source)


def _own_clocks(settings: Mapping[str, Setting]) -> Iterator[tuple[str, Clock]]:
    """The body's own terms; one that is nought is not set."""
    for key, name, unit, way in OWN_CLOCKS:
        if value := int(settings[name].number):
            yield key, Clock("house", way * value, unit, settings[name].source)
    former = settings["former_body_bar_months"]
    if key := FORMER_BODY.get(settings["former_body_rule"].value, ""):
        yield key, Clock("CNCA", int(former.number), "months", former.source)


def working_calendar(on: date) -> WorkingCalendar:
    """The working days as they were known on a day: every notice until then.

    A year whose notice had not come yet, or that has no row at all, is provisional.
    Before the first notice of the table no year is declared.
    """
    years: dict[int, DeclaredYear] = {}
    for version in table("working_days").versions:
        if version.valid_from <= on:
            years |= {int(row["key"]): _year(row, version.edition) for row in version.rows}
    return WorkingCalendar(years)


def _year(row: Row, edition: str) -> DeclaredYear:
    return DeclaredYear(
        year=int(row["key"]),
        off=frozenset(row["off"]),
        working=frozenset(row["working"]),
        source=Source(row["document"], row["place"], edition, row["status"]),
        is_declared=row["declared"],
    )


def regimes_of(
    schemes: Iterable[str], on: date, own: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Whose clocks bind these schemes together: accreditation always, the regulator's for some.

    Raises:
        ValueError: a setting is unknown or outside its fence.
    """
    return regimes_for(schemes, regulated_schemes(on, own))


def regulated_schemes(on: date, own: Mapping[str, str] | None = None) -> frozenset[str]:
    """The schemes that the regulator's clocks bind on a day.

    Raises:
        ValueError: a setting is unknown or outside its fence.
    """
    return settings_on(on, own)["cnca_clock_schemes"].words


def clocks_since(on: date) -> date:
    """The day from which the clocks in force on a day hold: that of the newest edition.

    Raises:
        NotYetInForce: there was no edition on that day.
    """
    keys = ("clocks", "house_settings")
    return max(table(key).on(on).valid_from for key in keys)
