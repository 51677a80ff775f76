"""What an audit report must hold before it is issued."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from xinheng.core.cases.words import RoundKind
from xinheng.core.findings import sources as src
from xinheng.core.findings.words import RECOMMENDED, Recommendation
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

SECTIONS = {
    "summary": _("Summary"),
    "scope": _("Confirmation of the scope"),
    "deviations": _("Deviations from the audit plan"),
    "strengths": _("Strengths"),
}
REQUIRED = ("summary", "scope", "deviations")


@dataclass(frozen=True, slots=True)
class Sections:
    """The parts of a report that people write. Conclusions and recommendations by scheme."""

    summary: str = ""
    scope: str = ""
    deviations: str = ""
    strengths: str = ""
    conclusions: Mapping[str, str] = field(default_factory=dict)
    recommendations: Mapping[str, str] = field(default_factory=dict)


def gaps(sections: Sections, *, kind: RoundKind, schemes: Collection[str]) -> Iterator[Violation]:
    """Say which parts of a report are missing or cannot be so.

    Source: ISO/IEC 17021-1:2015, 9.4.8.
    """
    for name in REQUIRED:
        if not getattr(sections, name).strip():
            yield Violation(
                code="findings.report-section-missing",
                message=_("The report lacks: %(section)s."),
                source=src.REPORT,
                facts={"section": SECTIONS[name], "name": name},
                field=name,
            )
    for scheme in schemes:
        if not sections.conclusions.get(scheme, "").strip():
            yield Violation(
                code="findings.report-conclusion-missing",
                message=_("The report draws no conclusion for %(scheme)s."),
                source=src.REPORT,
                facts={"scheme": scheme},
                field=f"conclusion_{scheme}",
            )
        yield from _recommendation(sections.recommendations.get(scheme, ""), scheme, kind)


def _recommendation(given: str, scheme: str, kind: RoundKind) -> Iterator[Violation]:
    known = {str(word): word for word in Recommendation}
    word = known.get(given)
    if word is None:
        yield Violation(
            code="findings.report-recommendation-missing",
            message=_("The report recommends nothing for %(scheme)s."),
            source=src.REPORT,
            facts={"scheme": scheme},
            field=f"recommendation_{scheme}",
        )
    elif word not in RECOMMENDED[kind]:
        yield Violation(
            code="findings.report-recommendation-unfit",
            message=_("“%(word)s” is no recommendation of this kind of round."),
            source=src.REPORT,
            facts={"word": word, "scheme": scheme},
            field=f"recommendation_{scheme}",
        )
