"""The words used of the rulebook and of what a body enters into it."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class AmendmentKind(Named):
    """What is entered into the rulebook."""

    EDITION = "edition", _("New edition")
    CORRECTION = "correction", _("Correction")
    CHOICE = "choice", _("Choice of a value")


class AmendmentState(Named):
    """Where an entry into the rulebook stands."""

    PROPOSED = "proposed", _("Waits for a second person")
    APPROVED = "approved", _("Entered")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken-back", _("Taken back")


class RuleKind(Named):
    """What stands in the register of rules."""

    TABLE = "table", _("Table")
    SETTINGS = "settings", _("Settings")
    LIST = "list", _("List")


class Checked(Named):
    """How far a number was checked, as its mark says it."""

    CONFIRMED = "confirmed", _("Confirmed by the rule owner")
    TWICE = "verified-2+", _("Two sources agree")
    ONCE = "verified-1", _("One source only")
    CONFLICT = "conflict", _("Sources disagree")
    PRACTICE = "cb-practice", _("Practice of the body, not a rule")
    MEMORY = "from memory, unverified", _("Unverified")
    ABSENT = "not found", _("No source found")


def checked(status: str) -> Checked:
    """The word for a status; a status nobody knows is unverified."""
    for word in Checked:
        if status.startswith(word.value):
            return word
    return Checked.MEMORY
