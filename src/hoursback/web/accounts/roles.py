"""Roles, and who may use which address: pure words, used by the doors, the pages and the tests alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member is to a workspace."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    HELPER = "helper", _("Helper")
    ADVISER = "adviser", _("Adviser")


class Verb(StrEnum):
    """What a member may do to an object."""

    SEE = "see"
    ADD = "add"
    CHANGE = "change"
    DELETE = "delete"


class Door(StrEnum):
    """What an address asks of whoever opens it."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    MEMBER = "member"


class Scope(StrEnum):
    """What an API token may do."""

    READ = "read"
    LOG = "log"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a route.

    Attributes:
        roles: of a MEMBER door.
        writers: of `roles`, those that may do more than GET; None: all of them.
        shared: let in besides, to read, while the owner shares money.
        methods: HTTP methods it answers; HEAD and OPTIONS go with GET.
        objects: by URL argument, the model ("capture.Entry") whose row it names; the view must look it up with
            `visible`, and the matrix test tries own, foreign and missing rows.
        scope: the token scope that opens it; None: tokens do not.
        is_private_money: owner's income or worth figures; never cached by a browser, for others only while shared.
        is_fresh: asks for a log-in of the last ten minutes.
        is_tagged: a GET whose page depends on nothing but the workspace's data, the member, the address and the day:
            answered with an ETag, and with 304 when nothing changed.
    """

    door: Door
    roles: frozenset[Role] = frozenset()
    methods: frozenset[str] = frozenset({"GET"})
    objects: Mapping[str, str] = field(default_factory=dict)
    scope: Scope | None = None
    is_private_money: bool = False
    is_fresh: bool = False
    is_tagged: bool = False
    writers: frozenset[Role] | None = None
    shared: frozenset[Role] = frozenset()

    def roles_for(self, method: str, *, is_shared: bool = False) -> frozenset[Role]:
        """Who may use it with this method; `is_shared`: the owner shares money."""
        if method in ("GET", "HEAD", "OPTIONS"):
            return self.roles | self.shared if is_shared else self.roles
        return self.roles if self.writers is None else self.roles & self.writers


OWNER = frozenset({Role.OWNER})
LEADERS = frozenset({Role.OWNER, Role.MANAGER})
TEAM = frozenset({Role.OWNER, Role.MANAGER, Role.HELPER})
ADVISER = frozenset({Role.ADVISER})
READERS = frozenset({Role.OWNER, Role.MANAGER, Role.ADVISER})
EVERYBODY = frozenset(Role)


def member(
    roles: frozenset[Role],
    methods: str = "GET",
    *,
    objects: Mapping[str, str] | None = None,
    scope: Scope | None = None,
    money: bool = False,
    fresh: bool = False,
    tagged: bool = False,
    writers: frozenset[Role] | None = None,
    shared: frozenset[Role] = frozenset(),
) -> Access:
    """A route inside a workspace: `member(TEAM, "GET POST", objects={"entry": "capture.Entry"})`."""
    wanted = frozenset(methods.split())
    return Access(Door.MEMBER, roles, wanted, objects or {}, scope, money, fresh, tagged, writers, shared)


def public(methods: str = "GET") -> Access:
    """A route that anybody may open."""
    return Access(Door.PUBLIC, methods=frozenset(methods.split()))


def signed_in(methods: str = "GET", *, fresh: bool = False) -> Access:
    """A route outside any workspace for whoever is logged in."""
    return Access(Door.SIGNED_IN, methods=frozenset(methods.split()), is_fresh=fresh)
