"""Dated tables: the edition in force on a day, and editions that do not follow each other."""

from datetime import date

import pytest

from xinheng.core.shared.source import Verified
from xinheng.rulebook.loader import NotYetInForce, TableUnsound, read_table, table, table_keys

HEAD = (
    'title = "T"\nunit = "days"\nsource = { document = "D", place = "P" }\nstatus = "verified-1"\n'
)
KNOWN = {status.value for status in Verified}


def block(edition: str, start: str, until: str = "", rows: str = "rows = [{ n = 1 }]") -> str:
    end = f"valid_until = {until}\n" if until else ""
    return f'[[versions]]\nedition = "{edition}"\nvalid_from = {start}\n{end}{rows}\n'


def test_table_gives_the_edition_in_force_on_both_sides_of_a_change():
    changes_on = date(2023, 6, 14)

    assert table("md5_qms").on(date(2023, 6, 13)).edition == "2019"
    assert table("md5_qms").on(changes_on).edition == "2023"
    assert table("md5_qms").on(date(2023, 6, 13)).valid_until == changes_on
    assert table("md5_qms").on(changes_on).valid_until is None


def test_table_keeps_the_rows_of_an_edition_that_changed_nothing():
    qms = table("md5_qms")

    assert qms.on(date(2021, 1, 1)).rows == qms.on(date(2026, 1, 1)).rows


def test_table_refuses_a_day_before_its_first_edition():
    assert table("md5_qms").on(date(2020, 5, 7)).edition == "2019"
    with pytest.raises(NotYetInForce, match="2020-05-07"):
        table("md5_qms").on(date(2020, 5, 6))


def test_table_of_an_unknown_key_does_not_exist():
    with pytest.raises(LookupError, match="no table 'md6'"):
        table("md6")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (HEAD, "no versions"),
        (HEAD + block("a", "2020-01-01", "2020-06-01") + block("b", "2020-07-01"), "no edition"),
        (HEAD + block("a", "2020-01-01", "2020-08-01") + block("b", "2020-07-01"), "overlap"),
        (HEAD + block("a", "2020-01-01") + block("b", "2020-01-01"), "overlap"),
        (HEAD + block("a", "2020-02-01") + block("b", "2020-01-01"), "overlap"),
        (HEAD + block("a", "2020-02-01", "2020-02-01"), "ends before"),
        (HEAD + block("a", "2020-02-01", rows='rows_of = "z"'), "rows of edition z"),
        (block("a", "2020-02-01"), "missing"),
    ],
)
def test_table_with_an_unsound_file_is_refused(text, why):
    with pytest.raises(TableUnsound, match=why):
        read_table("sample", text)


def test_table_that_ended_is_not_in_force_afterwards():
    sample = read_table("sample", HEAD + block("a", "2020-01-01", "2021-01-01"))

    assert sample.on(date(2020, 12, 31)).edition == "a"
    with pytest.raises(NotYetInForce):
        sample.on(date(2021, 1, 1))


@pytest.mark.parametrize("key", table_keys())
def test_every_row_of_every_table_says_how_far_it_was_checked(key):
    for version in table(key).versions:
        assert version.rows
        assert {row["status"] for row in version.rows} <= KNOWN
        assert version.status in KNOWN
