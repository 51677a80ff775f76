"""Who stays away after a suspension or withdrawal, by the body's own record (CN-08)."""

from datetime import date, timedelta

import pytest

from tests.factories import NOON, TODAY, view
from tests.factories_certificates import shown, suspend, withdraw
from tests.factories_decisions import certificate, decider, officer
from tests.factories_intake import applied, confirm_claims, staff
from xinheng.apps.certificates import actions
from xinheng.apps.clients import actions as client_actions
from xinheng.apps.clients import queries
from xinheng.apps.intake import actions as intake
from xinheng.apps.intake import queries as intake_queries
from xinheng.apps.intake.models import Application
from xinheng.core.cases.steps import Step
from xinheng.core.intake.words import BarCause
from xinheng.core.shared.violation import Refused
from xinheng.front.wording import sentence
from xinheng.rulebook.lists.reasons import CertificateAct, reasons_to

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=100)


def since(row) -> list[tuple[date, str, BarCause]]:
    found = queries.bars_of(row.organisation_id, row.scheme)
    return [(bar.since, bar.certificate, bar.cause) for bar in found]


def reason(act: str) -> str:
    return reasons_to(CertificateAct(act))[0].key


def test_a_withdrawal_that_followed_a_suspension_counts_from_the_suspension():
    row = certificate()
    assert since(row) == []
    suspend(row)
    assert since(row) == [(TODAY, row.number, BarCause.SUSPENDED)]
    withdraw(row, LATER)

    assert since(row) == [(TODAY, row.number, BarCause.WITHDRAWN)]
    assert queries.bars_of(row.organisation_id, "EMS") == ()


def test_a_withdrawal_without_suspension_counts_from_its_own_day():
    row = certificate()
    withdraw(row, LATER)

    assert since(row) == [(LATER.date(), row.number, BarCause.WITHDRAWN)]


def test_a_solved_suspension_bars_nothing_and_a_second_one_counts_afresh():
    row = certificate()
    suspend(row)
    actions.restore(
        case_id=row.case_id, certificate=row.pk, by=decider(), at=LATER, note="已整改",
        reason=reason("restore"), evidence=shown(row.case).pk,
    )  # fmt: skip
    assert since(row) == []
    row.refresh_from_db()
    suspend(row, at=LATER)

    assert since(row) == [(LATER.date(), row.number, BarCause.SUSPENDED)]


def test_a_suspended_certificate_that_is_cancelled_still_bars():
    row = certificate()
    suspend(row)
    actions.cancel(
        case_id=row.case_id, certificate=row.pk, reason=reason("cancel"), by=officer(), at=LATER
    )

    assert since(row) == [(TODAY, row.number, BarCause.SUSPENDED)]


def barred(on: date) -> tuple[Application, list[object]]:
    """An application of a client whose certificate was suspended on a day, at its review."""
    who = staff()
    row = applied(by=who)
    confirm_claims(row.case_id, who)
    intake.finish_claims(case_id=row.case_id, by=who, at=NOON)
    client_actions.bar(
        organisation_id=row.organisation_id, scheme="QMS", certificate="DEM-Q-1",
        cause=BarCause.SUSPENDED, since=on,
    )  # fmt: skip
    return row, who


def test_the_review_refuses_by_the_own_record_with_day_certificate_and_clause():
    row, who = barred(date(2025, 3, 11))

    with pytest.raises(Refused) as refusal:
        intake.accept(case_id=row.case_id, by=who, at=NOON)

    (bar,) = refusal.value.violations
    assert bar.code == "prerequisite.barred-by-own-record"
    assert (bar.facts["opens"], bar.facts["certificate"]) == (date(2026, 3, 11), "DEM-Q-1")
    assert (bar.source.document, bar.source.place) == ("CNCA-QMS-01", "5.1.2")
    assert "DEM-Q-1" in sentence(bar)
    assert Step.APPLICATION_REVIEWED not in view(row.case).done
    (door,) = [d for d in intake_queries.doors(view(row.case), who, TODAY)
               if d.act.name == "intake.accept"]  # fmt: skip
    assert "prerequisite.barred-by-own-record" in {v.code for v in door.obstacles}


def test_the_review_accepts_on_the_day_the_bar_is_over():
    row, who = barred(date(2025, 3, 10))

    assert intake.accept(case_id=row.case_id, by=who, at=NOON)


def test_what_happened_before_the_record_was_kept_is_taken_over():
    import importlib

    from django.apps import apps

    from xinheng.apps.clients.models import Bar

    row, kept = certificate(), certificate("EMS")
    suspend(row)
    withdraw(row, LATER)
    Bar.objects.all().delete()
    fill = importlib.import_module(
        "xinheng.apps.certificates.migrations.0002_bars_from_what_happened"
    ).fill

    fill(apps, None)

    assert since(row) == [(TODAY, row.number, BarCause.WITHDRAWN)]
    assert queries.bars_of(kept.organisation_id, "EMS") == ()
