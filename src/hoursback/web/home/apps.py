"""The home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "hoursback.web.home"
    label = "home"

    def ready(self) -> None:
        from hoursback.web.accounts import letters
        from hoursback.web.home import digest, following

        letters.kind(digest.KIND, digest.write)
        letters.kind(digest.WEEKLY, digest.write_weekly)
        following.connect()
