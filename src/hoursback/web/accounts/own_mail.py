"""Mails about one's own log-in (a forgotten password, a new address): they leave as all others do, by the outbox."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hoursback.web.accounts import jobs, letters
from hoursback.web.accounts.models import Letter, Member, User
from hoursback.web.shared.jobs import enqueue, job

RESET, CONFIRM = "password reset", "address confirmation"
_KINDS = {
    "account/email/password_reset_key": RESET,
    "account/email/email_confirmation": CONFIRM,
    "account/email/email_confirmation_signup": CONFIRM,
}


def kind_of(prefix: str) -> str:
    """Which letter takes the place of a mail of the log-in library; "" for one that is not sent here."""
    return _KINDS.get(prefix, "")


@transaction.atomic
def put(*, kind: str, user: Any, email: str) -> None:
    """A mail to somebody who logs in here, into the outbox; about the address that was typed, if it is theirs."""
    address = EmailAddress.objects.filter(user=user, email__iexact=email).first()
    about = "" if address is None else str(address.pk)
    member = Member.objects.filter(user=user, is_active=True).order_by("pk").first()
    if member is None:  # an account that is in no workspace has no outbox
        enqueue(send_alone, kind, user.pk, about)
        return
    # A mail for each asking: the last one may be the one that is found.
    key = f"{kind} {user.pk} {secrets.token_hex(8)}"
    jobs.post(kind=kind, workspace_id=member.workspace_id, key=key, about=about, member=member)


@job()
def send_alone(kind: str, user_id: int, about: str) -> None:
    """The one try for somebody who is in no workspace."""
    user = User.objects.filter(pk=user_id).first()
    content = None if user is None else _content(kind, user, about)
    if content is not None:
        letters.send(content)


def write(letter: Letter) -> letters.Content | None:
    """A letter of one of the two kinds; its link is made here and kept nowhere. None: there is nothing left to say."""
    return None if letter.member is None else _content(letter.kind, letter.member.user, letter.about)


def _content(kind: str, user: Any, about: str) -> letters.Content | None:
    if not user.is_active:
        return None
    address = EmailAddress.objects.filter(user=user, pk=int(about)).first() if about else None
    return _reset(user, address) if kind == RESET else _confirmation(address)


def _reset(user: Any, address: EmailAddress | None) -> letters.Content:
    keys = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = f"{settings.URL}{reverse('account_reset_password_from_key', kwargs=keys)}"
    text = render_to_string("accounts/mail/password_reset.txt", {"link": link})
    return letters.Content(user.email if address is None else address.email, _("A new password for Hoursback"), text)


def _confirmation(address: EmailAddress | None) -> letters.Content | None:
    if address is None or address.verified:
        return None
    key = EmailConfirmationHMAC(address).key
    link = f"{settings.URL}{reverse('account_confirm_email', args=[key])}"
    text = render_to_string("accounts/mail/confirm_address.txt", {"link": link})
    return letters.Content(address.email, _("Is this your address?"), text)
