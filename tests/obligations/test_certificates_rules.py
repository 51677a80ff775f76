"""Numbers, last days and further lines of certificates."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOON, TODAY, case_before
from tests.factories_decisions import certificate, granted_case, officer
from xinheng.apps.cases.models import CaseScheme
from xinheng.apps.certificates import actions
from xinheng.apps.certificates.actions.documents import sealed_document
from xinheng.apps.certificates.models import Certificate
from xinheng.apps.decisions.models import Decision
from xinheng.core.cases.steps import Step
from xinheng.core.certificates.extras import extras_missing
from xinheng.core.shared.violation import Refused

pytestmark = pytest.mark.django_db
LAST = date(2029, 3, 9)


def test_a_number_stands_once_for_ever():
    row = certificate()
    row.pk, row.case_id, row.revision = None, case_before(Step.ISSUED).pk, 7

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        (LAST + timedelta(1), True),
        (LAST, False),
        (TODAY + timedelta(1), False),
        (TODAY - timedelta(1), True),
    ],
)
def test_a_last_day_is_only_ever_shortened(wanted, refused):
    case = granted_case()
    given = {"case_id": case.pk, "scheme": "QMS", "by": officer(), "at": NOON}

    if not refused:
        assert actions.issue(expires_on=wanted, **given).expires_on == wanted
        return
    with pytest.raises(Refused) as refusal:
        actions.issue(expires_on=wanted, **given)
    assert [v.code for v in refusal.value.violations] == ["certificates.expiry-out-of-range"]


@pytest.mark.parametrize(
    ("scheme", "codes", "given", "missing"),
    [
        ("ISMS", ("33.02.01",), {}, 1),
        ("ISMS", ("33.02.01",), {"soa-version": " "}, 1),
        ("ISMS", ("33.02.01",), {"soa-version": "A/2 2026-02-01"}, 0),
        ("QMS", ("28.02.00",), {}, 1),
        ("QMS", ("03.07.01", "28"), {"construction-standard": "GB/T 50430-2017"}, 0),
        ("QMS", ("2.8",), {}, 0),
        ("EMS", ("28.02.00",), {}, 0),
    ],
)
def test_what_a_standard_asks_for_on_the_certificate_is_missing_or_there(
    scheme, codes, given, missing
):
    found = tuple(extras_missing(scheme, codes, given))

    assert [v.code for v in found] == ["certificates.extra-missing"] * missing


def test_a_builders_certificate_names_the_standard_of_construction():
    case = granted_case()
    CaseScheme.objects.filter(case=case).update(codes=["28.02.00"])
    Decision.objects.filter(case=case).update(codes=["28.02.00"])
    given = {"case_id": case.pk, "scheme": "QMS", "by": officer(), "at": NOON}

    with pytest.raises(Refused) as refusal:
        actions.issue(**given)
    assert [v.code for v in refusal.value.violations] == ["certificates.extra-missing"]
    assert not Certificate.objects.exists()

    row = actions.issue(extras={"construction-standard": "GB/T 50430-2017"}, **given)
    assert row.extras == {"construction-standard": "GB/T 50430-2017"}
    assert sealed_document(certificate_id=row.pk, at=NOON).startswith(b"%PDF")
