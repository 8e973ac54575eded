"""`hoursback export`: everything as files that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hoursback.cli.options import AsJson

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")]
OneOf = Annotated[str, typer.Option("--workspace", metavar="ID", help="One workspace, by its id; else all of them.")]


def export(folder: Folder, workspace: OneOf = "", as_json: AsJson = False) -> None:
    """Everything of your workspaces as CSV and JSON, without passwords and keys."""
    from hoursback.cli import output
    from hoursback.cli.database import open_app, reach_database

    open_app()
    reach_database()
    from hoursback.web.home.keeping import export as keeping

    written = keeping.export(folder, workspace)
    if as_json:
        together: dict[str, int] = {}
        for rows in written.values():
            for name, number in rows.items():
                together[name] = together.get(name, 0) + number
        output.print_json({"folder": str(folder), "rows": together, "workspaces": written})
        return
    for name, rows in written.items():
        entries = output.counted(rows["entries"], "entry", "entries")
        output.say(f"{folder / name}: {entries}, {output.counted(sum(rows.values()), 'row')} in {len(rows)} tables.")
