"""Which addresses `fetch` may speak to: those of the open internet, and calendars of our own that a setting names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError

PORTS = {"https": 443, "http": 80}
LONGEST = 2_000
_PRINTABLE = re.compile(r"[\x21-\x7e]+")
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")
_KEPT = "/%:@!$&'()*+,;=~-._"
_ALSO_INNER = tuple(
    ip_network(net)
    for net in (
        "168.63.129.16/32",  # a public address by its number, and the inner service of a cloud
        "192.88.99.0/24",  # leads from one kind of address into the other, as do the next three
        "2002::/16",
        "2001::/32",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "fec0::/10",
        "::/96",
    )
)


class FetchError(HoursbackError):
    """Something that could not be fetched, and why, in plain words."""


@dataclass(frozen=True, slots=True)
class Target:
    """One address, taken apart and checked as far as its letters go."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_safe(self) -> bool:
        """Whether what is said cannot be overheard."""
        return self.scheme == "https"

    @property
    def place(self) -> str:
        """Host and port as the Host header names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.place}{self.path}"

    @property
    def is_own(self) -> bool:
        """Whether a setting opens it, although it is a machine of ours."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" in settings.LOCAL_CALENDARS

    @property
    def may_have_password(self) -> bool:
        """Over https; to a calendar of our own also without."""
        return self.is_safe or self.is_own

    def takes_password_of(self, other: Target) -> bool:
        """Whether a password meant for the other may go here: the same place, or the same host made safe."""
        same = (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)
        is_upgrade = self.host == other.host and self.is_safe and (other.port, self.port) == (80, 443)
        return same or is_upgrade


def target(url: str, *, of_redirect: bool = False) -> Target:
    """An address taken apart.

    Raises: FetchError, for other schemes and ports, for names and passwords in it, and for what is no address.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        named = host if ":" in host or not host else host.encode("idna").decode("ascii").lower()
    except ValueError:  # a port that is no number, a name that no encoding takes
        raise _no_address() from None
    if parts.scheme not in PORTS:
        raise FetchError(_("Only addresses that begin with https or http can be opened."), value=parts.scheme[:20])
    if not _HOST.fullmatch(named) or len(url) > LONGEST:
        raise _no_address()
    if not of_redirect and (parts.username is not None or parts.password is not None):
        raise FetchError(_("Write name and password in their own fields, not into the address."))
    path = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else "")
    if not _PRINTABLE.fullmatch(path):
        raise _no_address()
    found = Target(parts.scheme, named, port or PORTS[parts.scheme], path if path.startswith("/") else f"/{path}")
    if found.port not in PORTS.values() and not found.is_own:
        raise FetchError(_("Only the usual ports 443 and 80 are opened."), value=str(found.port), hint=_own_hint())
    return found


def refuse_inner(to: Target, addresses: Iterable[str]) -> None:
    """Raises: FetchError, when any of the addresses a host stands for is not one of the open internet.

    One is enough: an honest name does not stand for both.
    """
    if not to.is_own and not all(is_open(address) for address in addresses):
        what = _("This address leads to a machine or network of our own, which is not opened.")
        raise FetchError(what, value=to.host, hint=_own_hint())


def is_open(address: str) -> bool:
    """Whether a number is one of the open internet."""
    try:
        number = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, IPv6Address) and (number.ipv4_mapped is not None):
        return False
    return number.is_global and not _is_odd(number)


def _is_odd(number: IPv4Address | IPv6Address) -> bool:
    is_special = number.is_multicast or number.is_reserved or number.is_unspecified
    return is_special or any(number.version == net.version and number in net for net in _ALSO_INNER)


def _no_address() -> FetchError:
    return FetchError(_("This is not the address of a server."), hint=_("It looks like https://calendar.example.com/."))


def _own_hint() -> str:
    return _("Whoever runs this installation can open a calendar of its own network; see “Run the app”.")
