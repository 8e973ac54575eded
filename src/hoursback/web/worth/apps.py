"""The worth app."""

from django.apps import AppConfig


class WorthConfig(AppConfig):
    name = "hoursback.web.worth"
    label = "worth"
