"""Look-ups of members, tokens and fresh log-ins."""

from __future__ import annotations

import hashlib
import time
from datetime import timedelta
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.reauthentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Event, Feed, Invitation, Mailing, Member, Token, User, Workspace
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Access, Role, Scope, Verb
from hoursback.web.accounts.written import written

FRESH_SECONDS = 600
TOKEN_PREFIX = "hb_pat_"
LONGEST_SECRET = 100
_NOTED_EVERY = timedelta(minutes=1)
_REACH = {
    Scope.READ: frozenset({Scope.READ}),
    Scope.LOG: frozenset({Scope.READ, Scope.LOG}),
    Scope.WRITE: frozenset(Scope),
}


def member_of(user: object, workspace: str | None) -> Member | None:
    """The active place of a user in the workspace with this public id."""
    if not isinstance(user, User) or not workspace:
        return None
    places = Member.objects.select_related("workspace", "user")
    return places.filter(user=user, workspace__public_id=workspace, is_active=True).first()


def places_of(user: User) -> QuerySet[Member]:
    """Where a user belongs, newest last."""
    return Member.objects.select_related("workspace").filter(user=user, is_active=True).order_by("pk")


def has_users() -> bool:
    """Whether anybody was ever set up here."""
    return User.objects.exists()


def digest(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def carries_token(request: HttpRequest) -> bool:
    """Whether a request wants to be judged by a token, good or bad."""
    return request.headers.get("Authorization", "").partition(" ")[0].lower() == "bearer"


def token_of(request: HttpRequest) -> Token | None:
    """The token in the Authorization header, if it is a living one."""
    secret = request.headers.get("Authorization", "").partition(" ")[2].strip()
    if not secret.startswith(TOKEN_PREFIX):
        return None
    now = timezone.now()
    living = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now)) & Q(member__user__is_active=True)
    tokens = Token.everywhere.select_related("member__workspace", "member__user")
    # Found by its hash, a unique key: there is nothing left to compare, and nothing to time.
    return tokens.filter(living, token_hash=digest(secret)).first()


def token_opens(token: Token, access: Access, method: str) -> bool:
    """Whether a token's scope reaches a route."""
    return access.scope is not None and access.scope in _REACH[Scope(token.scope)]


def beyond_its_scope(token: Token, needed: Scope | None) -> tuple[str, str]:
    """Why a token is refused whose scope does not reach, and the next move; its member's role may well do."""
    if needed is None:
        return _("No token opens this address."), _("Open it in a browser, logged in.")
    facts = {"held": token.scope, "needed": needed.value}
    return (
        _("This token has the scope “%(held)s”; this asks for the scope “%(needed)s”.") % facts,
        _("Make a token with the scope “%(needed)s” in the settings of the workspace.") % facts,
    )


def note_use(token: Token) -> None:
    """Remember that a token was used; written at most once a minute."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > _NOTED_EVERY:
        Token.everywhere.filter(pk=token.pk).update(last_used_at=now)


def has_second_factor(user: User) -> bool:
    """Whether a user has set up an authenticator app or a passkey; recovery codes alone are none."""
    return bool(is_mfa_enabled(user, types=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]))


def needs_fresh_login(request: HttpRequest) -> HttpResponse | None:
    """A way to log in again, when the last time is more than ten minutes ago."""
    records = get_authentication_records(request, request.user)
    last = max((record.get("at", 0) for record in records), default=0)
    if time.time() - last <= FRESH_SECONDS:
        return None
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")


def version_now(workspace_id: int) -> int:
    """The version of a workspace's data, under which what was made of it may be kept."""
    return _versions(workspace_id)[0]


@written
def _versions(pk: int) -> QuerySet[Workspace, int]:
    return Workspace.objects.filter(pk=pk).values_list("version", flat=True)


def zone_or_utc(name: str) -> ZoneInfo:
    """The zone of this name, UTC for one that is not known here."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def what_goes_with(user: User) -> tuple[list[Member], list[Member]]:
    """Places whose workspace goes when the account does, and places that keep the account from going."""
    places = list(places_of(user))
    others = Member.objects.filter(is_active=True, workspace__in=[place.workspace_id for place in places])
    roles: dict[int, set[str]] = {}
    for workspace_id, role in others.exclude(user=user).values_list("workspace_id", "role"):
        roles.setdefault(workspace_id, set()).add(role)
    going = [place for place in places if place.workspace_id not in roles]
    needed = [place for place in places if place.role == Role.OWNER and place not in going]
    return going, [place for place in needed if Role.OWNER not in roles[place.workspace_id]]


def members_of(actor: Member) -> QuerySet[Member]:
    """Everybody with a place, those who left last."""
    return visible(actor, Member).select_related("user").order_by("-is_active", "pk")


def open_invitations(actor: Member) -> QuerySet[Invitation]:
    """Offers that can still be accepted, for those who may see them."""
    living = visible(actor, Invitation).filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    return living.order_by("-pk")


def living_invitation(token_hash: object) -> Invitation | None:
    """The offer behind a link, if it can still be accepted."""
    if not isinstance(token_hash, str):
        return None
    offers = Invitation.everywhere.select_related("workspace", "invited_by__user")
    living = offers.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    return living.filter(token_hash=token_hash).first()


def invitation(invitation_id: int) -> Invitation | None:
    """An offer by its number, for the job that sends it."""
    return Invitation.everywhere.select_related("workspace", "invited_by__user").filter(pk=invitation_id).first()


def user_at(email: str) -> User | None:
    """The user with this address."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


def owns_address(user: User, email: str) -> bool:
    """Whether a user has shown that an address is theirs."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists())


def tokens_of(actor: Member) -> QuerySet[Token]:
    """A member's tokens, the living ones first."""
    return visible(actor, Token).order_by(F("revoked_at").asc(nulls_first=True), "-pk")


def events_of(actor: Member) -> QuerySet[Event]:
    """The record, newest first."""
    return visible(actor, Event).order_by("-at", "-pk")


def can_mail() -> bool:
    """Whether mail really leaves: printed on the server's console, a link would be in its log."""
    backend = str(settings.MAILERS["default"]["BACKEND"])
    return not backend.endswith(("console.EmailBackend", "dummy.EmailBackend"))


def member_here(actor: Member, member_id: int) -> Member:
    """A member of the workspace whom one may change; 404 for anybody else."""
    return visible_or_404(actor, Member, member_id, Verb.CHANGE)


def every_workspace() -> QuerySet[Workspace]:
    """All workspaces, for timed jobs, which work in one after the other."""
    return Workspace.objects.order_by("pk")


def wanting_mail() -> list[Mailing]:
    """What every active member chose for the daily mail, of all workspaces; who chose nothing gets the usual."""
    active = Member.objects.filter(is_active=True, user__is_active=True)
    missing = active.filter(mailing=None).values_list("pk", "workspace_id")
    Mailing.everywhere.bulk_create(
        [Mailing(member_id=member, workspace_id=workspace) for member, workspace in missing], ignore_conflicts=True
    )
    rows = Mailing.everywhere.filter(has_digest=True, member__in=active)
    return list(rows.select_related("member__user", "member__workspace"))


def feed_of(secret: str) -> Feed | None:
    """The open calendar address with this secret, of somebody who is still a member; None tells nothing more."""
    if len(secret) > LONGEST_SECRET:
        return None
    feeds = Feed.everywhere.select_related("member__user", "member__workspace")
    feed = feeds.filter(token_hash=digest(secret), revoked_at=None).first()
    return feed if feed is not None and feed.member.is_active and feed.member.user.is_active else None
