"""Addresses of importing; part of the log's own."""

from django.urls import path

from hoursback.web.capture.importing import views

urlpatterns = [
    path("import/", views.imports, name="imports"),
]
