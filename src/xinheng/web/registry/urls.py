"""Addresses that anybody may open. The QR code of a certificate leads to `c/<number>`."""

from django.urls import path

from xinheng.web.registry import national, views

app_name = "registry"
urlpatterns = [
    path("verify/", views.search, name="search"),
    path("verify/benefits/", views.benefits, name="benefits"),
    path("verify/about/", views.about, name="about"),
    path("verify/language/<str:code>/", views.language, name="language"),
    path("register/", national.search, name="national"),
    path("register/statistics/", national.statistics, name="statistics"),
    path("register/statistics/<str:by>.<str:kind>", national.download, name="download"),
    path("register/c/<str:number>", national.entry, name="entry"),
    path("register/widget/<str:number>", national.widget, name="widget"),
    path("c/<str:number>", views.certificate, name="certificate"),
    path("c/<str:number>/proof/<int:idx>/", views.proof, name="proof"),
]
