"""How commands read their input and say what came of it.

Exit codes: 0 done, 2 the input cannot be read, 3 understood and refused.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click
from django.db import DatabaseError
from django.utils import translation

from xinheng import clock
from xinheng.apps.people import queries as people
from xinheng.core.shared.actor import Actor
from xinheng.core.shared.violation import Refused, Violation
from xinheng.front.no_room import NO_ROOM, is_no_room
from xinheng.front.wording import said, sentence

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--lang zh|en`."""
    chosen = click.option("--lang", type=click.Choice(sorted(LANGUAGES)), default="zh")
    return chosen(command)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak this language; turn a refusal into exit code 3 with every reason."""
    with translation.override(LANGUAGES[lang]):
        try:
            yield
        except Refused as refusal:
            show({"ok": False, "violations": [violation_json(v) for v in refusal.violations]})
            sys.exit(3)
        except (OSError, DatabaseError) as error:
            if not is_no_room(error):
                raise
            show({"ok": False, "violations": [violation_json(NO_ROOM)]})
            sys.exit(3)


def violation_json(violation: Violation) -> dict[str, object]:
    """One violation in the form of the envelope."""
    return {
        "code": violation.code,
        "message": sentence(violation),
        "source": {"document": violation.source.document, "place": violation.source.place},
        "facts": {name: said(value) for name, value in violation.facts.items()},
    }


def read_json(file: str) -> Any:
    """The JSON document of `--file F`, or of standard input for `-`."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        return json.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        unreadable(f"{file}: {error}")
    except json.JSONDecodeError as error:
        unreadable(f"{file}: line {error.lineno}, column {error.colno}: {error.msg}")


def person_of(username: str) -> Actor:
    """Who acts or asks, with today's duties."""
    person_id = people.person_called(username)
    if person_id is None:
        unreadable(f"nobody signs in as {username}")
    return people.actor_of(person_id, on=clock.today())


def unreadable(why: str) -> NoReturn:
    """The input cannot be read: one line on standard error, exit code 2."""
    click.echo(why, err=True)
    sys.exit(2)


def show(document: object) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))
