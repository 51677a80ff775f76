"""Addresses of the pages of waivers."""

from django.urls import path

from xinheng.web.waivers import views

app_name = "waivers"
urlpatterns = [
    path("waivers/", views.listing, name="list"),
    path("waivers/rules/", views.rules, name="rules"),
    path("waivers/ask/", views.ask, name="ask"),
    path("waivers/<str:waiver>/", views.one, name="waiver"),
    path("waivers/<str:waiver>/<slug:verb>/", views.answer, name="answer"),
]
