"""The app's addresses and two empty pages: one for anybody, one behind the door that the year's page is behind."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hoursback.web import urls
from hoursback.web.accounts.rights import routes
from hoursback.web.accounts.roles import EVERYBODY, member, public


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing at all."""
    return HttpResponse("")


routes({"empty": public(), "empty-inside": member(EVERYBODY)})
urlpatterns = [
    path("empty/", empty, name="empty"),
    path("w/<str:workspace>/empty/", empty, name="empty-inside"),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
