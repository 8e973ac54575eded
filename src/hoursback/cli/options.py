"""The options that every command that reads files has, and what they mean together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Annotated

import typer

from hoursback.engine.capture.assign import GroupBy
from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.reading import DateOrder, ReadOptions

Files = Annotated[list[str] | None, typer.Argument(metavar="FILE", help="Log files; - is standard input.")]
Format = Annotated[
    str | None, typer.Option("--format", metavar="NAME", help="A format of `capture formats`; else by content.")
]
Timezone = Annotated[
    str | None, typer.Option("--timezone", metavar="ZONE", help="Zone of clock times that name none, Europe/Vienna.")
]
Order = Annotated[
    DateOrder | None, typer.Option("--date-order", help="How to read 03/04/2026: year, day or month first.")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Such as cp1252; else the byte-order mark, or UTF-8.")
]
Window = Annotated[
    tuple[str, str] | None,
    typer.Option("--window", metavar="START END", help="Dates or times; repeating events count within them."),
]
Config = Annotated[str | None, typer.Option("--config", metavar="TOML", help="Settings of your business.")]
By = Annotated[
    GroupBy, typer.Option("--by", help="What makes an activity: your match patterns, or one field of the log.")
]
Person = Annotated[
    str, typer.Option("--person", metavar="NAME", help="Use this person's entries only; else everybody's.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same answer.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]


@dataclass(frozen=True, slots=True)
class ReadChoices:
    """The reading options as typed."""

    format: str | None = None
    timezone: str | None = None
    date_order: DateOrder | None = None
    encoding: str | None = None
    window: tuple[str, str] | None = None

    def options(self, settled_zone: str | None = None) -> ReadOptions:
        """Checked, as the readers take them.

        Args:
            settled_zone: the zone of the settings file, for when none was typed.
        Raises: typer.BadParameter, for a window that is none; HoursbackError, for an unknown zone. What the readers
            take (formats, encodings) they check themselves.
        """
        name = self.timezone or settled_zone
        zone = zone_of(name) if name else UTC
        return ReadOptions(
            format=self.format,
            timezone=name,
            date_order=self.date_order,
            encoding=self.encoding,
            window=_window(self.window, zone),
        )


def _window(ends: tuple[str, str] | None, zone: tzinfo) -> tuple[datetime, datetime] | None:
    if ends is None:
        return None
    start, end = _moment(ends[0], zone), _moment(ends[1], zone)
    if start >= end:
        raise typer.BadParameter(f"{ends[0]} does not come before {ends[1]}.", param_hint="--window")
    return start, end


def _moment(text: str, zone: tzinfo) -> datetime:
    """A date or a time, in UTC; one without a zone is meant in the given one."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"{text!r} is no date or time; write 2026-01-05 or 2026-01-05T09:00:00Z.", param_hint="--window"
        ) from None
