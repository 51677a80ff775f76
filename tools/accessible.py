"""The main pages looked through for what keeps people out, with axe-core in Chromium.

    python tools/accessible.py http://localhost:8000

Start the demo body first (`make run`). Each page is looked at in both languages, in light and
dark, at a desk's and a phone's width. Prints every finding; fails when there is one.
"""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
PASSWORD = "xinheng-demo"  # noqa: S105 - printed at every start of the demo
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
SIGHTS = (("zh-hans", "light", 1440), ("en", "dark", 390), ("zh-hans", "dark", 1440))
PAGES = {
    "": ("/accounts/login/", "/verify/", "/verify/about/"),
    "manager": (
        "/", "/notices/", "/cases/", "/certificates/", "/certificates/today/", "/people/",
        "/clients/", "/decisions/", "/findings/", "/journal/", "/settings/", "/due/",
        "/library/codes/", "/library/standards/", "/applications/", "/prices/",
        "main a[href^='/cases/XH-']@/cases/", "main a[href^='/certificates/']@/certificates/",
        "main a[href^='/people/']@/people/", "main a[href^='/clients/']@/clients/",
    ),
    "client": ("/applications/", "/cases/", "main a[href^='/applications/']@/applications/"),
    "leader": ("/", "main a[href^='/cases/XH-']@/cases/?state=determination"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that keeps somebody out: where, how grave, which rule, and the first place."""

    page: str
    sight: str
    rule: str
    impact: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page} [{self.sight}] {self.impact} {self.rule}: {'; '.join(self.places)}"


def sign_in(context: BrowserContext, url: str, who: str) -> None:
    """Sign in as one of the demo's people."""
    page = context.new_page()
    page.goto(f"{url}/accounts/login/")
    page.locator("input[name=login]").fill(who)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)
    page.close()


def flaws_of(page: Page, name: str, sight: str) -> Iterator[Flaw]:
    """What axe-core finds on the page that is open."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(RUN)
    for rule in found["violations"]:
        places = tuple(str(node["target"][0]) for node in rule["nodes"])
        yield Flaw(name, sight, rule["id"], rule["impact"], places[:3])


def look(browser: Browser, url: str, pages: dict[str, tuple[str, ...]]) -> Iterator[Flaw]:
    """Every page in every sight. A page `link@list` is reached by clicking in a list."""
    for who, addresses in pages.items():
        state: Any = None
        if who:
            first = browser.new_context(locale="zh-CN")
            sign_in(first, url, who)
            state = first.storage_state()
            first.close()
        for language, scheme, width in SIGHTS:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, storage_state=state,
                color_scheme="dark" if scheme == "dark" else "light",
            )  # fmt: skip
            context.add_cookies([{"name": "django_language", "value": language, "url": url}])
            page = context.new_page()
            for address in addresses:
                link, _, start = address.rpartition("@")
                answer = page.goto(url + start)
                if answer is None or answer.status == 404:
                    yield Flaw(address, language, "not-there", "grave", (start,))
                    continue
                if link:
                    target = page.locator(link).first.get_attribute("href")
                    page.goto(url + str(target))
                page.wait_for_load_state("networkidle")
                yield from flaws_of(page, address, f"{language} {scheme} {width}")
            context.close()


def main() -> int:
    """Look through all pages; say what was found."""
    url = (sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000").rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        found = list(look(browser, url, PAGES))
        browser.close()
    for flaw in found:
        print(flaw)
    print(f"{len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
