"""The plan app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "hoursback.web.plan"
    label = "plan"
