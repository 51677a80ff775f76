"""House settings: shipped values, a body's own, and the fence around them."""

from datetime import date
from decimal import Decimal

import pytest

from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.settings import settings_on

TODAY = date(2026, 3, 10)


def test_settings_are_the_shipped_ones_unless_the_body_chose():
    shipped = settings_on(TODAY)
    own = settings_on(TODAY, {"stage1_ratio": "0.3"})

    assert shipped["stage1_ratio"].number == Decimal("0.25")
    assert not shipped["stage1_ratio"].is_own
    assert own["stage1_ratio"].number == Decimal("0.3")
    assert own["stage1_ratio"].is_own


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("on_site_ratio", "0.79"),
        ("on_site_ratio", "much"),
        ("on_site_ratio", "NaN"),
        ("floor_rounding", "down"),
        ("ems_limited_626_875", "7"),
        ("no_such_setting", "1"),
    ],
)
def test_settings_outside_their_fence_are_refused(key, value):
    with pytest.raises(ValueError, match=key):
        settings_on(TODAY, {key: value})


def test_the_conflicting_cell_follows_the_setting():
    def limited(rules):
        return rules.ladders["EMS"].band_for(700).days["limited"]

    assert limited(audit_time_rules(TODAY)) == Decimal("6.5")
    assert limited(audit_time_rules(TODAY, {"ems_limited_626_875": "6.0"})) == Decimal("6.0")
