"""Addresses of reports; part of the log's own."""

from django.urls import path

from hoursback.web.capture.reports import views

urlpatterns = [
    path("year/", views.year, name="year"),
    path("year/<int:year>/", views.year, name="year"),
    path("year/<int:year>/chart/", views.year_chart, name="year-chart"),
    path("year/<int:year>/hours.csv", views.year_csv, name="year-csv"),
]
