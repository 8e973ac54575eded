"""`hoursback review`: where the hours went, honestly."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from hoursback.cli.yearly import OneOf
from hoursback.engine.assumptions import MEANINGS
from hoursback.engine.capture.assign import GroupBy
from hoursback.engine.errors import HoursbackError, TooLittleLogError

if TYPE_CHECKING:
    from datetime import date

    from hoursback.cli.reading import LogRead
    from hoursback.engine.plan.business import Settings
    from hoursback.engine.review.hours import WeeklyHours
    from hoursback.engine.review.summary import ActivityReview, Review

ROWS_SHOWN = 40
FINDINGS_SHOWN = 10

app = typer.Typer(help="Where your hours go in an ordinary week, with likely ranges.", no_args_is_help=True)


@app.callback()
def review() -> None:
    """Where your hours go in an ordinary week, with likely ranges."""


@app.command()
def hours(
    files: Files = None,
    config: Config = None,
    by: By = GroupBy.MATCH,
    person: Person = "",
    format_: Format = None,
    timezone: Timezone = None,
    date_order: Order = None,
    encoding: Encoding = None,
    window: Window = None,
    seed: Seed = 0,
    workspace: OneOf = "",
    as_json: AsJson = False,
) -> None:
    """Hours a week of every activity, straight from log files (several are one log), or of the stored log."""
    from hoursback.cli.files import read_settings
    from hoursback.cli.reading import read_log

    choices = ReadChoices(format_, timezone, date_order, encoding, window)
    choices.options()
    settings = read_settings(config)
    if files or config:
        log = read_log(files or [], choices, settings, by=by, person=person)
    else:
        from hoursback.cli.stored import read_stored_log

        log = read_stored_log(settings, workspace=workspace, person=person)
    reviewed = reviewed_of(log, settings, seed)
    if as_json:
        _print_week(reviewed, log, settings)
    else:
        _show_week(reviewed, log, settings)


def reviewed_of(log: LogRead, settings: Settings, seed: int, today: date | None = None) -> Review:
    """An ordinary week with answers beside evidence, from the log and from what is stated.

    Raises: TooLittleLogError, when neither holds any time.
    """
    from hoursback.engine.review.summary import review as review_log

    check_enough(log, settings)
    return review_log(
        log.days,
        activities=settings.activities,
        assumptions=settings.assumptions,
        stated_hours_per_week=settings.business.hours_per_week,
        work_days=settings.business.work_days,
        seed=seed,
        widen=log.quality.widen,
        today=today,
    )


def check_enough(log: LogRead, settings: Settings) -> None:
    """Refuse when neither the log nor the settings hold any time.

    Raises: TooLittleLogError, saying what to log.
    """
    from hoursback.engine.review.hours import too_little

    refusal = too_little(log.days, settings.activities)
    if refusal is not None:
        raise refusal if log.found.files else _no_log()


def _no_log() -> HoursbackError:
    return TooLittleLogError(
        "There is no log: no file is named, and nothing is stored in this version.",
        where="command line",
        hint="Name one or more exports of your time tracker, or state hours_per_week of activities in --config.",
    )


def defaults_of_week(log: LogRead, settings: Settings) -> list[dict[str, str]]:
    """What the week rests on where nothing was stated: reading first, then the sums."""
    defaults = log.found.defaults()
    if "business.hours_per_week" not in settings.stated and log.found.files:
        defaults.append(_default("hours_per_week", "from the log", "", "each day from its first to its last entry"))
    if "business.work_days" not in settings.stated:
        defaults.append(_default("work_days", f"{settings.business.work_days}", "days a week", "the usual week"))
    if log.found.files and not settings.activities:
        defaults.append(_default("by", "match", "", "no activities stated: grouped by project, else task, else note"))
    return defaults + [
        _default(name, f"{figure.value:g}", MEANINGS[name].unit, MEANINGS[name].why)
        for name, figure in (("sw", settings.assumptions.sw), ("c2pool", settings.assumptions.c2pool))
        if figure.is_default
    ]


def _default(name: str, value: str, unit: str, why: str) -> dict[str, str]:
    return {"name": name, "value": value, "unit": unit, "why": why}


def _print_week(reviewed: Review, log: LogRead, settings: Settings) -> None:
    from hoursback.cli import output

    week, left = reviewed.hours, reviewed.hours.unaccounted
    output.print_json(
        {
            "activities": [
                {
                    "name": row.name,
                    "function": row.function,
                    "mean": row.mean,
                    "p10": row.p10,
                    "p50": row.p50,
                    "p90": row.p90,
                    "share": row.share,
                    "active_days": row.active_days,
                    "source": row.source,
                    "warnings": list(row.warnings),
                }
                for row in week.activities
            ],
            "unaccounted": left.mean if left.known else None,
            "unaccounted_range": [left.p10, left.p90] if left.known else None,
            "span": week.span,
            "log_score": log.quality.score,
            "trusted": log.quality.trusted,
            "days_used": week.days_used,
            "work_days_used": week.work_days_used,
            "first_day": week.first_day.isoformat() if week.first_day else None,
            "last_day": week.last_day.isoformat() if week.last_day else None,
            "warnings": list(week.warnings),
            "lists": {name: [row.activity.name for row in rows] for name, rows in _lists(reviewed).items()},
            "contradictions": [
                {"activity": row.activity.name, "list": card.reason.value, "text": card.text}
                for row in reviewed.activities
                for card in row.contradictions
            ],
            "mirror": reviewed.mirror.sentence(),
            "findings": [
                {"check": found.check, "severity": found.severity, "message": found.message, "fix": found.fix}
                for found in log.quality.findings
            ],
            **log.found.as_json(),
            "defaults": defaults_of_week(log, settings),
        }
    )


def _lists(reviewed: Review) -> dict[str, tuple[ActivityReview, ...]]:
    """The three lists and Yours, by name."""
    from hoursback.engine.review.questions import ReviewList

    return {which.value: reviewed.on_list(which) for which in ReviewList}


def _show_review(reviewed: Review) -> None:
    """The lists, what the log says against the answers, and the mirror; only what there is."""
    from hoursback.cli import output

    lists = {name: rows for name, rows in _lists(reviewed).items() if rows}
    if lists:
        output.section("Your lists")
        for name, rows in lists.items():
            output.say(f"- {name}: {', '.join(row.activity.name for row in rows)}")
    cards = [card for row in reviewed.activities for card in row.contradictions]
    if cards:
        output.section("Your answers against your log")
        for card in cards:
            output.say(f"- {card.text}")
    if reviewed.mirror.entries:
        output.say("")
        output.say(f"The mirror: {reviewed.mirror.sentence()}.")


def _show_week(reviewed: Review, log: LogRead, settings: Settings) -> None:
    from hoursback.cli import output

    week = reviewed.hours
    output.headline(_answer(week))
    output.say("")
    most = max((row.mean for row in week.activities), default=0.0) or 1.0
    output.show_table(
        ("activity", "h a week", "likely range", "share", ""),
        [
            (
                row.name,
                f"{row.mean:.1f}",
                f"{row.p10:.1f} to {row.p90:.1f}",
                f"{row.share:.0%}",
                output.bar(row.mean / most, 12),
            )
            for row in week.activities[:ROWS_SHOWN]
        ],
        right=(1, 2, 3),
    )
    rest = week.activities[ROWS_SHOWN:]
    if rest:
        output.say(f"and {len(rest)} more, {output.hours(sum(row.mean for row in rest))} a week together")
    output.say("")
    for sentence in (_unaccounted(week), _score(log), *week.warnings):
        output.say(sentence)
    _show_review(reviewed)
    _show_findings(log)
    output.show_found(log.found, defaults=defaults_of_week(log, settings))


def _answer(week: WeeklyHours) -> str:
    """The one sentence that says where the week goes."""
    from hoursback.cli import output

    total = output.hours(sum(row.mean for row in week.activities))
    kinds = output.counted(len(week.activities), "activity", "activities")
    first = week.activities[0]
    biggest = f"{output.hours(first.mean)} (likely {first.p10:.1f} to {first.p90:.1f})"
    return f"An ordinary week has {total} of work in {kinds}; most goes to {first.name}: {biggest}."


def _unaccounted(week: WeeklyHours) -> str:
    left = week.unaccounted
    if not left.known:
        return "Unaccounted time is not known: the log has no clock times, and no hours a week are stated."
    return f"Unaccounted, between or beyond the entries: {left.mean:.1f} h a week ({left.p10:.1f} to {left.p90:.1f})."


def _score(log: LogRead) -> str:
    trusted = "" if log.quality.trusted else "; below 60 no hand-off gets a plain yes"
    return f"Log score {log.quality.score:.0f} of 100, how far the figures can be trusted{trusted}."


def _show_findings(log: LogRead) -> None:
    from hoursback.cli import output

    findings = log.quality.findings
    if not findings:
        return
    output.section(f"What looks odd in the log ({output.counted(sum(log.quality.totals.values()), 'finding')})")
    for finding in findings[:FINDINGS_SHOWN]:
        where = f"{finding.day}: " if finding.day else ""
        output.say(f"- {where}{finding.message} {finding.fix}")
    if len(findings) > FINDINGS_SHOWN:
        output.say("  The others are in --json.")
