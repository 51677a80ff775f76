"""The national register for anybody: pages, files, the widget and the API."""

import csv
import io
import json

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import NOON
from xinheng.apps.registry import actions
from xinheng.apps.registry.models import NationalCertificate, Organisation
from xinheng.core.shared.actor import CLOCKWORK
from xinheng.rulebook import published
from xinheng.web.registry import board

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _population():
    cache.clear()
    board._kept.clear()
    with time_machine.travel(NOON, tick=False):
        actions.synthesise(certificates=300, seed=1, by=CLOCKWORK, at=NOON, on=NOON.date())
        yield


def some(**more):
    row = NationalCertificate.objects.filter(status="in-force", **more)[0]
    return row, Organisation.objects.get(pk=row.organisation_id)


def test_a_certificate_is_found_by_number_code_and_name(client):
    row, owner = some()
    typed = row.number.lower().replace("-", "－")
    for text in (typed, owner.credit_code, owner.name):
        page = client.get("/register/", {"q": text}).content.decode()
        assert row.number in page, text


def test_its_page_shows_the_state_and_is_marked_up(client):
    row, owner = some()

    page = client.get(f"/register/c/{row.number}").content.decode()

    assert owner.name in page
    assert "status-in-force" in page
    text = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(text)["certificationIdentification"] == row.number


def test_a_name_cannot_break_out_of_the_markup(client):
    row, owner = some()
    Organisation.objects.filter(pk=owner.pk).update(name="甲</script><script>alert(1)</script>")

    page = client.get(f"/register/c/{row.number}").content.decode()

    assert "<script>alert" not in page


def test_an_unknown_number_is_told_so(client):
    assert client.get("/register/c/NIX").status_code == 404
    assert client.get("/register/widget/NIX").status_code == 404


def test_the_widget_may_be_framed_and_nothing_else(client):
    row, _owner = some()

    widget = client.get(f"/register/widget/{row.number}")
    page = client.get(f"/register/c/{row.number}")

    assert "frame-ancestors *" in widget["Content-Security-Policy"]
    assert "X-Frame-Options" not in widget
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_searching_too_often_is_refused_and_exact_look_up_is_not(client):
    row, _owner = some()
    answers = [client.get("/register/", {"q": "有限公司"}).status_code for _each in range(61)]

    assert answers == [200] * 60 + [429]
    assert client.get("/register/", {"q": row.number}).status_code == 200


def test_the_day_has_its_limit_too(client):
    with time_machine.travel(NOON, tick=False) as clock:
        answers = []
        for _each in range(1100):
            answers.append(client.get("/api/v1/public/register/search", {"name": "华"}).status_code)
            clock.shift(1.0)
        assert set(answers) == {422}
    from xinheng.front.public_limits import allows

    taken = sum(
        allows("192.0.2.1", at=NOON.replace(hour=n // 60 % 24, minute=n % 60), cost=50)
        for n in range(60)
    )
    assert 20 <= taken <= 21


def test_the_dashboard_shows_tables_beside_charts_with_few_questions(client):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get("/register/statistics/").content.decode()

    assert len(asked) <= 25
    for text in ('<svg class="map"', "<polyline", "广东", "kind-area"):
        assert text in page


def test_the_printed_tables_are_shown_to_the_digit(client):
    page = client.get("/register/statistics/", {"of": "october-2024"}).content.decode()

    for text in ("4,084,224", "732,603", "18.34", "46.8", "46.79", "1.67", "8,825"):
        assert text in page


@pytest.mark.parametrize("by", ["domain", "region"])
def test_tables_are_downloaded(client, by):
    answer = client.get(f"/register/statistics/{by}.csv", {"of": "october-2024"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    book = client.get(f"/register/statistics/{by}.xlsx")

    assert rows[1][1] == "4084224"
    assert len(rows) == 1 + len(published.domains() if by == "domain" else published.regions())
    assert book.content[:2] == b"PK"
    assert client.get(f"/register/statistics/{by}.exe").status_code == 404


def test_programs_verify_many_at_once_from_any_origin(client):
    row, owner = some()
    gone = NationalCertificate.objects.filter(status="withdrawn")[0]
    asked = {
        "numbers": [row.number.lower(), "NIX", gone.number],
        "credit_codes": [owner.credit_code],
    }

    answer = client.post(
        "/api/v1/public/register/verify", json.dumps(asked), content_type="application/json"
    )

    said = answer.json()
    assert [each["verdict"] for each in said["numbers"]] == ["in-force", "unknown", "not-in-force"]
    assert row.number in {c["number"] for c in said["credit_codes"][0]["certificates"]}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize(("number", "status"), [(0, 422), (1000, 200), (1001, 422)])
def test_at_most_a_thousand_are_verified_at_once(client, number, status):
    asked = {"numbers": [f"N{n}" for n in range(number)]}
    with CaptureQueriesContext(connection) as questions:
        answer = client.post(
            "/api/v1/public/register/verify", json.dumps(asked), content_type="application/json"
        )
    assert answer.status_code == status
    assert len(questions) <= 10


def test_preflight_is_answered_only_for_what_is_public(client):
    asking = {"Access-Control-Request-Method": "POST", "Origin": "https://buyer.example"}
    public = client.options("/api/v1/public/register/verify", headers=asking)
    private = client.options("/api/v1/cases", headers=asking)

    assert (public.status_code, public["Access-Control-Allow-Origin"]) == (204, "*")
    assert "Access-Control-Allow-Origin" not in private


def test_search_and_statistics_for_programs(client):
    row, owner = some()
    found = client.get("/api/v1/public/register/search", {"name": owner.name}).json()
    table = client.get("/api/v1/public/register/statistics", {"by": "region"}).json()
    one = client.get(f"/api/v1/public/register/certificates/{row.number}").json()

    assert row.number in {each["number"] for each in found["certificates"]}
    assert (
        table["rows"][0]["certificates"]
        == NationalCertificate.objects.filter(status="in-force").count()
    )
    assert one["is_in_force"] is True
