"""`hoursback capture year`: the stored log by activity and ISO week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hoursback.cli.options import AsJson
from hoursback.cli.yearsums import FIRST_YEAR, LAST_YEAR, print_report, read_year

if TYPE_CHECKING:
    from hoursback.cli.yearsums import Report

Year = Annotated[
    int | None,
    typer.Argument(metavar="YEAR", min=FIRST_YEAR, max=LAST_YEAR, help="Else the last one with hours."),
]
OneOf = Annotated[str, typer.Option("--workspace", metavar="ID", help="One workspace, by its id.")]
_ROWS_SHOWN = 40


def report_year(year: Year = None, workspace: OneOf = "", as_json: AsJson = False) -> None:
    """Hours of one year by activity and ISO week, from the stored log."""
    report = read_year(year, workspace)
    if as_json:
        print_report(report)
    else:
        _show(report)


def _show(report: Report) -> None:
    from hoursback.cli import output

    if not report.total:
        output.headline(f"0 h in {report.year}: nothing is logged in that year.")
        return
    kinds = output.counted(len(report.sums), "activity", "activities")
    name, weeks = next(iter(report.sums.items()))
    most = sum(weeks.values())
    output.headline(
        f"{output.hours_of(report.total)} in {report.year}, in {kinds}; most went to {name}: {output.hours_of(most)}."
    )
    output.say("")
    used = sum(1 for monday in report.mondays if any(monday in weeks for weeks in report.sums.values()))
    output.show_table(
        ("activity", "hours", "share", "h a week", "weeks", ""),
        [
            (
                name,
                f"{total / 3600:,.1f}",
                f"{total / report.total:.0%}",
                f"{total / 3600 / used:.1f}",
                f"{len(weeks)}",
                output.bar(total / most, 12),
            )
            for name, weeks in list(report.sums.items())[:_ROWS_SHOWN]
            for total in (sum(weeks.values()),)
        ],
        right=(1, 2, 3, 4),
    )
    rest = len(report.sums) - _ROWS_SHOWN
    if rest > 0:
        output.say(f"and {output.counted(rest, 'more activity', 'more activities')}; all of them week by week: --json.")
