"""Mail of accounts, sent in the background: a page never waits for a mail server."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hoursback.web.accounts import actions, selectors
from hoursback.web.accounts.models import Invitation, Member
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.shared.jobs import enqueue, job


@transaction.atomic
def invite_by_mail(*, actor: Member, email: str, role: Role, once: str = "") -> Invitation | None:
    """An invitation whose link nobody but its receiver sees; None: this very form sent it already."""
    made = actions.invite(actor=actor, email=email, role=role, is_by_mail=True, once=once)
    if made is None:
        return None
    enqueue(send_invitation, made[0].pk)
    return made[0]


@job()
def send_invitation(invitation_id: int) -> None:
    """Send an invitation's mail, if it is still open and was not sent; the link is made here and kept nowhere else."""
    offer = selectors.invitation(invitation_id)
    if offer is None or offer.sent_at or offer.accepted_at or offer.revoked_at:
        return
    with acting_in(offer.workspace):
        link = join_link(actions.new_link(invitation=offer))
        # The subject stays free of names: it is shown on locked screens.
        text = render_to_string("accounts/mail/invitation.txt", {"offer": offer, "link": link})
        send_mail(_("An invitation to Hoursback"), text, None, [offer.email])
        actions.mark_sent(invitation=offer)


def join_link(secret: str) -> str:
    """The full address at which an invitation is accepted."""
    return f"{settings.URL}{reverse('accounts:join', kwargs={'token': secret})}"
