"""What goes out signed: keys, status lists, credentials, and the bundle for offline checks."""

from datetime import date, datetime
from typing import Any

from django.conf import settings

from xinheng.apps.certificates import queries as certificates
from xinheng.apps.people import queries as people
from xinheng.apps.proofs import actions as signing
from xinheng.apps.proofs import queries as proofs
from xinheng.core.certificates.words import CertificateState
from xinheng.core.proofs.words import Purpose
from xinheng.proving.credentials import (
    CONTEXT,
    Document,
    moment,
    multikey,
    secured,
    status_list,
)
from xinheng.proving.keys import key_id

PURPOSES = ("revocation", "suspension")


def key_document() -> dict[str, Any]:
    """The public keys of the body, for machines: also the issuer's document of credentials."""
    body = people.body()
    known = proofs.keys()
    methods = [
        {
            "id": _method(key.key_id),
            "type": "Multikey",
            "controller": issuer(),
            "publicKeyMultibase": multikey(key.public_key),
            **({"revoked": moment(key.revoked_at)} if key.revoked_at else {}),
        }
        for key in known
    ]
    return {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": issuer(),
        "name": body.name_zh if body else "",
        "approval_number": body.approval_number if body else "",
        "verificationMethod": methods,
        "assertionMethod": [
            _method(key.key_id)
            for key in known
            if key.purpose == Purpose.CERTIFICATE and key.revoked_at is None
        ],
        "keys": [
            {
                "key_id": key.key_id,
                "purpose": str(key.purpose),
                "public_key": key.public_key.hex(),
                "state": str(key.state),
                "since": moment(key.created_at),
                "retired_at": moment(key.retired_at) if key.retired_at else None,
                "revoked_at": moment(key.revoked_at) if key.revoked_at else None,
            }
            for key in known
        ],
        "log": [verifier.as_text() for verifier in proofs.log_verifiers()],
    }


def status_credential(purpose: str, *, at: datetime) -> Document:
    """The signed list of what has ended, or of what is suspended, as it stands now.

    Raises:
        KeyError: there is no list for this purpose.
    """
    places = dict(zip(PURPOSES, certificates.places_by_status(), strict=True))[purpose]
    address = _list_address(purpose)
    document = status_list(places, purpose=purpose, address=address, issuer=issuer(), at=at)
    return _signed(document, at)


def credential(number: str, *, on: date, at: datetime) -> Document | None:
    """A certificate as a verifiable credential; nothing where there is none."""
    found = certificates.public_certificate(number, on=on)
    if found is None or found.state not in (
        CertificateState.IN_FORCE, CertificateState.SUSPENDED
    ):  # fmt: skip
        return None
    document: Document = {
        "@context": [CONTEXT, {"@vocab": f"{settings.PUBLIC_URL}/verify/terms#"}],
        "id": f"{settings.PUBLIC_URL}/verify/credential/{found.number}.json",
        "type": ["VerifiableCredential", "ManagementSystemCertificate"],
        "issuer": issuer(),
        "validFrom": f"{found.effective_on.isoformat()}T00:00:00+08:00",
        "validUntil": f"{found.expires_on.isoformat()}T23:59:59+08:00",
        "credentialSubject": {
            "certificateNumber": found.number,
            "holder": found.holder_zh,
            "holderEnglish": found.holder_en,
            "creditCode": found.credit_code,
            "standard": found.standard,
            "scope": found.scope_zh,
            "logEntry": certificates.issued_at_entry(found.id),
        },
        "credentialStatus": [
            {
                "id": f"{_list_address(purpose)}#{found.id}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose,
                "statusListIndex": str(found.id),
                "statusListCredential": _list_address(purpose),
            }
            for purpose in PURPOSES
        ],
    }
    return _signed(document, at)


def offline_bundle(*, at: datetime) -> dict[str, Any]:
    """What a verifier without network takes along: the keys and both status lists."""
    # Signing makes the first key where there is none, so the lists come before the keys.
    lists = {purpose: status_credential(purpose, at=at) for purpose in PURPOSES}
    known = key_document()
    keys = [key for key in known["keys"] if key["purpose"] == Purpose.CERTIFICATE]
    return {
        "made_at": moment(at),
        "body": known["name"],
        "approval_number": known["approval_number"],
        "register": settings.PUBLIC_URL,
        "keys": keys,
        "lists": lists,
    }


def issuer() -> str:
    """How credentials name the body."""
    return f"{settings.PUBLIC_URL}/keys.json"


def _method(key: str) -> str:
    return f"{issuer()}#{key}"


def _list_address(purpose: str) -> str:
    return f"{settings.PUBLIC_URL}/verify/status/{purpose}.json"


def _signed(document: Document, at: datetime) -> Document:
    hand = signing.signer(purpose=Purpose.CERTIFICATE, at=at)
    method = _method(key_id(hand.public_key).hex())
    return secured(document, hand, method=method, at=at)
