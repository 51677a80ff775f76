"""Addresses of the pages of teams."""

from django.urls import path

from xinheng.web.acts import urls_of
from xinheng.web.staffing import views
from xinheng.web.staffing.pages import PAGES

app_name = "staffing"
urlpatterns = [
    path("staffing/mine/", views.mine, name="mine"),
    path("staffing/conflicts/", views.conflicts, name="conflicts"),
    path("staffing/calendar/", views.make_calendar, name="make-calendar"),
    path("staffing/calendar/<str:key>.ics", views.calendar, name="calendar"),
    *urls_of(PAGES),
]
