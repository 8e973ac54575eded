"""Bringing in files of other tools: look, map, commit, take back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoursback.web.accounts.request import WorkspaceRequest


def imports(request: WorkspaceRequest) -> HttpResponse:
    """The files brought in so far, and a new one."""
    return render(request, "capture/imports.html", {})
