"""Addresses around workspaces: start, set-up, joining, one's own profile."""

from django.urls import path

from hoursback.web.accounts.views import joining, profile, start

app_name = "accounts"
urlpatterns = [
    path("", start.start, name="start"),
    path("setup", start.setup, name="setup"),
    path("join", joining.joining, name="joining"),
    path("join/<str:token>", joining.join, name="join"),
    path("workspaces", start.workspaces, name="workspaces"),
    path("profile", profile.profile, name="profile"),
    path("profile/data", profile.export, name="export"),
    path("profile/erase", profile.erase, name="erase"),
]
