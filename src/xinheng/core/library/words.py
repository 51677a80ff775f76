"""The words used of the catalogue of services."""

from xinheng.core.shared.wording import Named
from xinheng.core.shared.wording import mark as _


class OfferingKind(Named):
    """What kind of service the body offers. Source: catalogue M-05, M-08."""

    MANAGEMENT_SYSTEM = "management-system", _("Management system certification")
    SERVICE = "service", _("Service certification")
    PRODUCT = "product", _("Product certification")
    INSPECTION = "inspection", _("Inspection and verification")
    VALUE_ADDED = "value-added", _("Value-added service")
    CONSULTANCY = "consultancy", _("Consultancy")
