"""Addresses of the pages of clients."""

from django.urls import path

from xinheng.web.clients import views

app_name = "clients"
urlpatterns = [
    path("clients/", views.listing, name="list"),
    path("clients/find/", views.find, name="find"),
    path("regions/find/", views.find_regions, name="find-regions"),
    path("clients/register/", views.register, name="register"),
    path("clients/<int:organisation_id>/", views.one, name="client"),
    path("clients/<int:organisation_id>/amend/", views.amend, name="amend"),
    path("clients/<int:organisation_id>/sites/add/", views.add_site, name="add-site"),
    path(
        "clients/<int:organisation_id>/sites/<int:site_id>/close/",
        views.close_site,
        name="close-site",
    ),
]
