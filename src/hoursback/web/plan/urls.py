"""Addresses of plan."""

from django.urls import path

from hoursback.web.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.index, name="index"),
]
