"""Addresses of the pages of persons."""

from django.urls import path

from xinheng.web.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.listing, name="list"),
    path("people/me/", views.me, name="me"),
    path("people/me/notices/read/", views.read_notices, name="read-notices"),
    path("people/acts/<slug:verb>/", views.act, name="act"),
    path("people/<int:person_id>/", views.person, name="person"),
]
