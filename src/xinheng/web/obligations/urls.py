"""Addresses of the register of obligations."""

from django.urls import path

from xinheng.web.obligations import views

app_name = "obligations"
urlpatterns = [
    path("rules/obligations/", views.register, name="register"),
    path("rules/obligations/<path:key>/", views.one, name="one"),
    path("cases/<str:number>/obligations/", views.of_case, name="case"),
]
