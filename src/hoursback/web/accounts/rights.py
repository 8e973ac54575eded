"""Who may see and do what: one look-up for the whole app, filled by the `rights.py` of every app.

`ROUTES` of each app says who may open an address; `rule` says which rows of a model a member sees and may change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from hoursback.web.accounts import roles
from hoursback.web.accounts.models import Event, Feed, Invitation, Letter, Mailing, Member, Token, Workspace
from hoursback.web.accounts.roles import EVERYBODY, LEADERS, OWNER, Access, Role, Verb

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Rule:
    """Rights on the rows of one model.

    Attributes:
        sees: the rows a member sees, within the workspace; None: none.
        may: whether a member may do something to a row (None: to the model as a whole, for ADD).
    """

    sees: Callable[[Member], Q | None]
    may: Callable[[Member, Verb, Model | None], bool]


_RULES: dict[type[Model], Rule] = {}
_ROUTES: dict[str, Access] = {}


def rule(
    model: type[Model], sees: Callable[[Member], Q | None], may: Callable[[Member, Verb, Model | None], bool]
) -> None:
    """State the rights on a model; once."""
    if model in _RULES:
        raise ValueError(f"{model.__name__} has its rights already.")
    _RULES[model] = Rule(sees, may)


def by_role(
    model: type[Model], *, see: frozenset[Role], change: frozenset[Role], sees: Callable[[Member], Q] | None = None
) -> None:
    """Rights that follow from the role alone; `sees` narrows the rows further."""
    narrowed = sees or (lambda member: Q())
    rule(
        model,
        lambda member: narrowed(member) if member.role in see else None,
        lambda member, verb, row: member.role in (see if verb is Verb.SEE else change),
    )


def routes(rows: Mapping[str, Access]) -> None:
    """State who may open which address."""
    for name, access in rows.items():
        if name in _ROUTES:
            raise ValueError(f"The route {name} has its row already.")
        _ROUTES[name] = access


def access_to(route: str) -> Access | None:
    """The row of a route; None: nobody stated one, so it is closed."""
    return _ROUTES.get(route)


def all_routes() -> Mapping[str, Access]:
    """Every row, for the matrix test."""
    return dict(_ROUTES)


def all_rules() -> Mapping[type[Model], Rule]:
    """Every rule, for tests."""
    return dict(_RULES)


def visible[M: Model](actor: Member, model: type[M]) -> QuerySet[M]:
    """The rows of a model that a member sees; the start of every query of a page.

    Raises: KeyError, for a model without stated rights.
    """
    seen = _RULES[model].sees(actor) if actor.is_active else None
    rows = model._base_manager.filter(workspace_id=actor.workspace_id)
    return rows.none() if seen is None else rows.filter(seen)


def can(actor: Member, verb: Verb, thing: Model | type[Model]) -> bool:
    """Whether a member may do something to a row, or to a model as a whole (ADD)."""
    model, row = (thing, None) if isinstance(thing, type) else (type(thing), thing)
    if not actor.is_active or (row is not None and getattr(row, "workspace_id", None) != actor.workspace_id):
        return False
    if row is not None and verb is not Verb.ADD and not visible(actor, model).filter(pk=row.pk).exists():
        return False
    return _RULES[model].may(actor, verb, row)


def may(actor: Member, verb: Verb, row: Model) -> bool:
    """Whether a member may do something to a row that they see."""
    return _RULES[type(row)].may(actor, verb, row)


def visible_or_404[M: Model](actor: Member, model: type[M], pk: int, verb: Verb = Verb.SEE) -> M:
    """A row the member sees and may do this to; 404 for missing, foreign and forbidden alike."""
    # Beyond the column's range no row can be; SQLite would refuse the number itself.
    row = visible(actor, model).filter(pk=pk).first() if 0 <= pk < 2**63 else None
    if row is None or (verb is not Verb.SEE and not _RULES[model].may(actor, verb, row)):
        raise Http404
    return row


by_role(Member, see=LEADERS, change=OWNER)
by_role(Invitation, see=OWNER, change=OWNER)
by_role(Letter, see=OWNER, change=frozenset())
by_role(Mailing, see=EVERYBODY, change=EVERYBODY, sees=lambda actor: Q(member=actor))
by_role(Feed, see=EVERYBODY, change=EVERYBODY, sees=lambda actor: Q(member=actor))
by_role(Event, see=OWNER, change=frozenset())
rule(Token, lambda member: Q(member=member), lambda member, verb, row: row is None or row.member_id == member.pk)  # type: ignore[attr-defined]
rule(
    Workspace,
    lambda member: None,  # workspaces are reached by address and membership, never listed from here
    lambda member, verb, row: member.role == Role.OWNER,
)

_ALLAUTH_SIGNED_IN = (
    "account_change_password account_set_password account_email account_reauthenticate account_logout "
    "mfa_index mfa_activate_totp mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes "
    "mfa_download_recovery_codes mfa_list_webauthn mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn "
    "mfa_reauthenticate mfa_reauthenticate_webauthn usersessions_list"
)
_ALLAUTH_PUBLIC = (
    "account_login account_signup account_inactive account_reset_password account_reset_password_done "
    "account_reset_password_from_key account_reset_password_from_key_done account_confirm_email "
    "account_email_verification_sent account_confirm_login_code mfa_authenticate mfa_login_webauthn"
)
routes({name: roles.signed_in("GET POST") for name in _ALLAUTH_SIGNED_IN.split()})
routes({name: roles.public("GET POST") for name in _ALLAUTH_PUBLIC.split()})
routes(
    {
        "shared:health": roles.public(),
        "accounts:start": roles.public(),
        "accounts:setup": roles.public("GET POST"),
        "accounts:join": roles.public(),
        "accounts:joining": roles.public("GET POST"),
        "accounts:workspaces": roles.signed_in("GET POST"),
        "accounts:profile": roles.signed_in("GET POST"),
        "accounts:export": roles.signed_in(fresh=True),
        "accounts:erase": roles.signed_in("GET POST", fresh=True),
        "settings:workspace": roles.member(OWNER, "GET POST"),
        "settings:record": roles.member(OWNER),
        "settings:members": roles.member(LEADERS),
        "settings:invite": roles.member(OWNER, "POST"),
        "settings:leave": roles.member(EVERYBODY, "POST"),
        "settings:member-role": roles.member(OWNER, "POST", objects={"place": "accounts.Member"}),
        "settings:member-remove": roles.member(OWNER, "POST", objects={"place": "accounts.Member"}),
        "settings:member-return": roles.member(OWNER, "POST", objects={"place": "accounts.Member"}),
        "settings:invitation-revoke": roles.member(OWNER, "POST", objects={"invitation": "accounts.Invitation"}),
        "settings:tokens": roles.member(EVERYBODY, "GET POST", fresh=True),
        "settings:token-revoke": roles.member(EVERYBODY, "POST", objects={"token": "accounts.Token"}),
    }
)
