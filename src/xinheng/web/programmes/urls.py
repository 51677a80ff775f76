"""Addresses of the pages of audit time and programmes."""

from django.urls import path

from xinheng.web.acts import urls_of
from xinheng.web.programmes import views
from xinheng.web.programmes.pages import PAGES

app_name = "programmes"
urlpatterns = [
    path("cases/<str:number>/audit-time/", views.audit_time, name="audit-time"),
    path("cases/<str:number>/audit-time/<int:reckoning_id>/rerun/", views.rerun, name="rerun"),
    *urls_of(PAGES),
]
