"""The capture app."""

from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "hoursback.web.capture"
    label = "capture"
