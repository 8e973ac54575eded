"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hoursback.web.people"
    label = "people"

    def ready(self) -> None:
        from hoursback.web.accounts.signals import member_erased, member_joined
        from hoursback.web.people import actions

        member_joined.connect(actions.on_joined, dispatch_uid="people")
        member_erased.connect(actions.on_erased, dispatch_uid="people")
