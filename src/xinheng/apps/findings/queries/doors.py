"""What may be done next about the findings of a case."""

from collections.abc import Iterator
from datetime import date

from xinheng.apps.cases.queries import CaseView
from xinheng.apps.findings.models import Finding
from xinheng.apps.findings.queries.file import FindingsFile, findings_file, name_of
from xinheng.apps.findings.queries.report import report_gaps
from xinheng.apps.findings.queries.rules import clearing_reasons, reasons_for
from xinheng.core.cases.steps import Step
from xinheng.core.cases.words import CaseState
from xinheng.core.findings import acts
from xinheng.core.findings.words import FindingState as S
from xinheng.core.shared.act import ActKind
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.door import Door

OF_A_FINDING: dict[S, tuple[ActKind, ...]] = {
    S.RAISED: (acts.ANSWER,),
    S.RETURNED: (acts.ANSWER,),
    S.ANSWERED: (acts.ACCEPT_PLAN, acts.RETURN_ANSWER),
    S.ACCEPTED: (acts.VERIFY, acts.RETURN_ANSWER),
}


def doors(case: CaseView, viewer: Actor, on: date) -> tuple[Door, ...]:
    """Every act on findings and the report that concerns the case now."""
    if case.state != CaseState.DETERMINATION or Step.VISIT_OPENED not in case.done:
        return ()
    file = findings_file(case)
    return tuple(_doors(file, viewer, on))


def _doors(file: FindingsFile, viewer: Actor, on: date) -> Iterator[Door]:
    done = file.case.done
    if Step.VISIT_CLOSED not in done:
        for act in (acts.RAISE, acts.SUGGEST):
            yield Door(act, reasons_for(act, file, viewer))
    for row in file.findings:
        for act in _acts_of(row):
            reasons = reasons_for(act, file, viewer, finding=row)
            about = f"{name_of(row)} {row.scheme} {row.clause}"
            yield Door(act, reasons, target=row.pk, about=about)
    for row in file.earlier:
        about = f"{name_of(row)} {row.scheme} {row.clause}"
        reasons = reasons_for(acts.VERIFY, file, viewer, finding=row)
        yield Door(acts.VERIFY, reasons, target=row.pk, about=about)
    if Step.VISIT_CLOSED not in done:
        return
    if Step.FINDINGS_CLEARED not in done:
        reasons = reasons_for(acts.CLEAR, file, viewer) + clearing_reasons(file, on=on)
        yield Door(acts.CLEAR, reasons)
    if Step.REPORTED not in done:
        yield Door(acts.DRAFT_REPORT, reasons_for(acts.DRAFT_REPORT, file, viewer))
        if Step.FINDINGS_CLEARED in done:
            reasons = reasons_for(acts.ISSUE_REPORT, file, viewer) + report_gaps(file.case)
            yield Door(acts.ISSUE_REPORT, reasons)


def _acts_of(row: Finding) -> Iterator[ActKind]:
    yield from OF_A_FINDING.get(S(row.state), ())
    is_open = S(row.state) in OF_A_FINDING
    if is_open and row.objected_at is None:
        yield acts.OBJECT
    elif is_open and row.resolved_at is None:
        yield acts.RESOLVE
