"""`hoursback plan`: what to hand off, to whom, when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hoursback.cli.options import (
    AsJson,
    By,
    Config,
    Encoding,
    Files,
    Format,
    Order,
    Person,
    ReadChoices,
    Seed,
    Timezone,
    Window,
)
from hoursback.engine.capture.assign import GroupBy

if TYPE_CHECKING:
    from pathlib import Path

    from hoursback.cli.reading import LogRead
    from hoursback.engine.plan.answer import Plan
    from hoursback.engine.plan.business import Settings

app = typer.Typer(help="What to hand off, to whom and when.", no_args_is_help=True)

Explain = Annotated[
    bool, typer.Option("--explain", help="Say of each line what would turn it, and solve every opposite again.")
]


@app.callback()
def plan() -> None:
    """What to hand off, to whom and when."""


@app.command()
def make(
    files: Files = None,
    config: Config = None,
    by: By = GroupBy.MATCH,
    person: Person = "",
    explain: Explain = False,
    format_: Format = None,
    timezone: Timezone = None,
    date_order: Order = None,
    encoding: Encoding = None,
    window: Window = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """The whole chain without a database: log files and settings in, a plan out."""
    from hoursback.cli.files import read_settings

    choices = ReadChoices(format_, timezone, date_order, encoding, window)
    choices.options()
    settings = read_settings(config)
    print_plan(files or [], choices, settings, by=by, person=person, seed=seed, explain=explain, as_json=as_json)


def print_plan(
    files: list[Path] | list[str],
    choices: ReadChoices,
    settings: Settings,
    *,
    by: GroupBy = GroupBy.MATCH,
    person: str = "",
    seed: int = 0,
    explain: bool = False,
    as_json: bool = False,
) -> None:
    """Read, plan and print."""
    from hoursback.cli import output, plan_json, plan_text
    from hoursback.cli.reading import read_log

    log = read_log([str(file) for file in files], choices, settings, by=by, person=person)
    made = plan_of(log, settings, seed=seed, explain=explain)
    defaults = [*log.found.defaults(), *plan_json.defaults_of(made)]
    if as_json:
        output.print_json(plan_json.as_json(made, log, defaults))
    else:
        plan_text.show(made, log, defaults, explain=explain)


def plan_of(log: LogRead, settings: Settings, *, seed: int, explain: bool) -> Plan:
    """The plan from a log and what is stated.

    Raises: TooLittleLogError, when neither holds any time.
    """
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from hoursback.cli.review import reviewed_of
    from hoursback.engine.plan.make import make_plan

    today = datetime.now(ZoneInfo(settings.business.timezone or "UTC")).date()
    reviewed = reviewed_of(log, settings, seed, today)
    score = log.quality.score if log.found.files else None
    return make_plan(reviewed, settings, today=today, seed=seed, log_score=score, everything=explain)
