"""The results as a report: what came back, with what range, and what it brought."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from hoursback.engine.outcome.freed import Week
from hoursback.engine.outcome.weeks import Range
from hoursback.web.accounts.models import Member
from hoursback.web.home.reporting.choice import Choice
from hoursback.web.home.reporting.document import (
    Cell,
    Column,
    Figure,
    Figures,
    Items,
    Picture,
    Row,
    Said,
    Section,
    Span,
    Table,
    Text,
    day,
    hours,
    money,
    present,
    section,
    text,
)
from hoursback.web.outcome import charts, words
from hoursback.web.outcome.selectors import shown
from hoursback.web.outcome.selectors.results import Results, results, without_money
from hoursback.web.shared import formats


def of_results(member: Member, choice: Choice, today: date) -> Said:
    """All hand-offs together, over the weeks that were asked for where weeks are shown one by one."""
    found = results(member, today)
    if not choice.shows_worth and found.shows_money:
        found = without_money(found)
    answer = words.headline(found, is_owner=True)
    if not found.rows:
        return Said(answer)
    weeks = found.weeks[-choice.weeks :]
    sections = present(
        _top(found, weeks), _each(found), _went(found), _money(found), _spent(found), _by_week(weeks), _changes(found)
    )
    return Said(answer, _period(found, today), sections)


def _period(found: Results, today: date) -> str:
    since = found.since or today
    return _("since %(first)s, %(n)s weeks that count") % {"first": formats.day(since), "n": len(found.weeks)}


def _top(found: Results, weeks: tuple[Week, ...]) -> Section:
    average = found.average
    figures = None
    if average is not None and found.weeks:
        said = _("likely %(range)s") % {"range": _span(average).text}
        figures = Figures(
            (
                Figure(_("Hours freed a week"), hours(average.value), said),
                Figure(_("Hours freed in all"), hours(found.total)),
                *_top_money(found),
            )
        )
    return section(
        "",
        *(Text(words.alarm_said(one), "warn") for one in found.alarms),
        figures,
        Picture(charts.freed_by_week(weeks, title=_("Hours freed each week"))) if weeks else None,
    )


def _top_money(found: Results) -> list[Figure]:
    monthly = shown.money(found.money)
    if monthly is None:
        return []
    likely = Span(money(monthly.low, found.currency), money(monthly.high, found.currency))
    said = _("likely %(range)s") % {"range": likely.text}
    figures = [Figure(_("Brought a month"), money(monthly.realised, found.currency), said)]
    if monthly.planned is not None:
        figures.append(Figure(_("Planned a month"), money(monthly.planned, found.currency)))
    return figures


def _each(found: Results) -> Section:
    columns: tuple[Column, ...] = (
        *(Column(_("Hand-off"), 1.9), Column(_("Who"), 1.4), Column(_("Since"), 1.3)),
        *(Column(_("Before, a week"), is_number=True), Column(_("Still spent"), is_number=True)),
        *(Column(_("Freed"), is_number=True), Column(_("Likely"), 1.4, is_number=True, is_span=True)),
    )
    if found.shows_money:
        columns = (
            *columns,
            *(Column(name, 1.15, is_number=True) for name in (_("Paid a month"), _("Brought a month"), _("Planned"))),
        )
    rows = tuple(_handoff(line, found) for line in shown.lines(found))
    left = len(found.rows) - len(rows)
    more = Text(_("%(n)s more hand-offs freed less each.") % {"n": left}, "quiet") if left > 0 else None
    return section(_("Hand-off by hand-off"), Table(_("Hand-offs"), columns, rows), more)


def _handoff(line: shown.Line, found: Results) -> Row:
    row, result = line.row, line.row.result
    who = text(row.person or row.state_said)
    before = None if result.before is None else hours(result.before.value)
    cells: list[Cell | Span | None] = [text(row.name), who, day(row.since), before]
    if result.average is None:
        cells += [None, None, None]
    else:
        cells += [hours(line.spent), hours(result.average.value), _span(result.average)]
    if found.shows_money:
        amounts = (line.paid, line.realised, line.planned)
        cells += [None if each is None else money(each, found.currency) for each in amounts]
    return Row(tuple(cells))


def _went(found: Results) -> Section | None:
    where = found.where
    if where is None:
        return None
    names = (
        (_("To the top three"), where.top),
        (_("Other work shrank too") if where.other < 0 else _("To other work"), where.other),
        (_("Less rest: more hours of work in all") if where.rest < 0 else _("To rest"), where.rest),
        (_("Freed in all"), where.freed),
    )
    rows = tuple(Row((text(name), hours(value))) for name, value in names)
    columns = (Column(_("Where"), 3), Column(_("Hours a week"), is_number=True))
    title = _("Where the freed hours went")
    return section(title, Table(title, columns, rows))


def _money(found: Results) -> Section | None:
    monthly = shown.money(found.money)
    if monthly is None:
        return None
    named = [
        (_("Worth of the freed hours"), monthly.benefit, monthly.all.benefit),
        (_("Paid"), monthly.paid, monthly.all.paid),
        (_("Set-up, as planned"), monthly.set_up, monthly.all.set_up),
        (_("Brought"), monthly.realised, monthly.all.realised),
    ]
    if not monthly.set_up:
        del named[2]
    if monthly.planned is not None and monthly.all.planned is not None:
        named.append((_("Planned"), monthly.planned, monthly.all.planned))
    rows = tuple(
        Row((text(name), money(month, found.currency), money(whole, found.currency))) for name, month, whole in named
    )
    columns = (
        *(Column(_("What"), 2.4), Column(_("A month"), is_number=True)),
        Column(_("In all"), is_number=True),
    )
    rate = None
    if found.per_hour is not None:
        said = _("A freed hour counts at %(rate)s, as the hours were used.")
        rate = Text(said % {"rate": formats.money(found.per_hour, found.currency)}, "quiet")
    title = _("What it brought")
    return section(title, Table(title, columns, rows), rate)


def _spent(found: Results) -> Section | None:
    spent = shown.spent(found.spent, len(found.weeks))
    if not spent:
        return None
    rows = tuple(Row((text(words.KINDS[kind]), hours(each), hours(whole))) for kind, whole, each in spent)
    columns = (
        *(Column(_("For"), 2.4), Column(_("Hours a week"), is_number=True)),
        Column(_("In all"), is_number=True),
    )
    title = _("Hours still spent on it")
    return section(title, Table(title, columns, rows))


def _by_week(weeks: tuple[Week, ...]) -> Section | None:
    if not weeks:
        return None
    columns = (
        *(Column(_("Week of"), 1.4), Column(_("Would have taken"), is_number=True)),
        *(Column(_("Still spent"), is_number=True), Column(_("Freed"), is_number=True)),
        Column(_("Likely"), 1.4, is_number=True, is_span=True),
    )
    rows = tuple(
        Row(
            (
                day(date.fromordinal(week.monday)),
                *(hours(each) for each in (week.before, week.hours_spent, week.freed.value)),
                _span(week.freed),
            )
        )
        for week in reversed(weeks)
    )
    title = _("Week by week")
    return section(title, Table(title, columns, rows))


def _changes(found: Results) -> Section:
    said = tuple(f"{formats.day(date.fromordinal(one.day))}: {words.change_said(one)}" for one in found.changes[:12])
    caution = _(
        "“Since the hand-off” is not “because of it”. These changed too, and whoever starts from an overloaded time "
        "finds calmer weeks by themselves."
    )
    return section(_("What else changed"), Text(caution, "quiet"), Items(said) if said else None)


def _span(found: Range) -> Span:
    return Span(hours(found.low), hours(found.high))
