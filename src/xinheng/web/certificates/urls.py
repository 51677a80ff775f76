"""Addresses of the pages of certificates."""

from django.urls import path

from xinheng.web.acts import urls_of
from xinheng.web.certificates import numbers, views
from xinheng.web.certificates.pages import PAGES

app_name = "certificates"
urlpatterns = [
    path("certificates/", views.listing, name="list"),
    path("certificates/today/", views.today, name="today"),
    path("certificates/numbers/", numbers.numbers, name="numbers"),
    path("certificates/bundle/", views.bundle, name="bundle"),
    path("certificates/<str:number>/", views.certificate, name="certificate"),
    path("certificates/<str:number>/document/", views.document, name="document"),
    path("certificates/<str:number>/proof/<int:idx>/", views.proof, name="proof"),
    *urls_of(PAGES),
]
