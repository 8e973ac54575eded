"""The outlook app."""

from django.apps import AppConfig


class OutlookConfig(AppConfig):
    name = "hoursback.web.outlook"
    label = "outlook"
