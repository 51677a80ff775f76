"""Regions, what they lie in, and how far apart they are."""

import pytest

from xinheng.rulebook.codes import regions
from xinheng.rulebook.codes.regions import RegionLevel


def test_there_are_34_provinces_and_all_their_cities():
    assert len(regions.at_level(RegionLevel.PROVINCE)) == 34
    assert len(regions.at_level(RegionLevel.CITY)) == 369
    assert len(regions.at_level(RegionLevel.COUNTY)) == 2943


def test_provinces_and_cities_have_an_english_name_and_every_region_a_parent():
    for region in regions.regions():
        assert region.name_zh
        assert region.name_en or region.level == RegionLevel.COUNTY
        assert region.parent == "" or regions.is_known(region.parent)


def test_every_region_lies_in_the_province_of_its_first_two_digits():
    for region in regions.regions():
        assert regions.province_of(region.code).code == region.code[:2] + "0000"


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [("110000", "310000", 1067), ("440100", "440300", 104), ("310000", "310000", 0)],
)
def test_distances_between_cities(start, end, km):
    assert round(regions.distance_km(start, end)) == km
    assert regions.distance_km(start, end) == regions.distance_km(end, start)


def test_every_region_has_a_distance_to_the_capital():
    assert all(regions.distance_km(r.code, "110000") < 4500 for r in regions.regions())


def test_an_unknown_region_is_not_found():
    with pytest.raises(LookupError, match="999999"):
        regions.distance_km("110000", "999999")


def test_full_name_says_no_name_twice():
    assert regions.full_name("110101") == "北京市东城区"
    assert regions.full_name("130102") == "河北省石家庄市长安区"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("500000", "Chongqing"),
        ("341500", "Lu'an"),
        ("150000", "Inner Mongolia"),
        ("140400", "Changzhi"),
    ],
)
def test_english_names(code, name):
    assert regions.find(code).name_en == name


def test_cities_of_a_province():
    assert [city.name_en for city in regions.children("640000")] == [
        "Yinchuan",
        "Shizuishan",
        "Wuzhong",
        "Guyuan",
        "Zhongwei",
    ]
