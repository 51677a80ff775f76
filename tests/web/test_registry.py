"""The public pages: what anybody sees of a certificate, live and without signing in."""

import pytest
from django.urls import reverse

from tests.factories import NOON
from tests.factories_decisions import certificate, decider
from xinheng.apps.certificates import actions
from xinheng.front.public_limits import visitor_address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine_on):
    """The tests' certificates are from this day."""


@pytest.fixture
def time_machine_on():
    import time_machine

    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _empty_pages():
    from django.core.cache import cache

    from xinheng.web.registry import page

    page._pages.clear()
    page._body.clear()
    cache.clear()


def shown(client, number, **more) -> str:
    answer = client.get(reverse("registry:certificate", args=[number]), more)
    assert answer.status_code == 200
    return answer.content.decode()


def suspend(row) -> None:
    actions.suspend(
        case_id=row.case_id, certificate=row.pk, reason="suspend.surveillance-overdue",
        by=decider(), at=NOON,
    )  # fmt: skip


def test_a_visitor_sees_everything_of_a_certificate(client):
    row = certificate()

    page = shown(client, row.number)

    for text in (
        row.number, row.holder_zh, row.credit_code, "ISO 9001:2015", "糕点的生产", "2026-03-10",
        "2029-03-09", "总部", f"proof/{row.entry}/", "status-in-force",
    ):  # fmt: skip
        assert text in page


def test_the_page_is_live_although_it_is_kept(client):
    row = certificate()
    assert "status-in-force" in shown(client, row.number)

    suspend(row)

    assert "status-suspended" in shown(client, row.number)


def test_a_kept_page_costs_one_query_and_a_fresh_one_few(client, django_assert_max_num_queries):
    row = certificate()
    client.get("/c/none")

    with django_assert_max_num_queries(3):
        shown(client, row.number)
    with django_assert_max_num_queries(1):
        answer = client.get(reverse("registry:certificate", args=[row.number]))
    assert "sessionid" not in answer.cookies
    again = client.get(f"/c/{row.number}", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_certificate_past_its_last_day_is_expired_before_the_clockwork_comes(client):
    import time_machine

    row = certificate()

    with time_machine.travel("2029-03-10T04:00:00Z", tick=False):
        assert "status-expired" in shown(client, row.number)


def test_an_obsolete_issue_points_to_the_newest(client):
    row = certificate()
    type(row).objects.filter(pk=row.pk).update(scope_zh="糕点、糖果的生产")
    fresh = actions.reduce(
        case_id=row.case_id, certificate=row.pk, reason=_reason("reduce"), by=decider(), at=NOON,
        scope_zh="糕点的生产",
    )  # fmt: skip

    page = shown(client, row.number)

    assert "status-superseded" in page
    assert f"/c/{fresh.number}" in page


def _reason(act: str) -> str:
    from xinheng.rulebook.lists.reasons import CertificateAct, reasons_to

    return reasons_to(CertificateAct(act))[0].key


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"name": "云溪食品有限公司"}, "match-same"),
        ({"name": "云溪 食品有限公司", "address": "福建省福州市云溪路1号"}, "match-same"),
        ({"name": "云溪食品厂"}, "match-differs"),
        ({"address": "别处"}, "match-differs"),
        ({"scope": "糕点"}, "match-same"),
        ({"scope": "糖果的生产"}, "match-differs"),
        ({"standard": "iso9001：2015"}, "match-same"),
        ({"standard": "ISO 9001:2008"}, "match-differs"),
        ({"expires_on": "2029.3.9"}, "match-same"),
        ({"expires_on": "2030年3月9日"}, "match-differs"),
    ],
)
def test_the_four_points_compare_the_visitors_paper(client, given, match):
    page = shown(client, certificate().number, **given)

    other = {"match-same", "match-differs"} - {match}
    assert match in page
    assert other.pop() not in page


def test_what_is_suspended_matches_no_date(client):
    row = certificate()
    suspend(row)

    assert "match-differs" in shown(client, row.number, expires_on="2029-03-09")


