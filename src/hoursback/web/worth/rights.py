"""Rights on income and worth: the owner's alone, unless they share them."""

from __future__ import annotations

from django.db.models import Q

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import routes, rule
from hoursback.web.accounts.roles import OWNER, READERS, Role, Verb, member
from hoursback.web.worth.models import Earning, Finances


def _seen(actor: Member) -> Q | None:
    is_shared = actor.workspace.has_money_shared and actor.role in (Role.MANAGER, Role.ADVISER)
    return Q() if actor.role == Role.OWNER or is_shared else None


def _may(actor: Member, verb: Verb, row: object) -> bool:
    return actor.role == Role.OWNER


rule(Finances, _seen, _may)
rule(Earning, _seen, _may)
routes(
    {
        # The view refuses managers and advisers as long as the owner does not share money.
        "worth:index": member(READERS, money=True),
        "worth:money": member(OWNER, "GET POST", money=True),
    }
)
