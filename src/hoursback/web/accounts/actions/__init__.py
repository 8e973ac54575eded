"""What changes users, workspaces, places in them and the keys to them."""

from hoursback.web.accounts.actions.erasing import erase_user
from hoursback.web.accounts.actions.founding import (
    AlreadyFoundedError,
    create_owner,
    create_workspace,
    found,
    setup_code,
)
from hoursback.web.accounts.actions.limits import give_back, take
from hoursback.web.accounts.actions.membership import (
    InvitationGoneError,
    LastOwnerError,
    MembershipError,
    accept_invitation,
    change_role,
    invite,
    mark_sent,
    new_link,
    remove_member,
    return_member,
    revoke_invitation,
)
from hoursback.web.accounts.actions.settings import change_profile, change_workspace
from hoursback.web.accounts.actions.tokens import make_token, revoke_token

__all__ = (
    "AlreadyFoundedError",
    "InvitationGoneError",
    "LastOwnerError",
    "MembershipError",
    "accept_invitation",
    "change_profile",
    "change_role",
    "change_workspace",
    "create_owner",
    "create_workspace",
    "erase_user",
    "found",
    "give_back",
    "invite",
    "make_token",
    "mark_sent",
    "new_link",
    "remove_member",
    "return_member",
    "revoke_invitation",
    "revoke_token",
    "setup_code",
    "take",
)
