"""The shared app."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "hoursback.web.shared"
    label = "shared"
