"""Addresses of the pages of the library."""

from django.urls import path

from xinheng.web.library import views

app_name = "library"
urlpatterns = [
    path("library/codes/", views.codes, name="codes"),
    path("library/codes/find/", views.find_codes, name="find-codes"),
    path("library/codes/import/", views.import_codes, name="import-codes"),
    path("library/standards/", views.register, name="standards"),
]
