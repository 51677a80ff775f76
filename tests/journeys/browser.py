"""The robot at a real browser: every act is a link, a form filled in, and a button."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from tests.journeys.body import PASSWORD
from tests.journeys.clocks import HOME
from tests.journeys.paper import paper
from tests.journeys.transports import Json, Refusal, Transport

# What names the thing an act is about; the page takes it from its address.
TARGETS = ("claim", "quotation", "seat_id", "finding_id", "decision", "certificate")
TABLES = ("schemes", "sites", "headcount", "documents")
WAIT_FOR_AUTOSAVE_MS = 900


class BrowserTransport:
    """One window for each person. `looker` tells where the case stands; it does nothing."""

    def __init__(self, browser: Browser, url: str, looker: Transport, folder: Path) -> None:
        self.browser = browser
        self.url = url
        self.looker = looker
        self.pages: dict[str, Page] = {}
        self.papers: dict[int, Path] = {}
        self.folder = folder
        self.errors: list[str] = []

    def case(self, number: str, *, who: str) -> Json:
        return self.looker.case(number, who=who)

    def file(self, kind: str, *, who: str, case: str = "") -> int:
        """A paper that will be chosen in a form; its key is only known here."""
        place = self.folder / f"{kind}.pdf"
        place.write_bytes(paper())
        self.papers[len(self.papers) + 1] = place
        return len(self.papers)

    def act(self, name: str, given: Json, *, who: str, case: str = "") -> Json:
        page = self._page(who)
        if name == "intake.start":
            return self._start(page)
        if name == "intake.save-draft":
            return self._fill_application(page, given["draft"])
        if name == "intake.submit":
            return self._submit(page)
        self._through_the_door(page, name, given, case)
        if name == "audits.save-plan":
            rows = _rows(given["lines"])
            given = {**given, **_named(rows[: _room(page)])}
        else:
            given = _as_fields(name, given)
        self._fill(page, given)
        self._press(page, name)
        if name == "audits.save-plan":
            self._more_rows(page, name, given, rows, case)
        return {"done": name}

    def _page(self, who: str) -> Page:
        if who not in self.pages:
            context = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.on("pageerror", lambda error: self.errors.append(str(error)))
            self.pages[who] = page
        page = self.pages[who]
        page.goto(self.url)
        if "/accounts/login/" not in page.url and page.get_by_role("link", name="登录").count():
            page.goto(f"{self.url}/accounts/login/")
        if "/accounts/login/" in page.url:
            page.locator("input[name=login]").fill(who)
            page.locator("input[name=password]").fill(PASSWORD)
            page.get_by_role("button", name="登录", exact=True).click()
            page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    def _start(self, page: Page) -> Json:
        page.goto(f"{self.url}/applications/")
        page.get_by_role("button", name="新建申请").click()
        page.wait_for_url("**/applications/*/")
        return {"application": int(page.url.rstrip("/").rsplit("/", 1)[1])}

    def _fill_application(self, page: Page, draft: Json) -> Json:
        (page_of,) = [p for p in self.pages.values() if p is page]
        page_of.goto(f"{self.url}/applications/")
        page.locator("a[href^='/applications/']").filter(has_text="认证申请").or_(
            page.locator("ul.list-group a[href^='/applications/']")
        ).last.click()
        for section in ("organisation", "system", "declarations"):
            self._fill(page, {f"{section}-{name}": value for name, value in draft[section].items()})
        most = max(len(draft[table]) for table in TABLES)
        for index in range(most):
            for table in TABLES:
                if index < len(draft[table]):
                    self._fill_row(page, table, index, draft[table][index])
            self._save(page)
        return {"application": page.url}

    def _fill_row(self, page: Page, table: str, index: int, row: Json) -> None:
        given = {f"{table}-{index}-{name}": value for name, value in row.items() if name != "file"}
        if not page.locator(f"main [name^='{table}-{index}-']").count():
            box = page.locator("fieldset").filter(has=page.locator(f"[name='{table}-rows']"))
            box.locator("[data-row-more]").click()
        self._fill(page, given)
        if "file" in row:
            # A chosen file is kept at once: the form is sent and the page comes again.
            with page.expect_navigation():
                self._fill(page, {f"{table}-{index}-upload": row["file"]})
            self._complain(page, "intake.save-draft")

    def _save(self, page: Page) -> None:
        page.wait_for_timeout(WAIT_FOR_AUTOSAVE_MS)
        page.get_by_role("button", name="保存草稿").click()
        page.wait_for_load_state("networkidle")
        self._complain(page, "intake.save-draft")

    def _submit(self, page: Page) -> Json:
        page.go_back() if "/applications/" not in page.url else None
        page.goto(f"{self.url}/applications/")
        page.locator("ul.list-group a[href^='/applications/']").last.click()
        page.get_by_role("button", name="提交申请").click()
        page.wait_for_load_state()
        if "/cases/" not in page.url:
            self._complain(page, "intake.submit")
        return {"case": page.url.rstrip("/").rsplit("/", 1)[1]}

    def _through_the_door(self, page: Page, name: str, given: Json, case: str) -> None:
        page.goto(f"{self.url}/cases/{case}/")
        place = f"/{name.replace('.', '/', 1)}/"
        target = next((given[key] for key in TARGETS if key in given), None)
        wanted = f"a[href*='{place}']" if target is None else f"a[href$='{place}?target={target}']"
        link = page.locator(wanted)
        if not link.count():
            raise Refusal(name, 0, {"reasons": [{"code": "no-link", "detail": wanted}]})
        link.first.click()
        page.wait_for_url(f"**{place}*")

    def _press(self, page: Page, name: str) -> None:
        before = page.url
        page.locator("main form[method=post] button[type=submit].btn-primary").last.click()
        page.wait_for_load_state()
        if page.url == before:
            self._complain(page, name)
            raise Refusal(name, 0, {"text": page.locator("main").inner_text()[:800]})

    def _complain(self, page: Page, name: str) -> None:
        found = page.locator(".alert-danger, .field-errors, .invalid-feedback")
        if found.count():
            raise Refusal(name, 409, {"text": found.all_inner_texts()})

    def _more_rows(self, page: Page, name: str, given: Json, rows: list[Json], case: str) -> None:
        """The form shows a few empty rows; saving brings more."""
        done = sum(1 for key in given if key.endswith("_on"))
        while done < len(rows):
            self._through_the_door(page, name, {}, case)
            more = rows[done : _room(page)]
            self._fill(page, _named(more, first=done))
            self._press(page, name)
            done += len(more)

    def _fill(self, page: Page, given: Json) -> None:
        for name, value in given.items():
            field = page.locator(f"main [name='{name}']")
            if field.count() and name not in (*TARGETS, "seen"):
                self._put(field, value)

    def _put(self, field: Locator, value: Any) -> None:
        kind = field.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "file":
            field.set_input_files(str(self.papers[int(value)]))
        elif kind == "hidden":
            _pick(field, value)
        elif kind == "radio":
            word = ("yes" if value else "no") if isinstance(value, bool) else str(value)
            # By keyboard: the bar at the foot of a long form may lie over it.
            field.and_(field.page.locator(f"[value='{word}']")).press("Space")
        elif kind == "select":
            if isinstance(value, bool):
                value = "yes" if value else "no"
            field.select_option([str(one) for one in _many(value)])
        elif kind == "checkbox" and not isinstance(value, bool):
            for one in _many(value):
                field.and_(field.page.locator(f"[value='{one}']")).check()
        elif kind == "checkbox":
            field.set_checked(value)
        elif kind == "datetime-local":
            moment = datetime.fromisoformat(value).astimezone(HOME)
            field.fill(moment.strftime("%Y-%m-%dT%H:%M"))
        else:
            field.fill(_text(field, value))


def _pick(field: Locator, value: Any) -> None:
    """Choose by words: type each code, take the first that is found."""
    box = field.locator("xpath=..")
    chosen = set(box.locator(".picked li").evaluate_all("l => l.map(e => e.dataset.value)"))
    for one in _many(value):
        if str(one) not in chosen:
            box.locator("input[type=search]").fill(str(one))
            field.page.wait_for_timeout(600)
            box.locator("input[type=search]").press("Enter")


def _text(field: Locator, value: Any) -> str:
    if isinstance(value, list):
        is_long = field.evaluate("e => e.tagName") == "TEXTAREA"
        return ("\n" if is_long else " ").join(str(one) for one in value)
    return str(value)


def _many(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _room(page: Page) -> int:
    """How many rows of a timetable the form shows."""
    return page.locator("main [name^='row'][name$='_on']").count()


def _rows(lines: list[Json]) -> list[Json]:
    """Lines at the same time and place become one row with several people."""
    found: dict[tuple[Any, ...], Json] = {}
    for line in lines:
        key = tuple(line[name] for name in ("on", "begins", "ends", "site_id"))
        row = found.setdefault(key, {**line, "member_ids": []})
        row["member_ids"] = [*row["member_ids"], *line["member_ids"]]
    return list(found.values())


def _named(rows: list[Json], *, first: int = 0) -> Json:
    return {
        f"row{first + index}_{name}": value
        for index, row in enumerate(rows)
        for name, value in row.items()
    }


def _as_fields(name: str, given: Json) -> Json:
    """The input of an act as the fields of its form."""
    fields = dict(given)
    if name == "programmes.reckon-time":
        fields |= fields.pop("sampling", {})
    elif name == "programmes.set-programme":
        for window in fields.pop("windows"):
            key = window["visit"].replace("-", "_")
            fields |= {f"{key}_from": window["first_on"], f"{key}_until": window["last_on"]}
    elif name == "staffing.appoint-team":
        fields |= {f"part_{seat['person_id']}": seat["part"] for seat in fields.pop("seats")}
    elif name == "audits.compare-actuals":
        fields |= {f"people_{scheme}": n for scheme, n in fields.pop("people").items()}
        fields |= {f"found_{site['site_id']}": site["found"] for site in fields.pop("sites")}
    elif name == "audits.answer-items":
        fields |= fields.pop("answers")
    elif name == "findings.draft-report":
        for part in ("conclusion", "recommendation"):
            fields |= {f"{part}_{key}": text for key, text in fields.pop(f"{part}s").items()}
    return fields
