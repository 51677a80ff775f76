"""What the journal says in sentences: every act's kind, found by its name."""

import importlib
import importlib.util
import pkgutil
from functools import cache

from django.utils.translation import gettext

import xinheng.core
from xinheng.apps.journal.queries import Line
from xinheng.core.shared.act import ActKind
from xinheng.front.wording import fill, said
from xinheng.front.words_said import word_for


@cache
def kinds() -> dict[str, ActKind]:
    """Every kind of act by its name, from `core/<room>/acts.py` of every room."""
    found: dict[str, ActKind] = {}
    for room in pkgutil.iter_modules(xinheng.core.__path__):
        name = f"xinheng.core.{room.name}.acts"
        if room.ispkg and importlib.util.find_spec(name):
            found |= {act.name: act for act in importlib.import_module(name).ACTS}
    return found


def what_was_done(line: Line) -> str:
    """What an entry says was done, without who did it, in the reader's language."""
    kind = kinds().get(line.act)
    if kind is None:
        return gettext("did something this version does not know (%(act)s)") % {"act": line.act}
    facts = {name: word_for(name, value) for name, value in line.facts.items()}
    try:
        return fill(kind.sentence, facts)
    except KeyError:
        # The words of the entry were erased by law; what kind of act it was remains.
        return said(gettext(kind.title))


def title_of(act: str) -> str:
    """What an act is called on its button."""
    kind = kinds().get(act)
    return gettext(kind.title) if kind else act
