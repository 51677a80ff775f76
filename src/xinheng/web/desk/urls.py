"""The first page after sign-in."""

from django.urls import path

from xinheng.web.desk import views

app_name = "desk"
urlpatterns = [path("", views.today, name="today")]
