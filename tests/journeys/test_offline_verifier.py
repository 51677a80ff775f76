"""The verifier that works from disk, in a real browser, against the one in Python."""

import base64
import json
import random
import shutil
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import sync_playwright

from tests.apps.test_verify import issued
from tests.factories import NOON
from tests.factories_certificates import withdraw
from tests.journeys.test_browser import FLAGS
from xinheng.apps.registry import queries
from xinheng.proving import code, offline

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
CASES = 300


PLAIN = """async () => {
            const taken = JSON.parse(document.getElementById("bundle").textContent);
            const keys = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
            const raw = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
            const out = [taken.keys.length];
            for (const size of [0, 1, 55, 111, 112, 200]) {
                const text = Uint8Array.from({length: size}, (_, i) => i);
                const made = await crypto.subtle.sign("Ed25519", keys.privateKey, text);
                const signature = new Uint8Array(made);
                const sha = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
                const good = Ed25519.plain(raw, text, signature);
                signature[size % 64] ^= 1;
                const bad = Ed25519.plain(raw, text, signature);
                out.push(good && !bad && String(sha) === String(Ed25519.sha2(text, 256)));
            }
            return out;
        }"""


@contextmanager
def browser_page():
    """A page of a browser that is closed before the database is put back."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser.new_page()
        browser.close()


@pytest.fixture
def cases():
    """The file, and codes beside moments with what Python says of them."""
    import time_machine
    from django.test import Client

    with time_machine.travel(NOON, tick=False):
        row, _pdf, text = issued()
        before = Client().get("/verify/offline.html").content.decode()
        withdrawn = {"before": before}
        withdraw(row)
        withdrawn["after"] = Client().get("/verify/offline.html").content.decode()
    message = code.from_text(text)
    dice = random.Random(5)
    texts = [text, text.lower(), text.rpartition("/")[2], "", "V/", "你好", text + "A", text[:-1]]
    for _ in range(CASES):
        forged = bytearray(message)
        forged[dice.randrange(len(forged))] ^= 1 << dice.randrange(8)
        texts.append(code.base32(bytes(forged)))
    return withdrawn, texts, row


def taken_from(html):
    return json.loads(html.split('id="bundle">')[1].split("</script>")[0])


def test_browser_and_python_say_the_same(cases, tmp_path):
    files, texts, _row = cases
    with browser_page() as page:
        page.context.set_offline(True)
        for name, html in files.items():
            place = tmp_path / f"{name}.html"
            place.write_text(html, encoding="utf-8")
            page.goto(place.as_uri())
            taken = offline.bundle(taken_from(html))
            moments = [NOON + timedelta(days=days) for days in (0, 6, 8, 2000)]
            asked = [(text, at) for text in texts for at in (moments if text else moments[:1])]
            there = page.evaluate(
                "(all) => Promise.all(all.map(([text, now]) => xinhengVerdict(text, now)))",
                [[text, at.timestamp() * 1000] for text, at in asked],
            )
            here = [
                offline.answer(text, taken, at=at, on=(at + timedelta(hours=8)).date())
                for text, at in asked
            ]
            assert [one["verdict"] for one in there] == [str(one.verdict) for one in here]
        assert {str(one.verdict) for one in here} == {"not-in-force", "not-genuine"}
        page.fill("#text", texts[0])
        page.click("#form button")
        page.wait_for_selector(".verdict")
        assert "verdict-not-in-force" in page.get_attribute("#answer", "class")


def test_the_plain_arithmetic_agrees_with_the_browsers_own(cases, tmp_path):
    """Where a browser knows no Ed25519, the same file still works."""
    files, _texts, _row = cases
    place = tmp_path / "x.html"
    place.write_text(files["before"], encoding="utf-8")
    with browser_page() as page:
        page.goto(place.as_uri())
        found = page.evaluate(PLAIN)
    assert found == [1, True, True, True, True, True, True]
    assert queries.PURPOSES == ("revocation", "suspension")


def test_an_entry_is_proven_by_a_button_in_the_browser(tmp_path):
    from django.conf import settings
    from django.test import Client

    row, _pdf, _text = issued()
    html = Client().get(f"/log/entry/{row.entry}/").content.decode()
    for name in ("ed25519", "prove"):
        script = (settings.PACKAGE / "web/static/house" / f"{name}.js").read_text()
        html = html.replace(f'<script src="/static/house/{name}.js" defer></script>', "")
        html += f"<script>{script}</script>"
    keys = html.split('data-keys="')[1].split('"')[0]
    entry = html.split("\nextra ")[1].split("\n")[0]
    other = base64.b64encode(bytes(32)).decode()
    files = {
        "good": html,
        "signature": html.replace(keys, other),
        "entry": html.replace(entry, base64.b64encode(b"{}").decode()),
    }
    with browser_page() as page:
        for outcome, content in files.items():
            place = tmp_path / f"{outcome}.html"
            place.write_text(content, encoding="utf-8")
            page.goto(place.as_uri())
            page.click("#prove")
            page.wait_for_selector("#proven[data-outcome]")
            assert page.get_attribute("#proven", "data-outcome") == outcome
