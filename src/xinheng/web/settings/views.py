"""The body, its branches, and what is running."""

import platform
from importlib.metadata import PackageNotFoundError, version

import django
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xinheng.apps.journal import queries as journal
from xinheng.apps.people import queries as people
from xinheng.core.shared.actor import Duty
from xinheng.front.who import Request
from xinheng.web.frame import address_of

ENGINES = {"sqlite3": "SQLite", "postgresql": "PostgreSQL"}


@require_GET
@login_required
def index(request: Request) -> HttpResponse:
    """Who the body is and which version runs. Changes are made by acts of the room of people."""
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    context = {
        "branches": people.branches(),
        "may_administer": request.actor.holds(Duty.ADMINISTER),
        "edit_address": address_of("people:body"),
        "version": _version(),
        "runs_on": f"Django {django.get_version()} · Python {platform.python_version()}",
        "database": ENGINES.get(engine, engine),
        "journal_size": journal.size(),
        "demo": settings.DEMO,
        "second_factor": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "settings/index.html", context)


def _version() -> str:
    try:
        return version("xinheng")
    except PackageNotFoundError:
        return "0.1.0"
