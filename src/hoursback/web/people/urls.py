"""Addresses of the people of a workspace."""

from django.urls import path

from hoursback.web.people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
]
