"""The outcome app."""

from django.apps import AppConfig


class OutcomeConfig(AppConfig):
    name = "hoursback.web.outcome"
    label = "outcome"
