"""The electronic seal of the body on a PDF: a PAdES certification signature.

The seal forbids every later change (DocMDP level 1). Keys may live anywhere: a
`Sealer` only has to give its certificate and to sign bytes.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from asn1crypto import pem, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.printing.sources import SEALED

FIELD = "BodySeal"
SEAL_USAGE = certificates.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
LONGEST_SIGNATURE_BYTES = 72
"""An ECDSA P-256 signature in DER is never longer."""


class Sealer(Protocol):
    """Whoever holds the key of the body's seal."""

    @property
    def certificate_pem(self) -> bytes:
        """The certificate of the key, followed by those of its issuers, if any."""

    def sign(self, content: bytes) -> bytes:
        """Sign with ECDSA over SHA-256; give the signature in DER."""


class SoftSealer:
    """A sealer whose key is in memory.

    Raises:
        ValueError: the key is not ECDSA P-256, or its password is wrong.
    """

    def __init__(
        self, key_pem: bytes, certificate_pem: bytes, password: bytes | None = None
    ) -> None:
        key = serialization.load_pem_private_key(key_pem, password)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
            raise ValueError("the key of a seal is an ECDSA key on the curve P-256")
        self._key = key
        self.certificate_pem = certificate_pem

    def sign(self, content: bytes) -> bytes:
        return self._key.sign(content, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What a check of a seal found.

    `genuine` is true only when nothing speaks against the seal. `at` is the moment
    that the sealer states, unless a time-stamp authority vouches for it.
    """

    genuine: bool
    signer: str
    at: datetime | None
    reasons: tuple[Violation, ...]


def seal(
    pdf: bytes,
    sealer: Sealer,
    *,
    at: datetime,
    reason: str = "",
    field: str = FIELD,
    time_stamp_url: str | None = None,
) -> bytes:
    """Seal a PDF against every later change.

    Args:
        at: moment of sealing, stated in the seal; aware.
        reason: why it is sealed, shown by readers.
        field: name of the signature field.
        time_stamp_url: address of an RFC 3161 authority; without it no connection
            is made and the level is B-B, with it B-T.

    Returns:
        The sealed PDF: the given one with a signed addition.

    Raises:
        ValueError: `at` has no time zone, or the file cannot be sealed.
    """
    if at.tzinfo is None:
        raise ValueError("at needs a time zone")
    stamper = HTTPTimeStamper(time_stamp_url) if time_stamp_url else None
    desk = _DatedPdfSigner(
        _metadata(field, reason),
        signer=_Hand(sealer),
        timestamper=stamper,
        new_field_spec=SigFieldSpec(field),
    )
    desk.at = at
    try:
        sealed = desk.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    except (PdfError, SigningError) as fault:
        raise ValueError("this file cannot be sealed") from fault
    return bytes(sealed.getvalue())


def check_seal(
    pdf: bytes, trusted_certificates_pem: bytes, *, on: datetime | None = None
) -> SealCheck:
    """Say whether a PDF bears our seal and is unchanged since.

    Args:
        trusted_certificates_pem: certificates of the body's seals, one after another.
        on: moment at which the certificate must be valid; without it, the moment
            that the seal itself states. Aware.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = reader.embedded_signatures
        if len(signatures) != 1:
            return _refusal(_seal_count(len(signatures)))
        return _check(signatures[0], trusted_certificates_pem, on)
    except Exception as e:  # a hostile file may make the reader stumble in any way
        return _refusal(_unreadable(e))


def make_self_signed(body_name: str, on: datetime, years: int = 5) -> tuple[bytes, bytes]:
    """Make a key and a certificate that vouches for itself, for a body's own seal.

    Args:
        on: first moment of validity; aware.
        years: how long it is valid. Unit: years of 365 days.

    Returns:
        The private key and the certificate, both PEM. Unit: bytes.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    attributes = [
        certificates.NameAttribute(certificates.NameOID.COMMON_NAME, body_name[:64]),
        certificates.NameAttribute(certificates.NameOID.ORGANIZATION_NAME, body_name[:64]),
    ]
    name = certificates.Name(attributes)
    certificate = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(on)
        .not_valid_after(on + timedelta(days=365 * years))
        .add_extension(SEAL_USAGE, critical=True)
        .add_extension(
            certificates.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    key_pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key_pem, certificate.public_bytes(serialization.Encoding.PEM)


def _metadata(field: str, reason: str) -> signers.PdfSignatureMetadata:
    return signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        reason=reason or None,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )


def _certificates(pem_text: bytes) -> list[x509.Certificate]:
    return [
        x509.Certificate.load(der)
        for kind, _headers, der in pem.unarmor(pem_text, multiple=True)
        if kind == "CERTIFICATE"
    ]


class _Hand(signers.Signer):
    """Lets pyHanko sign with a `Sealer`."""

    def __init__(self, sealer: Sealer) -> None:
        first, *others = _certificates(sealer.certificate_pem)
        super().__init__(signing_cert=first)
        self._cert_registry.register_multiple(others)
        self._sealer = sealer

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002  (pyHanko's signature)
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise ValueError("seals are made over SHA-256")
        return bytes(LONGEST_SIGNATURE_BYTES) if dry_run else self._sealer.sign(data)


class _DatedPdfSigner(signers.PdfSigner):
    """States a given moment instead of the machine's."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def _check(
    signature: EmbeddedPdfSignature, trusted_certificates_pem: bytes, on: datetime | None
) -> SealCheck:
    stated = signature.self_reported_timestamp
    trusted = _certificates(trusted_certificates_pem)
    context = ValidationContext(
        trust_roots=trusted,
        moment=on or stated,
        best_signature_time=on or stated,
        allow_fetching=False,
    )
    status = validate_pdf_signature(signature, signer_validation_context=context)
    is_ours = _is_ours(signature.signer_cert, trusted, on or stated)
    reasons = tuple(_faults(status, signature, is_ours=is_ours))
    vouched = status.timestamp_validity.timestamp if status.timestamp_validity else stated
    return SealCheck(not reasons, _name_of(signature.signer_cert), vouched, reasons)


