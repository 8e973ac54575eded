"""Addresses of a workspace's settings."""

from django.urls import path

from hoursback.web.accounts import views

app_name = "settings"
urlpatterns = [
    path("", views.workspace, name="workspace"),
    path("members", views.members, name="members"),
]
