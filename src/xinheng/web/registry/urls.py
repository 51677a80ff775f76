"""Addresses that anybody may open. The QR code of a certificate leads to `c/<number>`."""

from django.urls import path

from xinheng.web.registry import views

app_name = "registry"
urlpatterns = [
    path("verify/", views.search, name="search"),
    path("verify/benefits/", views.benefits, name="benefits"),
    path("verify/about/", views.about, name="about"),
    path("verify/language/<str:code>/", views.language, name="language"),
    path("c/<str:number>", views.certificate, name="certificate"),
    path("c/<str:number>/proof/<int:idx>/", views.proof, name="proof"),
]
