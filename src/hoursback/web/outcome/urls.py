"""Addresses of outcome."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "outcome"
urlpatterns: list[URLPattern] = []
