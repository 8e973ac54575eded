"""Addresses of outcome."""

from __future__ import annotations

from django.urls import URLPattern, path

from hoursback.web.outcome.views import results

app_name = "outcome"
urlpatterns: list[URLPattern] = [
    # Results
    path("", results.index, name="index"),
    path("handoffs/<int:handoff>", results.handoff, name="handoff"),
    path("changes", results.changes, name="changes"),
    path("share", results.use_share, name="share"),
    path("share/back", results.share_back, name="share-back"),
]
