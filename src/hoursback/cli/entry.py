"""Where the program begins: reports that need no machinery of commands are answered at once."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # `typing` itself costs a tenth of the fastest answer
if TYPE_CHECKING:
    from typing import NoReturn


def run() -> NoReturn:
    """Run a command, as `main.run` does; the year as JSON without loading what parses commands."""
    if sys.argv[1:3] == ["capture", "year"]:
        from hoursback.cli.yearsums import answered
        from hoursback.engine.errors import HoursbackError

        try:
            if answered(sys.argv[1:]):
                sys.exit(0)
        except (HoursbackError, OSError):
            pass  # said by the command itself, as every refusal is
    from hoursback.cli.main import run as run_command

    run_command()
