"""The business-scope codes that are shipped, and the import of an official list."""

from collections import Counter

import pytest

from xinheng.rulebook import codes
from xinheng.rulebook.codes import Level


def rows_of(*numbers: str) -> list[dict[str, str]]:
    return [{"code": number, "title_zh": f"类别 {number}"} for number in numbers]


def kinds_of(problems) -> list[str]:
    return [problem.code for problem in problems if problem.code != "scope-import.count"]


def test_there_are_39_major_280_medium_and_615_minor_codes():
    assert Counter(scope.level for scope in codes.scope_codes()) == {
        Level.MAJOR: 39,
        Level.MEDIUM: 280,
        Level.MINOR: 615,
    }


def test_every_code_has_both_titles_and_a_class_of_nace():
    assert [
        scope.code
        for scope in codes.scope_codes()
        if not (scope.title_zh and scope.title_en and all(scope.nace))
    ] == []


def test_every_code_stands_under_its_parent():
    for scope in codes.scope_codes():
        parent = codes.parent_of(scope.code)

        assert scope.parent == scope.code[:-3]
        assert (
            parent is None if scope.level == Level.MAJOR else scope in codes.children(scope.parent)
        )


def test_every_code_above_the_minors_has_some_below_it():
    barren = [
        scope.code
        for scope in codes.scope_codes()
        if scope.level != Level.MINOR and not codes.children(scope.code)
    ]

    assert barren == []


def test_siblings_are_told_apart_by_their_titles():
    for scope in codes.scope_codes():
        titles = [child.title_zh for child in codes.children(scope.code)]

        assert len(titles) == len(set(titles)), scope.code


@pytest.mark.parametrize(
    ("code", "title", "nace"),
    [
        ("03.04.01", "油脂制造", ("10.41",)),
        ("10.01.00", "炼焦产品制造", ("19.10",)),
        ("17.10.02", "机械加工", ("25.62",)),
        ("11.01.00", "核燃料加工", ("24.46",)),
    ],
)
def test_named_codes_are_there(code, title, nace):
    assert (codes.find(code).title_zh, codes.find(code).nace) == (title, nace)


def test_an_unknown_code_is_not_found():
    assert not codes.is_known("40")
    with pytest.raises(LookupError, match=r"03\.04\.09"):
        codes.find("03.04.09")


def test_the_majors_are_the_children_of_nothing():
    assert [scope.code for scope in codes.children()] == [f"{n:02}" for n in range(1, 40)]


def test_the_shipped_list_imports_as_itself_but_for_the_official_count_of_minors():
    rows = [
        {"code": s.code, "title_zh": s.title_zh, "title_en": s.title_en, "nace": ";".join(s.nace)}
        for s in codes.scope_codes()
    ]

    found, problems = codes.parse_scope_import(rows)

    assert found == codes.scope_codes()
    assert [dict(problem.facts) for problem in problems] == [
        {"level": Level.MINOR, "found": 615, "expected": 626}
    ]


@pytest.mark.parametrize("code", ["", "3", "03.4", "03.04.1", "03-04", "03.04.01.01", "aa", "０３"])
def test_import_refuses_a_code_of_another_form(code):
    found, problems = codes.parse_scope_import(rows_of("03", code))

    assert [scope.code for scope in found] == ["03"]
    assert kinds_of(problems) == ["scope-import.form"]
    assert problems[0].facts["row"] == 2


def test_import_says_everything_that_is_wrong():
    rows = [*rows_of("03", "03", "04.01"), {"code": "05", "title_zh": " "}]

    found, problems = codes.parse_scope_import(rows)

    assert [scope.code for scope in found] == ["03", "04.01"]
    assert kinds_of(problems) == [
        "scope-import.twice",
        "scope-import.no-title",
        "scope-import.no-parent",
    ]
