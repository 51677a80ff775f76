"""Pictures of the main pages, in both languages and two widths, for the documentation.

    python tools/screens.py http://localhost:8000
    python tools/screens.py http://localhost:8000 duties about

With names, only those pages. Start the demo body first (`make run`). The pictures go to
docs/screens.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PLACE = Path(__file__).resolve().parents[1] / "docs" / "screens"
PASSWORD = "xinheng-demo"  # noqa: S105 - printed at every start of the demo
WIDTHS = {1440: 900, 390: 844}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
         "--disable-background-networking")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """One page, and who looks at it; nobody is signed in for public pages.

    `follow` is a link to click once the page is there, by its address.
    """

    name: str
    address: str
    who: str = ""
    follow: str = ""


SCREENS = (
    Screen("sign-in", "/accounts/login/"),
    Screen("desk", "/", "planner"),
    Screen("cases", "/cases/", "manager"),
    Screen("case", "/cases/?state=determination", "leader", "main a[href^='/cases/XH-']"),
    Screen("portal", "/applications/", "client"),
    Screen("people", "/people/", "admin"),
    Screen("certificates", "/certificates/", "officer"),
    Screen("certificates-today", "/certificates/today/", "officer"),
    Screen("due", "/due/", "planner"),
    Screen("journal", "/journal/", "manager"),
    Screen("verify", "/verify/"),
    Screen("duties", "/governance/", "manager"),
    Screen("records", "/governance/records/", "manager"),
    Screen("matters", "/governance/matters/", "manager"),
    Screen("matter", "/governance/matters/", "manager", "main a[href^='/governance/matters/SS-']"),
    Screen("about", "/about/"),
    Screen("complain", "/complain/"),
)


# Signing in is limited to so many times a minute; each person signs in once.
SIGNED_IN: dict[str, object] = {}


def sign_in(page: Page, url: str, who: str) -> None:
    """Sign in as one of the demo's people."""
    page.goto(f"{url}/accounts/login/")
    page.locator("input[name=login]").fill(who)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def take(browser: Browser, url: str, screen: Screen, language: str, width: int) -> Path:
    """One picture. Gives the file."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        storage_state=SIGNED_IN.get(screen.who),  # type: ignore[arg-type]
    )
    context.add_cookies([{"name": "django_language", "value": LANGUAGES[language], "url": url}])
    page = context.new_page()
    if screen.who and screen.who not in SIGNED_IN:
        sign_in(page, url, screen.who)
        SIGNED_IN[screen.who] = context.storage_state()
    page.goto(url + screen.address)
    if screen.follow:
        page.locator(screen.follow).first.click()
    page.wait_for_load_state("networkidle")
    file = PLACE / f"{screen.name}-{language}-{width}.png"
    page.screenshot(path=str(file))
    context.close()
    return file


def main() -> int:
    """Every page in every language at every width."""
    url = (sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000").rstrip("/")
    PLACE.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        for screen in SCREENS:
            if sys.argv[2:] and screen.name not in sys.argv[2:]:
                continue
            for language in LANGUAGES:
                for width in WIDTHS:
                    print(take(browser, url, screen, language, width))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
