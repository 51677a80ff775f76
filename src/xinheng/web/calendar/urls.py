"""Addresses of the calendar."""

from django.urls import path

from xinheng.web.calendar import views

app_name = "calendar"
urlpatterns = [
    path("calendar/", views.month, name="month"),
    path("calendar/<int:year>-<int:month>/", views.month, name="of-month"),
    path("calendar/simulation/", views.choose_day, name="choose-day"),
    path("calendar/simulation/<str:on>/", views.simulation, name="simulation"),
    path("calendar/feeds/", views.my_feeds, name="feeds"),
    path("calendar/feeds/make/", views.make_feed, name="make-feed"),
    path("calendar/feeds/<int:feed_id>/end/", views.end_feed, name="end-feed"),
    path("calendar/feed/<str:secret>.ics", views.feed, name="feed"),
    path("due/", views.due, name="due"),
]
