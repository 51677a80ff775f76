"""Why is an audit not staffed, what would help, and why was a person not chosen?

The answers are exact for the plan as it stands: everything else stays where it is. They come
from `book`, in plain Python; nothing is searched at random.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from xinheng.core.shared.source import Source
from xinheng.core.shared.violation import Violation
from xinheng.core.shared.wording import mark as _
from xinheng.optim.planning.book import Book, Place, Rule, team_obstacles
from xinheng.optim.planning.checker import COMPETENCE, HOUSE, IMPARTIALITY, TEAM
from xinheng.optim.planning.problem import Assignment, Audit, Auditor, Problem

# What may be set aside when reasons are looked for: first what is easiest to change.
NEGOTIABLE = (
    Rule.WINDOW, Rule.BUSY, Rule.AWAY, Rule.LIMIT, Rule.ORDER, Rule.GROUP,
    Rule.LEAD, Rule.STANDARD, Rule.WOMAN, Rule.CANDIDATE, Rule.EXCLUDED,
)  # fmt: skip
WIDER_DAYS = 10  # how far beyond its window an audit is tried
MOST_REMEDIES, MOST_MOVED = 8, 40

SAID: dict[Rule, tuple[str, Source]] = {
    Rule.WINDOW: (_("No allowed start day is left for %(audit)s."), HOUSE),
    Rule.BUSY: (_("Those who could audit %(audit)s are at other audits in its window."), HOUSE),
    Rule.AWAY: (_("Those who could audit %(audit)s are away in its window."), HOUSE),
    Rule.LIMIT: (_("Those who could audit %(audit)s have reached their monthly limit."), HOUSE),
    Rule.ORDER: (_("The audit that must come before or after %(audit)s leaves no day."), HOUSE),
    Rule.GROUP: (_("The audits that start together with %(audit)s leave no day."), HOUSE),
    Rule.LEAD: (_("Nobody who is free for %(audit)s may lead %(standard)s."), COMPETENCE),
    Rule.STANDARD: (_("The people who are free for %(audit)s do not hold %(standards)s together."),
                    COMPETENCE),
    Rule.WOMAN: (_("No woman is free for %(audit)s."), HOUSE),
    Rule.CANDIDATE: (_("Too few people are candidates for %(audit)s."), TEAM),
    Rule.EXCLUDED: (_("People are excluded from %(audit)s for impartiality."), IMPARTIALITY),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that was tried and helps. `cost`: what the plan's cost would change in all."""

    kind: str
    message: str
    facts: dict[str, object]
    cost: Decimal
    plan: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an audit is not staffed. With `place`, it could be, at no change to anything else."""

    audit: str
    place: Place | None
    reasons: tuple[Violation, ...]
    people: tuple[tuple[str, str, str], ...]
    remedies: tuple[Remedy, ...]


def explain(problem: Problem, plan: Sequence[Assignment], audit_id: str) -> Explanation:
    """The smallest set of rules that keeps an audit unstaffed, and the cheapest remedies tried."""
    audit = problem.audit[audit_id]
    book = Book(problem, (one for one in plan if one.audit != audit_id))
    place = book.cheapest(audit)
    if place is not None:
        return Explanation(audit_id, place, (), (), ())
    reasons = tuple(_said(problem, audit, rule) for rule in smallest_reasons(book, audit))
    remedies = sorted(_remedies(book, audit), key=lambda remedy: remedy.cost)
    return Explanation(
        audit_id, None, reasons, tuple(_people(book, audit)), tuple(remedies[:MOST_REMEDIES])
    )


def smallest_reasons(book: Book, audit: Audit) -> tuple[Rule, ...]:
    """The fewest rules that, set aside together, would let the audit be staffed."""
    for size in range(1, 4):
        for rules in combinations(NEGOTIABLE, size):
            if _would_do(book, audit, frozenset(rules)):
                return rules
    return NEGOTIABLE


def _would_do(book: Book, audit: Audit, aside: frozenset[Rule]) -> bool:
    """Could the audit be staffed with these rules set aside? Cost does not matter."""
    starts = range(book.problem.days - audit.days + 1) if Rule.WINDOW in aside else audit.starts
    everybody = aside & {Rule.CANDIDATE, Rule.EXCLUDED}
    names = list(book.problem.auditor) if everybody else list(audit.candidates)
    for start in starts:
        if any(rule not in aside for rule, _thing in book.day_obstacles(audit, start)):
            continue
        free = [
            book.problem.auditor[who] for who in names
            if all(rule in aside for rule, _thing in book.obstacles(
                audit, book.problem.auditor[who], start))
        ]  # fmt: skip
        if _can_form(audit, free, aside):
            return True
    return False


def _can_form(audit: Audit, free: list[Auditor], aside: frozenset[Rule]) -> bool:
    """Is there a team among these people?"""
    if len(free) < audit.team:
        return False
    brings: dict[tuple[object, ...], list[Auditor]] = {}
    for who in free:
        key = (who.standards & set(audit.standards), audit.lead_standard in who.leads, who.female)
        brings.setdefault(key, []).append(who)
    few = [who for alike in brings.values() for who in alike[: audit.team]]
    return any(
        all(rule in aside for rule in team_obstacles(audit, list(team)))
        for team in combinations(few, audit.team)
    )


def _said(problem: Problem, audit: Audit, rule: Rule) -> Violation:
    message, source = SAID[rule]
    facts: dict[str, object] = {"audit": audit.id}
    if rule is Rule.LEAD:
        facts["standard"] = audit.lead_standard
    if rule is Rule.STANDARD:
        facts["standards"] = audit.standards
    return Violation(f"planning.unstaffed-{rule}", message, source, facts)


def _people(book: Book, audit: Audit) -> Iterator[tuple[str, str, str]]:
    """For every candidate the rule that stands in the way on most days, and with what."""
    for who in audit.candidates:
        count: dict[tuple[str, str], int] = {}
        auditor = book.problem.auditor[who]
        for start in audit.starts:
            for rule, thing in book.obstacles(audit, auditor, start):
                count[rule, thing] = count.get((rule, thing), 0) + 1
        if count:
            most = max(count, key=lambda key: (count[key], key))
            yield who, *most


def _remedies(book: Book, audit: Audit) -> Iterator[Remedy]:
    yield from _wider_window(book, audit)
    yield from _lifted(book, audit)
    yield from _qualified(book, audit)
    yield from _moved(book, audit)


def _remedy(
    book: Book, kind: str, message: str, cost: Decimal, *placed: Assignment, **facts: object
) -> Remedy:
    cost -= book.problem.weights.unstaffed
    others = {one.audit: one for one in (*book.plan.values(), *placed)}
    return Remedy(kind, message, facts, cost, tuple(others.values()))


def _wider_window(book: Book, audit: Audit) -> Iterator[Remedy]:
    """Other days: the client must agree."""
    first, last = audit.starts[0] - WIDER_DAYS, audit.starts[-1] + WIDER_DAYS
    days = [d for d in range(max(0, first), min(book.problem.days - audit.days, last) + 1)
            if d not in audit.starts]  # fmt: skip
    place = book.cheapest(audit, aside=frozenset({Rule.WINDOW}), starts=days)
    if place:
        yield _remedy(
            book, "other-day", _("Start %(audit)s on day %(day)s: ask the client."), place.cost,
            place.assignment, audit=audit.id, day=place.assignment.start,
        )  # fmt: skip


def _lifted(book: Book, audit: Audit) -> Iterator[Remedy]:
    """One person over the monthly limit, or back from leave: the person must agree."""
    told = {
        Rule.LIMIT: ("over-limit", _("Let %(people)s work over the monthly limit on %(audit)s.")),
        Rule.AWAY: ("from-leave", _("Ask %(people)s to give up days off for %(audit)s.")),
        Rule.WOMAN: ("no-woman", _("Ask the client whether %(audit)s may go without a woman.")),
    }
    for rule, (kind, message) in told.items():
        place = book.cheapest(audit, aside=frozenset({rule}))
        if place:
            yield _remedy(
                book, kind, message, place.cost, place.assignment,
                audit=audit.id, people=place.assignment.team,
            )  # fmt: skip


def _qualified(book: Book, audit: Audit) -> Iterator[Remedy]:
    """One candidate more who may lead, or who holds all standards."""
    needs = [
        (Rule.LEAD, "qualify-lead", _("Qualify one of %(people)s to lead %(standard)s.")),
        (Rule.STANDARD, "qualify", _("Qualify one of %(people)s for %(standard)s.")),
    ]
    for rule, kind, message in needs:
        place = book.cheapest(audit, aside=frozenset({rule}))
        if place:
            yield _remedy(
                book, kind, message, place.cost, place.assignment,
                audit=audit.id, people=place.assignment.team, standard=audit.lead_standard,
            )  # fmt: skip


def _moved(book: Book, audit: Audit) -> Iterator[Remedy]:
    """Another audit makes way: it gets another place, found anew."""
    for other in _in_the_way(book, audit)[:MOST_MOVED]:
        old = book.take(other)
        before = _cost_back(book, old)
        place = book.cheapest(audit)
        if place:
            book.put(place.assignment)
            again = book.cheapest(book.problem.audit[other])
            book.take(audit.id)
            if again:
                cost = place.cost + again.cost - before
                yield _remedy(
                    book, "move-another",
                    _("Move %(other)s to day %(day)s with %(people)s, to make way for %(audit)s."),
                    cost, place.assignment, again.assignment, audit=audit.id, other=other,
                    day=again.assignment.start, people=again.assignment.team,
                )  # fmt: skip
        book.put(old)


def _cost_back(book: Book, old: Assignment) -> Decimal:
    """What the assignment costs where it stood."""
    audit = book.problem.audit[old.audit]
    people = [book.problem.auditor[who] for who in old.team]
    held = set().union(*(who.codes for who in people))
    missing = sum(code not in held for code in audit.codes)
    prices = sum((book.price(audit, who, old.start) for who in people), Decimal(0))
    return prices + book.problem.weights.missing_code * missing


def _in_the_way(book: Book, audit: Audit) -> list[str]:
    """Audits that keep candidates busy, those that do so most often first."""
    promised = {one.audit for one in book.problem.promised}
    count: dict[str, int] = {}
    for who in audit.candidates:
        for start in audit.starts:
            for rule, other in book.obstacles(audit, book.problem.auditor[who], start):
                if rule is Rule.BUSY and other not in promised:
                    count[other] = count.get(other, 0) + 1
    tied = {name for name in count if book.followers[name] or book.problem.audit[name].same_start}
    return sorted(count.keys() - tied, key=lambda name: (-count[name], name))


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a person is not in a team: rules, or what the plan would cost more with them."""

    rules: tuple[Violation, ...]
    instead_of: str = ""
    more: Decimal | None = None


