"""The national register: files read in, what is refused, look-up and figures that add up."""

import csv
from datetime import date

import pytest

from tests.factories import NOON
from xinheng.apps.registry import actions, queries
from xinheng.apps.registry.actions import taking
from xinheng.apps.registry.models import Load, NationalCertificate, Organisation, Tally
from xinheng.core.registry.national import Kind, Standing
from xinheng.core.registry.synthetic import credit_code
from xinheng.core.shared.actor import CLOCKWORK, Actor
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 10)
HEAD = (
    "证书编号,统一社会信用代码,获证组织名称,地区,认证机构批准号,认证领域,认证依据,认证范围,"
    "发证日期,有效期至,证书状态,状态日期"
)
A, B = (credit_code(f"91350100MA000000{n}") for n in (1, 2))


def line(number, *, code=A, holder="福建华瑞（集团）科技有限公司", region="福建省", domain="qms",
         issued="2025-01-02", expires="2028-01-01", status="有效", since=""):  # fmt: skip
    return ",".join(
        [number, code, holder, region, "CNCA-R-0001", domain, "ISO 9001", "糕点的生产", issued,
         expires, status, since]
    )  # fmt: skip


def put(folder, *lines, encoding="utf-8", name="file.csv", head=HEAD):
    path = folder / name
    path.write_bytes("\n".join([head, *lines, ""]).encode(encoding))
    return path


def read(path, *, kind=Kind.CERTIFICATES, batch=3, told=lambda _loaded: None):
    errors = path.with_suffix(".errors.csv")
    found = actions.import_file(
        path, kind, by=CLOCKWORK, at=NOON, on=ON, errors=errors, told=told, batch=batch
    )
    with errors.open(encoding="utf-8-sig", newline="") as file:
        rows = [(int(r["row"]), r["column"], r["code"]) for r in csv.DictReader(file)]
    return found, rows


def recounted():
    """The roll-ups as the rows of the register say they should be."""
    tallies = {}
    held = {}
    for row in NationalCertificate.objects.all():
        key = ("dr", row.domain, row.region, row.status)
        tallies[key] = tallies.get(key, 0) + 1
        if row.status == "in-force":
            held.setdefault(row.organisation_id, set()).add(row.domain)
    for owner, domains in held.items():
        region = Organisation.objects.get(pk=owner).region
        groups = {taking.ABOVE[d] for d in domains}
        for area in set().union(*groups):
            tallies["od", area, "", ""] = tallies.get(("od", area, "", ""), 0) + 1
        tallies["or", region, "", ""] = tallies.get(("or", region, "", ""), 0) + 1
    return tallies


def kept_tallies():
    rows = Tally.objects.filter(cut__in=["dr", "od", "or"]).exclude(n=0)
    return {(t.cut, t.a, t.b, t.status): t.n for t in rows}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_either_encoding(tmp_path, encoding):
    found, refused = read(put(tmp_path, line("A1"), line("A2"), encoding=encoding))

    assert (found.new, found.refused, refused) == (2, 0, [])
    entry = queries.by_number("A1", on=ON)
    assert (entry.holder, entry.status) == ("福建华瑞（集团）科技有限公司", Standing.IN_FORCE)


