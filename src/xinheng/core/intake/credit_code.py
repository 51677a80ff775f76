"""The unified social credit code of Chinese organisations, and its check character."""

import unicodedata
from collections.abc import Iterator

from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

CODE = Source("GB 32100", "check character", "2015", Verified.MEMORY.value)
LENGTH = 18
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V and Z
MODULUS = len(CHARACTERS)
WEIGHTS = tuple(pow(3, place, MODULUS) for place in range(LENGTH - 1))
_DROPPED = str.maketrans("", "", " \t\r\n\u200b\ufeff-")


def normalise(text: str) -> str:
    """The code as it is stored: half-width, upper case, without spaces or hyphens."""
    return unicodedata.normalize("NFKC", text).translate(_DROPPED).upper()


def check_character(first: str) -> str:
    """Reckon the 18th character from the 17 before it.

    Args:
        first: seventeen characters of the code's own set.

    Raises:
        ValueError: there are not seventeen, or one is not of the set.

    Source: GB 32100-2015 (weights are powers of 3, modulo 31).
    """
    if len(first) != LENGTH - 1 or any(character not in CHARACTERS for character in first):
        raise ValueError(f"{first!r} is not the first 17 characters of a code")
    total = sum(
        CHARACTERS.index(character) * weight
        for character, weight in zip(first, WEIGHTS, strict=True)
    )
    return CHARACTERS[-total % MODULUS]


def credit_code_problems(text: str, field: str = "credit_code") -> Iterator[Violation]:
    """Say what is wrong with a code; nothing when it is sound.

    Args:
        text: as it was typed; it is normalised first.
        field: the name of the input it is about.

    Source: GB 32100-2015.
    """
    code = normalise(text)
    if len(code) != LENGTH:
        yield Violation(
            code="credit-code.length",
            message=_("A unified social credit code has 18 characters; this one has %(length)s."),
            source=CODE,
            facts={"length": len(code), "code": code},
            field=field,
        )
    strange = [character for character in code if character not in CHARACTERS]
    if strange:
        yield Violation(
            code="credit-code.characters",
            message=_("These characters do not occur in such a code: %(characters)s."),
            source=CODE,
            facts={"characters": " ".join(dict.fromkeys(strange)), "code": code},
            field=field,
        )
    if strange or len(code) != LENGTH:
        return
    expected = check_character(code[:-1])
    if code[-1] != expected:
        yield Violation(
            code="credit-code.check-character",
            message=_("The last character is %(found)s; by the others it would be %(expected)s."),
            source=CODE,
            facts={"found": code[-1], "expected": expected, "code": code},
            field=field,
        )
