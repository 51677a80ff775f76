"""The steps of a case, in order, and the gate that lets none be missed.

A round goes through the functions of ISO/IEC 17000 Annex A. Each function has
steps; each step leaves a record in the ledger of the case. A step may be taken
when every earlier step that it rests on has its record.

Source: ISO/IEC 17000:2020, Annex A; Regulations 2023-07-20, art. 21 (no step may
be added, cut or skipped); catalogue M-01 and M-02.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from xinheng.core.cases.words import CaseState, RoundKind
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

NO_STEP_SKIPPED = Source("认证认可条例", "第二十一条", "2023-07-20", "verified-1")


class Step(Named):
    """One step of a round. The name says what has been done."""

    APPLIED = "applied", _("Application submitted")
    CLAIMS_CHECKED = "claims-checked", _("Claims checked")
    APPLICATION_REVIEWED = "application-reviewed", _("Application reviewed")
    TIME_RECKONED = "time-reckoned", _("Audit time reckoned")
    QUOTED = "quoted", _("Quotation accepted")
    AGREED = "agreed", _("Agreement in force")
    PROGRAMMED = "programmed", _("Audit programme set")
    CHANGES_ASKED = "changes-asked", _("Changes asked and answered")
    TRANSFER_REVIEWED = "transfer-reviewed", _("Transfer reviewed")
    TEAM_APPOINTED = "team-appointed", _("Audit team appointed")
    TEAM_DECLARED = "team-declared", _("Team accepted and declared its interests")
    STAGE1_PLANNED = "stage1-planned", _("Stage 1 plan sent")
    STAGE1_CONFIRMED = "stage1-confirmed", _("Stage 1 plan confirmed by the client")
    STAGE1_HELD = "stage1-held", _("Stage 1 held")
    STAGE1_CONCLUDED = "stage1-concluded", _("Stage 1 concluded")
    VISIT_PLANNED = "visit-planned", _("Audit plan sent")
    VISIT_CONFIRMED = "visit-confirmed", _("Audit plan confirmed by the client")
    VISIT_OPENED = "visit-opened", _("Opening meeting held")
    ACTUALS_COMPARED = "actuals-compared", _("Actual people and sites compared")
    VISIT_CLOSED = "visit-closed", _("Closing meeting held")
    FINDINGS_CLEARED = "findings-cleared", _("Nonconformities dealt with")
    REPORTED = "reported", _("Audit report issued")
    REVIEWED = "reviewed", _("Technical review passed")
    DECIDED = "decided", _("Certification decided")
    ISSUED = "issued", _("Certificates issued or kept")


@dataclass(frozen=True, slots=True)
class StepRule:
    """Where a step belongs, which kinds of round need it, and why."""

    step: Step
    function: CaseState
    source: Source
    kinds: frozenset[RoundKind]


def _17021(clause: str) -> Source:
    return Source("ISO/IEC 17021-1", clause, "2015")


K = RoundKind
S = CaseState
EVERY = frozenset(RoundKind)
FIRST = frozenset({K.INITIAL})
TWO_STAGES = frozenset({K.INITIAL})
NEW_CYCLE = frozenset({K.INITIAL, K.RECERTIFICATION})
ASKED = frozenset({K.INITIAL, K.TRANSFER})
LATER = frozenset({K.SURVEILLANCE, K.RECERTIFICATION, K.SPECIAL})
TAKEN_OVER = frozenset({K.TRANSFER})
M31 = Source("检验认证", "管理体系数字化与“两张皮”")
M33 = Source("检验认证", "哪些情况会导致审查组撤组")
MD2 = Source("IAF MD 2", "2.2", "2023", "verified-2+")
FEES = Source("认证认可条例", "第二十条", "2023-07-20", "verified-1")
VISITED = frozenset({K.INITIAL, K.SURVEILLANCE, K.RECERTIFICATION, K.SPECIAL})

STEPS: tuple[StepRule, ...] = (
    #        step                     function         source               needed in
    StepRule(Step.APPLIED,            S.SELECTION,     _17021("9.1.1"),     ASKED),
    StepRule(Step.CLAIMS_CHECKED,     S.SELECTION,     M31,                  ASKED),
    StepRule(Step.APPLICATION_REVIEWED, S.SELECTION,   _17021("9.1.2"),     ASKED),
    StepRule(Step.TRANSFER_REVIEWED,  S.SELECTION,     MD2, TAKEN_OVER),
    StepRule(Step.CHANGES_ASKED,      S.SELECTION,     _17021("8.5.3"),     LATER),
    StepRule(Step.TIME_RECKONED,      S.SELECTION,     _17021("9.1.4"),     EVERY),
    StepRule(Step.QUOTED,             S.SELECTION,     FEES, ASKED),
    StepRule(Step.AGREED,             S.SELECTION,     _17021("5.1.2"),     ASKED),
    StepRule(Step.PROGRAMMED,         S.SELECTION,     _17021("9.1.3.1"),   NEW_CYCLE | TAKEN_OVER),
    StepRule(Step.TEAM_APPOINTED,     S.SELECTION,     _17021("9.2.2"),     VISITED),
    StepRule(Step.TEAM_DECLARED,      S.SELECTION,     _17021("5.2.13"),    VISITED),
    StepRule(Step.STAGE1_PLANNED,     S.DETERMINATION, _17021("9.2.3"),     TWO_STAGES),
    StepRule(Step.STAGE1_CONFIRMED,   S.DETERMINATION, _17021("9.2.3"),     TWO_STAGES),
    StepRule(Step.STAGE1_HELD,        S.DETERMINATION, _17021("9.3.1.2"),   TWO_STAGES),
    StepRule(Step.STAGE1_CONCLUDED,   S.DETERMINATION, _17021("9.3.1.2"),   TWO_STAGES),
    StepRule(Step.VISIT_PLANNED,      S.DETERMINATION, _17021("9.2.3"),     VISITED),
    StepRule(Step.VISIT_CONFIRMED,    S.DETERMINATION, _17021("9.2.3"),     VISITED),
    StepRule(Step.VISIT_OPENED,       S.DETERMINATION, _17021("9.4.2"),     VISITED),
    StepRule(Step.ACTUALS_COMPARED,   S.DETERMINATION, M33, VISITED),
    StepRule(Step.VISIT_CLOSED,       S.DETERMINATION, _17021("9.4.7"),     VISITED),
    StepRule(Step.FINDINGS_CLEARED,   S.DETERMINATION, _17021("9.4.10"),    VISITED),
    StepRule(Step.REPORTED,           S.DETERMINATION, _17021("9.4.8"),     VISITED),
    StepRule(Step.REVIEWED,           S.REVIEW,        _17021("9.5.2"),     EVERY),
    StepRule(Step.DECIDED,            S.DECISION,      _17021("9.5.1"),     EVERY),
    StepRule(Step.ISSUED,             S.ATTESTATION,   _17021("8.2.2"),     EVERY),
)  # fmt: skip

RULE_OF = {rule.step: rule for rule in STEPS}


def steps_of(kind: RoundKind) -> tuple[StepRule, ...]:
    """The steps a round of this kind needs, in order."""
    return tuple(rule for rule in STEPS if kind in rule.kinds)


def missing(kind: RoundKind, done: Collection[Step]) -> tuple[StepRule, ...]:
    """The steps that a round of this kind still lacks, in order."""
    return tuple(rule for rule in steps_of(kind) if rule.step not in done)


def function_of(kind: RoundKind, done: Collection[Step]) -> CaseState:
    """Where a round stands: at the function of its first missing step."""
    lacking = missing(kind, done)
    return lacking[0].function if lacking else CaseState.SURVEILLANCE


def step_obstacles(step: Step, *, kind: RoundKind, done: Collection[Step]) -> Iterator[Violation]:
    """Say which earlier steps have no record yet, each with the clause that asks for it.

    Source: Regulations 2023-07-20, art. 21; catalogue M-01.
    """
    rule = RULE_OF[step]
    if kind not in rule.kinds:
        yield Violation(
            code="step.not-of-this-round",
            message=_("“%(step)s” is no step of a round of the kind “%(kind)s”."),
            source=NO_STEP_SKIPPED,
            facts={"step": step, "kind": kind},
        )
        return
    for earlier in steps_of(kind):
        if earlier.step == step:
            return
        if earlier.step not in done:
            yield Violation(
                code="step.missing",
                message=_("The step “%(step)s” has no record yet."),
                source=earlier.source,
                facts={"step": earlier.step},
            )
