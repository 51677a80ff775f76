"""Addresses of the settings."""

from django.urls import path

from xinheng.web.settings import views

app_name = "settings"
urlpatterns = [path("settings/", views.index, name="index")]
