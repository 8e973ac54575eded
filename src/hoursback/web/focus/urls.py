"""Addresses of focus."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "focus"
urlpatterns: list[URLPattern] = []
