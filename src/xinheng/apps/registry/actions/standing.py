"""A certificate of the register changes how it stands."""

from datetime import date, datetime

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.registry.actions.taking import CERTIFICATE, ORGANISATION, take_certificates
from xinheng.apps.registry.models import NationalCertificate, Organisation
from xinheng.core.registry import acts
from xinheng.core.registry.lookup import plain_key
from xinheng.core.registry.national import Standing, identity
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _

ORDER = Source("catalogue", "M-99")


@transaction.atomic
def set_status(*, number: str, status: Standing, on: date, by: Actor, at: datetime) -> None:
    """Set a certificate to a status from a day on, with roll-ups and entry in one transaction.

    Raises:
        Refused: there is no such certificate, or the day lies before it was issued.
    """
    refuse_if(acts.SET_STATUS.duty_obstacles(by))
    key = identity(plain_key(number))
    row = NationalCertificate.objects.select_for_update().filter(pk=key).first()
    if row is None:
        unknown = _("The register has no certificate of this number.")
        raise Refused([Violation("registry.unknown", unknown, ORDER, field="number")])
    if on < row.issued_on:
        early = _("The status is older than the certificate.")
        raise Refused([Violation("registry.status-too-early", early, ORDER, field="on")])
    cells = [getattr(row, name) for name in CERTIFICATE]
    cells[8:] = [
        row.issued_on.isoformat(), row.expires_on.isoformat(), str(status), on.isoformat(),
    ]  # fmt: skip
    holder = Organisation.objects.values_list(*ORGANISATION[:4]).get(pk=row.organisation_id)
    take_certificates([(tuple(cells), holder)])
    journal.record(
        acts.SET_STATUS, on=row, by=by, at=at, number=row.number, status=str(status), day=on
    )
