"""Gathers, compiles and checks translations, without gettext's programs.

    python tools/messages.py gather    writes every sentence to translate, as a POT file
    python tools/messages.py compile   merges the parts into one django.mo
    python tools/messages.py check     fails when a sentence is missing or its blanks are broken

Translations are kept in parts, one PO file per room, in
`src/xinheng/locale/zh_Hans/parts/`. One sentence has one translation: two parts
that differ are an error. English needs no catalogue: the sentences are English.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent / "src" / "xinheng"
LOCALE = "zh_Hans"
KEYWORDS = DEFAULT_KEYWORDS | {
    "mark": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
BLANK = re.compile(r"%\((\w+)\)([a-z]?)")

Id = str | tuple[str, ...]
Key = tuple[Id, str | None]


class PartsDisagree(Exception):  # noqa: N818 - our exceptions are facts
    """Two parts translate one sentence differently; the text names both files."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found. Unused entries are only a warning."""

    missing: tuple[str, ...]
    broken: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return not self.missing and not self.broken


def gather(root: Path) -> Catalog:
    """Every sentence to translate under `root`, with the places it stands at."""
    catalog = Catalog(locale=LOCALE, charset="utf-8", fuzzy=False)
    for path in sorted(root.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            code = path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            code = templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()
        else:
            continue
        place = path.relative_to(root).as_posix()
        for line, sentence, _comments, context in extract("python", BytesIO(code), KEYWORDS):
            if sentence:
                catalog.add(sentence, locations=[(place, line)], context=context)
    return catalog


def merged(parts: Path) -> tuple[Catalog, dict[Key, str]]:
    """The parts as one catalogue, and which file each translation came from.

    Raises:
        PartsDisagree: a sentence has two different translations.
    """
    catalog = Catalog(locale=LOCALE, charset="utf-8", fuzzy=False)
    origin: dict[Key, str] = {}
    for path in sorted(parts.glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=LOCALE, charset="utf-8", abort_invalid=True)
        for entry in _translated(part):
            key = _key(entry)
            known = catalog.get(entry.id, entry.context)
            if key in origin and known is not None and known.string != entry.string:
                raise PartsDisagree(
                    f"{_words(key)}: {known.string!r} in {origin[key]}, "
                    f"{entry.string!r} in {path.name}"
                )
            catalog.add(entry.id, entry.string, context=entry.context)
            origin.setdefault(key, path.name)
    return catalog, origin


def compile_parts(root: Path) -> Path:
    """Write the compiled catalogue and say where.

    Raises:
        PartsDisagree: a sentence has two different translations.
    """
    folder = root / "locale" / LOCALE
    catalog, _origin = merged(folder / "parts")
    target = folder / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_mo(file, catalog)
    return target


def check(root: Path) -> Outcome:
    """Hold the parts against the sentences that are there.

    Raises:
        PartsDisagree: a sentence has two different translations.
    """
    wanted = gather(root)
    catalog, origin = merged(root / "locale" / LOCALE / "parts")
    asked = {_key(entry): entry for entry in wanted if entry.id}
    return Outcome(
        missing=tuple(
            f"{entry.locations[0][0]}:{entry.locations[0][1]}: {_words(key)}"
            for key, entry in asked.items()
            if key not in origin
        ),
        broken=tuple(
            f"{origin[_key(entry)]}: {_words(_key(entry))}"
            for entry in _translated(catalog)
            if not _blanks_agree(entry)
        ),
        unused=tuple(
            f"{place}: {_words(key)}" for key, place in origin.items() if key not in asked
        ),
    )


def _translated(catalog: Catalog) -> Iterator[Message]:
    for entry in catalog:
        strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        if entry.id and not entry.fuzzy and all(strings):
            yield entry


def _key(entry: Message) -> Key:
    return (entry.id if isinstance(entry.id, str) else tuple(entry.id), entry.context)


def _words(key: Key) -> str:
    sentence = key[0] if isinstance(key[0], str) else " / ".join(key[0])
    return f"{sentence!r} ({key[1]})" if key[1] else repr(sentence)


def _blanks_agree(entry: Message) -> bool:
    """Whether a translation has the blanks of its sentence; of the plural, where there is one."""
    last = entry.id if isinstance(entry.id, str) else entry.id[-1]
    strings = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
    return all(sorted(BLANK.findall(s)) == sorted(BLANK.findall(last)) for s in strings)


def _report(outcome: Outcome) -> int:
    for title, found in (
        ("Not translated", outcome.missing),
        ("Blanks differ from the sentence", outcome.broken),
        ("Warning: not used", outcome.unused),
    ):
        for line in found:
            sys.stdout.write(f"{title}: {line}\n")
    return 0 if outcome.is_good else 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("command", choices=["gather", "compile", "check"])
    parser.add_argument("--root", type=Path, default=ROOT, help="the package to look at")
    given = parser.parse_args(arguments)
    try:
        if given.command == "check":
            return _report(check(given.root))
        if given.command == "compile":
            sys.stdout.write(f"{compile_parts(given.root)}\n")
        else:
            write_po(sys.stdout.buffer, gather(given.root), width=100, omit_header=True)
    except PartsDisagree as wrong:
        sys.stderr.write(f"Two translations: {wrong}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
