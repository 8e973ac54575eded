"""The calendar server's language (CalDAV, RFC 4791), as much of it as blocks and busy times need, over `fetch`."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from hoursback.engine.capture.overlap import Span
from hoursback.engine.errors import HoursbackError
from hoursback.web.focus.calendars import xml
from hoursback.web.focus.calendars.xml import Node
from hoursback.web.shared.fetching import USUAL, Answer, Ask, Means, fetch

OFFERED: Final = 50
"""Calendars of one server to choose from."""
AT_MOST: Final = 60.0
"""Seconds that one visit may take in all; the rest is for the next."""
_D, _C = "DAV:", "urn:ietf:params:xml:ns:caldav"
_NAMES = f'xmlns:d="{_D}" xmlns:c="{_C}" xmlns:s="http://calendarserver.org/ns/"'
_ASK_WHO = (
    "<d:resourcetype/><d:displayname/><d:current-user-principal/><c:calendar-home-set/>"
    "<c:supported-calendar-component-set/>"
)
_GONE = frozenset({404, 410})
_NOT_HERE = frozenset({400, 403, 404, 405, 501})
WELL_KNOWN = "/.well-known/caldav"


class DavError(HoursbackError):
    """The server refuses, or says what we do not understand."""


class ChangedThereError(Exception):
    """What was to be written or removed is another version by now."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A calendar to choose."""

    href: str
    name: str


@dataclass(frozen=True, slots=True)
class Resource:
    """An object in a calendar: where, which version, what it says."""

    href: str
    etag: str
    data: bytes


