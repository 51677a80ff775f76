"""Addresses of the pages of this staircase."""

from django.urls import URLPattern, URLResolver, path

from xinheng.web.acts import urls_of
from xinheng.web.audits import views
from xinheng.web.audits.pages import PAGES

app_name = "audits"
urlpatterns: list[URLPattern | URLResolver] = [
    path("audits/withdrawals/", views.withdrawals, name="withdrawals"),
    path("audits/papers/<int:file_id>/", views.paper, name="paper"),
    *urls_of(PAGES),
]
