"""Nothing on the main pages keeps anybody out: both languages, light and dark, wide and narrow."""

import pytest
from playwright.sync_api import Browser
from tools.accessible import PAGES, flaws_of, look

from tests.hard_knocks.server import Server
from tests.journeys.test_browser import chromium

pytestmark = [pytest.mark.journey, pytest.mark.long_journey]
__all__ = ["chromium"]

DEMO = """
from xinheng import clock
from xinheng.cli.serve import prepare
from xinheng.demo import load
prepare()
load.everything(at=clock.now())
"""
BAD = """<!doctype html><html><head><title>x</title></head><body><main>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><input><p style="color:#ccc">pale</p>
</main></body></html>"""


def test_the_main_pages_of_the_demo_body_keep_nobody_out(chromium: Browser, tmp_path) -> None:
    server = Server(tmp_path, environment={"XINHENG_DEMO": "1"})
    server.python(DEMO)
    server.start()
    try:
        assert [str(flaw) for flaw in look(chromium, server.url, PAGES)] == []
    finally:
        server.kill()


def test_a_bad_page_is_found_out(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(BAD)
    assert {"image-alt", "label", "html-has-lang", "color-contrast"} <= {
        flaw.rule for flaw in flaws_of(page, "bad", "light")
    }
    page.close()
