"""The audit report as a Word file, from a template that a body may replace.

A template is a program of a kind, so it is checked against a short list of what it
may do before it is kept, and again before it is used.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.printing.audit import AuditReport, Chapter, Finding, Member
from xinheng.printing.parties import Body, Client
from xinheng.printing.sources import REPORTED
from xinheng.printing.specimen import specimen_report
from xinheng.printing.typeset import plain
from xinheng.printing.uploads import inspect

DEFAULT_TEMPLATE = Path(__file__).parent / "templates" / "report.docx"

PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

ALLOWED_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For,
    nodes.If, nodes.Const, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or,
    nodes.Filter,
)  # fmt: skip
ALLOWED_FILTERS = frozenset({"default", "join", "length"})
LOOP_WORDS = frozenset({"index", "index0", "first", "last", "length"})

PLACEHOLDERS = frozenset(AuditReport.__dataclass_fields__)
ATTRIBUTES = LOOP_WORDS.union(
    *(kind.__dataclass_fields__ for kind in (Body, Client, Member, Chapter, Finding))
) - {"logo"}


def check_template(template: bytes) -> list[Violation]:
    """Say what is wrong with a Word template; an empty list if nothing is.

    A template may name the fields of an `AuditReport`, loop over lists, and make
    parts depend on whether something is there. It may not call or assign anything.
    """
    try:
        inspect("template.docx", template)
        sources = list(_jinja_sources(template))
    except Refused as refusal:
        return list(refusal.violations)
    except (KeyError, ValueError, XMLSyntaxError, zipfile.BadZipFile):
        return [_problem("report.template-unreadable", _("The Word file cannot be read."))]
    found = [violation for source in sources for violation in _source_problems(source)]
    return list({(v.code, *v.facts.items()): v for v in found}.values())


def render_report(report: AuditReport, template: bytes | None = None) -> bytes:
    """Fill a Word template with a report.

    Args:
        template: a body's own template; without it, the one that comes along.

    Returns:
        The Word file.

    Raises:
        Refused: the template is not sound; carries every reason.
    """
    content = template if template is not None else DEFAULT_TEMPLATE.read_bytes()
    refuse_if(check_template(content))
    values = _printable(plain(report))
    word_file = DocxTemplate(io.BytesIO(content))
    try:
        word_file.render(values, jinja_env=_environment(), autoescape=True)
    except TemplateError as problem:
        raise Refused([_syntax(str(problem))]) from problem
    drawing = io.BytesIO()
    word_file.save(drawing)
    return drawing.getvalue()


def preview_report(template: bytes) -> bytes:
    """Fill a template with an invented report, for a look before it is kept.

    Raises:
        Refused: the template is not sound; carries every reason.
    """
    return render_report(specimen_report(), template)


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.filters = {
        name: filter_ for name, filter_ in environment.filters.items() if name in ALLOWED_FILTERS
    }
    environment.globals.clear()
    return environment


def _jinja_sources(template: bytes) -> Iterator[str]:
    """The Jinja text of every part of a Word file that is filled in."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        for name in archive.namelist():
            if PARTS.fullmatch(name):
                xml = archive.read(name).decode("utf-8")
                yield DocxTemplate(io.BytesIO(template)).patch_xml(xml)


def _source_problems(source: str) -> Iterator[Violation]:
    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError as problem:
        yield _syntax(problem.message or "")
        return
    bound = {"loop"} | {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    for node in _nodes(tree):
        if not isinstance(node, ALLOWED_NODES):
            yield _problem(
                "report.template-statement",
                _("The template uses “%(what)s”, which is not allowed."),
                what=type(node).__name__,
            )
        elif isinstance(node, nodes.Filter) and node.name not in ALLOWED_FILTERS:
            yield _problem(
                "report.template-statement",
                _("The template uses “%(what)s”, which is not allowed."),
                what=f"| {node.name}",
            )
        elif unknown := _unknown_word(node, bound):
            yield _problem(
                "report.template-placeholder",
                _("The template names “%(what)s”, which a report does not have."),
                what=unknown,
            )


def _unknown_word(node: nodes.Node, bound: set[str]) -> str:
    """The word of a node that means nothing in a report, or nothing if all is known."""
    if isinstance(node, nodes.Name) and node.name not in PLACEHOLDERS | bound:
        return node.name
    if isinstance(node, nodes.Getattr) and node.attr not in ATTRIBUTES:
        return node.attr
    return ""


def _nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _nodes(child)


def _printable(value: object) -> object:
    """The same values without characters that a Word file cannot hold."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_printable(inner) for inner in value]
    return "" if value is None else value


def _syntax(detail: str) -> Violation:
    return _problem(
        "report.template-syntax",
        _("The template is not well formed: %(detail)s"),
        detail=detail,
    )


def _problem(code: str, message: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=REPORTED, facts=facts, field="template")
