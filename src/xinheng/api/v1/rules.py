"""The register of rules, to be looked into by anybody: in force, one rule, what changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import HttpError

from xinheng import clock
from xinheng.api.errors import Problem
from xinheng.front import rules_told
from xinheng.front.who import Request
from xinheng.rulebook.known import NoRuleSet, as_known, rules_known
from xinheng.rulebook.loader import NotYetInForce
from xinheng.rulebook.register import NoRule

router = Router(tags=["rules"], auth=None)
ANSWERS: dict[int, Any] = {200: dict[str, Any], 404: Problem, 422: Problem}


@router.get("", response=ANSWERS)
def listed(request: Request, on: date | None = None, known: int | None = None) -> dict[str, Any]:
    """Everything in force on a day (today), with edition, unit, source and status."""
    return _answer(lambda: rules_told.listed(on or clock.today()), known)


@router.get("/diff", response=ANSWERS)
def changed(
    request: Request, first: date, second: date, known: int | None = None
) -> dict[str, Any]:
    """What changed between two days, row by row."""
    return _answer(lambda: rules_told.changed(first, second), known)


@router.get("/{rule_id}", response=ANSWERS)
def shown(
    request: Request, rule_id: str, on: date | None = None, known: int | None = None
) -> dict[str, Any]:
    """One rule: a table, an edition (md5_qms@2023-06-14), a row (…#626, encoded) or a list."""
    return _answer(lambda: rules_told.shown(rule_id, on), known)


def _answer(ask: Callable[[], dict[str, Any]], known: int | None) -> dict[str, Any]:
    try:
        with as_known(rules_known() if known is None else known):
            return ask()
    except NoRule as error:
        raise HttpError(404, _("There is no such rule.")) from error
    except NoRuleSet as error:
        raise HttpError(404, _("There is no such rule set.")) from error
    except NotYetInForce as error:
        raise HttpError(404, _("No rule is in force on this day.")) from error
