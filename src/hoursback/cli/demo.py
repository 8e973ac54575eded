"""`hoursback demo`: a sample business in a throwaway database, its plan in the terminal and its pages in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hoursback.engine.errors import HoursbackError

if TYPE_CHECKING:
    from hoursback.web.home.sample import Sample

NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port of the app; 0 takes a free one.")]
SEED, WEEKS = 7, 12
ONCE = "HOURSBACK_DEMO_ONCE"
_OF_YOUR_OWN = (
    "HOURSBACK_URL",
    "HOURSBACK_HOSTS",
    "HOURSBACK_CACHE",
    "HOURSBACK_SECRET_KEY",
    "DATABASE_URL",
    "EMAIL_URL",
)


def demo(no_browser: NoBrowser = False, port: Port = 0) -> None:
    """Olive's studio with twelve weeks of log, a plan, and the app to look around in; Ctrl-C ends and removes it."""
    from hoursback.cli import serving
    from hoursback.cli.output import say

    with tempfile.TemporaryDirectory(prefix="hoursback-demo-", ignore_cleanup_errors=True) as folder:
        _stand_apart(Path(folder))
        address = serving.address_of(port, None)
        today = date.today()  # noqa: DTZ011 — the day of whoever looks
        log, config = _write_log(Path(folder), today)
        say("Olive runs a small design and print studio. This is her plan after twelve weeks of logging:")
        say("")
        sys.stdout.flush()
        with _planning(log, config) as planned:
            sample, path = _open(log, today)
            sys.stdout.write(planned.communicate()[0])
        say("")
        say(
            f"The same in the browser, with {sample.entries:,} entries and a plan in force. The address below logs you "
            "in as Olive, once. When you stop it, all of it is gone."
        )
        serving.serve(
            address,
            has_browser=not no_browser,
            has_worker=True,
            path=path,
            when_open=_look if os.environ.get(ONCE) else None,
        )


def _write_log(folder: Path, today: date) -> tuple[Path, Path]:
    """The export of Olive's time tracker, up to the end of last week, and what she states about her business."""
    from hoursback.engine.capture.sample import SAMPLE_SETTINGS, sample_csv

    log, config = folder / "olive-twelve-weeks.csv", folder / "olive.toml"
    start = today - timedelta(days=today.weekday(), weeks=WEEKS)
    log.write_text(sample_csv(SEED, start, WEEKS), encoding="utf-8", newline="")
    config.write_text(SAMPLE_SETTINGS, encoding="utf-8")
    return log, config


def _stand_apart(folder: Path) -> None:
    """Nothing of this machine's own Hoursback is touched: another folder, none of its settings."""
    for name in _OF_YOUR_OWN:
        os.environ.pop(name, None)
    os.environ["HOURSBACK_DATA"] = str(folder / "data")
    os.environ["HOURSBACK_DEMO"] = "1"


@contextmanager
def _planning(log: Path, config: Path) -> Iterator[subprocess.Popen[str]]:
    """The plan from the export of Olive's time tracker, as yours is made; worked out while the app is set up."""
    command = "from hoursback.cli.main import run; run()"
    planning = subprocess.Popen(
        [sys.executable, "-c", command, "plan", "make", str(log), "--config", str(config)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    try:
        yield planning
    finally:
        planning.kill()
        planning.wait()


def _open(log: Path, today: date) -> tuple[Sample, str]:
    """The app with the sample in it, and the address that logs its owner in."""
    from hoursback.cli.database import open_app

    open_app()
    from hoursback.web.home import demo_login, sample
    from hoursback.web.home.keeping import upgrade

    upgrade.prepare()
    made = sample.make_business(log, today)
    path = demo_login.write_ticket(made.owner.user)
    upgrade.close()
    return made, path


def _look(target: str) -> bool:
    """Open the first page as a browser would; for tests, which have seen enough then.

    Raises: HoursbackError, where it is not shown.
    """
    import urllib.error
    import urllib.request
    from http.cookiejar import CookieJar

    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    try:
        with browser.open(target, timeout=60) as page:
            shown = page.read().decode("utf-8", "replace")
            where = page.geturl()
    except urllib.error.HTTPError as error:
        raise HoursbackError(f"The first page was answered with {error.code}.", where=target) from error
    if "/w/" not in where or "<h1" not in shown:
        raise HoursbackError("The first page was not the sample's.", where=where)
    return True
