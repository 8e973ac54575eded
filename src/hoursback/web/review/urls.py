"""Addresses of review."""

from django.urls import path

from hoursback.web.review import views

app_name = "review"
urlpatterns = [
    path("", views.index, name="index"),
    path("activity/<int:activity>", views.activity, name="activity"),
    path("table", views.table, name="table"),
    path("lists", views.lists, name="lists"),
    path("mirror", views.mirror, name="mirror"),
    path("mirror/<int:undone>", views.undone, name="undone"),
    path("mirror/<int:undone>/remove", views.undone_remove, name="undone_remove"),
    path("mirror/<int:undone>/restore", views.undone_restore, name="undone_restore"),
]
