"""The words used of the body's own relations and of threats to its impartiality."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class RelationKind(Named):
    """How another entity is related to the body."""

    SHAREHOLDER = "shareholder", _("Shareholder")
    PARENT = "parent", _("Parent company")
    SUBSIDIARY = "subsidiary", _("Subsidiary")
    SAME_CONTROL = "same-control", _("Under the same control")
    CONSULTANCY = "related-consultancy", _("Related consultancy")
    AGENT = "agent", _("Agent or branch partner")


class ServiceKind(Named):
    """What was done for a client beside certification."""

    CONSULTANCY = "service-consultancy", _("Consultancy on the management system")
    INTERNAL_AUDIT = "service-internal-audit", _("Internal audits for the client")
    VALUE_ADDED = "service-value-added", _("Value-added service to the client")
    TESTING = "service-testing", _("Testing or inspection")


class ThreatKind(Named):
    """What threatens impartiality."""

    VALUE_ADDED = "threat-value-added", _("Value-added service")
    CONFLICT = "threat-conflict", _("Conflict found after the assignment")
    INCOME = "threat-income", _("Large share of income")
    OTHER = "threat-other", _("Other threat")


class ThreatState(Named):
    """Where a threat stands."""

    OPEN = "threat-open", _("To be assessed")
    ACCEPTABLE = "threat-acceptable", _("Acceptable with its treatment")
    UNACCEPTABLE = "threat-unacceptable", _("Not acceptable")


class LimitKey(Named):
    """A limit of impartiality that the body sets for itself. Nought switches it off."""

    ROTATION_AUDITS = "rotation_audits", _("Audits in a row led by the same leader")
    ROTATION_YEARS = "rotation_years", _("Years in a row led by the same leader")
    INCOME_PERCENT = "income_share_percent", _("Share of a year's income from one party, per cent")
