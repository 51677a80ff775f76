"""Addresses of the pages of the journal."""

from django.urls import path

from xinheng.web.journal import views

app_name = "journal"
urlpatterns = [
    path("journal/", views.listing, name="list"),
    path("journal/verify/", views.verify, name="verify"),
    path("journal/<int:idx>/", views.entry, name="entry"),
    path("journal/<int:idx>/proof", views.proof, name="proof"),
]
