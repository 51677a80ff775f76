"""What a standard or the regulator asks for on a certificate beside its usual contents."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

APPLICABILITY = Source("ISO/IEC 27006-1", "8.2", "2024", "from memory, unverified")
CONSTRUCTION = Source("CNCA Announcement 2010 No. 21", "", "2010", "verified-2+")


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """One more line of a certificate; `codes` narrows it to these scope codes and their parts."""

    key: str
    scheme: str
    zh: str
    en: str
    source: Source
    codes: tuple[str, ...] = ()

    def is_wanted(self, scheme: str, codes: Iterable[str]) -> bool:
        """Whether a certificate of this scheme and scope needs the line."""
        if scheme != self.scheme:
            return False
        return not self.codes or any(
            code == own or code.startswith(f"{own}.") for code in codes for own in self.codes
        )


EXTRA_LINES = (
    ExtraLine("soa-version", "ISMS", "适用性声明版本", "Statement of applicability", APPLICABILITY),
    ExtraLine("construction-standard", "QMS", "工程建设施工企业质量管理规范",
              "Code for quality management of construction firms", CONSTRUCTION, ("28",)),
)  # fmt: skip


def lines_wanted(scheme: str, codes: Iterable[str]) -> tuple[ExtraLine, ...]:
    """The further lines a certificate of this scheme and scope needs."""
    held = tuple(codes)
    return tuple(line for line in EXTRA_LINES if line.is_wanted(scheme, held))


def extras_missing(
    scheme: str, codes: Iterable[str], given: Mapping[str, str]
) -> Iterator[Violation]:
    """Say which further lines the certificate lacks.

    Args:
        given: the text of each line by its key.

    Source: ISO/IEC 17021-1:2015, 8.2.2 h; CNCA Announcement 2010 No. 21 (CN-32).
    """
    for line in lines_wanted(scheme, codes):
        if not given.get(line.key, "").strip():
            yield Violation(
                code="certificates.extra-missing",
                message=_("This certificate also states: %(line)s."),
                source=line.source,
                facts={"line": line.en, "key": line.key},
                field="extras",
            )
