"""Addresses of the body's own management, and of what it tells the public."""

from django.urls import path

from xinheng.web.acts import urls_of
from xinheng.web.governance import duties, matters, public, records
from xinheng.web.governance.pages import PAGES

app_name = "governance"
urlpatterns = [
    path("about/", public.about, name="about"),
    path("complain/", public.complain, name="complain"),
    path("complain/status/", public.status, name="status"),
    path("governance/", duties.page, name="duties"),
    path("governance/records/", records.listing, name="records"),
    path("governance/records/new/", records.open_record, name="open"),
    path("governance/records/<int:record_id>/", records.record, name="record"),
    path("governance/records/<int:record_id>/<slug:verb>/", records.act, name="act"),
    path(
        "governance/records/<int:record_id>/clients/<int:organisation_id>/",
        records.comply,
        name="comply",
    ),
    path("governance/matters/", matters.listing, name="matters"),
    path("governance/matters/new/", matters.file, name="file"),
    path("governance/matters/<str:number>/", matters.matter, name="matter"),
    path("governance/matters/<str:number>/<slug:verb>/", matters.act, name="matter-act"),
    *urls_of(PAGES),
]
