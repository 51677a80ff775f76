"""Entering editions, corrections and choices; confirming; and what was known then."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import NOON, anyone
from tests.factories_rules import entered, owner, proposed, qms_sheet
from xinheng.apps.journal.models import Entry
from xinheng.apps.rules import actions, queries
from xinheng.apps.rules.models import Amendment, Confirmation, KnownRules
from xinheng.core.shared.actor import Duty
from xinheng.core.shared.source import bears_mark
from xinheng.core.shared.violation import Refused
from xinheng.rulebook import known
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.loader import table, table_keys
from xinheng.rulebook.register import in_force, show
from xinheng.rulebook.settings import settings_on

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)
EMS_ROW = "md5_ems@2023-06-14#626"
GRID_CELL = "md11_integration@2023-09-12#4.3"


def codes(refusal) -> set[str]:
    return {violation.code for violation in refusal.value.violations}


def days(on: date, people: int = 30) -> str:
    return next(r["days"] for r in table("md5_qms").on(on).rows if r["from"] <= people <= r["to"])


def test_an_edition_holds_from_its_day_once_another_person_approved_it():
    row = proposed()
    assert days(AFTER) == "4"

    actions.approve(amendment_id=row.pk, by=owner("乙"), at=NOON)

    assert (days(BEFORE), days(AFTER)) == ("4", "5")
    assert table("md5_qms").on(AFTER).known == 1
    assert table("md5_qms").on(BEFORE).valid_until == AFTER
    assert known.rules_known() == 1


def test_what_was_known_before_an_entry_can_be_asked_for_ever():
    entered()
    entered(
        qms_sheet(edition="2023 corrected", start=date(2023, 6, 14), kind="correction", plus="2")
    )
    on = date(2026, 3, 10)

    found = {}
    for number in (0, 1, 2):
        with known.as_known(number):
            found[number] = (days(on), days(AFTER))

    assert found == {0: ("4", "4"), 1: ("4", "5"), 2: ("6", "5")}
    with pytest.raises(known.NoRuleSet), known.as_known(3):
        pass


def test_nobody_answers_an_own_proposal_and_a_refusal_changes_nothing():
    by = owner()
    row = proposed(by=by)
    entries = Entry.objects.count()

    with pytest.raises(Refused) as refusal:
        actions.approve(amendment_id=row.pk, by=by, at=NOON)

    assert codes(refusal) == {"rules.own-proposal"}
    row.refresh_from_db()
    assert (row.state, row.known_id, Entry.objects.count()) == ("proposed", None, entries)
    assert KnownRules.objects.count() == 0


def test_an_answered_entry_is_not_answered_again():
    row = entered()
    with pytest.raises(Refused) as refusal:
        actions.decline(amendment_id=row.pk, note="late", by=owner("丙"), at=NOON)
    assert codes(refusal) == {"move-not-open"}


def test_declining_and_taking_back_need_a_reason_and_the_right_person():
    by = owner()
    row = proposed(by=by)
    with pytest.raises(Refused) as refusal:
        actions.decline(amendment_id=row.pk, note=" ", by=by, at=NOON)
    assert codes(refusal) == {"rules.own-proposal", "rules.note-missing"}
    with pytest.raises(Refused) as refusal:
        actions.take_back(amendment_id=row.pk, note="not mine", by=owner("乙"), at=NOON)
    assert codes(refusal) == {"rules.not-the-proposer"}

    assert (
        actions.take_back(amendment_id=row.pk, note="wrong file", by=by, at=NOON).state
        == "taken-back"
    )
    assert (
        actions.decline(amendment_id=proposed(by=by).pk, note="no", by=owner("乙"), at=NOON).state
        == "declined"
    )
    assert known.rules_known() == 0


def test_only_the_rule_owner_enters_and_every_problem_is_told_with_its_line():
    text = qms_sheet(rows=[(1, 5, 2), (7, 10, 1.5), (11, "x", 3)]).replace("verified-1", "sure")
    with pytest.raises(Refused) as refusal:
        actions.propose(
            name="a.csv", content=text.encode(), reason="", by=anyone(Duty.PLAN_AUDITS), at=NOON
        )
    assert codes(refusal) >= {
        "duty-missing", "rules.reason-missing", "rules.status-unknown", "rules.cell",
    }  # fmt: skip
    lines = [v.facts.get("line") for v in refusal.value.violations if v.code == "rules.cell"]
    assert lines == [11]
    assert not Amendment.objects.exists()


def test_the_database_wants_two_persons_and_a_number():
    row = entered()
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=row.pk).update(answered_by=row.proposed_by_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=row.pk).update(known=None)


def test_a_table_the_rulebook_does_not_have_can_be_entered():
    text = (
        'table = "own_days"\nedition = "1"\nvalid_from = 2026-01-01\nstatus = "cb-practice"\n'
        'title = "Own days"\ntitle_zh = "自定日"\nunit = "days"\ndocument = "House settings"\n'
        'rows = [{ key = "2026", declared = true, off = [2026-05-04, 2026-10-08] }]\n'
    )
    entered(text, name="own.toml")

    version = table("own_days").on(date(2026, 3, 1))
    assert version.rows[0]["off"] == [date(2026, 5, 4), date(2026, 10, 8)]
    assert "own_days" in table_keys()
    with known.as_known(0):
        assert "own_days" not in table_keys()


def test_confirming_takes_the_mark_away_until_the_content_changes():
    row_id = "md5_sector_complexity@2020-05-07#QMS.food"
    assert bears_mark(show(row_id).rows[0].status)

    actions.confirm(target=row_id, evidence="IAF MD 5:2023, shelf 3", on=date(2026, 3, 9),
                    by=owner(), at=NOON)  # fmt: skip

    assert show(row_id).rows[0].status == "confirmed 2026-03-09"
    others = show("md5_sector_complexity").rows
    assert sum(row.status == "verified-1" for row in others) == len(others) - 1


def test_confirming_a_table_covers_its_editions_but_not_a_later_correction():
    actions.confirm(
        target="clocks", evidence="copies, shelf 3", on=date(2026, 3, 9), by=owner(), at=NOON
    )
    assert not any(bears_mark(row.status) for row in show("clocks", date(2026, 3, 1)).rows)
    assert all(not e.bears_mark for e in in_force(date(2026, 3, 1)) if e.key == "clocks")

    found = show("clocks@2026-01-01")
    rows = [r.cells | {n: getattr(r.source, n) for n in ("document", "place", "edition")}
            for r in found.rows]  # fmt: skip
    rows[0]["value"] = 11
    columns = ("key", "regime", "value", "unit", "document", "edition", "place")
    text = (
        "#table,clocks\n#edition,corrected\n#valid_from,2026-01-01\n#status,verified-1\n"
        + ",".join(columns) + "\n"
        + "\n".join(",".join(f'"{row[c]}"' for c in columns) for row in rows)
    )  # fmt: skip
    entered(text)

    marked = [row.name for row in show("clocks@2026-01-01").rows if bears_mark(row.status)]
    assert marked == ["first_surveillance.17021-1"]


def test_a_confirmation_can_be_taken_back_once():
    made = actions.confirm(target="md11_integration", evidence="copy", on=date(2026, 3, 9),
                           by=owner(), at=NOON)  # fmt: skip
    number = known.rules_known()
    actions.unconfirm(confirmation_id=made.pk, because="wrong copy", by=owner(), at=NOON)

    assert show(GRID_CELL).rows[0].status == "conflict"
    with known.as_known(number):
        assert show(GRID_CELL).rows[0].status == "confirmed 2026-03-09"
    with pytest.raises(Refused) as refusal:
        actions.unconfirm(confirmation_id=made.pk, because="", by=owner(), at=NOON)
    assert codes(refusal) == {"rules.reason-missing", "rules.confirmation-ended"}


def test_confirming_tells_every_reason():
    with pytest.raises(Refused) as refusal:
        actions.confirm(
            target="md6", evidence="", on=date(2026, 3, 11), by=anyone(Duty.AUDIT), at=NOON
        )
    assert codes(refusal) == {
        "duty-missing", "rules.unknown", "rules.evidence-missing", "rules.day-ahead",
    }  # fmt: skip
    assert not Confirmation.objects.exists()


def choose(target: str, value: str, *, evidence: str = "", start: date = date(2026, 3, 1)):
    row = actions.choose(target=target, value=value, valid_from=start, reason="read it",
                         evidence=evidence, by=owner(), at=NOON)  # fmt: skip
    return actions.approve(amendment_id=row.pk, by=owner("乙"), at=NOON)


def test_a_setting_in_conflict_is_chosen_from_a_day_on():
    choose("house_settings#ems_limited_626_875", "6.0", evidence="IAF MD 5:2023, shelf 3")

    def limited(on):
        bands = audit_time_rules(on).ladders["EMS"].bands
        return next(band for band in bands if band.least == 626)

    assert limited(date(2026, 2, 28)).days["limited"] == Decimal("6.5")
    assert limited(date(2026, 3, 1)).days["limited"] == Decimal("6.0")
    assert limited(date(2026, 3, 1)).source.status == "confirmed 2026-03-10"
    with known.as_known(0):
        assert limited(date(2026, 3, 1)).days["limited"] == Decimal("6.5")


def test_a_cell_in_conflict_is_chosen_and_only_from_what_sources_print():
    choose(GRID_CELL, "0.10")
    row = show(GRID_CELL).rows[0]
    assert (row.cells["reduction_ratio"], row.status) == ("0.10", "cb-practice")
    assert audit_time_rules(date(2026, 3, 10)).grid.cells[4, 3].value == Decimal("0.10")

    for target, value, code in (
        (GRID_CELL, "0.12", "rules.value-not-printed"),
        (EMS_ROW, "6.0", "rules.not-choosable"),
        ("md5_qms@2023-06-14#1", "9", "rules.not-choosable"),
        ("house_settings#on_site_ratio", "0.5", "rules.value-outside"),
        ("house_settings#nothing", "1", "rules.not-choosable"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.choose(target=target, value=value, valid_from=date(2026, 3, 1), reason="r",
                           by=owner(), at=NOON)  # fmt: skip
        assert codes(refusal) == {code}


def test_the_latest_choice_that_has_begun_holds():
    choose("house_settings#stage1_ratio", "0.30")
    choose("house_settings#stage1_ratio", "0.20", start=date(2026, 6, 1))
    found = {on: settings_on(on)["stage1_ratio"].value
             for on in (date(2026, 2, 1), date(2026, 5, 31), date(2026, 6, 1))}  # fmt: skip
    assert list(found.values()) == ["0.25", "0.30", "0.20"]


def test_a_request_asks_once_which_rules_hold(django_assert_num_queries):
    entered()
    with known.one_rule_set():
        audit_time_rules(AFTER)
        with django_assert_num_queries(0):
            audit_time_rules(AFTER)
            table("clocks")


def test_the_rule_sets_are_a_chain_of_fingerprints():
    entered()
    choose(GRID_CELL, "0.10")
    sets = queries.rule_sets()
    assert [each.number for each in sets] == [2, 1]
    assert len({each.mark for each in sets}) == 2


def test_an_edition_overtaken_by_another_is_not_approved():
    first, second = proposed(), proposed()
    actions.approve(amendment_id=first.pk, by=owner("乙"), at=NOON)
    with pytest.raises(Refused) as refusal:
        actions.approve(amendment_id=second.pk, by=owner("乙"), at=NOON)
    assert codes(refusal) == {"rules.overtaken"}


ASKING = """
import django; django.setup()
from datetime import date
from xinheng.rulebook.loader import table
for _ in range(2):
    print(table("md5_qms").on(date(2027, 1, 1)).edition, flush=True)
    input()
"""
ENTERING = """
import django; django.setup()
from tests.factories_rules import entered
entered()
"""


def address_of_a_shared_database(tmp_path) -> str:
    """The test database where several processes reach it; SQLite's is copied to a file."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{tmp_path / 'shared.sqlite3'}'")
        return f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    place = "/".join(str(settings[part]) for part in ("HOST", "NAME") if settings[part])
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    host, _, name = place.rpartition("/")
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{host}{port}/{name}"


@pytest.mark.django_db(transaction=True)
def test_a_running_process_sees_at_once_what_another_has_entered(tmp_path):
    root = Path(__file__).resolve().parents[2]
    around = {
        **os.environ,
        "DATABASE_URL": address_of_a_shared_database(tmp_path),
        "PYTHONPATH": f"{root / 'src'}:{root}",
        "DJANGO_SETTINGS_MODULE": "xinheng.config.settings",
    }
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKING], env=around, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    before = asking.stdout.readline().strip()
    subprocess.run([sys.executable, "-c", ENTERING], env=around, check=True)
    after, _ = asking.communicate("\n\n", timeout=60)

    assert (before, after.strip()) == ("2023", "2027")
