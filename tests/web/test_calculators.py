"""The calculators: for anybody, without script, each answer with its derivation and its link."""

import re
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from xinheng.core.programmes.clocks import RULES
from xinheng.web.calculators.rule_names import RULE_NAMES
from xinheng.web.calculators.views import CALCULATORS, MOST_QUERY

pytestmark = pytest.mark.django_db
NOW = "2026-03-10T02:00:00Z"
ASKED = {
    "audit-time": (
        {"audit": "initial", "s1_scheme": "QMS", "s1_people": "100", "s1_f1_kind": "mature-system",
         "s1_f1_percent": "-10"},
        "6.5",
    ),
    "effective-personnel": (
        {"scheme": "ISMS", "g1_kind": "full-time", "g1_people": "95", "g2_kind": "identical",
         "g2_people": "49"},
        "102",
    ),
    "site-sample": ({"audit": "initial", "g1_sites": "26"}, "6"),
    "integration": (
        {"standards": ["QMS", "EMS", "OHSMS"], "degree": "90", "t1": ["QMS", "EMS", "OHSMS"],
         "t2": ["QMS", "EMS"]},
        "0.15",
    ),
    "due": (
        {"rule": "next-surveillance", "regimes": ["CNCA"], "last_audit_on": "2026-11-30"},
        "2027-11-30",
    ),
    "star": ({"earned": "72", "applicable": "88"}, "81.8182"),
    "lec": ({"L": "3", "E": "6", "C": "15"}, "270.0"),
    "risk-matrix": ({"likelihood": "3", "severity": "4"}, "12"),
    "carbon": (
        {"activity": "1000", "unit": "kWh", "factor": "grid-CN", "year": "2023",
         "region": "全国", "kind": "average", "purpose": "organisation"},
        "530.6",
    ),
    "matching": (
        {"scheme": "OHSMS", "code": "03.04.01", "form": "reciprocal-sum", "a1_b1": "0.8",
         "a1_c1": "2", "a2_b1": "0.9", "a2_c1": "3", "p1_b2": "0.8", "p1_c2": "1", "p1_d": "1",
         "p1_e": "1"},
        "0.164706",
    ),
}  # fmt: skip


def page(name, given=None, language="en"):
    with time_machine.travel(NOW, tick=False):
        return Client(headers={"accept-language": language}).get(
            reverse("calculators:one", args=[name]), given or {}
        )


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_every_reckoning_has_a_case_here():
    assert {calculator.name for calculator in CALCULATORS} == set(ASKED)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_list_leads_to_every_calculator_without_signing_in(language):
    answer = Client(headers={"accept-language": language}).get(reverse("calculators:list"))

    assert answer.status_code == 200
    for calculator in CALCULATORS:
        assert reverse("calculators:one", args=[calculator.name]) in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", ASKED)
def test_an_empty_calculator_asks_and_complains_of_nothing(name, language):
    answer = page(name, language=language)

    assert answer.status_code == 200
    assert "is-wrong" not in answer.content.decode()
    assert 'id="answer"' not in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", ASKED)
def test_an_answer_shows_its_value_and_every_step_with_its_source(name, language):
    given, value = ASKED[name]

    answer = page(name, given, language)

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(rf'id="answer"[^>]*>{re.escape(value)}\b', shown)
    steps = re.search(r"<tbody>(.*?)</tbody>", shown, re.S).group(1)
    assert steps.count("<tr>") == steps.count("<cite>") >= 1


@pytest.mark.parametrize("name", ASKED)
def test_the_link_of_an_answer_brings_it_back_on_a_later_day(name):
    given, value = ASKED[name]
    link = unescape(
        re.search(r'href="http://testserver([^"]+)"', page(name, given).content.decode())[1]
    )
    with time_machine.travel("2029-01-01T02:00:00Z", tick=False):
        again = Client(headers={"accept-language": "en"}).get(link)

    assert "on=2026-03-10" in link
    assert re.search(rf'id="answer"[^>]*>{re.escape(value)}\b', again.content.decode())


def test_a_number_that_two_sources_did_not_confirm_is_marked():
    energy = {"audit": "initial", "s1_scheme": "EnMS", "s1_people": "500", "s1_complexity": "low"}

    assert "One source only" in text_of(page("audit-time", energy))
    assert "Sources disagree" in text_of(page("lec", ASKED["lec"][0]))
    assert "Unverified" in text_of(page("risk-matrix", ASKED["risk-matrix"][0]))


