"""The story with mouse and keyboard, in Chromium, to the page behind the QR code."""

import os
import random
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.hard_knocks import ground
from tests.hard_knocks.robot import HttpTransport, Killer
from tests.journeys.browser import BrowserTransport
from tests.journeys.client import Applicant
from tests.journeys.clocks import FileClock
from tests.journeys.story import Story

pytestmark = pytest.mark.journey
STORIES = {
    "one standard": Applicant(),
    "three integrated": Applicant(schemes=("QMS", "EMS", "OHSMS")),
    "26 sites": Applicant(sites=26, people=78),
}
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-default-apps",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield made
        made.close()


def tell(chromium, place, applicant: Applicant, *, database: str = "") -> None:
    """The whole story at the browser, and what a visitor sees at its end."""
    environment = {"XINHENG_DEBUG": "1"}
    server, body = ground.make(place, database=database, environment=environment)
    server.start()
    try:
        looker = HttpTransport(server, body, Killer(0, random.Random(0)))
        windows = BrowserTransport(chromium, server.url, looker, place)
        story = Story(windows, body, FileClock(place / "clock"), applicant)
        story.certify()
        assert story.missing == ()
        assert windows.errors == []
        _status, found = looker.ask("/certificates", who="officer")
        assert {row["scheme"] for row in found} == set(applicant.schemes)
        for row in found:
            visitor = chromium.new_context(locale="zh-CN").new_page()
            visitor.goto(f"{server.url}/c/{row['number']}")
            assert "有效" in visitor.locator("[role=status]").inner_text()
            visitor.context.close()
        assert ground.wrong(server, ground.counts(server), []) == []
    finally:
        server.kill()


@pytest.mark.parametrize(
    "name",
    [
        "one standard",
        pytest.param("three integrated", marks=pytest.mark.long_journey),
        pytest.param("26 sites", marks=pytest.mark.long_journey),
    ],
)
def test_a_client_is_certified_at_the_browser(chromium, tmp_path, name):
    tell(chromium, tmp_path / "ground", STORIES[name])


@pytest.mark.both_databases
def test_a_client_is_certified_at_the_browser_on_postgresql(chromium, tmp_path):
    database = ground.fresh_postgres()
    if not database:
        pytest.skip("DATABASE_URL names no PostgreSQL")
    assert os.environ["DATABASE_URL"] != database
    tell(chromium, tmp_path / "ground", STORIES["one standard"], database=database)
