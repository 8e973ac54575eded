"""The outlook as a report: when weeks are full, when to begin looking for help, and where the work is heading."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.roles import Role
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
    share,
    text,
)
from hoursback.web.outlook import pictures, said, shown, ways
from hoursback.web.outlook.dates import Dates
from hoursback.web.outlook.selectors import steps
from hoursback.web.outlook.selectors.loading import Looked, look
from hoursback.web.outlook.selectors.vision import OnTheWay, on_the_way
from hoursback.web.shared import formats
from hoursback.web.shared.sentences import translated
from hoursback.web.worth.selectors import sees_worth

if TYPE_CHECKING:
    from hoursback.engine.outlook.whole import Ahead, Hand

MOST_ROWS = 100
"""People, and activities; those with the most hours."""


def of_outlook(member: Member, choice: Choice, today: date) -> Said:
    """The owner's week, everybody's dates and the work ahead; the vision only with money."""
    looked = look(member.workspace, today)
    answer = said.answer(looked, today)
    ahead, owner = looked.ahead, looked.ahead.owner if looked.ahead is not None else None
    if ahead is None or owner is None or owner.demand is None:
        return Said(answer)
    sections = [
        _top(member, ahead, owner, choice, today),
        _people(ahead, today),
        _works(ahead, today),
        _not_yet(member, ahead, today),
        *(_vision(member, ahead, today) if choice.shows_worth and sees_worth(member) else ()),
        _by_week(ahead, owner, choice.weeks),
        _trust(looked, ahead),
    ]
    first = date.fromordinal(ahead.monday)
    period = _("%(first)s to %(last)s") % {
        "first": formats.day(first),
        "last": formats.day(first + timedelta(weeks=choice.weeks) - timedelta(days=1)),
    }
    return Said(answer, period, present(*sections))


def _top(member: Member, ahead: Ahead, owner: Hand, choice: Choice, today: date) -> Section:
    row = said.hand_row(ahead, owner, today)
    figures = [Figure(_("Your hours a week now"), hours(row.now or 0.0))]
    if owner.capacity:
        figures.append(Figure(_("Hours there are"), hours(owner.capacity)))
    if row.load is not None:
        figures.append(Figure(_("How full"), share(row.load)))
    chart = pictures.fan(
        ahead, owner, title=_("Your week, so far and ahead"), summary=said.fan_summary(owner), weeks=choice.weeks
    )
    return section(
        "",
        *(Text(shown.alarm(one), "warn") for one in steps.alarms(member.workspace, ahead, today)),
        Figures(tuple(figures)),
        Picture(chart) if chart is not None else None,
    )


def _people(ahead: Ahead, today: date) -> Section | None:
    hands = [said.hand_row(ahead, hand, today) for hand in ahead.hands if hand.demand is not None]
    columns = (
        *(Column(_("Who"), 1.5), Column(_("Hours a week"), is_number=True), Column(_("Of"), 0.8, is_number=True)),
        *(Column(_("How full"), 0.8, is_number=True), Column(_("Full on"), 1.4), Column(_("Likely"), 1.8)),
        *(Column(_("Start looking on"), 1.4), Column(_("For"), 1.5)),
    )
    rows = tuple(
        Row(
            (
                text(row.hand.name),
                hours(row.now or 0.0),
                hours(row.hand.capacity) if row.hand.capacity else None,
                share(row.load) if row.load is not None else None,
                *_full(row.dates),
                *_look(row.dates, row.who),
            )
        )
        for row in hands[:MOST_ROWS]
    )
    title = _("Who runs out of room, and when")
    return section(title, Table(_("People"), columns, rows)) if rows else None


def _full(dates: Dates | None) -> tuple[Cell | None, Cell | None]:
    if dates is None:
        return None, text(_("hours not stated"))
    if dates.is_full_now:
        return text(_("full now")), None
    return day(dates.full), text(dates.range)


def _look(dates: Dates | None, who: str) -> tuple[Cell | None, Cell | None]:
    if dates is None or dates.look is None:
        return None, None
    return text(_("now")) if dates.is_due else day(dates.look), text(who)


def _works(ahead: Ahead, today: date) -> Section | None:
    columns = (
        *(Column(_("Activity"), 1.7), Column(_("Hours a week now"), is_number=True)),
        *(Column(_("In half a year"), is_number=True), Column(_("Likely"), 1.4, is_number=True, is_span=True)),
        *(Column(_("Growth"), 2.2), Column(_("By"), 1.6)),
    )
    rows = tuple(
        Row(
            (
                *(text(row.line.name), hours(row.line.now.value), hours(row.line.later.value)),
                Span(hours(row.line.later.low), hours(row.line.later.high)),
                *(text(row.growth), text(row.source)),
            )
        )
        for row in (said.line_row(ahead, line, today) for line in ahead.lines[:MOST_ROWS])
    )
    return section(_("Where the work is heading"), Table(_("Activities"), columns, rows)) if rows else None


def _not_yet(member: Member, ahead: Ahead, today: date) -> Section | None:
    found = steps.not_yet(member, ahead, today) if member.role == Role.OWNER else []
    if not found:
        return None
    columns = (Column(_("Activity"), 1.5), Column(_("The plan said"), 2), Column(_("Now it looks like"), 1.5))
    currency = member.workspace.currency
    rows = tuple(
        Row(
            (
                text(row.activity),
                day(row.planned) or Cell(formats.said(translated(row.condition), currency)),
                text(_("now: make the plan again")) if row.is_due else day(row.now),
            )
        )
        for row in found
    )
    title = _("Not yet, but from when")
    return section(title, Table(_("Not yet"), columns, rows))


def _vision(member: Member, ahead: Ahead, today: date) -> list[Section]:
    found = on_the_way(member, ahead, today)
    facts = ways.facts(found)
    sections = []
    if found.way is not None:
        columns = (
            *(Column(_("Month"), 1.6), Column(_("At this pace"), is_number=True)),
            Column(_("Likely"), 1.4, is_number=True, is_span=True),
            *(Column(_("Wanted"), is_number=True), Column(_("To hand off"), is_number=True)),
        )
        rows = tuple(
            Row(
                (
                    *(text(month), hours(one.pace), Span(hours(one.low), hours(one.high))),
                    *(hours(one.wanted), hours(one.gap)),
                )
            )
            for month, one in facts["months"]
        )
        goes = tuple(
            _("%(name)s by %(month)s") % {"name": formats.marked(name), "month": month} for name, month in facts["by"]
        )
        blocks = (Text(facts["answer"], "lead"), Table(_("Vision"), columns, rows), Items(goes) if goes else None)
        sections.append(section(_("The vision, month by month"), *blocks))
    return [*sections, _worths(found, member.workspace.currency)]


def _worths(found: OnTheWay, currency: str) -> Section:
    said = ways.facts(found)["worths"]
    rows = tuple(
        Row((text(when), money(one.worth, currency))) for (when, _amount), one in zip(said, found.worths, strict=True)
    )
    columns = (Column(_("When")), Column(_("A freed hour"), is_number=True))
    table = Table(_("Worth of an hour"), columns, rows) if rows else None
    return section(_("The worth of your hour over time"), table)


def _by_week(ahead: Ahead, owner: Hand, weeks: int) -> Section | None:
    if owner.demand is None:
        return None
    low, high = (owner.demand.level_quantile(p)[:weeks] for p in (0.1, 0.9))
    columns = (
        *(Column(_("Week of"), 1.4), Column(_("Hours ahead"), is_number=True)),
        *(Column(_("Likely"), 1.4, is_number=True, is_span=True), Column(_("Hours there are"), is_number=True)),
    )
    rows = tuple(
        Row(
            (
                day(date.fromordinal(ahead.monday + 7 * week)),
                hours(float(middle)),
                Span(hours(float(low[week])), hours(float(high[week]))),
                hours(owner.room[week]) if week < len(owner.room) else None,
            )
        )
        for week, middle in enumerate(owner.demand.level[:weeks])
    )
    title = _("Your weeks ahead")
    return section(title, Table(title, columns, rows))


def _trust(looked: Looked, ahead: Ahead) -> Section:
    return section(_("How far to trust this"), Text(said.backtest_words(ahead)), Items(tuple(said.assumed(looked))))
