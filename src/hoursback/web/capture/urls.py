"""Addresses of the log."""

from django.urls import path

from hoursback.web.capture import views
from hoursback.web.capture.importing.urls import urlpatterns as importing
from hoursback.web.capture.reports.urls import urlpatterns as reports

app_name = "capture"
urlpatterns = [
    path("", views.day, name="day"),
    *importing,
    *reports,
]
