"""Addresses of worth."""

from django.urls import path

from hoursback.web.worth import views

app_name = "worth"
urlpatterns = [
    path("", views.index, name="index"),
    path("money", views.money, name="money"),
]
