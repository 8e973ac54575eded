"""`hoursback doctor`: what is unwell, and the fix."""

from __future__ import annotations

from typing import Annotated

import typer

from hoursback.cli.options import AsJson

Mend = Annotated[bool, typer.Option("--mend", help="Count totals anew where they differ from the log.")]


def doctor(mend: Mend = False, as_json: AsJson = False) -> None:
    """Look at data folder, database, totals, worker and settings; ends with 1 when one of them is unwell."""
    from hoursback.cli import output
    from hoursback.cli.database import open_app

    open_app()
    from hoursback.web.home.keeping import doctor as keeping

    mended = keeping.mend() if mend else []
    checks = keeping.examine()
    unwell = [check for check in checks if check.state is keeping.State.UNWELL]
    if as_json:
        output.print_json({"well": not unwell, "mended": mended, "checks": [check.as_dict() for check in checks]})
    else:
        if mended:
            output.say(f"Counted anew: {', '.join(mended)}.")
        said = f"{output.counted(len(unwell), 'thing')} to put right." if unwell else "All is well."
        output.headline(said)
        output.say("")
        rows = [(check.name, check.state.value, f"{check.what} {check.fix}".strip()) for check in checks]
        output.show_table(("what", "how", "found, and the fix"), rows)
    if unwell:
        raise typer.Exit(1)
