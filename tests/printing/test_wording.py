"""Every sentence that the printing may say to a person stands in Chinese too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

import xinheng
import xinheng.printing

PACKAGE = Path(xinheng.printing.__file__).parent
TRANSLATIONS = Path(xinheng.__file__).parent / "locale/zh_Hans/parts/printing.po"
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def sentences() -> Iterator[str]:
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
                yield ast.literal_eval(node.args[0])


def test_every_sentence_is_translated_with_its_placeholders():
    with TRANSLATIONS.open("rb") as file:
        chinese = {entry.id: entry.string for entry in read_po(file, locale="zh_Hans") if entry.id}

    assert set(chinese) == set(sentences())
    for english, translated in chinese.items():
        assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(translated))