def why_not(problem: Problem, plan: Sequence[Assignment], audit_id: str, who: str) -> WhyNot:
    """Why somebody is not in the team of a staffed audit, on the day it is planned for."""
    audit, auditor = problem.audit[audit_id], problem.auditor[who]
    book = Book(problem, plan)
    one = book.take(audit_id)
    rules = tuple(
        _person_said(audit, who, rule, thing)
        for rule, thing in book.obstacles(audit, auditor, one.start)
    )
    if rules or who in one.team:
        return WhyNot(rules)
    now = _cost_back(book, one)
    best: tuple[Decimal, str] | None = None
    for member in one.team:
        team = tuple(sorted({*one.team, who} - {member}))
        people = [problem.auditor[name] for name in team]
        if any(team_obstacles(audit, people)):
            continue
        more = _cost_back(book, replace(one, team=team)) - now
        if best is None or more < best[0]:
            best = (more, member)
    if best is None:
        said = _("With %(auditor)s for anyone of its team, %(audit)s would lack what it needs.")
        facts = {"auditor": who, "audit": audit_id}
        return WhyNot((Violation("planning.team-would-lack", said, COMPETENCE, facts),))
    return WhyNot((), best[1], best[0])


PERSON_SAID: dict[Rule, tuple[str, Source]] = {
    Rule.EXCLUDED: (_("%(auditor)s may not audit %(audit)s, for impartiality."), IMPARTIALITY),
    Rule.CANDIDATE: (_("%(auditor)s is no candidate for %(audit)s."), COMPETENCE),
    Rule.AWAY: (_("%(auditor)s is away on day %(thing)s."), HOUSE),
    Rule.BUSY: (_("%(auditor)s is at %(thing)s on that day."), HOUSE),
    Rule.LIMIT: (_("%(auditor)s has reached the limit of month %(thing)s."), HOUSE),
}


def _person_said(audit: Audit, who: str, rule: Rule, thing: str) -> Violation:
    message, source = PERSON_SAID[rule]
    facts = {"auditor": who, "audit": audit.id, "thing": thing}
    return Violation(f"planning.person-{rule}", message, source, facts)
