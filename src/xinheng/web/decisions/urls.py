"""Addresses of the pages of review and decision."""

from django.urls import path

from xinheng.web.acts import urls_of
from xinheng.web.decisions import views
from xinheng.web.decisions.pages import PAGES

app_name = "decisions"
urlpatterns = [path("decisions/", views.listing, name="list"), *urls_of(PAGES)]
