"""Addresses of the log."""

from django.urls import path

from hoursback.web.capture import views

app_name = "capture"
urlpatterns = [
    path("", views.day, name="day"),
]
