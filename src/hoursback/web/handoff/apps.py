"""The handoff app."""

from django.apps import AppConfig


class HandoffConfig(AppConfig):
    name = "hoursback.web.handoff"
    label = "handoff"

    def ready(self) -> None:
        from hoursback.web.capture.signals import merging
        from hoursback.web.handoff.actions import starting
        from hoursback.web.handoff.selectors.leaving import on_leaving
        from hoursback.web.people.signals import leaving

        leaving.connect(on_leaving, dispatch_uid="handoff")
        merging.connect(starting.on_merging, dispatch_uid="handoff")
