"""Clients are kept once, found by any two characters; code lists are taken over whole or not."""

import errno

import pytest
from django.core.files.base import ContentFile

from tests.factories import NOON, TODAY, actor, anyone, person
from tests.factories_intake import credit_code
from xinheng.apps.clients import actions as clients
from xinheng.apps.clients import queries
from xinheng.apps.documents import actions as documents
from xinheng.apps.documents.models import StoredFile
from xinheng.apps.library import actions as library
from xinheng.apps.library import queries as codes
from xinheng.core.library.words import OfferingKind
from xinheng.core.shared.actor import Actor, Duty, Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db


def refused(do, **given):
    with pytest.raises(Refused) as refusal:
        do(**given)
    return [(v.code, v.field) for v in refusal.value.violations]


def given(number=1, name="松涛（福州）机械有限公司", **more):
    return {"name_zh": name, "credit_code": credit_code(number), "address_zh": "松涛路8号",
            "region_code": "350100"} | more  # fmt: skip


def receiver() -> Actor:
    return anyone(Duty.RECEIVE)


def test_a_client_is_found_by_pairs_of_characters_and_by_its_code():
    who = receiver()
    kept = clients.register(given=given(), by=who, at=NOON)
    clients.register(given=given(2, "云溪食品有限公司"), by=who, at=NOON)

    for text in ("松涛福州", "州机械", "松", kept.credit_code[:9] + kept.credit_code[9:]):
        assert [row.name_zh for row in queries.listing(who, text=text)] == [kept.name_zh]
    assert queries.listing(who, text="松涛食品") == ()
    assert len(queries.listing(who, province="350000")) == 2
    assert queries.listing(who, province="110000") == ()


def test_everything_wrong_with_a_client_is_said():
    wrong = given(name="", credit_code="12", region_code="999999", contact_email="x")
    assert refused(clients.register, given=wrong, by=receiver(), at=NOON) == [
        ("clients.needed", "name_zh"),
        ("credit-code.length", "credit_code"),
        ("clients.region-unknown", "region_code"),
        ("clients.email-form", "contact_email"),
    ]


def test_staff_are_told_which_client_has_the_code():
    who = receiver()
    clients.register(given=given(), by=who, at=NOON)
    with pytest.raises(Refused) as refusal:
        clients.register(given=given(name="另一公司"), by=who, at=NOON)
    (found,) = refusal.value.violations
    assert (found.code, found.facts["name"]) == ("clients.duplicate", "松涛（福州）机械有限公司")


def test_a_portal_user_amends_its_own_client_only_and_not_its_code():
    who = receiver()
    mine = clients.register(given=given(), by=who, at=NOON)
    other = clients.register(given=given(2, "云溪食品"), by=who, at=NOON)
    owner = actor(person("林静", Role.CLIENT, organisation=mine))

    clients.amend(organisation_id=mine.pk, changes={"top_manager": "陈山"}, by=owner, at=NOON)
    mine.refresh_from_db()
    assert mine.top_manager == "陈山"
    changes = {"top_manager": "某人"}
    assert refused(clients.amend, organisation_id=other.pk, changes=changes, by=owner, at=NOON) == [
        ("clients.not-yours", "")
    ]
    code = {"credit_code": credit_code(9)}
    assert refused(clients.amend, organisation_id=mine.pk, changes=code, by=owner, at=NOON) == [
        ("clients.staff-only", "credit_code")
    ]


def test_a_site_stands_once_and_is_closed_once():
    who = receiver()
    kept = clients.register(given=given(), by=who, at=NOON)
    wanted = {"name_zh": "二厂", "address_zh": "二厂路2号"}
    site = clients.add_site(organisation_id=kept.pk, given=wanted, by=who, at=NOON)
    assert refused(clients.add_site, organisation_id=kept.pk, given=wanted, by=who, at=NOON) == [
        ("clients.site-twice", "name_zh")
    ]
    clients.close_site(site_id=site.pk, closed_on=TODAY, by=who, at=NOON)
    assert refused(clients.close_site, site_id=site.pk, closed_on=TODAY, by=who, at=NOON) == [
        ("clients.site-closed", "")
    ]
    assert queries.sites_of(kept.pk) == ()


def test_the_shipped_codes_are_loaded_once_and_searched_in_both_languages():
    who = anyone(Duty.ADMINISTER)
    assert codes.scope_code("03.07.01") is not None
    assert library.load_shipped(by=who, at=NOON) == 934
    assert library.load_shipped(by=who, at=NOON) == 0
    assert codes.counts() == {"major": 39, "medium": 280, "minor": 615}
    assert "01.01.02" in [code.code for code in codes.search("水稻")]
    assert "01.01.02" in [code.code for code in codes.search("rice growing")]
    assert codes.search("01.01.02")[0].title_zh == "水稻种植"
    assert codes.unknown_codes(["01.01.02", "77.77.77"]) == ("77.77.77",)


def test_an_official_list_replaces_the_codes_whole_or_not_at_all():
    who = anyone(Duty.ADMINISTER)
    library.load_shipped(by=who, at=NOON)
    bad = "代码,名称\n01,农业\n1.2,错\n05.01,无上级\n01,重复\n".encode()
    found = refused(
        library.import_codes, name="a.csv", content=bad, other_counts=True, by=who, at=NOON
    )
    assert [code for code, _ in found] == [
        "scope-import.form", "scope-import.twice", "scope-import.no-parent",
    ]  # fmt: skip
    assert codes.counts()["major"] == 39

    good = "代码,名称\n01,农业\n01.01,种植\n01.01.01,谷物\n".encode()
    assert ("scope-import.count", "") in refused(
        library.import_codes, name="a.csv", content=good, by=who, at=NOON
    )
    kept = library.import_codes(name="a.csv", content=good, other_counts=True, by=who, at=NOON)
    assert kept == 3
    assert codes.scope_code("03.07.01") is None


def test_the_catalogue_holds_no_consultancy_and_flags_value_added_services():
    who = anyone(Duty.ADMINISTER)
    service = {"key": "x", "name_zh": "咨询", "name_en": "x", "may_threaten_impartiality": False}
    assert refused(
        library.offer, category=OfferingKind.CONSULTANCY, by=who, at=NOON, **service
    ) == [("library.no-consultancy", "category")]
    row = library.offer(category=OfferingKind.VALUE_ADDED, by=who, at=NOON, **service)
    assert row.may_threaten_impartiality


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(settings):
    settings.UPLOAD_LIMIT_BYTES = 1000
    upload = ContentFile(b"%PDF-" + b"x" * 2000, name="large.pdf")
    who = receiver()
    assert refused(documents.store, upload=upload, kind="x", by=who, at=NOON) == [
        ("upload.too-large", "file")
    ]
    assert not StoredFile.objects.exists()


def test_a_full_disk_is_a_refusal_and_leaves_nothing_behind(monkeypatch, settings):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    given = {"name": "a.txt", "content": b"a", "media_type": "text/plain", "kind": "x"}
    assert refused(documents.keep, by=receiver(), at=NOON, **given) == [("documents.no-space", "")]
    assert not StoredFile.objects.exists()
    assert [path for path in settings.DATA.rglob("*") if path.is_file()] == []
