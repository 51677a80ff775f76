"""Addresses of the pages of review and decision."""

from xinheng.web.acts import urls_of
from xinheng.web.decisions.pages import PAGES

app_name = "decisions"
urlpatterns = [*urls_of(PAGES)]
