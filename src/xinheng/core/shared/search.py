"""Search text for names that mix Chinese and Latin writing.

A name is stored beside its grams: overlapping pairs of every run of Chinese
characters, and every Latin word or number, separated by spaces. A query is cut
the same way. It fits when each of its parts occurs somewhere in the stored
text, which any database can ask without an index of its own.

Brackets, spaces and other marks between Chinese characters do not count:
信衡（北京）认证 and 信衡北京认证 are found by the same words.
"""

import re
import unicodedata

HAN = "〇々㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff"
GLUE = re.compile(rf"(?<=[{HAN}])[\W_]+(?=[{HAN}])")
TOKEN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")


def tokens(text: str) -> tuple[str, ...]:
    """The runs of Chinese characters and the Latin words of a text, normalised, in order."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(TOKEN.findall(GLUE.sub("", unicodedata.normalize("NFKC", plain))))


def normalised(text: str) -> str:
    """A text in the one form in which two writings of a name are equal.

    Full-width letters become ordinary ones, case is folded, and brackets,
    spaces and punctuation fall away, but for one space between words.
    """
    return " ".join(tokens(text))


def bigrams(text: str) -> str:
    """The grams to store beside a name, each once, separated by single spaces."""
    return " ".join(dict.fromkeys(gram for token in tokens(text) for gram in _grams(token)))


def needle(query: str) -> tuple[str, ...]:
    """The parts that must all occur in the stored grams; empty when there is nothing to look for.

    A single character stays as it is: it occurs inside the pairs of every name that has it.
    """
    return tuple(dict.fromkeys(gram for token in tokens(query) for gram in _grams(token)))


def fits(stored: str, query: str) -> bool:
    """Whether a query's every part occurs in a name's stored grams; never for an empty query."""
    parts = needle(query)
    return bool(parts) and all(part in stored for part in parts)


def _grams(token: str) -> tuple[str, ...]:
    if len(token) == 1 or not IS_HAN.match(token):
        return (token,)
    return tuple(token[start : start + 2] for start in range(len(token) - 1))