def _is_ours(
    certificate: x509.Certificate, trusted: list[x509.Certificate], moment: datetime | None
) -> bool:
    """Whether the very certificate is trusted, and valid at the moment.

    The library below checks neither: an issuer's other certificates would pass, and
    the dates of a certificate that is trusted outright are not looked at.
    """
    is_known = certificate.sha256 in {known.sha256 for known in trusted}
    if not is_known or moment is None:
        return False
    return bool(certificate.not_valid_before <= moment <= certificate.not_valid_after)


def _faults(
    status: PdfSignatureStatus, signature: EmbeddedPdfSignature, *, is_ours: bool
) -> Iterator[Violation]:
    if not (status.intact and status.valid):
        yield _fault("seal.broken", _("The file was changed after it was sealed."))
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        yield _fault("seal.added-to", _("Something was added to the file after it was sealed."))
    if not is_ours or (status.intact and status.valid and not status.trusted):
        yield _fault(
            "seal.stranger",
            _("The seal is not one of this body, or its certificate was not valid then."),
        )
    if signature.docmdp_level != MDPPerm.NO_CHANGES:
        yield _fault("seal.open", _("The seal does not forbid later changes."))
    if not status.bottom_line:
        yield _fault("seal.not-accepted", _("The seal does not pass the check as a whole."))


def _refusal(reason: Violation) -> SealCheck:
    return SealCheck(genuine=False, signer="", at=None, reasons=(reason,))


def _seal_count(count: int) -> Violation:
    if not count:
        return _fault("seal.absent", _("The file bears no electronic seal."))
    return _fault("seal.several", _("The file bears more than one electronic seal."))


def _unreadable(fault: Exception) -> Violation:
    return Violation(
        code="seal.unreadable",
        message=_("The file or its seal cannot be read."),
        source=SEALED,
        facts={"fault": type(fault).__name__},
    )


def _fault(code: str, message: str) -> Violation:
    return Violation(code=code, message=message, source=SEALED)


def _name_of(certificate: x509.Certificate) -> str:
    name = certificate.subject.native
    return str(name.get("common_name") or name.get("organization_name") or "")
