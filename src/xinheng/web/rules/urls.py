"""Addresses of the register of rules. Looking is open to anybody; entering is not."""

from django.urls import path

from xinheng.web.rules import doing, views

app_name = "rules"
urlpatterns = [
    path("rules/", views.listing, name="list"),
    path("rules/changes/", views.changes, name="changes"),
    path("rules/entries/", views.entries, name="entries"),
    path("rules/entries/<int:amendment_id>/", views.entry, name="entry"),
    path("rules/enter/", doing.propose, name="propose"),
    path("rules/choose/", doing.choose, name="choose"),
    path("rules/confirm/", doing.confirm, name="confirm"),
    path("rules/confirmations/<int:confirmation_id>/end/", doing.unconfirm, name="unconfirm"),
    path("rules/entries/<int:amendment_id>/<str:verb>/", doing.answer, name="answer"),
    path("rules/<str:rule_id>/", views.rule, name="rule"),
    path("rules/<str:rule_id>/layout.csv", views.layout, name="layout"),
]
