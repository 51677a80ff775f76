"""The register of rules: everything stands in it, and it says truly what changed."""

from datetime import date, timedelta

import pytest

from xinheng.core.shared.source import Verified, bears_mark
from xinheng.rulebook import register
from xinheng.rulebook.incoming import from_grid, from_toml, read
from xinheng.rulebook.known import Entered, RuleSet, as_known, rule_set, trying
from xinheng.rulebook.layout import as_csv
from xinheng.rulebook.listed import lists
from xinheng.rulebook.loader import TABLES, NotYetInForce, table, table_keys

TODAY = date(2026, 3, 10)
SHIPPED = sorted(path.stem for path in TABLES.glob("*.toml"))


@pytest.mark.parametrize("key", SHIPPED)
def test_every_table_file_stands_in_the_register_with_a_title_in_both_languages(key):
    entry = register.show(key).entry
    assert entry.key == key
    assert entry.title
    assert entry.title_zh
    assert entry.title_zh != entry.title
    assert not entry.title_zh.isascii()


@pytest.mark.parametrize("each", lists(), ids=lambda each: each.key)
def test_every_list_stands_in_the_register_with_a_title_in_both_languages(each):
    found = register.show(f"list:{each.key}")
    assert found.entry.title.isascii()
    assert not found.entry.title_zh.isascii()
    assert len(found.rows) == len(each.rows)


@pytest.mark.parametrize("key", SHIPPED)
def test_rows_have_names_of_their_own(key):
    for edition in register.show(key).editions:
        names = [row.id for row in register.show(edition.id).rows]
        assert len(set(names)) == len(names)
        assert all(register.show(name).rows[0].id == name for name in names[:3])


@pytest.mark.parametrize("key", SHIPPED)
def test_every_edition_can_be_written_in_the_layout_and_read_back_unchanged(key):
    for edition in register.show(key).editions:
        lines = [line.split("\x1f") for line in _cells(as_csv(register.show(edition.id)))]
        found = read(from_grid(lines))
        assert {problem.code for problem in found.problems} == {"rules.nothing-new"}


def _cells(text: str) -> list[str]:
    import csv
    import io

    return ["\x1f".join(row) for row in csv.reader(io.StringIO(text))]


def test_a_number_bears_a_mark_unless_two_sources_agree_or_it_is_confirmed():
    marked = {status: bears_mark(status.value) for status in Verified}
    assert marked == {status: status != Verified.TWICE for status in Verified}
    assert not bears_mark("confirmed 2026-03-10")
    assert bears_mark("")
    for entry in register.in_force(TODAY):
        assert entry.bears_mark == any(s != Verified.TWICE for s in entry.statuses)


@pytest.mark.parametrize("day", [date(2016, 10, 1), date(2023, 6, 14), TODAY, date(2040, 1, 1)])
def test_a_day_differs_from_itself_in_nothing(day):
    assert register.diff(day, day) == ()


def test_the_change_of_the_regulators_rule_is_told_row_by_row_and_both_ways():
    forth = register.diff(date(2025, 12, 31), date(2026, 1, 1))
    back = register.diff(date(2026, 1, 1), date(2025, 12, 31))

    assert [change.key for change in forth] == ["clocks"]
    rows = {row.name: row for row in forth[0].rows}
    changed = {
        cell.column: (cell.before, cell.after) for cell in rows["next_surveillance.CNCA"].cells
    }
    assert changed["value"] == (15, 12)
    assert rows["suspension.CNCA"].kind == "added"
    assert {row.name: row.kind for row in back[0].rows}["suspension.CNCA"] == "removed"


def test_an_edition_that_kept_its_rows_is_told_too():
    changes = {change.key: change for change in register.diff(date(2023, 6, 13), date(2023, 6, 14))}
    assert changes["md5_qms"].rows == ()
    assert (changes["md5_qms"].before.edition, changes["md5_qms"].after.edition) == ("2019", "2023")


def test_nothing_is_in_force_before_the_first_edition():
    first = min(table(key).versions[0].valid_from for key in table_keys())
    assert register.in_force(first)
    with pytest.raises(NotYetInForce, match=str(first)):
        register.in_force(first - timedelta(days=1))


