"""What the journal says in sentences: every act's kind, found by its name."""

from django.utils.translation import gettext

from xinheng.apps.journal.queries import Line
from xinheng.core import census
from xinheng.front.wording import fill, said
from xinheng.front.words_said import word_for


def what_was_done(line: Line) -> str:
    """What an entry says was done, without who did it, in the reader's language."""
    kind = census.act_named(line.act)
    if kind is None:
        return gettext("did something this version does not know (%(act)s)") % {"act": line.act}
    room = line.act.partition(".")[0]
    facts = {name: word_for(name, value, room) for name, value in line.facts.items()}
    try:
        return fill(kind.sentence, facts) + _set_aside(line)
    except KeyError:
        # The words of the entry were erased by law; what kind of act it was remains.
        return said(gettext(kind.title))


def _set_aside(line: Line) -> str:
    """Which waivers the act needed, for the end of its sentence."""
    numbers = line.facts.get("waivers")
    if not isinstance(numbers, list) or not numbers:
        return ""
    return gettext(" (set aside by waiver no. %(numbers)s)") % {"numbers": ", ".join(numbers)}


def title_of(act: str) -> str:
    """What an act is called on its button."""
    kind = census.act_named(act)
    return gettext(kind.title) if kind else act
