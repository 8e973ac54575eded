"""The app's addresses and an empty page, through the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hoursback.web import urls
from hoursback.web.accounts.rights import routes
from hoursback.web.accounts.roles import public


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing at all."""
    return HttpResponse("")


routes({"empty": public()})
urlpatterns = [path("empty/", empty, name="empty"), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
