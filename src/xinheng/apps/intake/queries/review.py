"""Questions of the application review: what stands in the way of accepting."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from xinheng.apps.cases import queries as cases
from xinheng.apps.cases.queries import CaseView
from xinheng.apps.clients import queries as clients
from xinheng.apps.impartiality import queries as impartiality
from xinheng.apps.intake.models import Application
from xinheng.apps.intake.queries import draft as drafts
from xinheng.apps.intake.queries.applications import asked_of
from xinheng.apps.people import queries as people
from xinheng.core.cases.steps import Step
from xinheng.core.intake import acts
from xinheng.core.intake.application import applicant_facts
from xinheng.core.intake.lifecycle import APPLICATION, NoFacts
from xinheng.core.intake.prerequisites import prerequisites_missing
from xinheng.core.intake.review import auditors_too_few, competence_lacking, reviewer_problems
from xinheng.core.intake.words import ApplicationState
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Violation


def accept_obstacles(
    row: Application,
    case: CaseView,
    *,
    by: Actor,
    on: date,
    declared: Mapping[str, object] | None = None,
) -> tuple[Violation, ...]:
    """Everything that stands in the way of accepting an application.

    Args:
        declared: what the reviewer declares of the body's own services to the client,
            by the names of `ApplicantFacts`.
    """
    asked = asked_of(case)
    abilities = people.abilities(case.scheme_keys, on=on)
    bonds = people.bonds(by.person_id, case.organisation_id)
    files = drafts.usable_files(row.draft, [case.organisation_id])
    found = [
        *acts.ACCEPT.duty_obstacles(by, case.where),
        *_moves(row, "accept", by=by),
        *cases.obstacles_to(case, Step.APPLICATION_REVIEWED),
        *people.exclusions(by.person_id, on),
        *prerequisites(row, case, on=on, declared=declared or {}),
        *impartiality.certifying_obstacles(case.organisation_id, on, case_id=case.id),
        *drafts.content_problems(row.draft, files=files, on=on),
        *competence_lacking(asked, abilities),
        *reviewer_problems(asked, abilities, bonds, person_id=by.person_id, on=on),
    ]
    return without_repeats(found)


def few_auditors(case: CaseView, *, on: date) -> tuple[str, ...]:
    """The scope codes of a case for which the body has fewer auditors than it should."""
    return auditors_too_few(asked_of(case), people.abilities(case.scheme_keys, on=on))


def prerequisites(
    row: Application, case: CaseView, *, on: date, declared: Mapping[str, object]
) -> Iterator[Violation]:
    """What the rules of acceptance miss, for each scheme, on the day of application."""
    applied_on = drafts.day_of(row.submitted_at) if row.submitted_at else on
    own = clients.organisation(case.organisation_id)
    for scheme in case.scheme_keys:
        facts = applicant_facts(row.draft, scheme, on=applied_on)
        facts = replace(
            facts,
            own_bars=clients.bars_of(case.organisation_id, scheme),
            is_certification_body=facts.is_certification_body or own.is_certification_body,
            **declared,  # type: ignore[arg-type]
        )
        yield from prerequisites_missing(facts)


def _moves(row: Application, move: str, *, by: Actor) -> Iterator[Violation]:
    """What the table of moves says, but for the duty, which the act itself asks for."""
    state = ApplicationState(row.state)
    for found in APPLICATION.obstacles(move, origin=state, by=by, facts=NoFacts()):
        if found.code != "duty-missing":
            yield found


def move_obstacles(row: Application, move: str, *, by: Actor) -> tuple[Violation, ...]:
    """What stands in the way of a move in the life of an application."""
    return tuple(_moves(row, move, by=by))


def without_repeats(found: list[Violation]) -> tuple[Violation, ...]:
    """Each reason once, though several schemes give it."""
    kept: dict[object, Violation] = {}
    for violation in found:
        kept.setdefault((violation.code, violation.field, str(violation.facts)), violation)
    return tuple(kept.values())
