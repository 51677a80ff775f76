"""By when something must be done, or before when it may not, and what happens otherwise.

Each rule of this module takes days by name and the clocks in force, and gives a `Due`.
Where several regimes bind, the stricter day holds and the working shows each of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from xinheng.core.programmes.deadline import (
    DAY_NAMES,
    ClockRules,
    DayName,
    Due,
    Question,
    Step,
    after,
    clocks,
    earliest,
    ending_with,
    latest,
    of_17021,
)
from xinheng.core.programmes.sources import HOUSE, M29, M127
from xinheng.core.programmes.terms import BEFORE_EXPIRY, CLIENT_AUDIT_LATE, NO_ONE_MAY, TERMS
from xinheng.core.shared.period import add_months, add_years
from xinheng.core.shared.violation import Refused, Violation
from xinheng.core.shared.wording import mark as _

LAST_YEAR = 9000
REGIMES = ("17021-1", "CNCA")

SUSPEND = _("The certificate is suspended and the suspension is reported.")
NOT_MAINTAINED = _("The certification cannot be maintained without a reason on record.")
START_AGAIN = _("The certificate ends; the client is treated as a new applicant.")
MAY_RESTORE = _("The certificate ends; it may be restored while the window is open.")
STAGE_2_AGAIN = _("Another stage 2 is needed before a decision.")
WITHDRAW = _("The certification is withdrawn or its scope reduced.")
REVOKE = _("The certificate is revoked and the revocation is reported.")
NOT_ACCEPTED = _("No application is accepted before that day.")
NOT_VALID = _("The certificate is no longer valid after that day.")
MINOR_LATE = _("The nonconformity is overdue and goes to the body.")
TRANSFER_CLOSED = _("The certificate can no longer be transferred; an initial audit is needed.")
SPECIAL_LATE = _("The special audit is overdue.")
DOCUMENT_OLD = _("The document no longer counts; a newer one is asked for.")
LONGEST_INTERVAL = 120


def first_surveillance(question: Question) -> Due:
    """The first surveillance after an initial certification.

    Source: ISO/IEC 17021-1, 9.1.3.3; CNCA-QMS-01, 5.4.1.4.
    """
    start = {"17021-1": "decided_on", "CNCA": "issued_on"}
    steps = [
        after(clock, question.days[start[clock.regime]], start[clock.regime])
        for clock in clocks(question, "first_surveillance")
    ]
    return earliest(question, steps, _surveillance_consequence(question))


def next_surveillance(question: Question) -> Due:
    """Each later surveillance, from the last day of the audit before it.

    Source: ISO/IEC 17021-1, 9.1.3.3; CNCA-QMS-01, 5.4.1.4.
    """
    last = question.days["last_audit_on"]
    steps = [after(clock, last, "last_audit_on") for clock in clocks(question, "next_surveillance")]
    return earliest(question, steps, _surveillance_consequence(question))


def recertification(question: Question) -> Due:
    """The recertification audit and its decision are done while the certificate is valid.

    Source: ISO/IEC 17021-1, 9.6.3; CNCA-QMS-01, 5.8.2.
    """
    expires = question.days["expires_on"]
    steps = [
        Step(
            _("Recertification is complete by the last day of validity"),
            expires,
            clock.source,
            {"from": DayName.EXPIRES},
        )
        for clock in clocks(question, "restore")
    ]
    windows = [clock.value for clock in clocks(question, "restore")]
    return earliest(question, steps, MAY_RESTORE if min(windows) else START_AGAIN)


def restore(question: Question) -> Due:
    """How long an expired certificate may still be restored.

    Source: ISO/IEC 17021-1, 9.6.3.2.5; CNCA-QMS-01, 5.8.2.
    """
    expires = question.days["expires_on"]
    steps = [
        after(clock, expires, "expires_on")
        if clock.value
        else Step(_("%(regime)s knows no restoring window"), expires, clock.source,
                  {"regime": clock.regime})
        for clock in clocks(question, "restore")
    ]  # fmt: skip
    return earliest(question, steps, START_AGAIN)


def suspension_end(question: Question) -> Due:
    """How long a certificate may stay suspended.

    Source: ISO/IEC 17021-1, 9.6.5.
    """
    start = question.days["suspended_on"]
    steps = [after(clock, start, "suspended_on") for clock in clocks(question, "suspension")]
    return earliest(question, steps, REVOKE if "CNCA" in question.regimes else WITHDRAW)


def major_nonconformity(question: Question) -> Due:
    """Until when a major nonconformity of an initial audit is verified.

    Source: ISO/IEC 17021-1, 9.5.3.2.
    """
    start = question.days["stage2_ended_on"]
    found = of_17021(question, "major_nonconformity")
    return earliest(
        question, [after(clock, start, "stage2_ended_on") for clock in found], STAGE_2_AGAIN
    )


def minor_nonconformity(question: Question) -> Due:
    """Until when a minor nonconformity is answered: the body's own limit.

    Source: House settings.
    """
    start, rules = question.days["ended_on"], question.rules
    step = Step(
        _("%(value)s days after %(from)s, the body's own limit"),
        start + timedelta(days=rules.minor_days),
        rules.minor_source,
        {"value": rules.minor_days, "from": DayName.ENDED},
    )
    return earliest(question, [step], MINOR_LATE)


def consultancy_block(question: Question) -> Due:
    """From when one may work for a client again after consultancy or internal audits ended.

    Source: ISO/IEC 17021-1, 5.2.6, 5.2.7 and 5.2.10.
    """
    start = question.days["ended_on"]
    found = of_17021(question, "consultancy_block")
    return latest(question, [after(clock, start, "ended_on") for clock in found], NO_ONE_MAY)


def reapplication_bar(question: Question) -> Due:
    """From when a client may apply again after a suspension or a revocation.

    A revocation that followed a suspension counts from the suspension.

    Source: CNCA-QMS-01, 5.1.2.
    """
    name = "suspended_on" if "suspended_on" in question.days else "revoked_on"
    start = question.days[name]
    found = clocks(question, "reapplication_bar")
    return latest(question, [after(clock, start, name) for clock in found], NOT_ACCEPTED)


def transfer(question: Question) -> Due:
    """Until when a certificate of a body that lost its standing may be transferred.

    Source: IAF MD 2, 2.1.
    """
    lost = question.days["lost_status_on"]
    steps = [after(clock, lost, "lost_status_on") for clock in of_17021(question, "transfer")]
    expires = Step(
        _("The last day of validity"),
        question.days["expires_on"],
        steps[0].source,
        {"from": DayName.EXPIRES},
    )
    return earliest(question, [*steps, expires], TRANSFER_CLOSED)


def short_notice(question: Question) -> Due:
    """Until when a special audit follows a failed national spot check.

    Source: CNCA-QMS-01, 5.9.3.
    """
    start = question.days["notified_on"]
    steps = [after(clock, start, "notified_on") for clock in clocks(question, "short_notice")]
    return earliest(question, steps, SPECIAL_LATE)


def certificate_expiry(question: Question) -> Due:
    """The last day of validity of a new or renewed certificate.

    A renewal decided in time, or while the old certificate may still be restored,
    carries the old last day on; any other certificate counts from its issue.

    Source: ISO/IEC 17021-1, 8.2.2 and 9.6.3.2.3; the length is a house setting.
    """
    rules, years = question.rules, question.rules.certificate_years
    old = question.days.get("expires_on")
    if old is not None and _is_renewal(question, old):
        step = Step(
            _("%(value)s years after the old last day"),
            add_years(old, years),
            rules.years_source,
            {"value": years, "from": DayName.EXPIRES},
        )
        return earliest(question, [step], NOT_VALID)
    issued = question.days["issued_on"]
    whole = Step(
        _("%(value)s years after %(from)s"),
        add_years(issued, years),
        rules.years_source,
        {"value": years, "from": DayName.ISSUED},
    )
    if not rules.expires_day_before:
        return earliest(question, [whole], NOT_VALID)
    before = Step(
        _("The day before, as the body counts"),
        whole.day - timedelta(days=1),
        rules.expiry_source,
        {},
    )
    return ending_with(earliest(question, [before], NOT_VALID), (whole, before))


def _is_renewal(question: Question, old: date) -> bool:
    decided = question.days["decided_on"]
    if decided <= old:
        return True
    windows = [clock.value for clock in clocks(question, "restore")]
    return decided <= add_months(old, min(windows))


def major_at_recertification(question: Question) -> Due:
    """Until when a major nonconformity of a recertification is verified.

    Source: ISO/IEC 17021-1, 9.6.3.2.2.
    """
    expires = question.days["expires_on"]
    label = _("Verification ends while the certificate is valid")
    steps = [Step(label, expires, clock.source, {"from": DayName.EXPIRES})
             for clock in clocks(question, "major_at_recertification")]  # fmt: skip
    return earliest(question, steps, BEFORE_EXPIRY)


def document_expiry(question: Question) -> Due:
    """The last day on which a document of an application counts.

    Source: catalogue M-29.
    """
    facts = {"from": DayName.EXPIRES}
    step = Step(_("The last day of validity"), question.days["expires_on"], M29, facts)
    return earliest(question, [step], DOCUMENT_OLD)


def client_internal_audit(question: Question) -> Due:
    """By when a client audits its own system again, by the interval the client has set.

    Source: catalogue M-127.
    """
    months = question.months or 0
    facts = {"value": months, "from": DayName.LAST_AUDIT}
    day = add_months(question.days["last_audit_on"], months)
    label = _("%(value)s months after %(from)s, as the client has set")
    return earliest(question, [Step(label, day, M127, facts)], CLIENT_AUDIT_LATE)


@dataclass(frozen=True, slots=True)
class _Rule:
    reckon: Callable[[Question], Due]
    needs: Mapping[str, tuple[str, ...]]  # by regime; "" whatever the regime


RULES: Mapping[str, _Rule] = {
    "first-surveillance": _Rule(
        first_surveillance, {"17021-1": ("decided_on",), "CNCA": ("issued_on",)}
    ),
    "next-surveillance": _Rule(next_surveillance, {"": ("last_audit_on",)}),
    "recertification": _Rule(recertification, {"": ("expires_on",)}),
    "restore": _Rule(restore, {"": ("expires_on",)}),
    "suspension-end": _Rule(suspension_end, {"": ("suspended_on",)}),
    "major-nonconformity": _Rule(major_nonconformity, {"": ("stage2_ended_on",)}),
    "minor-nonconformity": _Rule(minor_nonconformity, {"": ("ended_on",)}),
    "consultancy-block": _Rule(consultancy_block, {"": ("ended_on",)}),
    "reapplication-bar": _Rule(reapplication_bar, {"": ("revoked_on|suspended_on",)}),
    "transfer": _Rule(transfer, {"": ("lost_status_on", "expires_on")}),
    "short-notice": _Rule(short_notice, {"": ("notified_on",)}),
    "certificate-expiry": _Rule(certificate_expiry, {"": ("issued_on|expires_on",)}),
    "major-at-recertification": _Rule(major_at_recertification, {"": ("expires_on",)}),
    "document-expiry": _Rule(document_expiry, {"": ("expires_on",)}),
    "client-internal-audit": _Rule(client_internal_audit, {"": ("last_audit_on",)}),
    **{name: _Rule(term.reckon, {"": (term.start,)}) for name, term in TERMS.items()},
}


def due(
    rule: str,
    *,
    regimes: Iterable[str],
    days: Mapping[str, date],
    rules: ClockRules,
    months: int | None = None,
) -> Due:
    """Give the day a rule sets.

    Args:
        rule: its name in `RULES`, such as `first-surveillance`.
        regimes: whose clocks bind: `17021-1`, `CNCA` or both.
        days: days by name, such as `decided_on`.
        rules: the clocks in force.
        months: the interval a client has set for itself. Unit: months.

    Raises:
        Refused: the rule or a regime is unknown, a day is missing, or no clock is
            known for it; carries every violation.

    Source: ISO/IEC 17021-1, 9.1.3, 9.5.3 and 9.6; CNCA-QMS-01, 5.
    """
    question = Question(rule, tuple(regimes), days, rules, months)
    if problems := tuple(_problems(question)):
        raise Refused(problems)
    return RULES[rule].reckon(question)


def _problems(question: Question) -> Iterable[Violation]:
    if question.rule not in RULES:
        known = ", ".join(RULES)
        yield _no("due.rule-unknown", _("There is no rule “%(rule)s”; there are %(known)s."),
                  "rule", rule=question.rule, known=known)  # fmt: skip
        return
    if not question.regimes:
        yield _no("due.regime-missing", _("Name at least one regime."), "regimes")
    for regime in question.regimes:
        if regime not in REGIMES:
            yield _no(
                "due.regime-unknown",
                _("There is no regime “%(regime)s”; there are %(known)s."),
                "regimes",
                regime=regime,
                known=", ".join(REGIMES),
            )
    for name, day in question.days.items():
        if day.year > LAST_YEAR:
            yield _no(
                "due.day-out-of-range",
                _("The day %(day)s lies too far ahead."),
                name,
                day=day,
            )
    if question.rule == "client-internal-audit":
        yield from _interval_problems(question.months)
    for name in _needed(question):
        if not any(each in question.days for each in name.split("|")):
            yield _no("due.day-missing", _("The rule “%(rule)s” needs the day “%(day)s”."),
                      name.split("|")[0], rule=question.rule,
                      day=DAY_NAMES[name.split("|")[0]])  # fmt: skip


def _interval_problems(months: int | None) -> Iterable[Violation]:
    if months is None:
        yield Violation(
            "due.interval-missing",
            _("Say how often the client audits itself; “periodically” is not a cycle."),
            M127, {}, "months",
        )  # fmt: skip
    elif not 1 <= months <= LONGEST_INTERVAL:
        yield _no(
            "due.interval-out-of-range",
            _("An interval is 1 to %(most)s months."),
            "months",
            most=LONGEST_INTERVAL,
        )


def _needed(question: Question) -> Iterable[str]:
    needs = RULES[question.rule].needs
    for regime in ("", *question.regimes):
        yield from needs.get(regime, ())
    if question.rule == "certificate-expiry" and "expires_on" in question.days:
        yield "decided_on"
        decided, old = question.days.get("decided_on"), question.days["expires_on"]
        if decided is not None and decided > old:
            yield "issued_on"


def _surveillance_consequence(question: Question) -> str:
    return SUSPEND if "CNCA" in question.regimes else NOT_MAINTAINED


def _no(code: str, message: str, field: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=HOUSE, facts=facts, field=field)
