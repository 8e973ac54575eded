"""`hoursback worker`: background and timed jobs, without the pages."""

from __future__ import annotations

from typing import Annotated

import typer

Batch = Annotated[bool, typer.Option("--batch", help="Do what is waiting and leave.")]


def worker(batch: Batch = False) -> None:
    """Do background and timed jobs until stopped; as many as you like may run beside each other."""
    from hoursback.cli.database import open_app, reach_database

    open_app()
    reach_database()
    from hoursback.web.home.keeping import upgrade

    upgrade.prepare()
    _work(batch=batch)


def under(parent: int) -> None:
    """The worker of a server: nothing to prepare, and gone when its server is."""
    from hoursback.cli.database import open_app

    open_app()
    from hoursback.web.home.keeping import orphans

    orphans.end_with(parent)
    _work()


def _work(*, batch: bool = False) -> None:
    from django.conf import settings

    from hoursback.web.home.keeping import locks, work

    with locks.held(settings.DATA / locks.SERVING, shared=True):
        work.work(batch=batch)
