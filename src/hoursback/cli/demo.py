"""`hoursback demo`: the whole chain on a sample business, from a two-week log to its plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

SEED = 7
START = date(2026, 1, 5)

NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port of the app; 0 takes a free one.")]


def demo(no_browser: NoBrowser = False, port: Port = 0) -> None:
    """Olive's two weeks as a log, read and planned like anybody's; prints the plan and ends."""
    # Both options are for the app; the plan alone needs neither.
    del no_browser, port
    import tempfile
    from pathlib import Path

    from hoursback.cli import output
    from hoursback.cli.options import ReadChoices
    from hoursback.cli.plan import print_plan
    from hoursback.engine.capture.sample import SAMPLE_SETTINGS, sample_csv
    from hoursback.engine.plan.settings import parse_settings

    settings = parse_settings(SAMPLE_SETTINGS, name="sample settings")
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "olive-two-weeks.csv"
        log.write_text(sample_csv(SEED, START), encoding="utf-8")
        output.say(
            "Olive runs a small design and print studio. This is her plan after two weeks of logging; "
            "yours needs only the export of your time tracker: hoursback plan make FILE"
        )
        output.say("")
        print_plan([log], ReadChoices(), settings)
