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


COLUMNS = {
    "key": _("Key"),
    "from": _("From (persons)"),
    "to": _("To (persons)"),
    "days": _("Days"),
    "high": _("High"),
    "medium": _("Medium"),
    "low": _("Low"),
    "limited": _("Limited"),
    "value": _("Value"),
    "unit": _("Unit"),
    "regime": _("Regime"),
    "scheme": _("Scheme"),
    "category": _("Category"),
    "sector": _("Sector"),
    "integration_band": _("Band of integration"),
    "ability_band": _("Band of the team's ability"),
    "reduction_ratio": _("Reduction"),
    "direction": _("Direction"),
    "schemes": _("Schemes"),
    "label": _("English"),
    "label_zh": _("Chinese"),
    "zh": _("Chinese"),
    "en": _("English"),
    "note": _("Note"),
    "choices": _("May be"),
    "least": _("At least"),
    "most": _("At most"),
    "status": _("How far checked"),
    "evidence": _("Evidence"),
    "place": _("Place in the document"),
    "document": _("Document"),
    "edition": _("Edition"),
    "declared": _("Declared"),
    "off": _("Days off"),
    "working": _("Working days"),
    "example_cap_ratio": _("Example of a cap"),
    "cap_status": _("How far the cap is checked"),
    "not_with_personnel_step": _("Not with the personnel step"),
}
"""What the columns of tables are called for people; a column without a word keeps its name."""

UNITS = {
    "auditor-days": _("auditor-days"),
    "ratio": _("ratio"),
    "category": _("category"),
    "days": _("days"),
    "each row names its own": _("each row names its own"),
}
