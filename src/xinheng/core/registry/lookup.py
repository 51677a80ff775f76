"""How what a visitor typed is read: a number, a credit code, or part of a name."""

import re
import unicodedata

CREDIT_CODE = re.compile(r"[0-9A-Z]{18}")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−－"), "-")
SPACES = re.compile(r"\s+")
HAN = re.compile(r"[㐀-鿿]")
SHORTEST_HAN, SHORTEST_OTHER = 2, 4
MOST_RESULTS = 20


def plain_key(text: str) -> str:
    """A number or credit code as it is registered: no spaces, half-width, upper case."""
    half = unicodedata.normalize("NFKC", text).translate(DASHES)
    return SPACES.sub("", half).upper()


def looks_like_credit_code(text: str) -> bool:
    """Whether the text is written like a unified social credit code."""
    return bool(CREDIT_CODE.fullmatch(plain_key(text)))


def is_long_enough(text: str) -> bool:
    """Whether a name is long enough to be looked for: two Chinese characters or four letters."""
    plain = SPACES.sub("", unicodedata.normalize("NFKC", text))
    return len(HAN.findall(plain)) >= SHORTEST_HAN or len(plain) >= SHORTEST_OTHER
