"""Keeping a server and its worker running, and stopping both cleanly."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from hoursback.cli.output import say
from hoursback.engine.errors import HoursbackError

DEFAULT_URL = "http://localhost:8765"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
THREADS = 3
"""Requests answered at a time by one process: SQLite takes one writer, and Python runs one thread, at a time."""
_PATIENCE = 180.0
_STOPPING = 15.0
_WAITS = (1.0, 2.0, 5.0, 10.0, 30.0)
_STEADY = 60.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the app listens, and under which address people reach it."""

    host: str
    port: int
    url: str

    @property
    def is_public(self) -> bool:
        return self.url.startswith("https://")


def address_of(port: int | None, host: str | None) -> Address:
    """The address from the options and HOURSBACK_URL, which is set for the app where nobody stated it.

    Raises: HoursbackError, where the port is taken, or a local app would be open to others.
    """
    url = os.environ.get("HOURSBACK_URL", "").rstrip("/")
    stated = urlsplit(url or DEFAULT_URL)
    is_public = stated.scheme == "https"
    host = host or "127.0.0.1"
    if not is_public and host not in LOOPBACK:
        raise HoursbackError(
            "Without https the app is for this machine alone.",
            where="--host",
            value=host,
            hint="Put it behind a proxy with a certificate and set HOURSBACK_URL=https://your.name; see "
            "docs/how-to/run-the-app.md.",
        )
    # A public address is the proxy's; its port is not ours.
    wanted = port if port is not None else (8765 if is_public else stated.port or 8765)
    chosen = _free(host, wanted)
    if not url or (port is not None and not is_public):
        url = f"http://{stated.hostname or 'localhost'}:{chosen}"
        os.environ["HOURSBACK_URL"] = url
    return Address(host, chosen, url)


def serve(
    address: Address,
    *,
    has_browser: bool,
    has_worker: bool,
    path: str = "/",
    when_open: Callable[[str], bool] | None = None,
) -> None:
    """Serve until stopped.

    Args:
        path: what to open first.
        when_open: called with the address once the app answers; True stops the server again.
    Raises: HoursbackError, where the server did not come up or did not stay up.
    """
    import multiprocessing

    from django.conf import settings
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from hoursback.web.home.keeping import locks

    # A fork would carry open connections and half of the threads along.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "hoursback.web.home.keeping.served:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=_number("HOURSBACK_PROCESSES", 1),
        blocking_threads=_number("HOURSBACK_THREADS", THREADS),
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        websockets=False,
        log_level=LogLevels.warning,
    )
    watcher = _Opening(address, path, has_browser, when_open)
    worker = _Worker() if has_worker else None
    with locks.held(settings.DATA / locks.SERVING, shared=True, wait=False) as is_free:
        if not is_free:
            raise HoursbackError(
                "A restore is going on.", where=str(settings.DATA), hint="Wait for it to end, then start again."
            )
        try:
            threading.Thread(target=watcher, name="opening", daemon=True).start()
            if worker is not None:
                threading.Thread(target=worker, name="worker watch", daemon=True).start()
            server.serve()
        except SystemExit as end:
            watcher.is_over = True
            if end.code:
                raise HoursbackError(
                    "The server stopped by itself.", value=address.url, hint="What it said above is the reason."
                ) from None
        finally:
            watcher.is_over = True
            if worker is not None:
                worker.stop()
    if watcher.failure:
        raise HoursbackError(watcher.failure, where=address.url, hint="`hoursback doctor` looks for the reason.")


def _number(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    if not text:
        return default
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise HoursbackError("A setting cannot be understood.", where=name, value=text, hint="A number from 1 to 64.")
    return int(text)


def _free(host: str, port: int) -> int:
    """The port, or a free one for 0.

    Raises: HoursbackError, where somebody listens there already.
    """
    # Checked here: the server shares its port among its processes, so two servers would both get it without a word.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise HoursbackError(
                f"Port {port} cannot be used: {error.strerror}.",
                where=host,
                value=str(port),
                hint="Perhaps Hoursback is open already; else choose another: --port 0 takes a free one.",
            ) from None
        return int(probe.getsockname()[1])


class _Opening:
    """Waits until the app answers, says where it is, and opens a browser there."""

    def __init__(self, address: Address, path: str, has_browser: bool, when_open: Callable[[str], bool] | None) -> None:
        self.address, self.path, self.has_browser, self.when_open = address, path, has_browser, when_open
        self.is_over = False
        self.failure = ""

    def __call__(self) -> None:
        until = time.monotonic() + _PATIENCE
        while not self.is_over and not answers(self.address):
            if time.monotonic() > until:
                self.failure = "The app did not answer within three minutes."
                self._stop()
                return
            time.sleep(0.1)
        if self.is_over:
            return
        target = self.address.url + self.path
        say("Hoursback is open here until you stop it with Ctrl-C:")
        print(target, flush=True)  # in one piece, however narrow the terminal is
        if self.when_open is not None and self._is_done(target):
            self._stop()
            return
        if self.has_browser and _has_screen():
            import webbrowser

            webbrowser.open(target)

    def _is_done(self, target: str) -> bool:
        assert self.when_open is not None
        try:
            return self.when_open(target)
        except HoursbackError as error:
            self.failure = error.what
            return True

    @staticmethod
    def _stop() -> None:
        os.kill(os.getpid(), signal.SIGINT)


def answers(address: Address) -> bool:
    """Whether the app's health page is well."""
    host = urlsplit(address.url).netloc
    # A public app sends everything to https unless its proxy says that it was https already.
    headers = {"Host": host, "X-Forwarded-Proto": urlsplit(address.url).scheme}
    link = http.client.HTTPConnection(_reachable(address.host), address.port, timeout=10)
    try:
        link.request("GET", "/health", headers=headers)
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _has_screen() -> bool:
    """Whether a browser has a screen; without one Python would start a text browser in this terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class _Worker:
    """A worker as a child process, started again when it dies."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._is_stopping = threading.Event()
        self._lock = threading.Lock()

    def __call__(self) -> None:
        failures = 0
        while not self._is_stopping.is_set():
            began = time.monotonic()
            with self._lock:
                if self._is_stopping.is_set():
                    return
                self._child = self._start()
            code = self._child.wait()
            if self._is_stopping.is_set():
                return
            failures = 0 if time.monotonic() - began > _STEADY else failures
            wait = _WAITS[min(failures, len(_WAITS) - 1)]
            failures += 1
            say(f"The worker ended ({code}); it is started again in {wait:g} s.", stderr=True)
            self._is_stopping.wait(wait)

    def stop(self) -> None:
        """Let it finish what it does for a while, then end it; its job goes to the next worker."""
        self._is_stopping.set()
        with self._lock:
            child = self._child
        if child is None or child.poll() is not None:
            return
        with suppress(ProcessLookupError):
            child.terminate()
        try:
            child.wait(_STOPPING)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    @staticmethod
    def _start() -> subprocess.Popen[bytes]:
        # In a session of its own, so that Ctrl-C in the terminal reaches the server alone, which stops its worker.
        return subprocess.Popen(
            [sys.executable, "-c", f"from hoursback.cli.worker import under; under({os.getpid()})"],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
