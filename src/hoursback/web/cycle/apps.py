"""The cycle app."""

from django.apps import AppConfig


class CycleConfig(AppConfig):
    name = "hoursback.web.cycle"
    label = "cycle"
