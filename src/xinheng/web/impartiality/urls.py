"""Addresses of the pages of impartiality."""

from django.urls import path

from xinheng.web.impartiality import views

app_name = "impartiality"
urlpatterns = [
    path("impartiality/", views.index, name="list"),
    path("impartiality/threats/", views.threats, name="threats"),
    path("impartiality/threats/<int:threat_id>/", views.threat, name="threat"),
    path("impartiality/income/", views.income, name="income"),
    path("impartiality/income/import/", views.import_income, name="import-income"),
    path("impartiality/acts/<slug:verb>/", views.act, name="act"),
]
