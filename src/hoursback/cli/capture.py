"""`hoursback capture`: which formats are read, what a file holds, bringing it in, and the year of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hoursback.cli.counts import Counts, utc
from hoursback.cli.options import AsJson, By, Encoding, Format, Order, ReadChoices, Timezone, Window
from hoursback.cli.yearly import OneOf, report_year
from hoursback.engine.capture.assign import GroupBy

if TYPE_CHECKING:
    from hoursback.cli import reading

app = typer.Typer(help="What was done, and when: read the exports of other products.", no_args_is_help=True)
app.command("year")(report_year)


@app.command()
def formats(as_json: AsJson = False) -> None:
    """All formats that can be read; a file's own is found by its content."""
    from hoursback.cli import output
    from hoursback.engine.capture import readers

    known = sorted(readers.formats(), key=lambda reader: reader.name)
    if as_json:
        output.print_json(
            {
                "formats": [
                    {"name": reader.name, "extensions": list(reader.extensions), "title": reader.title}
                    for reader in known
                ]
            }
        )
        return
    output.headline(f"{output.counted(len(known), 'format')} can be read; a file's own is found by its content.")
    output.show_table(
        ("name", "file names", "what it is"),
        [(reader.name, " ".join(f".{ending}" for ending in reader.extensions), reader.title) for reader in known],
    )


@app.command("import")
def import_file(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The export to read; - is standard input.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what the file holds.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave rows with problems out.")] = False,
    format_: Format = None,
    timezone: Timezone = None,
    date_order: Order = None,
    encoding: Encoding = None,
    window: Window = None,
    by: By = GroupBy.MATCH,
    names_apart: Annotated[
        bool, typer.Option("--names-apart", help="Other names in the file are other people; else all time is yours.")
    ] = False,
    workspace: OneOf = "",
    as_json: AsJson = False,
) -> None:
    """Bring one export into the log, whole or not at all; the same file again adds nothing.

    With --dry-run only say what it holds: entries, span, projects, problems with their lines.
    """
    choices = ReadChoices(format_, timezone, date_order, encoding, window)
    if not dry_run:
        from hoursback.cli.stored import bring_in

        stored = bring_in(file, choices, workspace=workspace, by=by, names_apart=names_apart, skip_bad=skip_bad)
        if as_json:
            _print_stored(stored)
        else:
            _show_stored(stored)
        return
    from hoursback.cli.reading import read_all

    counts = Counts()
    found = read_all([file], choices.options(), counts)
    if as_json:
        _print_preview(counts, found)
    else:
        _show_preview(counts, found)


def _print_stored(stored: dict[str, Any]) -> None:
    from datetime import date

    from hoursback.cli import output

    days = stored["days"]
    notices = stored["notices"]
    output.print_json(
        {
            "format": stored["format"],
            "entries": stored["entries"] + stored["all_day"] + stored["cancelled"],
            "open_entries": stored["running"],
            "total_seconds": stored["seconds"],
            "first_start": utc(stored["first_start"]),
            "last_end": utc(stored["last_end"]),
            "first_day": date.fromordinal(days[0]).isoformat() if days else None,
            "last_day": date.fromordinal(days[1]).isoformat() if days else None,
            "all_day": stored["all_day"],
            "cancelled": stored["cancelled"],
            "projects": stored["projects"],
            "tags": stored["tags"],
            "duplicates": stored["repeated"],
            "added": stored["added"],
            "known": stored["known"],
            "new_activities": stored["new_activities"],
            "new_people": stored["new_people"],
            "problems": stored["problems"],
            "problems_total": stored["skipped"],
            "notices": [
                {name: notice[name] for name in ("name", "value", "why")}
                for notice in notices
                if not notice["is_default"]
            ],
            "defaults": [
                {"name": notice["name"], "value": notice["value"], "unit": "", "why": notice["why"]}
                for notice in notices
                if notice["is_default"]
            ],
        }
    )


def _show_stored(stored: dict[str, Any]) -> None:
    from hoursback.cli import output

    added = output.counted(stored["added"], "entry", "entries")
    output.headline(f"{added} added, {output.hours_of(stored['added_seconds'])}.")
    lines = []
    if stored["known"]:
        lines.append(f"{output.counted(stored['known'], 'entry was', 'entries were')} in the log already.")
    if stored["skipped"]:
        lines.append(f"{output.counted(stored['skipped'], 'row')} with problems left out.")
    if stored["running"]:
        lines.append(f"{output.counted(stored['running'], 'entry', 'entries')} still running, left out.")
    if stored["new_activities"]:
        lines.append(f"{output.counted(stored['new_activities'], 'new activity', 'new activities')}.")
    if lines:
        output.say(" ".join(lines))
    for notice in stored["notices"]:
        output.say(
            f"- {notice['name']}: {notice['value']}: {notice['why']}" if notice["value"] else f"- {notice['why']}"
        )


def _print_preview(counts: Counts, found: reading.Found) -> None:
    from hoursback.cli import output

    days = counts.days
    output.print_json(
        {
            "format": found.formats[0],
            "entries": counts.entries,
            "open_entries": counts.open_entries,
            "total_seconds": counts.seconds,
            "first_start": utc(counts.first_start),
            "last_end": utc(counts.last_end),
            "first_day": days[0].isoformat() if days else None,
            "last_day": days[1].isoformat() if days else None,
            "all_day": counts.all_day,
            "cancelled": counts.cancelled,
            "projects": len(counts.projects),
            "tags": len(counts.tags),
            "duplicates": counts.digests.repeated,
            **found.as_json(),
        }
    )


def _show_preview(counts: Counts, found: reading.Found) -> None:
    from hoursback.cli import output

    output.headline(_answer(counts, found))
    lines = _details(counts)
    if lines:
        output.say(" ".join(lines))
    output.show_found(found)


def _answer(counts: Counts, found: reading.Found) -> str:
    """The one sentence that says what the file holds."""
    from hoursback.cli import output

    read_as = f"read as {_title(found.formats[0])}"
    if not counts.entries and not counts.open_entries:
        return f"0 entries, {read_as}: the file holds no logged time, which is not an error."
    parts = [output.counted(counts.entries, "entry", "entries"), output.hours_of(counts.seconds)]
    if counts.days:
        first, last = (f"{day.day} {day:%b %Y}" for day in counts.days)
        parts.append(first if first == last else f"{first} to {last}")
    return f"{', '.join([*parts, read_as])}."


def _title(name: str) -> str:
    from hoursback.engine.capture import readers

    return next((known.title for known in readers.formats() if known.name == name), name)


def _details(counts: Counts) -> list[str]:
    from hoursback.cli import output

    sentences = []
    if counts.projects or counts.tags:
        names = [output.counted(len(counts.projects), "project"), output.counted(len(counts.tags), "tag")]
        sentences.append(f"{' and '.join(names)}.")
    if counts.open_entries:
        running = "is" if counts.open_entries == 1 else "are"
        sentences.append(f"{output.counted(counts.open_entries, 'entry', 'entries')} {running} still running.")
    if counts.digests.repeated:
        sentences.append(f"{output.counted(counts.digests.repeated, 'row repeats', 'rows repeat')} an earlier one.")
    left_out = [
        (counts.all_day, "all-day event", "all-day events"),
        (counts.cancelled, "cancelled event", "cancelled events"),
    ]
    parts = [output.counted(number, *nouns) for number, *nouns in left_out if number]
    if parts:
        sentences.append(f"{' and '.join(parts)} not counted as time.".capitalize())
    return sentences
