"""Calculators that anybody may use: nobody signs in and nothing is kept."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xinheng import clock
from xinheng.core.shared.reading import Unreadable
from xinheng.core.shared.violation import Refused
from xinheng.front.reckonings import Json, reckon
from xinheng.web.calculators.audit_time import AuditTime
from xinheng.web.calculators.form import Calculator
from xinheng.web.calculators.matching import MatchingDegree
from xinheng.web.calculators.programmes import DueDay, Personnel, SiteSample, Together
from xinheng.web.calculators.scores import Carbon, Lec, RiskMatrix, Star

CALCULATORS: tuple[type[Calculator], ...] = (
    AuditTime, Personnel, SiteSample, Together, DueDay, Star, Lec, RiskMatrix, Carbon,
    MatchingDegree,
)  # fmt: skip
BY_NAME = {calculator.name: calculator for calculator in CALCULATORS}
MOST_QUERY = 6000  # characters of a link that still travels everywhere


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """The calculators."""
    return render(request, "calculators/list.html", {"calculators": CALCULATORS})


@require_GET
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One calculator: its form, and the answer with its derivation once it was asked."""
    if name not in BY_NAME:
        raise Http404
    if len(request.META.get("QUERY_STRING", "")) > MOST_QUERY:
        context = {"calculator": BY_NAME[name], "most": MOST_QUERY}
        return render(request, "calculators/too_long.html", context, status=414)
    form = BY_NAME[name](request.GET, today=clock.today())
    answer = _answer(form) if form.shows_errors and form.is_valid() else None
    context = {"form": form, "calculator": BY_NAME[name], "answer": answer}
    if answer is not None:
        known = (answer.get("figure") or answer["result"])["rules_known"]
        context |= {
            "working": (answer.get("figure") or answer["result"])["working"],
            "told": form.told(answer.get("result", {})),
            "link": request.build_absolute_uri(f"{request.path}?{form.link(known)}"),
            "question": json.dumps(
                form.question() | {"rules_known": known}, ensure_ascii=False, indent=1
            ),
        }
    status = 422 if form.shows_errors and form.errors else 200
    return render(request, "calculators/one.html", context, status=status)


def _answer(form: Calculator) -> Json | None:
    """The answer, or nothing when the reasons were put beside the fields."""
    try:
        return reckon(form.name, form.question(), today=form.today)
    except Refused as refusal:
        form.refuse(refusal.violations)
    except Unreadable as error:
        form.add_error(form.field_at(error.place), error.why)
    return None
