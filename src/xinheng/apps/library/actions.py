"""What is done about codes and the catalogue of services."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from xinheng.apps.journal import actions as journal
from xinheng.apps.library.models import Offering, ScopeCode
from xinheng.core.library import acts
from xinheng.core.library.words import OfferingKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.search import bigrams
from xinheng.core.shared.violation import Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing.uploads import inspect
from xinheng.printing.workbook import read_workbook
from xinheng.rulebook import codes as shipped
from xinheng.rulebook.codes import standards

HEADINGS = {
    "code": "code", "代码": "code", "编码": "code", "专业代码": "code",
    "title_zh": "title_zh", "名称": "title_zh", "中文名称": "title_zh", "内容": "title_zh",
    "title_en": "title_en", "英文名称": "title_en",
    "nace": "nace",
}  # fmt: skip
VALUE_ADDED = (
    ("quality-improvement", "质量提升服务", "Quality improvement"),
    ("second-party-audit", "二方审核", "Second-party audits"),
    ("performance-excellence", "卓越绩效", "Performance excellence"),
    ("strategic-planning", "战略规划", "Strategic planning"),
    ("corporate-culture", "企业文化建设", "Corporate culture"),
)


@transaction.atomic
def load_shipped(*, by: Actor, at: datetime) -> int:
    """Load the shipped codes and the catalogue of services, unless codes are kept already.

    Returns:
        How many codes were loaded.

    Raises:
        Refused: `by` may not.
    """
    refuse_if(acts.LOAD_SHIPPED.duty_obstacles(by))
    loaded = 0
    if not ScopeCode.objects.exists():
        loaded = _write(shipped.scope_codes())
    for scheme in standards.schemes():
        _keep(scheme.key, scheme.zh, scheme.en, OfferingKind.MANAGEMENT_SYSTEM, threat=False)
    for key, zh, en in VALUE_ADDED:
        _keep(key, zh, en, OfferingKind.VALUE_ADDED, threat=True)
    first = Offering.objects.order_by("pk")[0]
    journal.record(acts.LOAD_SHIPPED, on=first, by=by, at=at, codes=loaded)
    return loaded


@transaction.atomic
def import_codes(
    *, name: str, content: bytes, by: Actor, at: datetime, other_counts: bool = False
) -> int:
    """Put the body's official list in place of the one that is kept.

    Args:
        name: the file's name; CSV and XLSX are read.
        other_counts: accept a list that does not have 39, 280 and 626 codes.

    Returns:
        How many codes are kept now.

    Raises:
        Refused: the file or a row is wrong; carries every row's problem, and nothing changed.
    """
    refuse_if(acts.IMPORT_CODES.duty_obstacles(by))
    found, problems = shipped.parse_scope_import(list(_rows(name, content)))
    if other_counts:
        problems = tuple(p for p in problems if p.code != "scope-import.count")
    if not found:
        problems = (*problems, _nothing())
    refuse_if(problems)
    ScopeCode.objects.all().delete()
    kept = _write(found)
    first = ScopeCode.objects.order_by("code")[0]
    journal.record(acts.IMPORT_CODES, on=first, by=by, at=at, codes=kept, file=name)
    return kept


@transaction.atomic
def offer(
    *,
    key: str,
    name_zh: str,
    name_en: str,
    category: OfferingKind,
    may_threaten_impartiality: bool,
    by: Actor,
    at: datetime,
    is_open: bool = True,
) -> Offering:
    """Keep a service in the catalogue.

    Raises:
        Refused: `by` may not, or the service is consultancy.

    Source: ISO/IEC 17021-1, 5.2.5; catalogue M-08.
    """
    reasons = list(acts.OFFER.duty_obstacles(by))
    if category == OfferingKind.CONSULTANCY:
        reasons.append(
            Violation(
                "library.no-consultancy",
                _("A certification body does not offer consultancy on management systems."),
                acts.NO_CONSULTANCY,
                {},
                "category",
            )
        )
    refuse_if(reasons)
    row, _made = Offering.objects.update_or_create(
        key=key,
        defaults={
            "name_zh": name_zh,
            "name_en": name_en,
            "category": category,
            "may_threaten_impartiality": may_threaten_impartiality
            or category == OfferingKind.VALUE_ADDED,
            "is_open": is_open,
        },
    )
    journal.record(acts.OFFER, on=row, by=by, at=at, name=name_zh, is_open=is_open)
    return row


def _write(found: Sequence[shipped.ScopeCode]) -> int:
    ScopeCode.objects.bulk_create(
        ScopeCode(
            code=scope.code,
            level=scope.level,
            parent=scope.parent,
            title_zh=scope.title_zh[:200],
            title_en=scope.title_en[:300],
            nace=";".join(scope.nace)[:40],
            search_text=bigrams(f"{scope.title_zh} {scope.title_en}")[:520],
        )
        for scope in found
    )
    return len(found)


def _keep(key: str, zh: str, en: str, category: OfferingKind, *, threat: bool) -> None:
    Offering.objects.get_or_create(
        key=key,
        defaults={
            "name_zh": zh,
            "name_en": en,
            "category": category,
            "may_threaten_impartiality": threat,
        },
    )


def _rows(name: str, content: bytes) -> Iterator[Mapping[str, str]]:
    """The rows of an uploaded list by our names of its columns."""
    inspected = inspect(name, content)
    if inspected.extension == "xlsx":
        sheet = read_workbook(inspected.content)[0]
        table: Iterable[Sequence[object]] = sheet.rows
    else:
        table = csv.reader(io.StringIO(_text(inspected.content)))
    lines = iter(table)
    heading = [HEADINGS.get(str(cell or "").strip().lower(), "") for cell in next(lines, ())]
    for line in lines:
        cells = [str(cell).strip() if cell is not None else "" for cell in line]
        if any(cells):
            yield {name: cell for name, cell in zip(heading, cells, strict=False) if name}


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _nothing() -> Violation:
    return Violation(
        "library.nothing-to-import",
        _("The list holds no code; the first row must name its columns: code, title_zh."),
        acts.CODES,
        {},
        "file",
    )
