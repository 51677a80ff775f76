"""What must be so before an application is accepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinheng.core.intake.words import BarCause
from xinheng.core.shared.period import add_months
from xinheng.core.shared.source import Source, Verified
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _

CATALOGUE = Source("检验认证", "企业都必须了解的ISO三体系", "2019-2024", Verified.ONCE.value)
RUNNING = Source("CNCA-QMS-01", "5.1.2", "2025", Verified.TWICE.value)
STANDING = Source("CNCA-QMS-01", "5.1.2", "2025", Verified.ONCE.value)
PAYMENT = Source("CNCA-QMS-01", "5.3.1", "2025", Verified.ONCE.value)
NOT_A_BODY = Source("ISO/IEC 17021-1", "5.2.4", "2015", Verified.MEMORY.value)
NO_CONSULTANCY = Source("ISO/IEC 17021-1", "5.2.5", "2015", Verified.MEMORY.value)
INTERNAL_AUDITS = Source("ISO/IEC 17021-1", "5.2.6", "2015", Verified.MEMORY.value)
RELATED_BODY = Source("ISO/IEC 17021-1", "5.2.7", "2015", Verified.MEMORY.value)


class LegalStatus(Named):
    """What an applicant is in law."""

    LEGAL_PERSON = "legal-person", _("Independent legal person")
    AUTHORISED = "authorised", _("Organisation authorised by a legal person")
    NEITHER = "neither", _("Neither")


class FormerBodyRule(Named):
    """How the months after a former body lost its status are read."""

    WINDOW = "window", _("Apply within the months")
    BAR = "bar", _("Apply only after the months")
    OFF = "off", _("Not applied")


@dataclass(frozen=True, slots=True)
class OwnBar:
    """A suspension or withdrawal in the body's own record, of one certificate of the client.

    `since` is the day of the suspension where a withdrawal followed one.
    """

    since: date
    certificate: str
    cause: BarCause


@dataclass(frozen=True, slots=True)
class ApplicantFacts:
    """What the rules of acceptance need to know of an applicant, and nothing more.

    `on` is the day of application. `binds_cnca` says that the authority's rule binds,
    so that internal audit and management review precede the application, not only the
    audit. Days that did not happen are None. `own_bars` is what the body itself knows of the
    client in this scheme, beside what the client declares.
    """

    on: date
    legal_status: LegalStatus
    has_documented_system: bool = True
    scheme: str = "QMS"
    binds_cnca: bool = True
    system_started_on: date | None = None
    internal_audit_on: date | None = None
    management_review_on: date | None = None
    planned_audit_on: date | None = None
    suspended_on: date | None = None
    revoked_on: date | None = None
    former_body_lost_status_on: date | None = None
    has_stop_order: bool = False
    is_on_dishonesty_list: bool = False
    major_accident_on: date | None = None
    has_unrectified_spot_check: bool = False
    pays_through_consultant: bool = False
    is_certification_body: bool = False
    body_gives_consultancy: bool = False
    body_internal_audits_ended_on: date | None = None
    related_consultancy_ended_on: date | None = None
    own_bars: tuple[OwnBar, ...] = ()


@dataclass(frozen=True, slots=True)
class PrerequisiteRules:
    """Periods in force. Unit of every number: months."""

    running_months: int = 3
    energy_running_months: int = 2
    bar_months: int = 12
    accident_months: int = 12
    former_body_months: int = 3
    former_body_rule: FormerBodyRule = FormerBodyRule.WINDOW
    impartiality_months: int = 24


SHIPPED = PrerequisiteRules()


def has_legal_status(facts: ApplicantFacts) -> Iterator[Violation]:
    """The applicant is a legal person, or authorised by one.

    Source: 检验认证, M-28.
    """
    if facts.legal_status == LegalStatus.NEITHER:
        yield _no(
            "prerequisite.no-legal-status",
            _("The applicant is neither a legal person nor authorised by one."),
            CATALOGUE,
            "legal_status",
        )


def has_system(facts: ApplicantFacts) -> Iterator[Violation]:
    """A documented management system to the standard applied for exists.

    Source: 检验认证, M-28.
    """
    if not facts.has_documented_system:
        yield _no(
            "prerequisite.no-documented-system",
            _("There is no documented management system to the standard applied for."),
            CATALOGUE,
            "has_documented_system",
        )


def system_has_run(
    facts: ApplicantFacts, rules: PrerequisiteRules = SHIPPED
) -> Iterator[Violation]:
    """The system has been in operation long enough on the day of application.

    Source: CNCA-QMS-01, 5.1.2; 检验认证, M-28 (energy: two to three months).
    """
    is_energy = facts.scheme == "EnMS"
    months = rules.energy_running_months if is_energy else rules.running_months
    source = RUNNING if facts.binds_cnca and not is_energy else CATALOGUE
    if facts.system_started_on is None:
        yield _no(
            "prerequisite.system-start-missing",
            _("Say since when the system has been in operation."),
            source,
            "system_started_on",
        )
        return
    ready_on = add_months(facts.system_started_on, months)
    if facts.on < ready_on:
        yield _no(
            "prerequisite.system-too-young",
            _("The system has run since %(since)s; %(months)s months are over on %(ready)s."),
            source,
            "system_started_on",
            since=facts.system_started_on,
            months=months,
            ready=ready_on,
        )


def internal_audit_was_done(facts: ApplicantFacts) -> Iterator[Violation]:
    """At least one internal audit lies before the application, or before the audit.

    Source: CNCA-QMS-01, 5.1.2; 检验认证, M-28.
    """
    yield from _done_in_time(
        facts,
        facts.internal_audit_on,
        "internal_audit_on",
        ("prerequisite.internal-audit-missing",
         _("There has been no internal audit of the system by %(by)s.")),
        ("prerequisite.internal-audit-before-start",
         _("The internal audit of %(day)s lies before the system started on %(since)s.")),
    )  # fmt: skip


def management_review_was_done(facts: ApplicantFacts) -> Iterator[Violation]:
    """At least one management review lies before the application, or before the audit.

    Source: CNCA-QMS-01, 5.1.2; 检验认证, M-28.
    """
    yield from _done_in_time(
        facts,
        facts.management_review_on,
        "management_review_on",
        ("prerequisite.management-review-missing",
         _("There has been no management review of the system by %(by)s.")),
        ("prerequisite.management-review-before-start",
         _("The management review of %(day)s lies before the system started on %(since)s.")),
    )  # fmt: skip


def _done_in_time(
    facts: ApplicantFacts,
    day: date | None,
    field: str,
    missing: tuple[str, str],
    too_early: tuple[str, str],
) -> Iterator[Violation]:
    by = facts.on if facts.binds_cnca else facts.planned_audit_on or facts.on
    source = RUNNING if facts.binds_cnca else CATALOGUE
    if day is None or day > by:
        yield _no(missing[0], missing[1], source, field, by=by)
    elif facts.system_started_on is not None and day < facts.system_started_on:
        yield _no(too_early[0], too_early[1], source, field, day=day, since=facts.system_started_on)


def no_bar_after_revocation(
    facts: ApplicantFacts, rules: PrerequisiteRules = SHIPPED
) -> Iterator[Violation]:
    """Twelve months lie between a suspension or revocation and a new application.

    A revocation that followed a suspension counts from the suspension.

    Source: CNCA-QMS-01, 5.1.2.
    """
    since = facts.suspended_on or facts.revoked_on
    if not facts.binds_cnca or since is None:
        return
    opens_on = add_months(since, rules.bar_months)
    if facts.on < opens_on:
        yield _no(
            "prerequisite.barred",
            _("A certificate was suspended or revoked on %(since)s: apply from %(opens)s."),
            RUNNING,
            "revoked_on",
            since=since,
            opens=opens_on,
        )


def no_bar_in_own_record(
    facts: ApplicantFacts, rules: PrerequisiteRules = SHIPPED
) -> Iterator[Violation]:
    """No certificate of the body itself was suspended or withdrawn within the months.

    Asked of the body's own record, so that it does not rest on what the client declares.

    Source: CNCA-QMS-01, 5.1.2 (CN-08).
    """
    if not facts.binds_cnca:
        return
    for own in facts.own_bars:
        opens_on = add_months(own.since, rules.bar_months)
        if facts.on < opens_on:
            yield _no(
                "prerequisite.barred-by-own-record",
                _("%(cause)s (certificate %(certificate)s, %(since)s, our own record):"
                  " apply from %(opens)s."),
                RUNNING,
                "",
                cause=own.cause,
                certificate=own.certificate,
                since=own.since,
                opens=opens_on,
            )  # fmt: skip


def former_body_lost_status(
    facts: ApplicantFacts, rules: PrerequisiteRules = SHIPPED
) -> Iterator[Violation]:
    """The months after a former body lost its status are kept, as the body reads the rule.

    Source: CNCA-QMS-01, 5.1.2 (its direction is to be checked in its text).
    """
    lost = facts.former_body_lost_status_on
    if not facts.binds_cnca or lost is None or rules.former_body_rule == FormerBodyRule.OFF:
        return
    day = add_months(lost, rules.former_body_months)
    if rules.former_body_rule == FormerBodyRule.WINDOW and facts.on > day:
        yield _no(
            "prerequisite.former-body-window-closed",
            _("The former body lost its status on %(lost)s: the transfer window ended on %(day)s."),
            STANDING,
            "former_body_lost_status_on",
            lost=lost,
            day=day,
        )
    if rules.former_body_rule == FormerBodyRule.BAR and facts.on < day:
        yield _no(
            "prerequisite.former-body-bar",
            _("The former body lost its status on %(lost)s: apply from %(day)s."),
            STANDING,
            "former_body_lost_status_on",
            lost=lost,
            day=day,
        )


def is_in_good_standing(
    facts: ApplicantFacts, rules: PrerequisiteRules = SHIPPED
) -> Iterator[Violation]:
    """No stop order, no serious dishonesty, no recent major accident, no open spot check.

    Source: CNCA-QMS-01, 5.1.2.
    """
    if not facts.binds_cnca:
        return
    wanted = (
        (facts.has_stop_order, "prerequisite.stop-order", "has_stop_order",
         _("The applicant is ordered to stop business.")),
        (facts.is_on_dishonesty_list, "prerequisite.dishonesty", "is_on_dishonesty_list",
         _("The applicant is on a list of serious dishonesty.")),
        (facts.has_unrectified_spot_check, "prerequisite.spot-check", "has_unrectified_spot_check",
         _("A failed spot check of the applicant's products has not been put right.")),
    )  # fmt: skip
    for is_so, code, field, message in wanted:
        if is_so:
            yield _no(code, message, STANDING, field)
    accident = facts.major_accident_on
    if accident and facts.on < (free_on := add_months(accident, rules.accident_months)):
        yield _no(
            "prerequisite.major-accident",
            _("A major accident happened on %(day)s: apply from %(opens)s."),
            STANDING,
            "major_accident_on",
            day=accident,
            opens=free_on,
        )


def client_pays_directly(facts: ApplicantFacts) -> Iterator[Violation]:
    """The client pays the body itself, not through a consultant.

    Source: CNCA-QMS-01, 5.3.1.
    """
    if facts.binds_cnca and facts.pays_through_consultant:
        yield _no(
            "prerequisite.pays-through-consultant",
            _("The client pays the body directly, not through a consultant."),
            PAYMENT,
            "pays_through_consultant",
        )


def body_is_impartial(
    facts: ApplicantFacts, rules: PrerequisiteRules = SHIPPED
) -> Iterator[Violation]:
    """The client is no certification body, and got no consultancy or internal audits from ours.

    Source: ISO/IEC 17021-1, 5.2.4 to 5.2.7.
    """
    if facts.is_certification_body:
        yield _no(
            "prerequisite.is-certification-body",
            _("A certification body's own management system is not certified by another body."),
            NOT_A_BODY,
            "is_certification_body",
        )
    if facts.body_gives_consultancy:
        yield _no(
            "prerequisite.consultancy-by-body",
            _("The body or its legal entity gives this client consultancy."),
            NO_CONSULTANCY,
            "body_gives_consultancy",
        )
    ended = (
        (facts.body_internal_audits_ended_on, INTERNAL_AUDITS, "body_internal_audits_ended_on",
         "prerequisite.internal-audits-by-body",
         _("The body's internal audits for this client ended on %(ended)s: wait until %(opens)s.")),
        (facts.related_consultancy_ended_on, RELATED_BODY, "related_consultancy_ended_on",
         "prerequisite.consultancy-by-related-body",
         _("A related body's consultancy ended on %(ended)s: wait until %(opens)s.")),
    )  # fmt: skip
    for day, source, field, code, message in ended:
        if day and facts.on < (opens_on := add_months(day, rules.impartiality_months)):
            yield _no(code, message, source, field, ended=day, opens=opens_on)


def prerequisites_missing(
    facts: ApplicantFacts, rules: PrerequisiteRules = SHIPPED
) -> tuple[Violation, ...]:
    """Everything that stands in the way of accepting this application.

    Source: CNCA-QMS-01, 5.1.2; ISO/IEC 17021-1, 5.2; 检验认证, M-28.
    """
    return (
        *has_legal_status(facts),
        *has_system(facts),
        *system_has_run(facts, rules),
        *internal_audit_was_done(facts),
        *management_review_was_done(facts),
        *no_bar_after_revocation(facts, rules),
        *no_bar_in_own_record(facts, rules),
        *former_body_lost_status(facts, rules),
        *is_in_good_standing(facts, rules),
        *client_pays_directly(facts),
        *body_is_impartial(facts, rules),
    )


def _no(code: str, message: str, source: Source, field: str, **facts: object) -> Violation:
    return Violation(code=code, message=message, source=source, facts=facts, field=field)
