"""A Django of one view that says “ok”: what a request costs before anything is done."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="-" * 9, MIDDLEWARE=[], DATABASES={}
)


def nothing(request: HttpRequest) -> HttpResponse:
    """Say “ok”."""
    return HttpResponse("ok")


urlpatterns = [re_path("", nothing)]
application = get_wsgi_application()
