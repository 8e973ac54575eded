"""The accounts app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "hoursback.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Every app states its own rights; a route without a row is closed to everybody.
        autodiscover_modules("rights")
        from hoursback.web.accounts import jobs, letters

        letters.kind(jobs.INVITATION, jobs.write_invitation, after=jobs.invitation_sent)
