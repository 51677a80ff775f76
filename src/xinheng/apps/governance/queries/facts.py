"""What the rules of a record need to know of the world around it."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Q

from xinheng.apps.certificates import queries as certificates
from xinheng.apps.clients import queries as clients
from xinheng.apps.governance.models import Recipient, Record
from xinheng.apps.people import queries as people
from xinheng.core.certificates.words import CertificateState
from xinheng.core.governance.fields import read
from xinheng.core.governance.kinds import Kind
from xinheng.core.governance.rules import COMMITTEE, Facts
from xinheng.core.governance.sources import LIMITS
from xinheng.core.governance.words import FieldForm, Moment, RecordState
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.rulebook.governance import terms

ALIVE = (RecordState.OPEN, RecordState.IN_FORCE, RecordState.DONE)


def facts_of(
    kind: Kind, values: Mapping[str, object], *, on: date, organisation_id: int | None,
    record_id: int | None = None,
) -> Facts:  # fmt: skip
    """Gather what the rules of a kind turn on.

    Args:
        record_id: the record itself, when it exists already.
    """
    certificate = _certificate(values, organisation_id)
    members = values.get("members")
    chosen = [int(str(key)) for key in members] if isinstance(members, list) else []
    return Facts(
        kind=kind.key,
        values=values,
        on=on,
        certificate_is_in_force=(
            certificate.state == CertificateState.IN_FORCE if certificate else None
        ),
        standing=_standing(organisation_id, on),
        interests=_interests(Q(pk__in=chosen), on),
        committee=_interests(Q(), on) if chosen else (),
        names=_names(certificate, organisation_id),
        open_recipients=Recipient.objects.filter(
            record_id=record_id or -1, complied_at=None
        ).count(),
        limits={key: term.value for key, term in terms(on).items()},
    )


def _certificate(
    values: Mapping[str, object], organisation_id: int | None
) -> certificates.CertificateView | None:
    number = str(values.get("certificate", ""))
    if not number:
        return None
    try:
        found = certificates.by_number(number)
    except certificates.NoCertificate:
        return None
    return found if found.organisation_id == organisation_id else None


def certificate_id_of(values: Mapping[str, object], organisation_id: int | None) -> int | None:
    """The key of the certificate a record names, if the client holds one of this number."""
    found = _certificate(values, organisation_id)
    return found.id if found else None


def _standing(organisation_id: int | None, on: date) -> frozenset[str]:
    """The kinds of records about a client that are in force, or still to be done."""
    if organisation_id is None:
        return frozenset()
    rows = Record.objects.filter(organisation_id=organisation_id)
    rows = rows.filter(
        Q(state=RecordState.IN_FORCE) | Q(state__in=ALIVE, kind="mark-misuse")
    ).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
    return frozenset(rows.values_list("kind", flat=True))


def _interests(which: Q, on: date) -> tuple[str, ...]:
    rows = Record.objects.filter(which, kind=COMMITTEE, state=RecordState.IN_FORCE).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    )
    return tuple(str(row.values.get("interest", "")) for row in rows)


def _names(
    certificate: certificates.CertificateView | None, organisation_id: int | None
) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    if organisation_id is not None:
        client = clients.organisation(organisation_id)
        found["client"] = (client.name_zh, client.name_en)
    if certificate is not None:
        plain = certificate.standard.split(":")[0]
        found["standard"] = (certificate.standard, plain)
    if (body := people.body()) is not None:
        found["body"] = (body.name_zh, body.name_en)
    return found


def unknown_keys(kind: Kind, moment: Moment, given: Mapping[str, object]) -> list[Violation]:
    """Whether every client, person, branch and record that is named exists."""
    values = read(kind, moment, given).values
    found = []
    for rule in kind.fields_at(moment):
        if rule.key in values and not _exists(rule.form, rule.of_kind, values[rule.key]):
            found.append(
                Violation(
                    "governance.no-such-thing", _("“%(field)s” names nothing that is known."),
                    LIMITS, {"field": rule.label}, rule.key,
                )
            )  # fmt: skip
    return found


def _exists(form: FieldForm, of_kind: str, value: object) -> bool:
    if form == FieldForm.CLIENT:
        return people.is_organisation(int(str(value)))
    if form == FieldForm.PERSON:
        return int(str(value)) in people.persons_of_body([int(str(value))])
    if form == FieldForm.BRANCH:
        return any(branch.pk == value for branch in people.branches())
    if form in (FieldForm.RECORD, FieldForm.RECORDS):
        keys = {int(str(key)) for key in (value if isinstance(value, list) else [value])}
        rows = Record.objects.filter(pk__in=keys, kind=of_kind).exclude(
            state__in=[RecordState.REFUSED, RecordState.ENDED]
        )
        return rows.count() == len(keys)
    return True
