"""Certificate numbers: a pattern for each scheme, tried before it is set, never repeating."""

import pytest
from django.urls import reverse

from tests.factories import NOON, anyone, person
from tests.factories_certificates import issue
from tests.factories_decisions import body, certificate, granted_case
from xinheng.apps.certificates import actions, queries
from xinheng.apps.certificates.models import NumberPattern
from xinheng.apps.journal import queries as journal
from xinheng.core.certificates.issuing import DEFAULT_PATTERN
from xinheng.core.certificates.numbering import pattern_problems
from xinheng.core.shared.actor import Duty, Role
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db
OTHERS = {"QMS": DEFAULT_PATTERN, "EMS": DEFAULT_PATTERN, "EnMS": DEFAULT_PATTERN}
C = "certificates.pattern-"


def problems(pattern: str, scheme: str = "QMS") -> list[str]:
    found = pattern_problems(pattern, scheme, others=OTHERS, body="999", year=2026)
    return [violation.code.removeprefix(C) for violation in found]


@pytest.mark.parametrize(
    ("pattern", "scheme", "codes"),
    [
        ("{body}-{year}-Q{serial:04d}", "QMS", []),
        (DEFAULT_PATTERN, "QMS", []),
        (DEFAULT_PATTERN, "", []),
        ("{year2}{serial}", "", ["repeats-schemes"]),
        ("{body}{serial}", "QMS", ["repeats-yearly"]),
        ("{body}{year}", "QMS", ["repeats"]),
        ("{body", "QMS", ["braces"]),
        ("{moon}{year}{serial}", "QMS", ["unknown-part"]),
        ("{body.__class__}{year}{serial}", "QMS", ["unknown-part"]),
        ("{serial!r}{year}", "QMS", ["form"]),
        ("{serial:99999999d}{year}", "QMS", ["form"]),
        ("{body:5}{year}{serial}", "QMS", ["form"]),
        ("{year}/{serial}", "QMS", ["characters"]),
        ("证{year}{serial}", "QMS", ["characters"]),
        ("q{year}{serial}", "QMS", ["characters"]),
        ("X" * 50 + "{year}{serial}", "QMS", ["too-long"]),
        ("{body}{year2}E{serial:05d}R{cycle}{size}", "QMS", ["clash"]),
    ],
)
def test_a_pattern_is_checked_before_any_number_is_made(pattern, scheme, codes):
    assert problems(pattern, scheme) == codes


def admin():
    return anyone(Duty.ADMINISTER)


def test_a_set_pattern_makes_the_next_number_and_the_journal_says_so():
    body()
    actions.set_number_pattern(
        scheme="QMS", pattern="{body}-{year}-Q{serial:04d}", by=admin(), at=NOON
    )

    assert certificate().number == "999-2026-Q0001"
    assert certificate("EMS").number.startswith("99926E")
    (line,) = [one for one in journal.latest() if one.act == "certificates.set-number-pattern"]
    assert line.facts["example"] == "999-2026-Q0001"


def test_a_refused_pattern_changes_nothing_and_says_every_reason():
    with pytest.raises(Refused) as refusal:
        actions.set_number_pattern(scheme="QMS", pattern="{moon}", by=anyone(Duty.ISSUE), at=NOON)

    assert [v.code for v in refusal.value.violations] == ["duty-missing", C + "unknown-part"]
    assert not NumberPattern.objects.exists()
    with pytest.raises(Refused) as unknown:
        actions.set_number_pattern(scheme="XYZ", pattern=DEFAULT_PATTERN, by=admin(), at=NOON)
    assert [v.code for v in unknown.value.violations] == ["certificates.unknown-scheme"]


def test_an_own_pattern_can_be_given_up_and_the_same_one_is_not_set_twice():
    own = "{body}-{year}-Q{serial}"
    actions.set_number_pattern(scheme="QMS", pattern=own, by=admin(), at=NOON)
    with pytest.raises(Refused) as again:
        actions.set_number_pattern(scheme="QMS", pattern=own, by=admin(), at=NOON)
    assert [v.code for v in again.value.violations] == [C + "unchanged"]

    actions.set_number_pattern(scheme="QMS", pattern="", by=admin(), at=NOON)

    assert queries.pattern_of("QMS") == DEFAULT_PATTERN


def test_a_number_once_given_is_passed_over():
    body()
    pattern = "{body}{year2}Q{serial:05d}R{cycle}{size}"
    first = certificate().number
    NumberPattern.objects.create(scheme="EMS", pattern=pattern)
    case = granted_case("EMS")

    second = issue(case, "EMS").number

    assert (first, second) == ("99926Q00001R0M", "99926Q00002R0M")


def test_the_page_tries_a_pattern_and_sets_it(client):
    body()
    client.force_login(person("王安然", Role.ADMINISTRATOR))
    address = reverse("certificates:numbers")
    assert DEFAULT_PATTERN in client.get(address).content.decode()
    sent = {"scheme": "QMS", "pattern": "{body}-{year}-Q{serial:04d}"}

    tried = client.post(address, sent | {"preview": "1"})
    assert "-Q0001" in tried.content.decode()
    assert not NumberPattern.objects.exists()
    wrong = client.post(address, {"scheme": "QMS", "pattern": "{moon}"})
    assert wrong.status_code == 409
    assert "moon" in wrong.content.decode()
    assert client.post(address, sent).status_code == 302

    assert queries.pattern_of("QMS") == sent["pattern"]
    assert address in client.get(reverse("settings:index")).content.decode()


def test_others_of_the_staff_look_and_clients_do_not(client):
    address = reverse("certificates:numbers")
    client.force_login(person("白露", Role.CERTIFICATE_OFFICER))
    seen = client.get(address)
    assert seen.status_code == 200
    assert 'name="pattern"' not in seen.content.decode()
    client.post(address, {"scheme": "QMS", "pattern": "{year}Q{serial}"})
    assert not NumberPattern.objects.exists()

    client.force_login(person("王客户", Role.CLIENT))
    assert client.get(address).status_code == 404


def test_the_api_sets_and_tells(client):
    client.force_login(person("王安然", Role.ADMINISTRATOR))
    address = "/api/v1/acts/certificates.set-number-pattern"
    bad = client.post(address, {"scheme": "QMS", "pattern": "{body}"},
                      content_type="application/json")  # fmt: skip
    good = client.post(address, {"scheme": "QMS", "pattern": "{year}-Q{serial:04d}"},
                       content_type="application/json")  # fmt: skip

    assert (bad.status_code, good.status_code) == (409, 200)
    told = client.get("/api/v1/certificates/number-patterns").json()
    assert {"scheme": "QMS", "pattern": "{year}-Q{serial:04d}"}.items() <= told[1].items()
    assert told[1]["example"].endswith("-Q0001")
