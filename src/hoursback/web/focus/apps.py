"""The focus app."""

from django.apps import AppConfig


class FocusConfig(AppConfig):
    name = "hoursback.web.focus"
    label = "focus"

    def ready(self) -> None:
        from hoursback.web.focus.actions import following

        following.connect()
