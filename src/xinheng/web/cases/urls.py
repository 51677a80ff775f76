"""Addresses of the pages of cases."""

from django.urls import path

from xinheng.web.acts import urls_of
from xinheng.web.cases import views
from xinheng.web.cases.pages import PAGES

app_name = "cases"
urlpatterns = [
    path("cases/", views.listing, name="list"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/trace/", views.trace, name="trace"),
    path("cases/<str:number>/parts/<slug:room>/", views.part, name="part"),
    *urls_of(PAGES),
]
