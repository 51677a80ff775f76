"""Addresses of the pages on what a change of rules moves."""

from django.urls import path

from xinheng.web.rulechange import views

app_name = "rulechange"
urlpatterns = [
    path("rules/effects/", views.report, name="report"),
    path("rules/effects/<int:report_id>/", views.effects, name="effects"),
    path("rules/effects/<int:report_id>/move/", views.move, name="move"),
    path("rules/effects/<int:report_id>/<int:effect_id>/", views.effect, name="effect"),
]
