"""The entry point: every command, and what is said when one is refused."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Annotated, NoReturn, Protocol, cast

import typer

from hoursback.cli import capture, plan, review
from hoursback.cli.backup import backup, restore
from hoursback.cli.demo import demo
from hoursback.cli.doctor import doctor
from hoursback.cli.export import export
from hoursback.cli.serve import serve
from hoursback.cli.worker import worker
from hoursback.engine.errors import FileRefusedError, HoursbackError

DONE, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="hoursback",
    help="From the log of your working days to an honest plan of what to hand off.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(capture.app, name="capture")
app.add_typer(review.app, name="review")
app.add_typer(plan.app, name="plan")
for _command in (demo, serve, worker, backup, restore, export, doctor):
    app.command()(_command)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"hoursback {version('hoursback')}")
        raise typer.Exit


@app.callback()
def hoursback(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Get your hours back: from the log of your working days to a plan of what to hand off, to whom and when."""


def run() -> NoReturn:
    """Run a command: 0 done, 1 refused, 2 not understood; a refusal is said in plain words, never as a traceback."""
    _speak_plainly()
    code = _attempt(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output had enough, as `head` has
        _discard_stdout()
    sys.exit(code)


class _Usage(Protocol):
    """What typer raises for a command line it does not understand."""

    def format_message(self) -> str: ...
    def show(self) -> None: ...


def _attempt(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    try:
        # Not standalone: typer would end the process before a refusal could be printed as JSON.
        code = app(arguments, prog_name="hoursback", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except HoursbackError as error:
        _refuse(error, as_json)
    except BrokenPipeError:
        _discard_stdout()
        return DONE
    except typer.Abort:  # Ctrl-C
        return INTERRUPTED
    except OSError as error:
        _refuse(_from_system(error), as_json)
    except Exception as error:
        if hasattr(error, "format_message"):
            return _misunderstood(cast(_Usage, error), as_json)
        if os.environ.get("HOURSBACK_TRACEBACK"):
            raise
        _refuse(_fault(error), as_json)
    return REFUSED


def _misunderstood(usage: _Usage, as_json: bool) -> int:
    usage.show()
    if as_json:
        message = usage.format_message()
        _refuse(HoursbackError(message, where="command line", hint="hoursback --help shows what there is."), as_json)
    return USAGE


def _refuse(error: HoursbackError, as_json: bool) -> None:
    from hoursback.cli.output import print_json, printable

    if isinstance(error, FileRefusedError) and error.problems_total > 1:
        _refuse_for_rows(error, as_json)
        return
    if as_json:
        print_json({"error": error.as_dict()})
        return
    parts = [error.what]
    parts += [f"  where: {error.where}"] if error.where else []
    parts += [f"  value: {error.value}"] if error.value else []
    parts += [f"  next:  {error.hint}"] if error.hint else []
    typer.echo("\n".join(printable(part) for part in parts), err=True)


def _refuse_for_rows(error: FileRefusedError, as_json: bool) -> None:
    """A file refused for its rows: each of the first ones, since mending the first alone would not do."""
    from hoursback.cli.output import print_json, printable, show_problems
    from hoursback.cli.reading import problems_as_json

    several = len({file for file, _ in error.problems}) > 1
    if as_json:
        problems = problems_as_json(error.problems, error.problems_total, several=several)
        print_json({"error": error.as_dict(), **problems})
        return
    typer.echo(printable(error.what), err=True)
    show_problems(error.problems, error.problems_total, several=several, stderr=True)


def _from_system(error: OSError) -> HoursbackError:
    """A failure of the system (a disk, a permission) as a refusal."""
    return HoursbackError(
        f"The system refused: {error.strerror or type(error).__name__}.",
        where=str(error.filename or ""),
        hint="Check the path, the permissions and the space on the disk.",
    )


def _fault(error: Exception) -> HoursbackError:
    """Our own mistake, said briefly."""
    return HoursbackError(
        "Hoursback made a mistake and stopped; nothing was changed.",
        value=f"{type(error).__name__}: {error}",
        hint="Set HOURSBACK_TRACEBACK=1 and run it again to see where, and please report it.",
    )


def _speak_plainly() -> None:
    """A terminal that knows few characters gets question marks for the others, not an error."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _discard_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
