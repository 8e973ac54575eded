"""Mail of accounts, sent in the background: a page never waits for a mail server."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.web.accounts import actions, letters, selectors
from hoursback.web.accounts.models import Invitation, Letter, Member
from hoursback.web.accounts.roles import Role
from hoursback.web.shared.jobs import enqueue, job

INVITATION = "invitation"


@transaction.atomic
def invite_by_mail(
    *, actor: Member, email: str, role: Role, person_id: int | None = None, once: str = ""
) -> Invitation | None:
    """An invitation whose link nobody but its receiver sees; None: this very form sent it already."""
    made = actions.invite(actor=actor, email=email, role=role, is_by_mail=True, person_id=person_id, once=once)
    if made is None:
        return None
    post(kind=INVITATION, workspace_id=actor.workspace_id, key=f"{INVITATION} {made[0].pk}", about=made[0].pk)
    return made[0]


def post(*, kind: str, workspace_id: int, key: str, about: object = "", member: Member | None = None) -> None:
    """A letter into the outbox, and its first try queued; call it in the transaction of what it is about."""
    letter = letters.put(kind=kind, workspace_id=workspace_id, key=key, about=about, member=member, now=timezone.now())
    if letter is not None:
        enqueue(send_letter, letter.pk)


@job()
def send_letter(letter_id: int) -> None:
    """The first try; later ones are found by the timed job."""
    letters.deliver(letter_id, timezone.now())


def write_invitation(letter: Letter) -> letters.Content | None:
    """An invitation's mail, if it is still open; its link is made here and kept nowhere else."""
    offer = selectors.invitation(int(letter.about))
    if offer is None or offer.sent_at or offer.accepted_at or offer.revoked_at:
        return None
    link = join_link(actions.new_link(invitation=offer))
    # The subject stays free of names: it is shown on locked screens.
    text = render_to_string("accounts/mail/invitation.txt", {"offer": offer, "link": link})
    return letters.Content(offer.email, _("An invitation to Hoursback"), text)


def invitation_sent(letter: Letter) -> None:
    """Note on the invitation that its mail left."""
    offer = selectors.invitation(int(letter.about))
    if offer is not None:
        actions.mark_sent(invitation=offer)


def join_link(secret: str) -> str:
    """The full address at which an invitation is accepted."""
    return f"{settings.URL}{reverse('accounts:join', kwargs={'token': secret})}"
