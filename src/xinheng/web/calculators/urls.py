"""Addresses of the calculators, for anybody."""

from django.urls import path

from xinheng.web.calculators import views

app_name = "calculators"
urlpatterns = [
    path("calculators/", views.every, name="list"),
    path("calculators/<str:name>/", views.one, name="one"),
]