def test_every_reason_stands_beside_its_field():
    given = {"audit": "initial", "s1_scheme": "EMS", "s1_people": "0", "s1_f1_percent": "-10",
             "s1_complexity": ""}  # fmt: skip

    answer = page("audit-time", given)

    form = answer.context["form"]
    assert answer.status_code == 422
    assert set(form.errors) == {"s1_people", "s1_f1_reason", "s1_complexity"}
    assert "IAF MD 5" in form.errors["s1_people"][0]
    assert 'id="answer"' not in answer.content.decode()


def test_what_is_no_number_is_said_at_its_field():
    answer = page("audit-time", {"audit": "initial", "s1_scheme": "QMS", "s1_people": "12.5"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"s1_people"}


def test_a_day_before_the_first_edition_is_refused_at_the_day():
    given = {**ASKED["audit-time"][0], "on": "2019-01-01"}

    answer = page("audit-time", given)

    assert set(answer.context["form"].errors) == {"on"}
    assert "2020-05-07" in answer.context["form"].errors["on"][0]


def test_one_more_row_keeps_what_was_typed_and_asks_nothing():
    given = {**ASKED["audit-time"][0], "more": "s"}

    answer = page("audit-time", given)

    assert answer.status_code == 200
    assert answer.context["form"].counts["s"] == 2
    assert answer.context["form"]["s1_people"].value() == "100"
    assert 'id="answer"' not in answer.content.decode()


def test_rows_are_never_more_than_the_calculator_takes():
    assert page("audit-time", {"n_s": "999", "more": "s"}).context["form"].counts["s"] == 5
    assert page("audit-time", {"n_s": "²"}).context["form"].counts["s"] == 1


def test_a_question_too_long_for_a_link_is_turned_away():
    long = {"s1_f1_reason": "x" * MOST_QUERY}

    assert page("audit-time", long).status_code == 414
    assert page("audit-time", {"s1_f1_reason": "x" * 100}).status_code == 422


def test_there_is_no_calculator_of_an_unknown_name():
    assert page("nothing").status_code == 404


def test_two_standards_and_their_sites_are_reckoned_together():
    given = {
        "n_s": "2", "n_p": "2", "n_t": "1", "audit": "initial", "integration": "90",
        "s1_scheme": "QMS", "s1_people": "130", "s2_scheme": "EMS", "s2_people": "130",
        "s2_complexity": "low", "t1": ["QMS", "EMS"],
        "p1_name": "Head office", "p1_people": "30", "p1_central": "on",
        "p2_name": "North works", "p2_people": "100", "p2_cut": "50", "p2_reason": "no design",
    }  # fmt: skip

    shown = text_of(page("audit-time", given))

    assert "central function “Head office”" in shown
    assert "11.5 auditor-days" in shown.split("How it was reckoned")[0]
    assert "“North works” is cut by 0.5 (no design)" in shown


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"s1_scheme": "EnMS", "s1_people": "9", "s1_energy_tj": "-1", "s1_energy_types": "1",
          "s1_significant_uses": "1"}, "s1_energy_tj"),
        ({"s1_scheme": "FSMS", "s1_people": "9", "s1_category": "ZZ"}, "s1_category"),
        ({"s1_scheme": "ISMS", "s1_people": "9", "s1_business": "high"}, "s1_it"),
        ({"s1_scheme": "QMS", "s1_people": "9", "s1_category": "CIV"}, "s1_category"),
    ],
)  # fmt: skip
def test_fields_of_one_scheme_are_checked_where_they_stand(given, field):
    answer = page("audit-time", {"audit": "initial", **given})

    assert set(answer.context["form"].errors) == {field}


def test_every_rule_about_due_days_has_a_name_in_both_languages(client):
    assert set(RULE_NAMES) == set(RULES)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            names = [str(name) for name in RULE_NAMES.values()]
        assert len(set(names)) == len(names)
    page = client.get("/calculators/due/?rule=client-internal-audit&regimes=17021-1"
                      "&last_audit_on=2026-03-10&months=12")  # fmt: skip
    assert page.context["answer"]["result"]["value"] == "2027-03-10"
