"""The capture app."""

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "hoursback.web.capture"
    label = "capture"

    def ready(self) -> None:
        from hoursback.web.capture.selectors.prices import on_pricing
        from hoursback.web.people.signals import pricing

        pricing.connect(on_pricing, dispatch_uid="capture")
