"""Addresses of review."""

from django.urls import path

from hoursback.web.review import views

app_name = "review"
urlpatterns = [
    path("", views.index, name="index"),
]
