"""Which address belongs to which staircase."""

from django.urls import include, path
from django.views.i18n import set_language

from xinheng.api.view import api

STAIRCASES = [
    "cases",
    "intake",
    "programmes",
    "calendar",
    "staffing",
    "scheduling",
    "audits",
    "findings",
    "decisions",
    "certificates",
    "governance",
    "rulechange",
    "registry",
    "calculators",
    "people",
    "clients",
    "library",
    "obligations",
    "impartiality",
    "waivers",
    "rules",
    "documents",
    "journal",
    "settings",
    "signin",
]

urlpatterns = [
    path("", include("xinheng.web.desk.urls")),
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    path("api/v1/", api.urls),
    *(path("", include(f"xinheng.web.{name}.urls")) for name in STAIRCASES),
]
handler403 = "xinheng.web.errors.denied"
handler404 = "xinheng.web.errors.not_found"
handler500 = "xinheng.web.errors.broken"
