"""Addresses of the pages of teams."""

from django.urls import path

from xinheng.web.acts import urls_of
from xinheng.web.staffing import matching, statement, views
from xinheng.web.staffing.pages import PAGES

app_name = "staffing"
urlpatterns = [
    path("staffing/mine/", views.mine, name="mine"),
    path("staffing/conflicts/", views.conflicts, name="conflicts"),
    path("staffing/calendar/", views.make_calendar, name="make-calendar"),
    path("staffing/calendar/<str:key>.ics", views.calendar, name="calendar"),
    path("staffing/matching/", matching.board, name="matching"),
    path("staffing/matching/capacity/", matching.capacity, name="capacity"),
    path("staffing/matching/explained/", matching.explained, name="matching-explained"),
    path("staffing/matching/<str:scheme>/<str:code>/", matching.cell, name="matching-cell"),
    path("staffing/my-statement/", statement.statement, name="statement"),
    path("staffing/my-statement/withdraw/", statement.withdraw, name="withdraw-statement"),
    *urls_of(PAGES),
]
