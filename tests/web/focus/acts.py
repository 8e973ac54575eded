"""A log and a clock for tests of protected time: written by hand, so that no figure depends on the day of the run."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hoursback.engine.figures import Figure
from hoursback.engine.focus.days import at_clock
from hoursback.web.accounts.record import touch
from hoursback.web.capture import rollups
from hoursback.web.capture.actions.names import ensure_zone
from hoursback.web.capture.models import Activity, Entry
from hoursback.web.focus.clock import Clock
from hoursback.web.focus.models import Protection
from hoursback.web.people.models import Person
from hoursback.web.worth.models import Earning, Finances
from tests.web.cast import Player

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 3, 3)
TOP = ("Videos", "Offers", "Coaching")


def at(hour: int, minute: int = 0, day: date = TUESDAY, zone: ZoneInfo = BERLIN) -> int:
    """A clock time as epoch seconds."""
    return at_clock(day, time(hour, minute), zone)


def clock(hour: int, minute: int = 0, day: date = TUESDAY, zone: ZoneInfo = BERLIN, day_start: int = 0) -> Clock:
    """Somebody who looks at that time."""
    return Clock(at(hour, minute, day, zone), zone, day_start)


def moment(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    """The same as a moment, in the zone of the cast."""
    return datetime.fromtimestamp(at(hour, minute, day), BERLIN)


def person_of(player: Player) -> Person:
    return Person.everywhere.get(member=player.member)


def kinds(player: Player, *names: str) -> dict[str, Activity]:
    """The top three and more, in the order in which they earn."""
    here = {"workspace_id": player.workspace.pk}
    made = {}
    for place, name in enumerate((*TOP, "E-mail", *names)):
        made[name], _new = Activity.everywhere.get_or_create(**here, name=name, defaults={"position": place})
    return made


def choose(player: Player, **more: object) -> Protection:
    """Protect the three by choice."""
    rows = kinds(player)
    touch(player.workspace.pk)
    return Protection.everywhere.create(
        workspace_id=player.workspace.pk,
        person=person_of(player),
        first=rows["Videos"],
        second=rows["Offers"],
        third=rows["Coaching"],
        **more,
    )


def log(
    player: Player, name: str, start: int, minutes: int, zone: ZoneInfo = BERLIN, *, has_clock: bool = True
) -> Entry:
    """One entry, counted."""
    day = datetime.fromtimestamp(start, zone).date().toordinal()
    activity = kinds(player, name)[name]
    entry = Entry.everywhere.create(
        workspace_id=player.workspace.pk,
        person=person_of(player),
        activity=activity,
        day=day,
        start=start if has_clock else None,
        seconds=minutes * 60,
        zone=ensure_zone(zone.key),
    )
    rollups.rebuild(player.workspace.pk)
    return entry


def earn(player: Player) -> None:
    """Income and margins, so that the ranking by worth is Videos, Offers, Coaching."""
    here = {"workspace_id": player.workspace.pk}
    Finances.everywhere.create(**here, income_per_year=Figure.exact(100_000.0))
    rows = kinds(player)
    for place, name in enumerate(TOP):
        Earning.everywhere.create(**here, activity=rows[name], margin_per_year=Figure.exact(90_000.0 - 30_000 * place))
    for week in range(2):
        for weekday in range(5):
            day = TUESDAY - timedelta(days=8 + 7 * week) + timedelta(days=weekday)
            for place, name in enumerate((*TOP, "E-mail")):
                _add(player, rows[name], at(9 + 2 * place, 0, day))
    rollups.rebuild(player.workspace.pk)


def _add(player: Player, activity: Activity, start: int) -> None:
    Entry.everywhere.create(
        workspace_id=player.workspace.pk,
        person=person_of(player),
        activity=activity,
        day=datetime.fromtimestamp(start, BERLIN).date().toordinal(),
        start=start,
        seconds=2 * 3600,
        zone=ensure_zone(BERLIN.key),
    )
