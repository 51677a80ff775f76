"""Whether a decided scope is no wider than the one applied for."""

import re
from collections.abc import Collection, Iterable, Iterator

from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

NOT_WIDER = Source("ISO/IEC 17021-1", "8.2.2 f", "2015", "from memory, unverified")
EXCLUSION = re.compile(r"[（(]\s*(?:不含|不包括|除外|excluding|except)[^）)]*[）)]", re.IGNORECASE)
MARKS = re.compile(r"[\W_]+")
HAN = re.compile(r"[㐀-鿿豈-\ufaff]")


def not_wider(
    *,
    decided_zh: str,
    decided_en: str,
    decided_codes: Collection[str],
    applied_zh: str,
    applied_en: str,
    applied_codes: Collection[str],
) -> Iterator[Violation]:
    """Say where the decided scope goes beyond the one that was applied for and audited.

    A narrower text leaves words out or adds an exclusion in brackets; it brings no
    word that the application lacks.

    Source: ISO/IEC 17021-1:2015, 8.2.2 f.
    """
    texts = (("scope_zh", decided_zh, applied_zh), ("scope_en", decided_en, applied_en))
    for field, decided, applied in texts:
        if not _is_part(_words(decided), _words(applied)):
            yield Violation(
                code="decisions.scope-wider",
                message=_("The decided scope is wider than the one applied for: “%(applied)s”."),
                source=NOT_WIDER,
                facts={"applied": applied},
                field=field,
            )
    if more := sorted(set(decided_codes) - set(applied_codes)):
        yield Violation(
            code="decisions.codes-wider",
            message=_("These scope codes were not applied for: %(codes)s."),
            source=NOT_WIDER,
            facts={"codes": tuple(more)},
            field="codes",
        )


def _words(text: str) -> list[str]:
    """Chinese by the character, other writing by the word."""
    plain = MARKS.sub(" ", EXCLUSION.sub("", text)).casefold()
    spaced = HAN.sub(lambda found: f" {found.group()} ", plain)
    return spaced.split()


def _is_part(inner: Iterable[str], outer: Iterable[str]) -> bool:
    """Whether `inner` is `outer` with words left out."""
    rest = iter(outer)
    return all(word in rest for word in inner)
