"""A server on a database of its own, with a body set up; and what is checked afterwards."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from tests.hard_knocks.server import ROOT, Server
from tests.journeys.body import Body

SET_UP = "from tests.journeys import body; body.main()"
# The act of looking through a file writes one entry for each record.
MANY_ENTRIES = ("decisions.mark-item",)
# A draft is no record yet; saving it writes none.
NO_ENTRY = ("intake.save-draft",)
STANDING = """
import json
from collections import Counter
from tests.journeys.checks import faults
from xinheng.apps.journal import queries
names = Counter(line.act for line in queries.latest(limit=10**6))
print(json.dumps({"faults": faults(), "names": names}))
"""
MOVED = "tests.journeys.moved_clock:application"


def make(
    place: Path, *, database: str = "", environment: dict[str, str] | None = None
) -> tuple[Server, Body]:
    """A server with a fresh body, not started yet."""
    place.mkdir(parents=True, exist_ok=True)
    given = {
        "JOURNEY_CLOCK": str(place / "clock"),
        "DATABASE_URL": database or f"sqlite:///{place / 'xinheng.sqlite3'}",
        **(environment or {}),
    }
    server = Server(place, application=MOVED, environment=given)
    manage = [sys.executable, "-m", "django"]
    for words in (["migrate", "-v", "0"], ["createcachetable"]):
        subprocess.run([*manage, *words], env=server.environment, cwd=ROOT, check=True)
    return server, Body(**json.loads(server.python(SET_UP)))


def copied(template: Path, place: Path, body: Body, **more: Any) -> tuple[Server, Body]:
    """A server on a copy of a SQLite body that was set up before."""
    shutil.copytree(template, place)
    environment = {
        "JOURNEY_CLOCK": str(place / "clock"),
        "DATABASE_URL": f"sqlite:///{place / 'xinheng.sqlite3'}",
    }
    return Server(place, environment=environment, **{"application": MOVED, **more}), body


def counts(server: Server) -> Counter[str]:
    """How many entries of each act stand in the journal."""
    return Counter(json.loads(server.python(STANDING))["names"])


def wrong(server: Server, before: Counter[str], acknowledged: list[str]) -> list[str]:
    """What is not as it was acknowledged, and every other fault.

    Args:
        before: the counts of the journal before the robot began.
    """
    found = json.loads(server.python(STANDING))
    faults = list(found["faults"])
    stands = Counter(found["names"])
    for name, number in Counter(acknowledged).items():
        if name in NO_ENTRY:
            continue
        new = stands[name] - before[name]
        if new != number and (name not in MANY_ENTRIES or new < number):
            faults.append(f"{name}: acknowledged {number}, stands {new}")
    return faults


def fresh_postgres() -> str:
    """The address of a new database beside the one of DATABASE_URL; empty without one."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return ""
    import psycopg

    name = f"knocks_{uuid.uuid4().hex[:8]}"
    head, _, options = url.partition("?")
    host = dict(part.split("=", 1) for part in options.split("&") if part).get("host")
    user = head.split("//", 1)[1].split("@")[0]
    with psycopg.connect(host=host, user=user, dbname="postgres", autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"')
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")
