"""Addresses around workspaces: start, set-up, joining, one's own profile."""

from django.urls import path

from hoursback.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.start, name="start"),
    path("setup", views.setup, name="setup"),
    path("join/<str:token>", views.join, name="join"),
    path("workspaces", views.workspaces, name="workspaces"),
    path("profile", views.profile, name="profile"),
]
