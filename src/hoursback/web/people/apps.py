"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hoursback.web.people"
    label = "people"
