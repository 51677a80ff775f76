"""How long the report on a change of rules takes over ten thousand certificates."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

from bench.figure import Measured, seconds
from bench.server import own_database

CASES, SAME = 10_000, 1000
AT = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
HEAD = (
    "#table,md5_qms\n#edition,made up\n#valid_from,2027-01-01\n#document,IAF MD 5\n"
    "#place,Table QMS 1\n#status,verified-1\nfrom,to,days\n"
)


def measure() -> Iterator[Measured]:
    """A made-up table of audit time, and the change of the regulator's rule of 2025."""
    own_database()
    from xinheng.apps.rulechange import actions  # noqa: PLC0415 - Django is ready only now

    first, second = _two_rule_owners()
    _population(first.person_id or 0)
    entry = _made_up_table(first, second)
    planner = _person("bench-planner", "planner")
    for what, asked in (
        ("a made-up audit-time table", {"entry_id": entry}),
        ("the CNCA rule of 2025", {"day": date(2026, 1, 1)}),
    ):
        report = actions.ask(by=planner, at=AT, **asked)
        work = time.process_time()
        taken = seconds(lambda pk=report.pk: actions.make(pk))
        work = time.process_time() - work
        report.refresh_from_db()
        value = f"{taken:.1f} s ({work:.1f} s of processor time), {report.effects.count()} effects"
        yield Measured(
            "rulechange", f"change report over {report.total} cases: {what}", "≤ 20 s", value
        )


def _person(name: str, role: str):  # type: ignore[no-untyped-def]
    from xinheng.apps.people import queries as people  # noqa: PLC0415
    from xinheng.apps.people.models import Appointment, Person  # noqa: PLC0415

    made = Person.objects.create(username=f"{name}-{os.getpid()}", name_zh=name, created_at=AT)
    Appointment.objects.create(person=made, role=role, valid_from=date(2020, 1, 1), granted_at=AT)
    return people.actor_of(made.pk, on=AT.date())


def _two_rule_owners():  # type: ignore[no-untyped-def]
    return _person("bench-owner-1", "rule-owner"), _person("bench-owner-2", "rule-owner")


def _made_up_table(first, second) -> int:  # type: ignore[no-untyped-def]
    """Every band half a day longer, approved by a second person; gives the entry's key."""
    from xinheng.apps.rules import actions  # noqa: PLC0415
    from xinheng.rulebook.loader import table  # noqa: PLC0415

    rows = table("md5_qms").on(AT.date()).rows
    sheet = HEAD + "\n".join(f"{r['from']},{r['to']},{float(r['days']) + 0.5:g}" for r in rows)
    row = actions.propose(
        name="made-up.csv", content=sheet.encode(), reason="bench", by=first, at=AT
    )
    return int(actions.approve(amendment_id=row.pk, by=second, at=AT).pk)


def _population(person_id: int) -> None:
    """Ten thousand certified cases, written in bulk: rounds, cycles, due audits, reckonings."""
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        for start in range(0, CASES, SAME):
            _some(start, person_id)


def _some(start: int, person_id: int) -> None:
    from xinheng.apps.cases.models import Case, CaseScheme, Round  # noqa: PLC0415
    from xinheng.apps.certificates.models import Certificate  # noqa: PLC0415
    from xinheng.apps.clients.models import Organisation  # noqa: PLC0415
    from xinheng.apps.programmes.models import Cycle, DueAudit, TimeReckoning  # noqa: PLC0415

    numbers = range(start, start + SAME)
    issued, ends = date(2025, 9, 10), date(2028, 9, 9)
    clients = Organisation.objects.bulk_create(
        Organisation(name_zh=f"测试企业{n}", credit_code=f"9135{n:013d}X", region_code="350100",
                     address_zh="福州", created_at=AT)
        for n in numbers
    )  # fmt: skip
    cases = Case.objects.bulk_create(
        Case(number=f"B-{n:05d}", organisation=client, state="surveillance", opened_at=AT)
        for n, client in zip(numbers, clients, strict=True)
    )
    CaseScheme.objects.bulk_create(
        CaseScheme(case=case, scheme="QMS", standard="ISO 9001:2015", scope_zh="生产", people=9)
        for case in cases
    )
    rounds = Round.objects.bulk_create(
        Round(case=case, number=1, kind="initial", opened_at=AT, ended_at=AT) for case in cases
    )
    cycles = Cycle.objects.bulk_create(
        Cycle(case=case, number=1, decided_on=issued, issued_on=issued, expires_on=ends,
              started_at=AT)
        for case in cases
    )  # fmt: skip
    DueAudit.objects.bulk_create(
        DueAudit(cycle=cycle, kind=kind, due_on=due)
        for cycle in cycles
        for kind, due in (("surveillance-1", date(2026, 9, 10)),
                          ("surveillance-2", date(2027, 12, 10)), ("recertification", ends))
    )  # fmt: skip
    stored = [_reckoned(1 + n % 1500) for n in numbers]
    TimeReckoning.objects.bulk_create(
        TimeReckoning(case=case, round=row, cause="round", request=request, result=result,
                      rules_on=AT.date(), figure_days=5, days=5, stage1_days=1, stage2_days=4,
                      on_site_min_days=4, made_at=AT, made_by_id=person_id)
        for case, row, (request, result) in zip(cases, rounds, stored, strict=True)
    )  # fmt: skip
    Certificate.objects.bulk_create(
        Certificate(number=f"BC-{case.number}", base_number=f"BC-{case.number}", case=case,
                    round=row, organisation_id=case.organisation_id, decision_id=0, scheme="QMS",
                    standard="ISO 9001:2015", holder_zh="测试", credit_code="9", address_zh="福州",
                    scope_zh="生产", decided_on=issued, first_issued_on=issued, issued_on=issued,
                    effective_on=issued, expires_on=ends, state_since=issued)
        for case, row in zip(cases, rounds, strict=True)
    )  # fmt: skip


def _reckoned(people: int) -> tuple[dict[str, object], dict[str, object]]:
    """A stored request of one standard and what it gave."""
    from xinheng.core.programmes.audit_time import reckon_audit_time  # noqa: PLC0415
    from xinheng.core.programmes.codec import request_to_json, result_to_json  # noqa: PLC0415
    from xinheng.core.programmes.request import AuditedStandard, AuditTimeRequest  # noqa: PLC0415
    from xinheng.core.programmes.rules import AuditKind  # noqa: PLC0415
    from xinheng.rulebook.audit_time import audit_time_rules  # noqa: PLC0415

    request = AuditTimeRequest(AT.date(), AuditKind.INITIAL, (AuditedStandard("QMS", people),))
    result = reckon_audit_time(request, audit_time_rules(AT.date()))
    return request_to_json(request), result_to_json(result)
