"""The reckonings that anyone may ask for, from a JSON document to the envelope.

Forms: see `docs/how-to/reckon.md`. Labels are in the reader's language.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

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
from xinheng.core.shared.reading import figure_to_json
from xinheng.core.shared.violation import refuse_if
from xinheng.core.shared.wording import mark as _
from xinheng.front.wording import fill
from xinheng.rulebook.audit_time import audit_time_rules
from xinheng.rulebook.programmes import clock_rules, personnel_rules, sampling_rules

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


RECKONINGS: dict[str, Callable[[object, date], Json]] = {
    "audit-time": audit_time,
    "effective-personnel": effective,
    "site-sample": site_sample,
    "integration": integration,
    "due": due_day,
}


def reckon(name: str, document: object, *, today: date) -> Json:
    """Do the reckoning `name`.

    Args:
        document: the question; its `on` says whose rules, else `today`.

    Raises:
        LookupError: no reckoning has this name.
        Refused: understood and refused, with every reason.
        Unreadable: the question cannot be read; says where.
    """
    if name not in RECKONINGS:
        raise LookupError(name)
    on = today
    if isinstance(document, dict) and isinstance(document.get("on"), str):
        on = date.fromisoformat(document["on"])
    answer = RECKONINGS[name](document, on)
    for part in ("figure", "result"):
        if part in answer and isinstance(answer[part], dict):
            answer[part].setdefault("rules_on", on.isoformat())
    return {"ok": True, **answer}
