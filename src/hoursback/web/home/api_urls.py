"""Addresses of the API; what belongs to a workspace lies under w/<workspace>/, as with the pages."""

from __future__ import annotations

from django.urls import include, path

from hoursback.web.home import api

app_name = "api"
urlpatterns = [
    path("openapi.json", api.openapi, name="openapi"),
    path("docs", api.docs, name="docs"),
    path("w/<str:workspace>/", include(api.operations())),
]
