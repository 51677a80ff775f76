"""What a clause asks of a record beyond its fields: one function for each rule."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xinheng.core.governance import sources as s
from xinheng.core.governance.fields import day_of, number_of
from xinheng.core.shared.search import normalised
from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _

YEAR_MONTHS = 12
UNACCEPTABLE = "residual.unacceptable"
PACKAGING = "use.packaging-statement"
BY_CONSENT, BY_LAW = "ground.consent", "ground.law"
COMMITTEE = "committee-member"


@dataclass(frozen=True, slots=True)
class Facts:
    """A record that is being opened or done, and what is known around it.

    `certificate_is_in_force` says whether the certificate named is in force, or is empty
    when none was named or it is unknown. `standing` are the kinds of records in force
    about the same client. `interests` are the interest groups of the committee's
    members that are named. `names` are the holder's names, the schemes and standard of
    its certificate, and the body's names, for statements.
    """

    kind: str
    values: Mapping[str, object]
    on: date
    certificate_is_in_force: bool | None = None
    standing: frozenset[str] = frozenset()
    interests: tuple[str, ...] = ()
    committee: tuple[str, ...] = ()
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    open_recipients: int = 0
    limits: Mapping[str, Decimal] = field(default_factory=dict)


Rule = Callable[[Facts], Iterator[Violation]]


def _no(code: str, message: str, source: Source, name: str = "", **facts: object) -> Violation:
    return Violation(f"governance.{code}", message, source, facts, name)


def not_in_the_future(facts: Facts) -> Iterator[Violation]:
    """What is said to have happened has happened.

    Source: House settings, public forms.
    """
    for key in ("held_on", "signed_on", "happened_on", "disclosed_on", "told_on", "checked_on"):
        day = day_of(facts.values, key)
        if day is not None and day > facts.on:
            yield _no("day-ahead", _("%(day)s has not come yet."), s.LIMITS, key, day=day)


def ends_after_it_begins(facts: Facts) -> Iterator[Violation]:
    """What has a first and a last day ends after it begins, and has not ended yet.

    Source: House settings, public forms.
    """
    first, last = day_of(facts.values, "valid_from"), day_of(facts.values, "valid_until")
    if first and last and last < first:
        yield _no("ends-before-start", _("The end must be after the start."), s.LIMITS,
                  "valid_until")  # fmt: skip
    if last and last < facts.on:
        yield _no("over-already", _("%(day)s is over already."), s.LIMITS, "valid_until", day=last)


def cover_is_something(facts: Facts) -> Iterator[Violation]:
    """The cover of liabilities has an amount.

    Source: ISO/IEC 17021-1:2015, 5.3.1.
    """
    if number_of(facts.values, "amount") <= 0:
        yield _no("no-amount", _("The amount of the cover must be more than nothing."),
                  s.clause("5.3.1", s.ONCE), "amount")  # fmt: skip


def shares_add_up(facts: Facts) -> Iterator[Violation]:
    """No client and no agent brings more than all of the income.

    Source: ISO/IEC 17021-1:2015, 5.3.2.
    """
    total = number_of(facts.values, "income")
    if total <= 0:
        yield _no("no-income", _("The income of the year must be more than nothing."), s.FINANCE,
                  "income")  # fmt: skip
    for key in ("largest_client_income", "largest_agent_income"):
        if number_of(facts.values, key) > total:
            yield _no("more-than-all", _("This is more than the whole income."), s.FINANCE, key)


def concentration(values: Mapping[str, object]) -> Decimal:
    """The larger share of the income that one client or one agent brings. Ratio from 0 to 1.

    Source: ISO/IEC 17021-1:2015, 5.3.2.
    """
    total = number_of(values, "income")
    most = max(
        number_of(values, "largest_client_income"), number_of(values, "largest_agent_income")
    )
    return most / total if total > 0 else Decimal(0)


def committee_is_balanced(facts: Facts) -> Iterator[Violation]:
    """No single interest predominates among those present, nor in the committee.

    Source: ISO/IEC 17021-1:2015, 6.1.
    """
    limit = facts.limits["committee_share"]
    for interests, code, message in (
        (facts.committee, "committee-unbalanced",
         _("One interest has %(count)s of the committee's %(all)s members; no single interest may "
           "predominate.")),
        (facts.interests, "meeting-unbalanced",
         _("One interest has %(count)s of the %(all)s members present; no single interest may "
           "predominate.")),
    ):  # fmt: skip
        if not interests:
            yield _no("no-members", _("No members of the committee are named."), s.STRUCTURE,
                      "members")  # fmt: skip
            continue
        most = max(Counter(interests).values())
        if Decimal(most) / len(interests) > limit:
            yield _no(code, message, s.STRUCTURE, "members", count=most, all=len(interests))


def advice_is_answered(facts: Facts) -> Iterator[Violation]:
    """Where advice is not followed, the committee's right to act is used or waived in words.

    Source: ISO/IEC 17021-1:2015, 6.1.
    """
    if facts.values.get("followed") == "yes-no.no" and not facts.values.get("independent_action"):
        yield _no("right-to-act", _("Say what the committee does now that its advice is not "
                  "followed."), s.STRUCTURE, "independent_action")  # fmt: skip


def certificate_stands(facts: Facts) -> Iterator[Violation]:
    """A mark is licensed, and artwork approved, only under a certificate in force.

    Source: ISO/IEC 17021-1:2015, 8.3.1.
    """
    if facts.certificate_is_in_force is None:
        yield _no("certificate-unknown", _("There is no such certificate of this client."),
                  s.MARKS, "certificate")  # fmt: skip
    elif not facts.certificate_is_in_force:
        yield _no("certificate-not-in-force", _("The certificate is not in force."), s.MARKS,
                  "certificate")  # fmt: skip


def mark_is_licensed(facts: Facts) -> Iterator[Violation]:
    """Artwork is approved only for a client that holds a mark licence.

    Source: ISO/IEC 17021-1:2015, 8.3.1.
    """
    if "mark-licence" not in facts.standing:
        yield _no("no-licence", _("The client holds no mark licence in force."), s.MARKS,
                  "client")  # fmt: skip


def statement_names_all(facts: Facts) -> Iterator[Violation]:
    """A statement on packaging names the client, the system with its standard, and the body.

    Source: ISO/IEC 17021-1:2015, 8.3.3.
    """
    if facts.values.get("use") != PACKAGING:
        return
    text = normalised(str(facts.values.get("statement", "")))
    brand = str(facts.values.get("brand", ""))
    for part, message in (
        ("client", _("The statement does not name the client or its brand.")),
        ("standard", _("The statement does not name the standard.")),
        ("body", _("The statement does not name the certification body.")),
    ):
        names = [*facts.names.get(part, ()), *([brand] if part == "client" else [])]
        if not any(normalised(name) in text for name in names if normalised(name)):
            yield _no(f"statement-{part}", message, s.STATEMENTS, "statement")


def disclosure_has_its_ground(facts: Facts) -> Iterator[Violation]:
    """Nothing is disclosed to others without the client's consent or a provision of law.

    Source: ISO/IEC 17021-1:2015, 8.4.
    """
    ground = facts.values.get("ground")
    if ground == BY_CONSENT and "consent" not in facts.standing:
        yield _no("no-consent", _("The client has given no consent that is in force."),
                  s.CONFIDENTIALITY, "ground")  # fmt: skip
    if ground == BY_LAW and not facts.values.get("provision"):
        yield _no("no-provision", _("Name the provision of law that asks for the disclosure."),
                  s.CONFIDENTIALITY, "provision")  # fmt: skip
    if not facts.values.get("told_on") and not facts.values.get("not_told_because"):
        yield _no("client-not-told", _("Say when the client was told, or which law forbids it."),
                  s.CONFIDENTIALITY, "told_on")  # fmt: skip


def audit_interval_is_proven(facts: Facts) -> Iterator[Violation]:
    """Internal audits are at most twelve months apart; longer only with proof.

    Source: ISO/IEC 17021-1:2015, 10.2.6.
    """
    months = number_of(facts.values, "interval_months")
    most = facts.limits["audit_longest_months"]
    if months > YEAR_MONTHS and not facts.values.get("interval_proof"):
        yield _no("interval-unproven", _("An interval of more than %(months)s months needs proof "
                  "that the system is effective and stable."), s.AUDIT, "interval_proof",
                  months=YEAR_MONTHS)  # fmt: skip
    if not 0 < months <= most:
        yield _no("interval-wrong", _("The next internal audit comes after 1 to %(most)s months."),
                  s.AUDIT, "interval_months", most=most)  # fmt: skip


def auditor_is_not_in_charge(facts: Facts) -> Iterator[Violation]:
    """Nobody audits their own work inside the body.

    Source: ISO/IEC 17021-1:2015, 10.2.6.
    """
    auditor = facts.values.get("auditor")
    if auditor is not None and auditor == facts.values.get("in_charge"):
        yield _no("audits-own-work", _("Internal auditors do not audit their own work."), s.AUDIT,
                  "auditor")  # fmt: skip


def every_client_complies(facts: Facts) -> Iterator[Violation]:
    """A change is finished when every client it concerns was found to comply.

    Source: ISO/IEC 17021-1:2015, 8.5.2.
    """
    if facts.open_recipients:
        yield _no("clients-open", _("%(count)s clients were not yet found to comply."), s.CHANGES,
                  count=facts.open_recipients)  # fmt: skip


def use_has_stopped(facts: Facts) -> Iterator[Violation]:
    """References that go on after suspension or withdrawal become a case of misuse.

    Source: ISO/IEC 17021-1:2015, 8.3.4.
    """
    if facts.values.get("stopped") == "yes-no.no" and "mark-misuse" not in facts.standing:
        yield _no("use-goes-on", _("The use goes on: open a case of misuse first."), s.REFERENCES,
                  "stopped")  # fmt: skip


def marketing_is_apart(facts: Facts) -> Iterator[Violation]:
    """Where joint marketing with a consultancy was found, it is said what was done.

    Source: ISO/IEC 17021-1:2015, 5.2.9.
    """
    if facts.values.get("found_joint") == "yes-no.yes" and not facts.values.get("action"):
        yield _no("joint-marketing", _("Say what was done about the joint marketing."),
                  s.clause("5.2.9"), "action")  # fmt: skip


ON_OPENING: Mapping[str, tuple[Rule, ...]] = {
    "liability-cover": (cover_is_something,),
    "mark-licence": (certificate_stands,),
    "artwork": (certificate_stands, mark_is_licensed, statement_names_all),
    "disclosure": (disclosure_has_its_ground,),
    "committee-advice": (advice_is_answered,),
}
"""Beside the days, which every record is asked about."""

ON_COMPLETION: Mapping[str, tuple[Rule, ...]] = {
    "finance-evaluation": (shares_add_up,),
    "marketing-review": (marketing_is_apart,),
    "committee-meeting": (committee_is_balanced,),
    "internal-audit": (audit_interval_is_proven, auditor_is_not_in_charge),
    "change-announcement": (every_client_complies,),
    "stop-use-check": (use_has_stopped,),
}


def opening_obstacles(facts: Facts) -> Iterator[Violation]:
    """Everything that forbids opening a record of this kind with these values.

    Source: the clauses of the rules of the kind.
    """
    for rule in (not_in_the_future, ends_after_it_begins, *ON_OPENING.get(facts.kind, ())):
        yield from rule(facts)


def completion_obstacles(facts: Facts) -> Iterator[Violation]:
    """Everything that forbids recording a task of this kind as done with these values.

    Source: the clauses of the rules of the kind.
    """
    for rule in (not_in_the_future, *ON_COMPLETION.get(facts.kind, ())):
        yield from rule(facts)
