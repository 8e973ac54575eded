"""`hoursback backup` and `hoursback restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hoursback.cli.options import AsJson

Target = Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write; one that is there is replaced.")]
Source = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `hoursback backup` wrote.")]


def backup(file: Target, as_json: AsJson = False) -> None:
    """Everything in one file, consistent, while the app goes on."""
    from hoursback.cli import output
    from hoursback.cli.database import open_app, reach_database

    open_app()
    reach_database()
    from hoursback.web.home.keeping import backup as keeping

    manifest = keeping.back_up(file)
    size = file.stat().st_size
    if as_json:
        output.print_json({"file": str(file), "bytes": size, "uploads": len(manifest.uploads), "rows": manifest.rows})
        return
    rows = sum(manifest.rows.values())
    output.say(f"Backed up {output.counted(rows, 'row')} into {file} ({size / 1e6:.1f} MB), and read it back.")


def restore(file: Source, as_json: AsJson = False) -> None:
    """Put a backup in the place of everything there is; stop the app first."""
    from hoursback.cli import output
    from hoursback.cli.database import open_app

    open_app()
    from hoursback.web.home.keeping import restore as keeping

    done = keeping.restore(file)
    kept = str(done.kept_as) if done.kept_as else ""
    if as_json:
        output.print_json({"file": str(file), "kept_as": kept, "rows": done.manifest.rows})
        return
    output.say(f"Restored {output.counted(sum(done.manifest.rows.values()), 'row')} of {done.manifest.made_at[:16]}.")
    if kept:
        output.say(f"What was there before is kept as {kept}.")
    output.say("Everybody logs in again.")
