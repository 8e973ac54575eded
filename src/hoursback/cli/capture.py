"""`hoursback capture`: which formats are read, and what a file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hoursback.cli.counts import Counts, utc
from hoursback.cli.options import AsJson, Encoding, Format, Order, ReadChoices, Timezone, Window
from hoursback.engine.errors import HoursbackError

if TYPE_CHECKING:
    from hoursback.cli import reading

app = typer.Typer(help="What was done, and when: read the exports of other products.", no_args_is_help=True)


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
    as_json: AsJson = False,
) -> None:
    """Read one export and say what it holds: entries, span, projects, problems with their lines."""
    from hoursback.cli.reading import read_all

    options = ReadChoices(format_, timezone, date_order, encoding, window).options()
    if not dry_run:
        raise HoursbackError(
            "Nothing is stored yet: this version reads and plans.",
            where=file,
            value="--skip-bad" if skip_bad else "",
            hint="Use --dry-run to see what the file holds; `hoursback plan make` plans straight from files.",
        )
    counts = Counts()
    found = read_all([file], options, counts)
    if as_json:
        _print_preview(counts, found)
    else:
        _show_preview(counts, found)


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
