"""`hoursback serve`: the app on this machine, with its background jobs."""

from __future__ import annotations

from typing import Annotated

import typer

Port = Annotated[
    int | None,
    typer.Option("--port", min=0, max=65535, help="Port of the app; 0 takes a free one; else that of HOURSBACK_URL."),
]
Host = Annotated[
    str | None, typer.Option("--host", metavar="ADDRESS", help="Address to listen on; this machine only unless public.")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")]
NoWorker = Annotated[bool, typer.Option("--no-worker", help="Without background jobs; run `hoursback worker` then.")]


def serve(port: Port = None, host: Host = None, no_browser: NoBrowser = False, no_worker: NoWorker = False) -> None:
    """Open the app: brings the database up to date, serves the pages and does the background jobs."""
    from hoursback.cli import serving
    from hoursback.cli.database import open_app, reach_database

    address = serving.address_of(port, host)
    open_app()
    reach_database()
    from hoursback.web.home.keeping import upgrade

    upgrade.prepare()
    if address.is_public:
        _say_code()
    serving.serve(address, has_browser=not no_browser, has_worker=not no_worker)


def _say_code() -> None:
    """On a server anybody could come first; only who sees this terminal knows the code."""
    from django.conf import settings

    from hoursback.cli.output import say
    from hoursback.web.accounts.actions import setup_code
    from hoursback.web.accounts.selectors import has_users

    if not has_users():
        say(f"The set-up page asks for this code: {setup_code(settings.DATA)}")
