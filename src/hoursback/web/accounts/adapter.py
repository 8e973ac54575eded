"""How log-in behaves here: closed sign-up, and limits that answer 429."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hoursback.web.accounts import own_mail
from hoursback.web.accounts.actions import limits
from hoursback.web.shared import faults


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up without the first run or an invitation; guessing passwords is slow."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never by the public form; set-up and invitations make users themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address: a public server stands behind a proxy, which puts it last in its header."""
        told = request.headers.get("X-Forwarded-For", "") if settings.PUBLIC else ""
        return told.rpartition(",")[2].strip() or str(super().get_client_ip(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail of the log-in library as a letter of ours, so that no page waits for a mail server.

        To an address that nobody here has no mail goes out: the page says the same either way.
        """
        kind, user = own_mail.kind_of(template_prefix), context.get("user")
        if kind and user is not None:
            own_mail.put(kind=kind, user=user, email=email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, or refuse it with the time to wait; the same for accounts that do not exist."""
        email = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
        self._taken = {
            f"account {email}": limits.PER_ACCOUNT,
            f"address {truncate_ip(self.get_client_ip(request))}": limits.PER_ADDRESS,
        }
        wait = limits.take(self._taken)
        if wait:
            raise ImmediateHttpResponse(_too_many(request, wait))

    def _rollback_login_failed_rl_usage(self) -> None:
        limits.give_back(self._taken)


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    minutes = -(-wait // 60)
    response = faults.answer(
        request,
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Too many log-ins failed, so this one was not tried."),
        _("Wait %(minutes)d min, then try again; or reset the password.") % {"minutes": minutes},
    )
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response
