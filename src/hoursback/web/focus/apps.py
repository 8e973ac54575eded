"""The focus app."""

from django.apps import AppConfig


class FocusConfig(AppConfig):
    name = "hoursback.web.focus"
    label = "focus"
