"""The accounts app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "hoursback.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Every app states its own rights; a route without a row is closed to everybody.
        autodiscover_modules("rights")
        from hoursback.web.accounts import jobs, letters, own_mail

        letters.kind(jobs.INVITATION, jobs.write_invitation, after=jobs.invitation_sent)
        letters.kind(own_mail.RESET, own_mail.write)
        letters.kind(own_mail.CONFIRM, own_mail.write)
