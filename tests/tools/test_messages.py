"""Translations are gathered, merged and checked without gettext's programs."""

import gettext
from pathlib import Path

import pytest

from tools import messages

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def package(root: Path, code: str = "", page: str = "", **parts: str) -> Path:
    (root / "templates").mkdir()
    (root / "locale" / "zh_Hans" / "parts").mkdir(parents=True)
    (root / "code.py").write_text(code, encoding="utf-8")
    (root / "templates" / "page.html").write_text(page, encoding="utf-8")
    for name, text in parts.items():
        part = root / "locale" / "zh_Hans" / "parts" / f"{name}.po"
        part.write_text(HEAD + text, encoding="utf-8")
    return root


def entry(english: str, chinese: str) -> str:
    return f'msgid "{english}"\nmsgstr "{chinese}"\n\n'


def test_sentences_are_gathered_from_code(tmp_path):
    code = (
        '_("One")\nmark("Two")\ngettext_lazy("Three")\nngettext("A dog", "%(n)s dogs", n)\n'
        'pgettext("of a door", "Open")\nprint("not this")\n_(name)\n'
    )

    found = messages.gather(package(tmp_path, code=code))

    assert [(e.id, e.context) for e in found if e.id] == [
        ("One", None),
        ("Two", None),
        ("Three", None),
        (("A dog", "%(n)s dogs"), None),
        ("Open", "of a door"),
    ]


def test_sentences_are_gathered_from_templates_with_their_lines(tmp_path):
    page = (
        '{% load i18n %}\n{% translate "One" %}\n{% comment %}{% translate "no" %}{% endcomment %}'
        "{% blocktranslate with n=x.y %}Hello {{ n }}{% endblocktranslate %}\n"
        "{% blocktranslate count n=dogs %}A dog{% plural %}{{ n }} dogs{% endblocktranslate %}\n"
    )

    found = messages.gather(package(tmp_path, page=page))

    assert [e.id for e in found if e.id] == ["One", "Hello %(n)s", ("A dog", "%(n)s dogs")]
    assert found.get("One").locations == [("templates/page.html", 2)]


def test_parts_are_compiled_into_one_catalogue(tmp_path):
    plural = 'msgid "A dog"\nmsgid_plural "%(n)s dogs"\nmsgstr[0] "%(n)s 只狗"\n'
    package(tmp_path, one=entry("One", "一"), two=entry("One", "一") + plural)

    assert messages.main(["compile", "--root", str(tmp_path)]) == 0

    with (tmp_path / "locale/zh_Hans/LC_MESSAGES/django.mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.gettext("One") == "一"
    assert spoken.ngettext("A dog", "%(n)s dogs", 1) == "%(n)s 只狗"


@pytest.mark.parametrize("command", ["compile", "check"])
def test_two_translations_of_one_sentence_name_both_files(tmp_path, capsys, command):
    package(tmp_path, people=entry("Review", "评审"), decisions=entry("Review", "复核"))

    assert messages.main([command, "--root", str(tmp_path)]) == 1

    said = capsys.readouterr().err
    assert all(word in said for word in ("Review", "people.po", "decisions.po", "评审", "复核"))


def test_check_lists_what_is_missing_broken_and_unused(tmp_path):
    code = '_("One")\n_("Two %(n)s")\n_("Three")\n'
    part = entry("Two %(n)s", "二 %(m)s") + entry("Three", "") + entry("Four", "四")

    outcome = messages.check(package(tmp_path, code=code, part=part))

    assert outcome.missing == ("code.py:1: 'One'", "code.py:3: 'Three'")
    assert outcome.broken == ("part.po: 'Two %(n)s'",)
    assert outcome.unused == ("part.po: 'Four'",)
    assert not outcome.is_good


def test_a_blank_without_its_letter_is_broken(tmp_path):
    root = package(tmp_path, code='_("Two %(n)s")', part=entry("Two %(n)s", "二 %(n)"))

    assert messages.check(root).broken == ("part.po: 'Two %(n)s'",)


def test_blanks_may_change_places_and_an_unused_entry_only_warns(tmp_path, capsys):
    part = entry("%(a)s of %(b)s", "%(b)s 的 %(a)s") + entry("Old", "旧")
    package(tmp_path, code='_("%(a)s of %(b)s")', part=part)

    assert messages.main(["check", "--root", str(tmp_path)]) == 0
    assert "Warning: not used: part.po: 'Old'" in capsys.readouterr().out


def test_an_uncertain_translation_counts_as_missing(tmp_path):
    root = package(tmp_path, code='_("One")', part="#, fuzzy\n" + entry("One", "一"))

    assert len(messages.check(root).missing) == 1


@pytest.mark.parametrize("part", ["shared.po", "codes.po"])
def test_the_shipped_parts_have_no_broken_blank(part):
    assert not [line for line in messages.check(messages.ROOT).broken if line.startswith(part)]


@pytest.mark.parametrize("place", ["core/shared/", "rulebook/codes/", "rulebook/lists/"])
def test_the_shared_words_are_all_translated(place):
    assert not [line for line in messages.check(messages.ROOT).missing if line.startswith(place)]


def test_gather_writes_a_template(tmp_path, capfdbinary):
    package(tmp_path, code='_("One")')

    assert messages.main(["gather", "--root", str(tmp_path)]) == 0
    assert b'msgid "One"' in capfdbinary.readouterr().out