def test_a_file_in_no_known_encoding_is_refused_as_a_whole(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(HEAD.encode() + b"\n\xff\xff\xff\n")

    with pytest.raises(Refused, match=r"table\.encoding"):
        read(path)
    assert not Load.objects.exists()


def test_missing_columns_are_all_named(tmp_path):
    with pytest.raises(Refused) as refused:
        read(put(tmp_path, "A1", head="证书编号"))

    fields = {violation.field for violation in refused.value.violations}
    assert fields == {"credit_code", "holder", "domain", "issued_on", "expires_on"}


def test_broken_rows_in_the_middle_do_not_lose_the_rest(tmp_path):
    found, refused = read(
        put(
            tmp_path, line("A1"), line("A2", expires="2024-01-01"), line("A3"), line("A1"),
            line("A4", issued="gestern", domain="nix"), line("A5", code="12"), "", line("A6"),
            line("A7", since="2020-01-01"), line("A8", region="月球"), "\x00,broken", line("A9"),
        )
    )  # fmt: skip

    assert set(NationalCertificate.objects.values_list("number", flat=True)) == {
        "A1", "A3", "A6", "A9",
    }  # fmt: skip
    assert (found.new, found.refused) == (4, 7)
    assert refused[:6] == [
        (3, "expires_on", "days-reversed"),
        (5, "number", "duplicate"),
        (6, "domain", "domain-unknown"),
        (6, "issued_on", "day-unfit"),
        (7, "credit_code", "credit-code-unfit"),
        (10, "status_on", "status-too-early"),
    ]
    assert refused[6][:3] == (11, "region", "region-unknown")
    assert kept_tallies() == recounted()


def test_a_number_held_by_another_organisation_is_refused(tmp_path):
    read(put(tmp_path, line("A1"), name="one.csv"))

    found, refused = read(put(tmp_path, line("A1", code=B), line("B1", code=B), name="two.csv"))

    assert refused == [(2, "credit_code", "held-by-another")]
    assert found.new == 1
    assert queries.by_number("A1", on=ON).credit_code == A


def test_reading_a_file_again_changes_nothing(tmp_path):
    path = put(tmp_path, line("A1"), line("A2", domain="ems"))
    read(path)
    before, version = kept_tallies(), queries.version()

    found, _refused = read(path)

    assert (found.new, found.changed, found.unchanged) == (0, 0, 2)
    assert (kept_tallies(), queries.version()) == (before, version)


def test_a_changed_row_moves_the_roll_ups(tmp_path):
    read(put(tmp_path, line("A1"), line("A2", domain="ems"), line("B1", code=B)))

    found, _refused = read(
        put(tmp_path, line("A1", status="撤销", since="2026-01-01"), name="later.csv")
    )

    assert found.changed == 1
    assert kept_tallies() == recounted()
    assert queries.by_number("A1", on=ON).status == Standing.WITHDRAWN


def test_a_broken_reading_goes_on_where_it_stopped(tmp_path):
    path = put(tmp_path, *(line(f"A{n}") for n in range(7)), line("A0"))

    def break_off(loaded):
        if loaded.rows == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(path, told=break_off)
    assert NationalCertificate.objects.count() == 6

    found, refused = read(path)

    assert (found.resumed_at, found.new, found.refused) == (6, 7, 1)
    assert refused == [(9, "number", "duplicate")]
    assert kept_tallies() == recounted()


def test_only_the_clockwork_may_read_files_in(tmp_path):
    with pytest.raises(Refused, match="duty-missing"):
        actions.import_file(
            put(tmp_path, line("A1")), Kind.CERTIFICATES, by=Actor(None, "visitor", frozenset()),
            at=NOON, on=ON, errors=tmp_path / "errors.csv",
        )  # fmt: skip
    assert not NationalCertificate.objects.exists()


def test_organisations_are_renamed_and_moved_with_all_they_hold(tmp_path):
    read(put(tmp_path, line("A1"), line("A2", domain="ems")))
    head = "统一社会信用代码,组织名称,地区"

    found, _refused = read(
        put(tmp_path, f"{A},云溪食品有限公司,浙江", head=head, name="o.csv"),
        kind=Kind.ORGANISATIONS,
    )

    assert found.changed == 1
    assert queries.by_number("A2", on=ON).region == "33"
    assert kept_tallies() == recounted()
    assert not queries.by_name("华瑞科技", on=ON).entries
    assert len(queries.by_name("云溪", on=ON).entries) == 2


@pytest.mark.parametrize("typed", ["xh26 q001", "ＸＨ２６Ｑ００１", "XH26Q001", " xh26q001 "])
def test_a_number_is_found_however_it_is_typed(tmp_path, typed):
    read(put(tmp_path, line("XH26Q001")))

    assert queries.by_number(typed, on=ON).number == "XH26Q001"
    assert queries.by_number("XH26Q002", on=ON) is None


def test_past_its_last_day_a_certificate_is_expired(tmp_path):
    read(put(tmp_path, line("A1", expires="2026-03-09"), line("A2", expires="2026-03-10")))

    assert queries.by_number("A1", on=ON).status == Standing.EXPIRED
    assert queries.by_number("A2", on=ON).status == Standing.IN_FORCE
    expired = queries.by_name("华瑞", on=ON, filters=queries.Filters(status="expired"))
    assert [entry.number for entry in expired.entries] == ["A1"]


@pytest.mark.parametrize("typed", ["华瑞", "华瑞集团科技", "福建华瑞(集团)科技", "集团 科技"])
def test_names_are_found_from_two_characters_whatever_the_brackets(tmp_path, typed):
    read(put(tmp_path, line("A1"), line("B1", code=B, holder="瑞华食品有限公司")))

    assert [entry.number for entry in queries.by_name(typed, on=ON).entries] == ["A1"]


def test_pairs_that_do_not_stand_side_by_side_are_no_hit(tmp_path):
    read(put(tmp_path, line("A1", holder="甲乙丙乙丙丁")))

    assert not queries.by_name("甲乙丙丁", on=ON).entries
    assert queries.by_name("丙乙丙丁", on=ON).entries


def test_pages_go_on_by_key_and_miss_nothing():
    actions.synthesise(certificates=900, seed=3, by=CLOCKWORK, at=NOON)
    after, numbers = "", []
    while True:
        hits = queries.by_name("有限公司", on=ON, after=after)
        numbers += [entry.number for entry in hits.entries]
        after = hits.after
        if not after:
            break

    names = dict(Organisation.objects.values_list("pk", "name"))
    wanted = [c.number for c in NationalCertificate.objects.all()
              if "有限公司" in names[c.organisation_id]]  # fmt: skip
    assert sorted(numbers) == sorted(wanted)


def test_a_made_up_population_is_the_same_for_the_same_seed():
    actions.synthesise(certificates=600, seed=1, by=CLOCKWORK, at=NOON)
    rows = list(NationalCertificate.objects.values_list())

    again = actions.synthesise(certificates=600, seed=1, by=CLOCKWORK, at=NOON)

    assert (again.new, again.unchanged, again.refused) == (0, 600, [])
    assert list(NationalCertificate.objects.values_list()) == rows
    assert kept_tallies() == recounted()


@pytest.mark.parametrize("by", ["domain", "region"])
def test_roll_ups_and_rows_give_the_same_table(by):
    actions.synthesise(certificates=1500, seed=2, by=CLOCKWORK, at=NOON)

    assert queries.current(by).rows == queries.exact(by, on=date(2024, 10, 31)).rows


def test_months_count_what_is_in_force_at_their_end():
    actions.synthesise(certificates=800, seed=2, by=CLOCKWORK, at=NOON)

    by_month = queries.by_month(last=202410, months=3)

    in_force = NationalCertificate.objects.filter(status="in-force").count()
    assert by_month[202410] == in_force
    assert list(by_month) == [202408, 202409, 202410]


def test_a_status_is_set_with_its_roll_ups(tmp_path):
    read(put(tmp_path, line("A1")))

    actions.set_status(number="a1", status=Standing.SUSPENDED, on=ON, by=CLOCKWORK, at=NOON)

    assert queries.by_number("A1", on=ON).status == Standing.SUSPENDED
    assert kept_tallies() == recounted()
    with pytest.raises(Refused, match=r"registry\.status-too-early"):
        actions.set_status(
            number="A1", status=Standing.IN_FORCE, on=date(2020, 1, 1), by=CLOCKWORK, at=NOON
        )
    with pytest.raises(Refused, match=r"registry\.unknown"):
        actions.set_status(number="A9", status=Standing.EXPIRED, on=ON, by=CLOCKWORK, at=NOON)
