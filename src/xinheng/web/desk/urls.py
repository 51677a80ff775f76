"""The first page after sign-in, notices, and the search of everything."""

from django.urls import path

from xinheng.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read, name="read"),
    path("search", views.search, name="search"),
]
