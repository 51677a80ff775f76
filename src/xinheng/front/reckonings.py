"""The reckonings that anyone may ask for, from a JSON document to the envelope.

Forms: see `docs/how-to/reckon.md`. Labels are in the reader's language.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from xinheng.core.grading.service import grade, scores_from_json
from xinheng.core.programmes.audit_time import reckon_audit_time
from xinheng.core.programmes.clocks import due
from xinheng.core.programmes.codec import request_from_json, result_to_json
from xinheng.core.programmes.deadline import Due
from xinheng.core.programmes.integration import (
    integration_problems,
    integration_reduction,
    team_ability,
)
from xinheng.core.programmes.personnel import effective_personnel
from xinheng.core.programmes.questions import (
    due_from_json,
    due_to_json,
    integration_from_json,
    personnel_from_json,
    sample_from_json,
)
from xinheng.core.programmes.sampling import sample_size
from xinheng.core.shared.figure import Figure
from xinheng.core.shared.reading import (
    Unreadable,
    figure_to_json,
    read_count,
    read_day,
    source_to_json,
)
from xinheng.core.shared.violation import Refused, Violation, refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.core.staffing.matching import match, matching_problems
from xinheng.core.staffing.matching_json import (
    matching_figure,
    matching_from_json,
    matching_to_json,
)
from xinheng.core.sustainability.carbon import activity_from_json, emission
from xinheng.core.workspace.risk import (
    FIVE_LEVEL,
    FOUR_COLOUR,
    lec,
    lec_from_json,
    matrix_from_json,
    matrix_risk,
)
from xinheng.front.wording import fill, said
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.carbon import carbon_rules
from xinheng.rulebook.known import NoRuleSet, as_known, one_rule_set, rules_known
from xinheng.rulebook.loader import TableNotYetInForce
from xinheng.rulebook.programmes import clock_rules, personnel_rules, sampling_rules
from xinheng.rulebook.risk import lec_rules, matrix_rules
from xinheng.rulebook.service import scoring_rules

Json = dict[str, Any]
PROVISIONAL = _("Provisional: the days off of %(years)s have not been declared yet.")


def _said(figure: Figure) -> Json:
    document = figure_to_json(figure)
    for told, line in zip(document["working"], figure.working, strict=True):
        told["label"] = fill(line.label, line.facts)
    return document


def audit_time(document: object, _on: date) -> Json:
    """Audit time in auditor-days. Raises Refused or Unreadable."""
    request = request_from_json(document)
    result = reckon_audit_time(request, audit_time_rules(request.on))
    answer = result_to_json(result)
    answer["figure"]["working"] = _said(result.figure)["working"]
    return answer


def effective(document: object, on: date) -> Json:
    """Effective number of personnel."""
    groups = personnel_from_json(document)
    return {"figure": {**_said(effective_personnel(groups, personnel_rules(on)))}}


def site_sample(document: object, on: date) -> Json:
    """Sites to visit, without the central function."""
    request = sample_from_json(document)
    return {"figure": _said(sample_size(request, sampling_rules(on)))}


def integration(document: object, on: date) -> Json:
    """What is taken off for an integrated audit, as a ratio of the sum."""
    asked = integration_from_json(document)
    refuse_if(integration_problems(asked))
    rules = audit_time_rules(on)
    figure = integration_reduction(asked, rules.grid, rules.integration_limit)
    answer: Json = {"figure": _said(figure)}
    if asked.team is not None:
        ability = team_ability(asked.standards, asked.team)
        answer["result"] = {"team_ability": f"{float(ability):.4f}"}
    return answer


def due_day(document: object, on: date) -> Json:
    """A day on which something falls due, with its consequence."""
    asked = due_from_json(document)
    found: Due = due(
        asked.rule,
        regimes=asked.regimes,
        days=asked.days,
        rules=clock_rules(asked.on or on),
        months=asked.months,
    )
    result = due_to_json(found)
    result["consequence"] = fill(found.consequence, {})
    if found.provisional:
        years = ", ".join(str(year) for year in found.provisional)
        result["note"] = fill(PROVISIONAL, {"years": years})
    for told, step in zip(result["working"], found.working, strict=True):
        told["label"] = fill(step.label, step.facts)
    return {"result": result}


def star(document: object, on: date) -> Json:
    """The score of after-sales service, and its level."""
    found = grade(scores_from_json(document), scoring_rules(on))
    return {"figure": _said(found.figure), "result": {"level": found.level}}


def lec_score(document: object, on: date) -> Json:
    """D of the LEC method; its level on the scale of five, and of four colours."""
    found = lec(lec_from_json(document), lec_rules(on))
    five, four = found.levels[FIVE_LEVEL], found.levels[FOUR_COLOUR]
    return {
        "figure": _said(found.figure),
        "result": {
            "level": str(five.number),
            "label": said(five.name),
            "four_colour": {"level": str(four.number), "label": said(four.name)},
        },
    }


def risk_matrix(document: object, on: date) -> Json:
    """The score and the level of a cell of the body's risk matrix."""
    likelihood, severity = matrix_from_json(document)
    figure, level = matrix_risk(likelihood, severity, matrix_rules(on))
    return {"figure": _said(figure), "result": {"level": said(level)}}


