"""Addresses of the pages of plans."""

from django.urls import path

from xinheng.web.scheduling import acting, views

app_name = "scheduling"
urlpatterns = [
    path("planning/", views.index, name="list"),
    path("planning/compare/", views.compare, name="compare"),
    path("planning/offers/", views.offers, name="offers"),
    path("planning/offers/<str:number>/<int:seat_id>/", acting.answer, name="answer"),
    path("planning/<int:draft_id>/", views.board, name="board"),
    path("planning/<int:draft_id>/progress/", views.progress, name="progress"),
    path("planning/<int:draft_id>/load/", views.load, name="load"),
    path("planning/<int:draft_id>/workbook/", views.workbook, name="workbook"),
    path("planning/<int:draft_id>/settlement/", views.settlement, name="settlement"),
    path("planning/<int:draft_id>/line/<str:key>/", views.line, name="line"),
    path("planning/<int:draft_id>/line/<str:key>/check/", acting.check, name="check"),
    path("planning/<int:draft_id>/line/<str:key>/change/", acting.change, name="change"),
    path("planning/<int:draft_id>/line/<str:key>/lock/", acting.lock, name="lock"),
    path("planning/<int:draft_id>/do/<str:verb>/", acting.do, name="do"),
]
