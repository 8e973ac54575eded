"""The handoff app."""

from django.apps import AppConfig


class HandoffConfig(AppConfig):
    name = "hoursback.web.handoff"
    label = "handoff"

    def ready(self) -> None:
        from hoursback.web.capture.signals import merging
        from hoursback.web.handoff.actions import starting

        merging.connect(starting.on_merging, dispatch_uid="handoff")
