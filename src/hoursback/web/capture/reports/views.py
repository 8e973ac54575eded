"""What the log adds up to over a year."""

from __future__ import annotations

import csv
import io
from datetime import MAXYEAR, MINYEAR

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.web.accounts.cells import safe_row
from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.capture.reports import selectors
from hoursback.web.capture.reports.chart import chart_of
from hoursback.web.capture.reports.table import options_of, table_of
from hoursback.web.shared import formats


def year(request: WorkspaceRequest, year: int | None = None) -> HttpResponse:
    """Hours by activity and week of one year."""
    shown = _year(request, year)
    people = selectors.people_seen(request.member)
    facts = {
        "year": shown,
        "answer": said_of(shown),
        "table": table_of(shown) if shown.rows else "",
        "people": options_of(people, shown.who.pk if shown.who else None) if len(people) > 1 else "",
        "earlier": max((other for other in shown.others if other < shown.year), default=None),
        "later": min((other for other in shown.others if other > shown.year), default=None),
    }
    return render(request, "capture/year.html", facts)


def year_chart(request: WorkspaceRequest, year: int) -> HttpResponse:
    """The same as a picture; the page fetches it when it stands."""
    shown = _year(request, year)
    facts = {"year": shown, "answer": said_of(shown), "chart": chart_of(shown)}
    return render(request, "capture/year_chart.html#picture" if request.htmx else "capture/year_chart.html", facts)


def year_csv(request: WorkspaceRequest, year: int) -> HttpResponse:
    """The same in seconds, for a spreadsheet."""
    shown = _year(request, year)
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(["activity", "seconds", *(monday.isoformat() for monday in shown.mondays)])
    writer.writerows(safe_row([row.name, row.total, *row.seconds]) for row in shown.rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hours-{shown.year}.csv"'
    return response


def said_of(year: selectors.Year) -> str:
    """Where the year went, in one sentence."""
    if not year.rows or not year.total:
        return _("Nothing is logged in %(year)d.") % {"year": year.year}
    most = year.rows[0]
    kinds = ngettext("%(n)d kind of work", "%(n)d kinds of work", len(year.rows)) % {"n": len(year.rows)}
    return _("%(hours)s hours in %(year)d, in %(kinds)s; most went to %(most)s: %(most_hours)s hours, %(share)s.") % {
        "hours": formats.number(year.total / 3600),
        "year": year.year,
        "kinds": kinds,
        "most": most.name,
        "most_hours": formats.number(most.total / 3600),
        "share": formats.percent(most.total / year.total),
    }


def _year(request: WorkspaceRequest, year: int | None) -> selectors.Year:
    wanted = today_of(request).isocalendar().year if year is None else year
    # The calendar of the last possible year ends in one that there is not.
    if not MINYEAR < wanted < MAXYEAR:
        raise Http404
    who = request.GET.get("who", "")
    if who and not (who.isascii() and who.isdecimal() and len(who) < 19):
        raise Http404
    return selectors.year_of(request.member, wanted, int(who) if who else None)
