"""Addresses of the pages of this staircase."""

from django.urls import URLPattern, URLResolver, path

from xinheng.web.acts import urls_of
from xinheng.web.findings import views
from xinheng.web.findings.pages import PAGES

app_name = "findings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("findings/", views.listing, name="list"),
    path("findings/report-template/", views.template, name="template"),
    path("cases/<str:number>/findings/report.docx", views.word, name="report-docx"),
    path("cases/<str:number>/findings/report.pdf", views.pdf, name="report-pdf"),
    path("cases/<str:number>/findings/report/autosave/", views.autosave, name="autosave"),
    *urls_of(PAGES),
]
