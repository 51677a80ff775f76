"""The certificate as a document.

It carries what ISO/IEC 17021-1:2015, 8.2.2 a to i asks for, and the seal and the
signature of the head of the body that Chinese rules ask for.
"""

from dataclasses import dataclass
from datetime import date, datetime

from xinheng.printing.parties import Body, Client, Site, Standard
from xinheng.printing.qr import qr_svg
from xinheng.printing.typeset import Picture, typeset

OBSOLETE = ("已作废", "OBSOLETE")
SAMPLE = ("样张", "SPECIMEN")


@dataclass(frozen=True, slots=True)
class Accreditation:
    """The accreditation this certificate may show; leave out where it is not covered."""

    number: str
    mark: Picture | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """One more line that a standard asks for, such as a statement of applicability."""

    label_zh: str
    label_en: str
    value: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A small text that goes along inside the file, such as its proof in the log."""

    name: str
    media: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """Everything that stands on a certificate.

    Args:
        sites: at least one; more than one makes an annex.
        effective_on: never before the decision; checked by the caller's rules.
        revision: 0 for the first issue of this number; unit: issues after it.
        revised_on: day of the present revision; needed when `revision` is above 0.
        last_surveillance_on: the latest surveillance audit, when there was one.
        qr_text: what the code holds, usually a signed address.
        public_address: the address printed for people.
        overprint: words across each page, such as `OBSOLETE` or `SAMPLE`.
        attached: texts that go along inside the file; with any the file is PDF/A-3b.

    Raises:
        ValueError: no site, no standard, or a revision without its day.
    """

    body: Body
    holder: Client
    standards: tuple[Standard, ...]
    sites: tuple[Site, ...]
    scope_zh: str
    scope_en: str
    certificate_number: str
    first_issued_on: date
    issued_on: date
    effective_on: date
    expires_on: date
    head_name: str
    qr_text: str
    public_address: str
    revision: int = 0
    revised_on: date | None = None
    last_surveillance_on: date | None = None
    accreditation: Accreditation | None = None
    extras: tuple[Extra, ...] = ()
    overprint: tuple[str, str] | None = None
    attached: tuple[Attached, ...] = ()
    title_zh: str = "管理体系认证证书"
    title_en: str = "Management System Certificate"

    def __post_init__(self) -> None:
        if not self.sites or not self.standards:
            raise ValueError("a certificate names at least one site and one standard")
        if self.revision > 0 and self.revised_on is None:
            raise ValueError("a revised certificate names the day of its revision")


@dataclass(frozen=True, slots=True)
class _Sheet(Certificate):
    """The certificate with its code drawn."""

    qr_svg: str = ""


def print_certificate(certificate: Certificate, *, made_at: datetime) -> bytes:
    """Set a certificate as PDF/A-2b, or 3b where something is attached, ready to be sealed.

    Raises:
        GlyphsMissing: a character cannot be printed.
    """
    drawn = qr_svg(certificate.qr_text)
    fields = {name: getattr(certificate, name) for name in Certificate.__dataclass_fields__}
    return typeset(
        "certificate",
        _Sheet(**fields, qr_svg=drawn),
        made_at=made_at,
        standard="a-3b" if certificate.attached else "a-2b",
    )
