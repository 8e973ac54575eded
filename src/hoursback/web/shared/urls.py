"""Addresses without a workspace: health, and the pieces of the look."""

from django.urls import path

from hoursback.web.shared import views

app_name = "shared"
urlpatterns = [path("health", views.health, name="health")]
