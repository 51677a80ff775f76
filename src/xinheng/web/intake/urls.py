"""Addresses of the pages of applications, offers and changes."""

from django.urls import path

from xinheng.web.acts import urls_of
from xinheng.web.intake import listing, views
from xinheng.web.intake.pages import PAGES

app_name = "intake"
urlpatterns = [
    path("applications/", listing.listing, name="list"),
    path("applications/start/", views.start, name="start"),
    path("applications/workbook/", views.template, name="template"),
    path("applications/<int:application_id>/", views.edit, name="edit"),
    path("applications/<int:application_id>/draft/", views.autosave, name="autosave"),
    path("applications/<int:application_id>/workbook/", views.workbook, name="workbook"),
    path("prices/", views.prices, name="prices"),
    *urls_of(PAGES),
]
