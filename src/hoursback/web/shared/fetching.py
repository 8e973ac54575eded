"""The one way in which the app asks other machines for anything: `fetch`, which nobody can aim at what is ours.

An address typed by a user must not reach this machine, its network or a cloud's inner services. So names are looked up
here, what they stand for is checked (`guarding`), and the connection goes to exactly the address that was checked, at
each redirect anew. Bytes and seconds are counted over everything, so that neither a flood nor a drip costs more.
"""

from __future__ import annotations

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from hoursback.web.shared import guarding
from hoursback.web.shared.guarding import FetchError, Target

METHODS = frozenset({"GET", "PUT", "DELETE", "PROPFIND", "REPORT"})
MOST_BYTES = 5_000_000
HEAD_BYTES = 256_000
"""Room for what an answer says about itself, and for the marks between its parts."""
SECONDS = 10.0
REDIRECTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_BLOCK = 65_536

Resolver = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Every address a name stands for; OSError when it stands for none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class Means:
    """What `fetch` works with and how far it goes; tests bring their own."""

    resolve: Resolver = resolve
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    most_bytes: int = MOST_BYTES
    seconds: float = SECONDS


USUAL = Means()


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked. User and password go to the host of the first address alone, never in the clear to others."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in small letters; `url` is where it came from after redirects, `asked` before."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    asked: str = ""


def fetch(ask: Ask, means: Means = USUAL) -> Answer:
    """Ask another machine, within the limits; any status is an answer.

    Raises: FetchError, in words for whoever typed the address.
    """
    if ask.method not in METHODS:
        raise ValueError(f"{ask.method} is no method of fetch")
    deadline = time.monotonic() + means.seconds
    first = target = guarding.target(ask.url)
    for _step in range(REDIRECTS + 1):
        answer = _once(ask, target, target.takes_password_of(first), means, deadline)
        place = answer.headers.get("location", "")
        if answer.status not in _MOVED or not place:
            return replace(answer, asked=first.url)
        target = guarding.target(urljoin(target.url, place), of_redirect=True)
        if first.is_safe and not target.is_safe:
            raise FetchError(_("The server sends us on to an address without https."), value=target.host)
        if answer.status == 303:
            ask = replace(ask, method="GET", body=b"")
    raise FetchError(_("The server sends us on more than %(n)d times.") % {"n": REDIRECTS}, value=first.host)


def _once(ask: Ask, target: Target, is_trusted: bool, means: Means, deadline: float) -> Answer:
    if ask.password and is_trusted and not target.may_have_password:
        hint = _("Use an address that begins with https.")
        raise FetchError(_("A password is never sent without https."), value=target.host, hint=hint)
    try:
        line = _connect(target, means, deadline)
        try:
            return _talk(line, ask, target, is_trusted, means)
        finally:
            line.end()
    except FetchError:
        raise
    except ssl.SSLCertVerificationError as error:
        what = _("The certificate of the server cannot be trusted: %(why)s.") % {"why": error.verify_message}
        raise FetchError(what, value=target.host) from None
    except TimeoutError:
        raise _too_slow(target, means) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        hint = _("Check the address; if it is right, the server may be away for a while.")
        what = _("The server cannot be reached or does not answer properly (%(kind)s).")
        raise FetchError(what % {"kind": type(error).__name__}, value=target.host, hint=hint) from None


def _too_slow(target: Target, means: Means) -> FetchError:
    what = _("The server did not finish its answer within %(n)g seconds.") % {"n": means.seconds}
    return FetchError(what, value=target.host, hint=_("It may be busy; it is tried again."))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _look_up(target: Target, means: Means, deadline: float) -> list[str]:
    """The addresses of a host; in a thread of its own, because the system's look-up knows no deadline."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(means.resolve(target.host, target.port))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = answers.get(timeout=_left(deadline))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, Exception) or not found:
        raise FetchError(_("No server of this name is known."), value=target.host, hint=_("Check how it is written."))
    return found


def _connect(target: Target, means: Means, deadline: float) -> _Line:
    """A connection to one of the checked addresses, never to what a second look-up might say."""
    found = _look_up(target, means, deadline)
    guarding.refuse_inner(target, found)
    last: OSError | None = None
    for address in found:
        try:
            plain = socket.create_connection((address, target.port), timeout=_left(deadline))
        except OSError as error:
            last = error
            continue
        try:
            if not target.is_safe:
                return _Line(plain, deadline, means.most_bytes + HEAD_BYTES)
            plain.settimeout(_left(deadline))
            safe = means.context().wrap_socket(plain, server_hostname=target.host)
            return _Line(safe, deadline, means.most_bytes + HEAD_BYTES)
        except BaseException:
            plain.close()
            raise
    raise last or OSError("no address")


def _talk(line: _Line, ask: Ask, target: Target, is_trusted: bool, means: Means) -> Answer:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0  # it must never look up and connect by itself
    connection.sock = line
    connection.putrequest(ask.method, target.path, skip_host=True, skip_accept_encoding=True)
    stated = {"Host": target.place, "User-Agent": "Hoursback", "Accept-Encoding": "identity", "Connection": "close"}
    if is_trusted and (ask.user or ask.password):
        stated["Authorization"] = f"Basic {b64encode(f'{ask.user}:{ask.password}'.encode()).decode('ascii')}"
    if ask.body or ask.method == "PUT":
        stated["Content-Length"] = str(len(ask.body))
    for name, value in {**ask.headers, **stated}.items():
        connection.putheader(name, value)
    connection.endheaders(ask.body or None)
    response = connection.getresponse()
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise FetchError(_("The server answers in packed form, which was not asked for."), value=target.host)
    body = response.read(means.most_bytes + 1)
    if len(body) > means.most_bytes:
        raise _too_large(target, means)
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, body, target.url)


def _too_large(target: Target, means: Means) -> FetchError:
    what = _("The answer is larger than %(n)g MB.") % {"n": means.most_bytes / 1e6}
    return FetchError(what, value=target.host, hint=_("Use a smaller calendar."))


class _Line:
    """A connection whose every step ends by one deadline, and which counts what comes in."""

    def __init__(self, sock: socket.socket, deadline: float, most: int) -> None:
        self._sock = sock
        self._deadline = deadline
        self._most = most

    def sendall(self, data: bytes) -> None:
        """Send everything by the deadline."""
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What comes in, for the reader of answers."""
        return io.BufferedReader(_Incoming(self._sock, self._deadline, self._most), _BLOCK)

    def close(self) -> None:
        """Nothing yet: http.client closes what it will not use again before the answer has been read."""

    def end(self) -> None:
        """Close it."""
        self._sock.close()


class _Incoming(io.RawIOBase):
    def __init__(self, sock: socket.socket, deadline: float, most: int) -> None:
        self._sock = sock
        self._deadline = deadline
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # The whole way counts, not the single step: a server that drips would pass any time-out of a step.
        self._sock.settimeout(_left(self._deadline))
        got = self._sock.recv_into(buffer)
        self._left -= got
        if self._left < 0:
            raise FetchError(_("The answer is too large."), hint=_("Use a smaller calendar."))
        return got