def spread(number: str) -> str:
    return f" {number[:4]} {number[4:]}"


def widened(number: str) -> str:
    return number.translate({ord("0"): "０", ord("Q"): "Ｑ"})


@pytest.mark.parametrize("spoil", [str, str.lower, spread, widened])
def test_search_by_number_and_credit_code_forgives_how_it_is_typed(client, spoil):
    row = certificate()

    for text in (row.number, row.credit_code):
        found = client.get(reverse("registry:search"), {"q": spoil(text)}).content.decode()
        assert f"/c/{row.number}" in found


def test_search_by_holder_needs_two_characters(client):
    row = certificate()
    address = reverse("registry:search")

    assert row.number in client.get(address, {"q": "云溪食品"}).content.decode()
    assert row.number not in client.get(address, {"q": "溪"}).content.decode()
    assert row.number not in client.get(address, {"q": "青山机械"}).content.decode()


def test_name_search_is_slowed_down_and_exact_search_is_not(client):
    row = certificate()
    address = reverse("registry:search")
    answers = [client.get(address, {"q": "云溪"}).status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]
    assert client.get(address, {"q": row.number}).status_code == 200


PROXY = {"REMOTE_ADDR": "10.1.1.1"}


def statuses(client, headers, times=61):
    address = reverse("registry:search")
    return [
        client.get(address, {"q": "云溪"}, **PROXY, headers=headers(n)).status_code
        for n in range(times)
    ]


def test_without_trusted_proxies_the_header_gives_nobody_a_fresh_bucket(client):
    answers = statuses(client, lambda n: {"X-Forwarded-For": f"203.0.113.{n}"})

    assert answers == [200] * 60 + [429]


def test_behind_a_trusted_proxy_each_visitor_has_a_bucket(client, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]

    assert 429 not in statuses(client, lambda n: {"X-Forwarded-For": f"203.0.113.{n}"})
    lies = statuses(client, lambda n: {"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.250"})
    assert lies == [200] * 60 + [429]


@pytest.mark.parametrize(
    ("remote", "forwarded", "counted"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.1.1.1", "", "10.1.1.1"),
        ("10.1.1.1", "198.51.100.1, 10.2.2.2", "198.51.100.1"),
        ("10.1.1.1", "no address", "10.1.1.1"),
        ("10.1.1.1", "198.51.100.1:4711", "198.51.100.1"),
        ("::ffff:10.1.1.1", "[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_nearest_hop_that_is_no_proxy_is_counted(rf, settings, remote, forwarded, counted):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = rf.get("/verify/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert visitor_address(request) == counted


def test_an_unknown_number_is_told_what_to_do(client):
    answer = client.get("/c/99926Q99999R0M")

    assert answer.status_code == 404
    assert "cx.cnca.cn" in answer.content.decode()


def test_a_proof_can_be_downloaded_only_of_the_certificates_own_entries(client):
    row = certificate()

    good = client.get(reverse("registry:proof", args=[row.number, row.entry]))
    bad = client.get(reverse("registry:proof", args=[row.number, 0]))

    assert good.content.decode().startswith("xinheng-inclusion-proof/v1")
    assert bad.status_code == 404


def test_the_api_answers_without_sign_in(client):
    row = certificate()

    told = client.get(f"/api/v1/public/certificates/{row.number.lower()}").json()

    assert (told["status"], told["expires_on"]) == ("in-force", "2029-03-09")
    assert client.get("/api/v1/public/certificates/none").status_code == 404


def test_the_language_is_kept_without_a_session(client):
    row = certificate()

    answer = client.get(reverse("registry:language", args=["en"]), {"next": f"/c/{row.number}"})
    page = client.get(answer["Location"]).content.decode()

    assert '<html lang="en">' in page
    assert client.get(
        reverse("registry:language", args=["en"]), {"next": "https://example.org/"}
    )["Location"] == "/verify/"  # fmt: skip
    assert client.get(reverse("registry:about")).status_code == 200
