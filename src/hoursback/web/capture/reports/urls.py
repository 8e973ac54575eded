"""Addresses of reports; part of the log's own."""

from django.urls import path

from hoursback.web.capture.reports import views

urlpatterns = [
    path("year/", views.year, name="year"),
]