@pytest.mark.parametrize(
    "name", ["md6", "md5_qms@2020-05-08", "md5_qms#7", "list:nothing", "list:records.records#x"]
)
def test_what_is_not_there_is_not_shown(name):
    with pytest.raises(register.NoRule):
        register.show(name)


def test_a_conflict_shows_each_value_with_its_sources():
    row = register.show("md5_ems@2023-06-14#626").rows[0]
    assert [(each.value, each.evidence, each.is_used) for each in row.conflict] == [
        ("6.5", ("S03", "S70"), True), ("6.0", ("S02",), False),
    ]  # fmt: skip
    assert row.setting == "ems_limited_626_875"


def toml(**head: object) -> str:
    fields = {"table": "md5_qms", "edition": "x", "valid_from": date(2027, 1, 1),
              "status": "verified-1"} | head  # fmt: skip
    lines = [
        f"{k} = {v}" if isinstance(v, date) else f'{k} = "{v}"' for k, v in fields.items() if v
    ]
    return "\n".join([*lines, 'rows = [{ from = 1, to = 10700, days = "3" }]'])


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ({"table": ""}, "rules.head-missing"),
        ({"colour": "red"}, "rules.head-unknown"),
        ({"valid_from": "soon"}, "rules.day-unreadable"),
        ({"status": "sure"}, "rules.status-unknown"),
        ({"kind": "guess"}, "rules.kind-unknown"),
        ({"kind": "correction"}, "rules.nothing-to-correct"),
        ({"kind": "edition", "valid_from": date(2023, 6, 14)}, "rules.edition-there"),
        ({"valid_from": date(2021, 1, 1)}, "rules.older-edition"),
        ({"valid_until": date(2026, 1, 1)}, "rules.ends-before-it-starts"),
        ({"table": "MD 6"}, "rules.key-unfit"),
        ({"table": "md6"}, "rules.new-table-unnamed"),
    ],
)
def test_a_wrong_head_is_told(head, code):
    assert code in {problem.code for problem in read(from_toml(toml(**head))).problems}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("[]", "rules.no-rows"),
        ('[{ from = 2, to = 9, days = "3" }]', "rules.ladder-start"),
        (
            '[{ from = 1, to = 9, days = "3" }, { from = 11, to = 12, days = "3" }]',
            "rules.ladder-gap",
        ),
        (
            '[{ from = 1, to = 9, days = "3" }, { from = 9, to = 12, days = "3" }]',
            "rules.ladder-gap",
        ),
        (
            '[{ from = 1, to = 9, days = "3" }, { from = 10, to = 12, days = "2.5" }]',
            "rules.ladder-falls",
        ),
        ('[{ from = 1, to = 0, days = "3" }]', "rules.ladder-backwards"),
        ('[{ from = 1, to = 9, days = "3" }, { from = 1, to = 9, days = "3" }]', "rules.row-twice"),
        ('[{ from = 1, to = 9, days = "many" }]', "rules.cell"),
        ('[{ from = 1.5, to = 9, days = "3" }]', "rules.cell"),
        ('[{ from = 1, to = 9, days = "3", colour = "red" }]', "rules.cell"),
        ('[{ from = 1, days = "3" }]', "rules.cell-missing"),
        ('[{ from = 1, to = 9, days = "3", status = "sure" }]', "rules.row-status"),
    ],
)
def test_a_wrong_row_is_told(rows, code):
    text = toml().rsplit("\n", 1)[0] + f"\nrows = {rows}"
    assert code in {problem.code for problem in read(from_toml(text)).problems}


def test_a_file_that_is_no_toml_is_told():
    assert from_toml("rows = [").code == "rules.unreadable"
    assert from_toml("rows = 3").code == "rules.unreadable"


def test_trying_an_entry_leaves_no_trace():
    item = read(from_toml(toml())).entered
    assert isinstance(item, Entered)
    before = table("md5_qms").on(date(2027, 1, 1)).edition
    with trying(item):
        assert table("md5_qms").on(date(2027, 1, 1)).edition == "x"
        with as_known(0):
            assert table("md5_qms").on(date(2027, 1, 1)).edition == before
    assert table("md5_qms").on(date(2027, 1, 1)).edition == before
    assert rule_set() == RuleSet()
