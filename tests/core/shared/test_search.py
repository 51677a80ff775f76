"""Names are found however their brackets, spaces and widths are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinheng.core.shared.search import bigrams, fits, needle, normalised

HAN_NAMES = st.text(alphabet="信衡认证检验中心北京上海有限公司一丁", min_size=2, max_size=20)
MIXED_NAMES = st.text(
    alphabet="信衡认证北京有限公司（）() 【】·，,-ISOabz019ＡＢ", min_size=1, max_size=24
)


@given(name=HAN_NAMES, data=st.data())
def test_every_piece_of_a_chinese_name_has_its_grams_in_the_name(name, data):
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))

    assert set(bigrams(name[start:end]).split()) <= set(bigrams(name).split())


@given(name=MIXED_NAMES, data=st.data())
def test_every_piece_of_a_mixed_name_finds_the_name(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    piece = name[start:end]

    assert fits(bigrams(name), piece) or needle(piece) == ()


@given(name=MIXED_NAMES)
def test_normalising_twice_changes_nothing_more(name):
    assert normalised(normalised(name)) == normalised(name)


@given(name=st.text(max_size=40))
def test_every_gram_of_any_text_is_found_in_it(name):
    assert all(part in bigrams(name).split() for part in needle(name))


@pytest.mark.parametrize(
    "query",
    [
        "信衡（北京）认证有限公司",
        "信衡(北京)认证",
        "信衡北京认证",
        "信衡 北京",
        "北京）认证",
        "衡",
    ],
)
def test_company_is_found_by_any_writing_of_its_name(query):
    assert fits(bigrams("信衡（北京）认证有限公司"), query)


@pytest.mark.parametrize("query", ["信北", "上海", "", "（）", " ", "京衡", "x"])
def test_company_is_not_found_by_other_words(query):
    assert not fits(bigrams("信衡（北京）认证有限公司"), query)


def test_grams_of_a_mixed_name():
    assert bigrams("ISO 三体系９００１ Co.") == "iso 三体 体系 9001 co"


def test_a_repeated_gram_stands_once():
    assert bigrams("三三三三") == "三三"


def test_a_lone_character_stays_itself():
    assert needle("厂") == ("厂",)
    assert bigrams("A厂") == "a 厂"
