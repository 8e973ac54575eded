"""Addresses above the steps: the first page of a workspace, the palette."""

from django.urls import path

from hoursback.web.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("palette", views.palette, name="palette"),
]