def carbon(document: object, on: date) -> Json:
    """Greenhouse gas of an activity, with the row of the table that was used."""
    found = emission(activity_from_json(document), carbon_rules(on))
    used = found.used
    return {
        "figure": _said(found.figure),
        "result": {
            "factor": used.name,
            "value": str(used.value),
            "unit": used.unit,
            "gas": used.gas,
            "gwp": used.gwp or None,
            "data_year": used.year,
            "region": used.region or None,
            "licence": used.licence,
            "source": source_to_json(used.source),
        },
    }


def matching(document: object, _on: date) -> Json:
    """The matching degree of one scheme and code, with X, Y, capacity and drivers."""
    asked = matching_from_json(document)
    refuse_if(matching_problems(asked.auditors, asked.projects))
    found = match(asked.auditors, asked.projects, asked.form)
    figure = _said(matching_figure(asked, found))
    result = matching_to_json(asked, found)
    return {"figure": figure, "result": {**result, "working": figure["working"]}}


RECKONINGS: dict[str, Callable[[object, date], Json]] = {
    "audit-time": audit_time,
    "effective-personnel": effective,
    "site-sample": site_sample,
    "integration": integration,
    "due": due_day,
    "star": star,
    "lec": lec_score,
    "risk-matrix": risk_matrix,
    "carbon": carbon,
    "matching": matching,
}


def reckon(name: str, document: object, *, today: date) -> Json:
    """Do the reckoning `name`.

    Args:
        document: the question; its `on` says whose rules, else `today`, and its
            `rules_known` as known in which rule set, else what is known now. The answer
            says both, so that a figure of then can be reckoned again.

    Raises:
        LookupError: no reckoning has this name.
        Refused: understood and refused, with every reason.
        Unreadable: the question cannot be read; says where.
    """
    if name not in RECKONINGS:
        raise LookupError(name)
    on = today
    if isinstance(document, dict) and document.get("on") is not None:
        on = read_day(document["on"], "on")
    try:
        with _as_asked(document):
            answer = RECKONINGS[name](_without_known(document), on)
            known = rules_known()
    except TableNotYetInForce as early:
        raise Refused([_too_early(early)]) from early
    except NoRuleSet as absent:
        raise Unreadable("rules_known", f"there is no {absent}") from absent
    for part in ("figure", "result"):
        if part in answer and isinstance(answer[part], dict):
            answer[part].setdefault("rules_on", on.isoformat())
            answer[part].setdefault("rules_known", known)
    return {"ok": True, **answer}


def _as_asked(document: object) -> AbstractContextManager[None]:
    """The rule set the question asks for, or the newest one."""
    asked = document.get("rules_known") if isinstance(document, dict) else None
    return one_rule_set() if asked is None else as_known(read_count(asked, "rules_known"))


def _without_known(document: object) -> object:
    if not isinstance(document, dict):
        return document
    return {name: value for name, value in document.items() if name != "rules_known"}


def _too_early(early: TableNotYetInForce) -> Violation:
    return Violation(
        code="rules.not-in-force",
        message=_("No edition of “%(table)s” was in force on %(on)s; the first is of %(first)s."),
        source=early.table.versions[0].source,
        facts={
            "table": early.table.key,
            "on": early.day.isoformat(),
            "first": early.first.isoformat(),
        },
        field="on",
    )
