"""Where somebody stands for a piece of work, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.handoff.choosing import LOAD_MOST, Able, Against, Standing, Work
from hoursback.engine.people import NO_LEVEL, Experience
from hoursback.web.shared import formats

_PLENTY = 0.005


def verdict(work: Work, standing: Standing) -> str:
    """The one line that says whether to talk to them."""
    if Against.BELOW_THE_BAR in standing.against:
        is_free = standing.has_room is not False and len(standing.against) == 1
        return _("available, but below the bar") if is_free else _("below the bar")
    if Against.DECLINES in standing.against:
        return _("does not want this kind of work")
    if Against.OVERLOADED in standing.against:
        return _("has no room")
    if standing.has_room is False:
        return _("fits, but has too little room now")
    return _("fits")


def because(work: Work, able: Able, standing: Standing) -> list[str]:
    """The reasons, one sentence each, in the order in which they count: floor, willingness, load, fit, room."""
    said = [*_floor(work, able, standing)]
    if Against.DECLINES in standing.against:
        said.append(_("They said that they do not want this kind of work."))
    if standing.load is not None and Against.OVERLOADED in standing.against:
        said.append(_overloaded(able))
    return [*said, *_room(work, standing)]


def _floor(work: Work, able: Able, standing: Standing) -> list[str]:
    if not work.requires:
        return [_("This work asks for no level of any skill.")]
    if able.person.skills is None:
        return [_("Their levels are not stated: taken to meet what is asked. A trial shows it.")]
    if standing.shortfalls:
        return [_short(*shortfall) for shortfall in standing.shortfalls]
    asked = ", ".join(f"{required.skill} {required.level}" for required in work.requires)
    if standing.experience is Experience.SPECIALIST:
        return [_("Above every level that is asked: %(skills)s.") % {"skills": asked}]
    return [_("Has every level that is asked: %(skills)s.") % {"skills": asked}]


def _short(skill: str, held: int, asked: int) -> str:
    if held == NO_LEVEL:
        return _("%(skill)s: no level known, %(asked)s is asked.") % {"skill": skill.capitalize(), "asked": asked}
    return _("%(skill)s: level %(held)s, %(asked)s is asked.") % {
        "skill": skill.capitalize(),
        "held": held,
        "asked": asked,
    }


def _overloaded(able: Able) -> str:
    hours = able.person.hours_per_week
    return _("%(load)s of their %(hours)s hours a week are taken; from %(most)s on nobody is offered more.") % {
        "load": _hours(able.load),
        "hours": _hours(0.0 if hours is None else hours.value),
        "most": formats.percent(LOAD_MOST),
    }


def _room(work: Work, standing: Standing) -> list[str]:
    room = standing.room_per_week
    if room is None:
        return [_("How many hours a week they have is not stated: ask.")]
    facts = {"room": _hours(room), "needed": _hours(work.hours_per_week or 0.0)}
    if work.hours_per_week is None:
        said = [_("%(room)s hours a week are left in the next four weeks.") % facts]
    elif standing.has_room:
        said = [_("%(room)s hours a week are left in the next four weeks, %(needed)s are needed.") % facts]
    else:
        said = [_("Only %(room)s hours a week are left in the next four weeks, %(needed)s are needed.") % facts]
    if standing.days_off:
        away = ngettext(
            "Away on %(days)s working day of them.", "Away on %(days)s working days of them.", standing.days_off
        )
        said.append(away % {"days": standing.days_off})
    return said


def _hours(hours: float) -> str:
    return formats.number(hours, 0 if abs(hours - round(hours)) < _PLENTY else 1)
