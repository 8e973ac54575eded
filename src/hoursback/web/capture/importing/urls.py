"""Addresses of importing; part of the log's own."""

from django.urls import path

from hoursback.web.capture.importing import views

urlpatterns = [
    path("import/", views.imports, name="imports"),
    path("import/<int:batch>/", views.one_import, name="import"),
    path("import/<int:batch>/undo/", views.import_undo, name="import-undo"),
    path("import/<int:batch>/problems.csv", views.import_problems, name="import-problems"),
]
