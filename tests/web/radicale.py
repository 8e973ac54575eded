"""A real calendar server in a process of its own, and a hand that moves and deletes what lies in it."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import until

USER, PASSWORD = "olive", "canary-calendar-word"
WORK = "/olive/work/"
MAKE = (
    '<?xml version="1.0"?><C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
    "<D:displayname>{name}</D:displayname><C:supported-calendar-component-set><C:comp name='{kind}'/>"
    "</C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>"
)


@dataclass
class Server:
    """A calendar server that can be stopped and started again over the same data."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.place}/"

    def start(self) -> None:
        (self.folder / "users").write_text(f"{USER}:{PASSWORD}\n")
        stated = {
            "server-hosts": self.place,
            "storage-filesystem-folder": str(self.folder / "data"),
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": str(self.folder / "users"),
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
            "logging-level": "warning",
        }
        options = [part for name, value in stated.items() for part in (f"--{name}", value)]
        command = [sys.executable, "-m", "radicale", "--config", "", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert until(self._answers, 60), "the calendar server did not start"

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """What the owner's own calendar programme would ask."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            word = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            line.request(method, path, body.encode(), {"Authorization": f"Basic {word}", **headers})
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def make(self, path: str, name: str, kind: str = "VEVENT") -> None:
        assert self.ask("MKCALENDAR", path, MAKE.format(name=name, kind=kind))[0] == 201

    def put(self, uid: str, *lines: str, collection: str = WORK) -> None:
        """An event of the owner's own."""
        rows = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", "BEGIN:VEVENT", f"UID:{uid}"]
        rows += ["DTSTAMP:20260301T000000Z", *lines, "END:VEVENT", "END:VCALENDAR", ""]
        assert self.ask("PUT", f"{collection}{uid}.ics", "\r\n".join(rows))[0] in (201, 204)

    def names(self, collection: str = WORK) -> list[str]:
        """Every object in a calendar."""
        _, told = self.ask("PROPFIND", collection, "", Depth="1")
        return sorted(found for found in re.findall(r"<href>[^<]*/([^/<]+\.ics)</href>", told))

    def texts(self, collection: str = WORK) -> dict[str, str]:
        """What each object says."""
        return {name: self.ask("GET", f"{collection}{name}")[1] for name in self.names(collection)}

    def edit(self, name: str, pattern: str, new: str, collection: str = WORK) -> None:
        """Change an object, as the owner does by dragging it."""
        old = self.ask("GET", f"{collection}{name}")[1]
        changed = re.sub(pattern, new, old)
        assert changed != old
        assert self.ask("PUT", f"{collection}{name}", changed)[0] in (201, 204)

    def _answers(self) -> bool:
        try:
            return self.ask("OPTIONS", "/")[0] == 200
        except OSError:
            return False


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A calendar server with one calendar named Work."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(folder, port)
    server.start()
    try:
        server.make(WORK, "Work")
        yield server
    finally:
        server.stop()
