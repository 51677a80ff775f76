"""The audit file of a case: what the rules and doors of this room need to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from xinheng.apps.audits.models import Comparison, Meeting, PlanLine, SignIn, Visit, Withdrawal
from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView, SeatView, SiteView
from xinheng.apps.programmes import queries as programmes
from xinheng.core.audits.lifecycle import standing
from xinheng.core.audits.meetings import present_days
from xinheng.core.audits.plan import Line, Member, needed_days
from xinheng.core.audits.withdrawal import FileFacts
from xinheng.core.audits.words import Consent, MeetingKind, ProposalState, SiteFound, Stage
from xinheng.core.audits.words import VisitState as S
from xinheng.core.cases.steps import Step, steps_of
from xinheng.core.shared.reading_once import answered_once
from xinheng.rulebook.settings import settings_on


@dataclass(frozen=True)
class AuditFile:
    """Everything about the audits of the open round of a case.

    What was planned, signed and written down is read when it is first asked for:
    most pages need a part of it only.
    """

    case: CaseView
    team: tuple[SeatView, ...]
    visits: Mapping[Stage, Visit]
    has_history: bool

    @cached_property
    def lines(self) -> Mapping[int, tuple[Line, ...]]:
        found: dict[int, list[Line]] = {key: [] for key in self._keys}
        if found:
            rows = PlanLine.objects.filter(visit_id__in=self._keys).order_by("on", "begins", "pk")
            for row in rows:
                found[row.visit_id].append(line_of(row))
        return {key: tuple(lines) for key, lines in found.items()}

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """What was written down of meetings and not written anew since."""
        rows = Meeting.objects.filter(visit_id__in=self._keys, replaced_at__isnull=True)
        return tuple(rows) if self._keys else ()

    @cached_property
    def sign_ins(self) -> tuple[SignIn, ...]:
        rows = SignIn.objects.filter(visit_id__in=self._keys).order_by("on", "half", "pk")
        return tuple(rows) if self._keys else ()

    @cached_property
    def comparison(self) -> Comparison | None:
        rows = Comparison.objects.filter(visit_id__in=self._keys).order_by("-pk")
        return rows.first() if self._keys else None

    @cached_property
    def proposal(self) -> Withdrawal | None:
        rows = Withdrawal.objects.filter(case_id=self.case.id).order_by("-pk")
        return rows.first() if self.has_history else None

    @property
    def _keys(self) -> list[int]:
        return [visit.pk for visit in self.visits.values()]

    @property
    def stage(self) -> Stage:
        return current_stage(self.case)

    @property
    def visit(self) -> Visit | None:
        return self.visits.get(self.stage)

    @property
    def state(self) -> S:
        """Where the present visit stands, returned steps taken into account."""
        return self.state_of(self.stage)

    def state_of(self, stage: Stage) -> S:
        visit = self.visits.get(stage)
        return standing(stage, S(visit.state), self.case.done) if visit else S.DRAFT

    @property
    def plan(self) -> tuple[Line, ...]:
        return self.lines.get(self.visit.pk, ()) if self.visit else ()

    def meeting(self, visit_id: int, kind: MeetingKind) -> Meeting | None:
        found = (m for m in self.meetings if m.visit_id == visit_id and m.kind == kind)
        return next(found, None)

    def held_on(self, stage: Stage) -> date | None:
        """The last day somebody of the team was on site in this stage."""
        visit = self.visits.get(stage)
        days = [s.on for s in self.sign_ins if visit and s.visit_id == visit.pk]
        return max(days, default=None)


def current_stage(case: CaseView) -> Stage:
    """The stage whose turn it is: stage 1 until it is concluded, where the round has one."""
    has_stage1 = any(rule.step == Step.STAGE1_CONCLUDED for rule in steps_of(case.round.kind))
    return Stage.STAGE1 if has_stage1 and Step.STAGE1_CONCLUDED not in case.done else Stage.VISIT


@answered_once
def audit_file(case: CaseView) -> AuditFile:
    """The audit file of the open round, for whoever only reads."""
    visits = list(Visit.objects.filter(round_id=case.round.id).order_by("pk"))
    living = {Stage(v.stage): v for v in visits if v.state != S.WITHDRAWN}
    return AuditFile(case, cases.team(case.round.id), living, has_history=bool(visits))


def whole_audit_file(case: CaseView) -> AuditFile:
    """The audit file read at once, as it stands before an act changes it."""
    file = audit_file(case)
    _ = (file.lines, file.meetings, file.sign_ins, file.comparison, file.proposal)
    return file


def line_of(row: PlanLine) -> Line:
    """A stored line as a plain value."""
    return Line(
        on=row.on,
        begins=row.begins,
        ends=row.ends,
        site_id=row.site_id,
        activity=row.activity,
        member_ids=tuple(row.member_ids),
        clauses=tuple(row.clauses),
    )


def members(team: tuple[SeatView, ...]) -> tuple[Member, ...]:
    """The team as the rules of a plan see it."""
    return tuple(Member(s.person_id, s.name, s.part.counts_as_audit_time) for s in team)


def sites_for(case: CaseView) -> tuple[SiteView, ...]:
    """The sites that this round has to visit, as the programme says."""
    wanted = set(programmes.sites_of_round(case))
    return tuple(site for site in case.sites if site.id in wanted)


def days_needed(case: CaseView, stage: Stage) -> Decimal | None:
    """How much of the audit time a stage must spend on site. Unit: auditor-days."""
    current = case.round
    stage_days = current.stage1_days if stage == Stage.STAGE1 else current.stage2_days
    return needed_days(
        on_site_min=current.on_site_min_days, days=current.days, stage_days=stage_days
    )


def days_present(file: AuditFile, visit: Visit) -> Decimal:
    """Audit time spent on site: half-days signed in by leader and auditors. Auditor-days."""
    counting = {member.person_id for member in members(file.team) if member.counts}
    return present_days(
        sum(1 for s in file.sign_ins if s.visit_id == visit.pk and s.person_id in counting)
    )


def house_number(key: str, on: date) -> int:
    """A whole number the body chose for itself."""
    return int(settings_on(on)[key].number)


def case_facts_of_withdrawal(file: AuditFile) -> FileFacts:
    """What the file itself says of the conditions for withdrawing a team."""
    visit = file.visit
    opening = file.meeting(visit.pk, MeetingKind.OPENING) if visit else None
    found = file.comparison
    covered = {code for seat in file.team for code in seat.codes}
    wanted = {code for scheme in file.case.schemes for code in scheme.codes}
    return FileFacts(
        days_refused=found is not None and found.consent == Consent.REFUSED,
        top_manager_absent=opening is not None and not opening.top_manager_present,
        sites_not_as_applied=found is not None
        and any(note["found"] != SiteFound.AS_APPLIED for note in found.sites),
        codes_not_covered=frozenset(wanted - covered),
    )


def open_proposal(file: AuditFile) -> Withdrawal | None:
    """The proposal to withdraw the team that waits for a decision."""
    found = file.proposal
    return found if found and found.state == ProposalState.PROPOSED else None


def stopped_by(file: AuditFile) -> Withdrawal | None:
    """The approved withdrawal after which the audit has not been taken up again."""
    found = file.proposal
    is_it = found and found.state == ProposalState.APPROVED and found.resumed_at is None
    return found if is_it else None