class Dav:
    """A visit to one server as one user."""

    def __init__(self, address: str, user: str, password: str, means: Means = USUAL) -> None:
        self._address, self._user, self._password, self._means = address, user, password, means
        self._ends_at = time.monotonic() + AT_MOST
        self.has_written = False

    def discover(self) -> list[Offer]:
        """The calendars of the user, by the address they typed: of the server, of themselves, or of a calendar."""
        found = self._at_address()
        own = [Offer(href, _named(prop, href)) for href, prop in found if _is_calendar(prop)]
        home = _told(found, f"{_C} calendar-home-set")
        principal = _told(found, f"{_D} current-user-principal")
        if not home and principal:
            home = _told(self._properties(principal, "<c:calendar-home-set/>"), f"{_C} calendar-home-set")
        if home:
            rows = self._properties(home, _ASK_WHO, depth="1")
            own += [Offer(href, _named(prop, href)) for href, prop in rows if _is_calendar(prop)]
        by_href = {offer.href: offer for offer in own}
        if not by_href:
            hint = _("Make one there, or copy the address of one from that calendar’s settings.")
            raise DavError(_("No calendar was found at this address."), hint=hint)
        return list(by_href.values())[:OFFERED]

    def mark(self, collection: str) -> str:
        """The server's mark of a calendar's state; "" when it keeps none."""
        return _plain(self._properties(collection, "<s:getctag/>"), "http://calendarserver.org/ns/ getctag")

    def objects(self, collection: str, window: Span) -> list[Resource]:
        """Everything that touches a window."""
        start, end = (datetime.fromtimestamp(at, UTC).strftime("%Y%m%dT%H%M%SZ") for at in window)
        body = (
            f"<c:calendar-query {_NAMES}><d:prop><d:getetag/><c:calendar-data/></d:prop><c:filter>"
            f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{start}" end="{end}"/>'
            "</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"
        )
        found = []
        for href, prop in self._multi(collection, "REPORT", body, "1"):
            data = "".join(node.text for node in prop.all(f"{_C} calendar-data"))
            if data:
                found.append(Resource(href, prop.told(f"{_D} getetag"), data.encode()))
        return found

    def read(self, href: str) -> Resource | None:
        """One object; None when it is gone."""
        answer = self._ask(href, "GET")
        if answer.status in _GONE:
            return None
        self._expect(answer, 200)
        return Resource(href, answer.headers.get("etag", ""), answer.body)

    def put(self, href: str, data: bytes, etag: str | None) -> str:
        """Write an object: a new one (None), or over the version that is known; returns its version, "" if unsaid.

        Raises: ChangedThereError, when there is one already or it is another version.
        """
        self.has_written = True
        guard = {"If-None-Match": "*"} if etag is None else {"If-Match": etag} if etag else {}
        answer = self._ask(href, "PUT", {"Content-Type": "text/calendar; charset=utf-8", **guard}, data)
        if answer.status == 412 or (etag is not None and answer.status in _GONE):
            raise ChangedThereError
        self._expect(answer, 200, 201, 204)
        return answer.headers.get("etag", "")

    def delete(self, href: str, etag: str) -> None:
        """Remove an object; that it was gone already is fine.

        Raises: ChangedThereError, when it is another version.
        """
        self.has_written = True
        answer = self._ask(href, "DELETE", {"If-Match": etag} if etag else {})
        if answer.status == 412:
            raise ChangedThereError
        if answer.status not in _GONE:
            self._expect(answer, 200, 202, 204)

    def _at_address(self) -> list[tuple[str, Node]]:
        answer = self._propfind(self._address, _ASK_WHO, "0")
        if answer.status in _NOT_HERE:  # the address of the business, say; servers tell where their calendars are
            answer = self._propfind(urljoin(self._address, WELL_KNOWN), _ASK_WHO, "0")
        return self._rows(answer)

    def _properties(self, href: str, wanted: str, depth: str = "0") -> list[tuple[str, Node]]:
        return self._rows(self._propfind(href, wanted, depth))

    def _propfind(self, href: str, wanted: str, depth: str) -> Answer:
        return self._xml(href, "PROPFIND", f"<d:propfind {_NAMES}><d:prop>{wanted}</d:prop></d:propfind>", depth)

    def _multi(self, href: str, method: str, body: str, depth: str) -> list[tuple[str, Node]]:
        return self._rows(self._xml(href, method, body, depth))

    def _xml(self, href: str, method: str, body: str, depth: str) -> Answer:
        head = {"Content-Type": "application/xml; charset=utf-8", "Depth": depth}
        return self._ask(href, method, head, f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode())

    def _rows(self, answer: Answer) -> list[tuple[str, Node]]:
        """Each resource of an answer with the properties it has; addresses made whole."""
        self._expect(answer, 207)
        root, found = xml.read(answer.body), []
        for response in root.all(f"{_D} response"):
            href = response.told(f"{_D} href")
            prop = Node("prop")
            for part in response.all(f"{_D} propstat"):
                stated = part.find(f"{_D} prop")
                if stated is not None and " 200" in part.told(f"{_D} status"):
                    prop.children += stated.children
            for inner in prop.children:
                for link in inner.all(f"{_D} href"):
                    link.parts = [urljoin(answer.url, link.text)]
            if href:
                found.append((urljoin(answer.url, href), prop))
        return found

    def _ask(self, href: str, method: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Answer:
        if time.monotonic() > self._ends_at:
            raise DavError(_("The calendar answers so slowly that a visit takes more than a minute."))
        url = urljoin(self._address, href)
        if not _is_same_house(url, self._address):
            raise DavError(_("The server sends us to another server, which does not get your password."))
        return fetch(Ask(url, method, headers or {}, body, self._user, self._password), self._means)

    def _expect(self, answer: Answer, *wanted: int) -> None:
        if answer.status in wanted:
            return
        host, asked = urlsplit(answer.url).hostname or "", urlsplit(answer.asked).hostname or ""
        if answer.status == 401 and host != asked:
            what = _("%(asked)s sends us on to %(host)s, which does not get your password unasked.")
            raise DavError(what % {"asked": asked, "host": host}, hint=_("Connect that address instead."))
        if answer.status == 401:
            hint = _("Many calendars want a password made for apps alone; make one in their settings.")
            raise DavError(_("The calendar refuses the user name or the password."), hint=hint)
        if answer.status == 403:
            raise DavError(_("The calendar does not let you do this."), hint=_("Choose one in which you may write."))
        if answer.status in _GONE:
            raise DavError(_("There is no calendar at this address (any more)."), hint=_("Connect it again."))
        if answer.status == 507:
            raise DavError(_("The calendar server has no room left."))
        what = _("The calendar answers with an error (%(n)d).")
        raise DavError(what % {"n": answer.status}, hint=_("It may not be a calendar server, or be unwell."))


def _is_same_house(url: str, other: str) -> bool:
    """The same host, or one beside it under the same name: big services keep calendars on numbered hosts."""
    here, there = urlsplit(url), urlsplit(other)
    if (here.scheme, here.netloc) == (there.scheme, there.netloc):
        return True
    mine, theirs = (here.hostname or "").split("."), (there.hostname or "").split(".")
    is_beside = len(theirs) > 2 and mine[1:] == theirs[1:]
    return (mine == theirs or is_beside) and here.scheme == "https" and here.port is None and there.port is None


def _is_calendar(prop: Node) -> bool:
    kinds = prop.find(f"{_D} resourcetype")
    if kinds is None or kinds.find(f"{_C} calendar") is None:
        return False
    stated = prop.find(f"{_C} supported-calendar-component-set")  # a list of tasks holds no events
    return stated is None or any(kind.label == "VEVENT" for kind in stated.children)


def _named(prop: Node, href: str) -> str:
    own = prop.told(f"{_D} displayname")
    return (own or href.rstrip("/").rpartition("/")[2])[:200]


def _told(rows: list[tuple[str, Node]], name: str) -> str:
    return next((prop.told(name, f"{_D} href") for _, prop in rows if prop.find(name, f"{_D} href")), "")


def _plain(rows: list[tuple[str, Node]], name: str) -> str:
    return next((prop.told(name) for _, prop in rows if prop.find(name)), "")
