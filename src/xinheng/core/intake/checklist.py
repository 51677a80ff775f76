"""The documents of an application: which are asked for, which are there, which have expired."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from xinheng.core.shared.figure import Figure, Line
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Term
from xinheng.core.shared.wording import mark as _

CATALOGUE = Source(
    "检验认证",
    "案例：因ISO三体系痛失项目，ISO三体系认证证书对企业的影响",
    "2019-2024",
    Verified.ONCE.value,
)
BODY = Source("House settings", "documents of an application", "1", Verified.PRACTICE.value)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """What decides which documents are asked for."""

    schemes: frozenset[str]
    is_manufacturer: bool = False
    needs_permit: bool = False
    discharges_pollutants: bool = False
    has_hazardous_work: bool = False
    builds: bool = False


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """One document of the checklist. `applies` decides whether this application needs it."""

    key: str
    label: str
    source: Source
    applies: Callable[[ApplicationFacts], bool]
    needs_expiry: bool = False


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """A document that was handed in. `valid_until` is its last day, where it has one."""

    key: str
    valid_until: date | None = None


def _always(_facts: ApplicationFacts) -> bool:
    return True


ITEMS: tuple[DocumentItem, ...] = (
    DocumentItem("licence", _("Business licence with the unified social credit code"),
                 CATALOGUE, _always),
    DocumentItem("legal-status", _("Proof of independent legal status or of authorisation"),
                 CATALOGUE, _always),
    DocumentItem("application-form", _("Application form"), CATALOGUE, _always),
    DocumentItem("contract", _("Certification contract"), CATALOGUE, _always),
    DocumentItem("staff-list", _("Staff list of the social insurance"), CATALOGUE, _always),
    DocumentItem("permits", _("Permits and qualification certificates"), CATALOGUE,
                 lambda facts: facts.needs_permit, needs_expiry=True),
    DocumentItem("flow-chart", _("Production flow chart, working process or principle diagram"),
                 CATALOGUE, lambda facts: facts.is_manufacturer),
    DocumentItem("product-introduction",
                 _("Introduction of the products: technology, output, use, quality, sales"),
                 CATALOGUE, _always),
    DocumentItem("standards-and-laws",
                 _("List of product standards and of laws for products and processes"),
                 CATALOGUE, _always),
    DocumentItem("pollution-permit", _("Pollutant discharge permit or registration"), BODY,
                 lambda facts: "EMS" in facts.schemes and facts.discharges_pollutants,
                 needs_expiry=True),
    DocumentItem("environmental-aspects", _("List of significant environmental aspects"), BODY,
                 lambda facts: "EMS" in facts.schemes),
    DocumentItem("hazard-list", _("Identification of hazards and list of major risks"), BODY,
                 lambda facts: "OHSMS" in facts.schemes),
    DocumentItem("safety-permit", _("Work safety permit"), BODY,
                 lambda facts: "OHSMS" in facts.schemes
                 and (facts.has_hazardous_work or facts.builds),
                 needs_expiry=True),
    DocumentItem("construction-qualification", _("Qualification certificate for construction"),
                 BODY, lambda facts: facts.builds, needs_expiry=True),
)  # fmt: skip


def items_for(facts: ApplicationFacts) -> tuple[DocumentItem, ...]:
    """The documents this application needs.

    Source: 检验认证, M-29.
    """
    return tuple(item for item in ITEMS if item.applies(facts))


def document_problems(
    facts: ApplicationFacts, given: Sequence[GivenDocument], *, on: date
) -> Iterator[Violation]:
    """Say which documents are missing, lack their last day, or have expired.

    Args:
        given: what was handed in; several documents may stand for one item.
        on: the day of the check.

    Source: 检验认证, M-29.
    """
    for item in items_for(facts):
        own = [document for document in given if document.key == item.key]
        if not own:
            yield _no("document.missing", _("“%(document)s” is missing."), item)
        for document in own if item.needs_expiry else ():
            if document.valid_until is None:
                yield _no(
                    "document.validity-missing",
                    _("Say until when “%(document)s” is valid."),
                    item,
                )
            elif document.valid_until < on:
                yield _no(
                    "document.expired",
                    _("“%(document)s” expired on %(day)s."),
                    item,
                    day=document.valid_until,
                )


def completeness(facts: ApplicationFacts, given: Sequence[GivenDocument], *, on: date) -> Figure:
    """How complete the documents are: sound items of all that apply.

    Returns:
        1 only when every document is there and valid; cut, not rounded, to hundredths.
        Unit: ratio.

    Source: 检验认证, M-29.
    """
    items = items_for(facts)
    faulty = {str(problem.field) for problem in document_problems(facts, given, on=on)}
    sound = [item for item in items if item.key not in faulty]
    ratio = (Decimal(len(sound)) / len(items)).quantize(HUNDREDTH, ROUND_DOWN)
    return Figure(
        value=ratio,
        unit="ratio",
        working=(
            Line(_("Documents that apply"), Decimal(len(items)), "documents", CATALOGUE),
            Line(_("Documents that are there and valid"), Decimal(len(sound)), "documents",
                 CATALOGUE),
        ),
    )  # fmt: skip


def _no(code: str, message: str, item: DocumentItem, **facts: object) -> Violation:
    named = {"document": Term(item.label), **facts}
    return Violation(code, message, item.source, named, item.key)
