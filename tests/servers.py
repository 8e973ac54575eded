"""Hoursback in processes of its own, as its user starts it: commands, servers, and what became of them."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

RUN = "from hoursback.cli.main import run; run()"
_STATED = ("HOURSBACK_", "DATABASE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE")
PATIENCE = 200.0


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What a process is started with: its own data folder, and none of this process's settings."""
    usual = {name: value for name, value in os.environ.items() if not name.startswith(_STATED)}
    return {**usual, "HOURSBACK_DATA": str(folder), **more}


def start(*arguments: str, env: Mapping[str, str]) -> subprocess.Popen[str]:
    """A command as a process."""
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=dict(env),
    )


def run(*arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A command, to its end."""
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=dict(env),
        check=False,
        timeout=PATIENCE * 2,
    )


def script(code: str, env: Mapping[str, str]) -> str:
    """Python inside the app, in a process of its own; what it printed."""
    whole = f"from hoursback.cli.database import open_app\nopen_app()\n{code}"
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, env=dict(env), check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def children_of(pid: int) -> set[int]:
    """Everything a process has started, at any depth; Linux."""
    parents: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        fields = text.rpartition(")")[2].split()
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        new = set(parents.get(waiting.pop(), [])) - found
        found |= new
        waiting += new
    return found


def command_of(pid: int) -> str:
    """What a process was started with; empty when it ended in the meantime; Linux."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def living(pids: set[int]) -> set[int]:
    """Those that still run."""
    alive = set()
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        alive |= set() if fields[0] == "Z" else {pid}
    return alive


def until(condition: object, seconds: float = PATIENCE) -> bool:
    """Wait for something; False when it did not come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


@dataclass
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    url: str
    said: list[str] = field(default_factory=list)

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ask it to stop; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(*arguments: str, env: Mapping[str, str], command: str = "serve") -> Iterator[Served]:
    """A server that answers, killed with all it started at the end if it still runs."""
    process = start(command, "--no-browser", *arguments, env={**env, "PYTHONUNBUFFERED": "1"})
    said: list[str] = []
    url = ""
    started: set[int] = set()
    assert process.stdout is not None
    assert process.stderr is not None
    errors: list[str] = []
    drain = threading.Thread(target=lambda: errors.extend(process.stderr or ()), daemon=True)
    drain.start()
    try:
        for line in process.stdout:
            said.append(line.rstrip("\n"))
            if len(said) > 1 and said[-2].startswith("Hoursback is open"):
                url = said[-1]
                break
        assert url, "\n".join(said + errors)
        rest = threading.Thread(target=lambda: said.extend(line.rstrip("\n") for line in process.stdout or ()))
        rest.daemon = True
        rest.start()
        yield Served(process, url, said)
        rest.join(1)
    finally:
        started = children_of(process.pid)
        if process.poll() is None:
            process.kill()
            process.wait()
        for pid in living(started):
            os.kill(pid, signal.SIGKILL)
        drain.join(5)
        process.stdout.close()
        process.stderr.close()


@dataclass(frozen=True)
class Page:
    """An answer."""

    status: int
    url: str
    text: str


class Browser:
    """A browser without pictures: cookies, forms with their hidden fields, redirects."""

    def __init__(self, root: str) -> None:
        parts = urllib.parse.urlsplit(root)
        self.root = f"{parts.scheme}://{parts.netloc}"
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path: str) -> Page:
        return self._ask(path, None)

    def send(self, path: str, page: Page, fields: Mapping[str, str]) -> Page:
        """Send a form of a page with these fields filled in."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        return self._ask(path, urllib.parse.urlencode({**hidden, **fields}).encode())

    def log_in(self, email: str, password: str) -> Page:
        page = self.get("/account/login/")
        return self.send("/account/login/", page, {"login": email, "password": password})

    def _ask(self, path: str, data: bytes | None) -> Page:
        request = urllib.request.Request(urllib.parse.urljoin(self.root, path), data)
        try:
            with self._open(request, timeout=PATIENCE) as answer:
                return Page(answer.status, answer.geturl(), answer.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as error:
            with error:
                return Page(error.code, error.url or "", error.read().decode("utf-8", "replace"))
