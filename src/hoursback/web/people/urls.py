"""Addresses of the people of a workspace."""

from django.urls import path

from hoursback.web.people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("new", views.new, name="new"),
    path("<int:person>", views.person, name="person"),
    path("<int:person>/archive", views.archive, name="archive"),
    path("<int:person>/return", views.give_back, name="return"),
]
