"""How long every main page of the demo body takes, through the web server."""

import http.client
import time
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from bench.figure import Measured, percentile
from bench.server import demo_database, serving

TIMES, CASES = 50, 12
PLAIN = (
    "/", "/notices/", "/search?q=1", "/cases/", "/cases/?state=open", "/cases/?mine=1",
    "/applications/", "/prices/", "/due/", "/due/?days=365", "/calendar/",
    "/staffing/conflicts/", "/findings/", "/decisions/",
    "/certificates/", "/certificates/today/", "/people/", "/people/me/", "/clients/",
    "/library/codes/", "/library/standards/", "/journal/", "/settings/", "/verify/",
    "/verify/about/", "/verify/?q=" + quote("有限公司"),
)  # fmt: skip


def measure() -> Iterator[Measured]:
    """Each page fifty times, signed in as the manager and as the planner; the slowest are shown."""
    demo_database()
    session, pages = _session("manager"), _pages()
    planner, appointing = _session("planner"), _appointing()
    with serving() as address:
        times = {page: _asked(address, page, session) for page in pages}
        times |= {page: _asked(address, page, planner) for page in appointing}
    worst = sorted(times, key=lambda page: -percentile(times[page], 0.95))
    for page in worst[:8]:
        middle, high = (percentile(times[page], share) * 1000 for share in (0.5, 0.95))
        print(f"  {page}: {middle:.0f} / {high:.0f} ms")
    every = [taken for found in times.values() for taken in found]
    slowest = percentile(times[worst[0]], 0.95) * 1000
    shown = f"{slowest:.0f} ms ({worst[0].split('?')[0]})"
    yield Measured("pages", f"the slowest of {len(times)} pages (p95)", "≤ 150 ms", shown)
    shown = f"{percentile(every, 0.5) * 1000:.0f} / {percentile(every, 0.95) * 1000:.0f} ms"
    yield Measured("pages", "all pages (p50 / p95)", "≤ 150 ms", shown)


def _session(username: str) -> str:
    """The cookie of somebody who has signed in."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - Django is ready only now
    from django.test import Client  # noqa: PLC0415

    browser = Client()
    person = get_user_model()._default_manager.get(username=username)
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return str(browser.cookies["sessionid"].value)


def _pages() -> list[str]:
    """The lists, and the pages of cases that stand at different places."""
    from xinheng.apps.cases.models import Case  # noqa: PLC0415 - Django is ready only now
    from xinheng.apps.certificates.models import Certificate  # noqa: PLC0415
    from xinheng.web.panels import TITLES  # noqa: PLC0415

    numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
    some = numbers[:: max(1, len(numbers) // CASES)]
    certificate = Certificate.objects.order_by("pk").values_list("number", flat=True)[0]
    parts = [f"/cases/{some[-1]}/parts/{room}/" for room in TITLES]
    found = [f"/cases/{number}/" for number in some]
    return [*PLAIN, *found, *parts, f"/certificates/{certificate}/", f"/c/{certificate}"]


def _appointing() -> list[str]:
    """Pages that choose among all auditors."""
    from xinheng.apps.cases.models import Case  # noqa: PLC0415 - Django is ready only now

    wanted = Case.objects.filter(state="selection").order_by("pk")[:2]
    return [f"/cases/{case.number}/staffing/appoint-team/" for case in wanted]


def _asked(address: str, page: str, session: str) -> list[float]:
    """How long a page takes, fifty times after three to warm up. Unit: seconds."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    taken = []
    for _ in range(TIMES + 3):
        started = time.perf_counter()
        connection.request("GET", page, headers={"Cookie": f"sessionid={session}"})
        answer = connection.getresponse()
        answer.read()
        taken.append(time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"{page} answered {answer.status}")
    connection.close()
    return taken[3:]
