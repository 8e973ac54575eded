"""The command line: read files, call the engine, print the answer."""

import os

# Must come before typer is imported anywhere: with Rich, the help alone takes twice as long.
os.environ.setdefault("TYPER_USE_RICH", "0")
