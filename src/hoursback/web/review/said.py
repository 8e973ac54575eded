"""What the pages of review say: figures of the engine in the owner's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoursback.engine.review.questions import ReviewList
from hoursback.web.shared import formats
from hoursback.web.shared.charts import Chart, draw
from hoursback.web.shared.conflict import Side
from hoursback.web.shared.figurefield import written

if TYPE_CHECKING:
    from django.forms import BaseForm

    from hoursback.engine.review.evidence import Contradiction
    from hoursback.engine.review.mirror import Mirror
    from hoursback.engine.review.summary import ActivityReview
    from hoursback.engine.review.trend import Trend
    from hoursback.web.review.models import Answer, Undone
    from hoursback.web.review.queue import Queue
    from hoursback.web.review.selectors import Hours, Seen

_DAYS = (
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
)
_LONG_DAYS = (
    gettext_lazy("Mondays"),
    gettext_lazy("Tuesdays"),
    gettext_lazy("Wednesdays"),
    gettext_lazy("Thursdays"),
    gettext_lazy("Fridays"),
    gettext_lazy("Saturdays"),
    gettext_lazy("Sundays"),
)
_LISTS: Mapping[ReviewList, tuple[Any, Any, Any]] = {
    ReviewList.NO_TIME: (
        gettext_lazy("No time for it"),
        gettext_lazy("You answered 4 or less for time."),
        gettext_lazy("Nothing here: you find the time for all of it."),
    ),
    ReviewList.DONT_LIKE: (
        gettext_lazy("Don't like it"),
        gettext_lazy("You answered 4 or less for liking."),
        gettext_lazy("Nothing here: you like all of it well enough."),
    ),
    ReviewList.NOT_GOOD: (
        gettext_lazy("Not good at it"),
        gettext_lazy("You answered 4 or less for skill."),
        gettext_lazy("Nothing here: you are good enough at all of it."),
    ),
    ReviewList.YOURS: (
        gettext_lazy("Yours"),
        gettext_lazy("You answered 7 or more for liking and for skill: what the freed hours are for."),
        gettext_lazy("Nothing here yet: no activity has 7 or more for both liking and skill."),
    ),
}
_NEVER_SAID = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """What the log says of one activity, ready to show.

    Attributes:
        weekdays: None where no day was logged. contradictions, warnings: sentences.
    """

    review: ActivityReview
    headline: str
    basis: str
    lists: tuple[str, ...]
    weekdays: Chart | None
    broken_up: str
    trend: str
    leave: str
    contradictions: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """One list with its activities."""

    key: str
    title: str
    why: str
    empty: str
    hours: Hours
    rows: tuple[ActivityReview, ...]


def span(hours: Any) -> str:
    """A likely range of hours: "3.6 to 5.5"."""
    return _("%(low)s to %(high)s") % {"low": formats.number(hours.p10, 1), "high": formats.number(hours.p90, 1)}


def standing(queue: Queue, found: Seen | None) -> str:
    """The one sentence of the first page."""
    if found is None or not queue.total:
        return _("There is nothing to review yet.")
    if queue.is_complete:
        return leaving(found)
    facts = {"done": queue.done, "all": queue.total}
    said = _("%(done)d of %(all)d kinds of work answered") % facts
    minutes = queue.minutes_left
    return ngettext("%(said)s, about %(n)d minute left.", "%(said)s, about %(n)d minutes left.", minutes) % {
        "said": said,
        "n": minutes,
    }


def leaving(found: Seen | None) -> str:
    """How many hours may leave the owner's hands, by the answers so far."""
    if found is None:
        return _("There is nothing to review yet.")
    if not any(row.answers.answered for row in found.review.activities):
        return _("Your three lists fill as you answer.")
    hours = found.may_leave
    if hours.mean < _NEVER_SAID:
        return _("By your answers, nothing needs to leave your hands.")
    facts = {"hours": formats.number(hours.mean, 1), "span": span(hours)}
    return _("By your answers, %(hours)s hours a week could leave your hands (likely %(span)s).") % facts


def evidence_card(review: ActivityReview) -> Card:
    """Hours, pattern, trend and contradictions of one activity."""
    hours = review.hours
    facts = {
        "name": review.activity.name,
        "hours": formats.number(hours.mean, 1),
        "span": span(hours),
        "share": formats.percent(hours.share),
    }
    headline = _("%(name)s takes %(hours)s hours a week (likely %(span)s), %(share)s of your work.") % facts
    return Card(
        review=review,
        headline=headline if hours.mean >= _NEVER_SAID else _("%(name)s takes next to no time.") % facts,
        basis=_basis(review),
        # What may leave says its lists itself.
        lists=() if review.leave.allowed else tuple(str(_LISTS[which][0]) for which in review.lists),
        weekdays=_weekdays(review),
        broken_up=_broken_up(review.pieces_per_day),
        trend=_trend(hours.trend, has_log=hours.active_days > 0),
        leave=review.leave.reason,
        contradictions=tuple(f"{formats.said(one.text)} {_direction(one)}" for one in review.contradictions),
        warnings=tuple(formats.said(sentence) for sentence in hours.warnings),
    )


def lists(found: Seen) -> tuple[Listed, ...]:
    """The three lists and Yours."""
    return tuple(
        Listed(
            which.name.lower().replace("_", "-"),
            str(title),
            str(why),
            str(empty),
            found.on_list[which],
            found.review.on_list(which),
        )
        for which, (title, why, empty) in _LISTS.items()
    )


def mirror(seen: Mirror) -> str:
    """The mirror's sentence."""
    if not seen.entries:
        return ""
    parts = [
        ngettext("%(n)d kind of work", "%(n)d kinds of work", seen.kinds) % {"n": seen.kinds},
        ngettext("%(n)s entry", "%(n)s entries", seen.entries) % {"n": formats.number(seen.entries)},
    ]
    if seen.switches_per_day is not None:
        switches = round(seen.switches_per_day)
        parts.append(ngettext("%(n)d switch a day", "%(n)d switches a day", switches) % {"n": switches})
    return ", ".join(parts) + "."


def saved_rows(count: int) -> str:
    """After saving the table."""
    if not count:
        return _("Nothing had changed.")
    return ngettext("Answers about %(n)d activity saved.", "Answers about %(n)d activities saved.", count) % {
        "n": count
    }


def saved_answers(answer: Answer | None) -> str:
    """Three answers in one line, for the second of two tabs."""
    if answer is None:
        return _("Saved meanwhile: no answers.")
    facts = {
        name: _("none") if value is None else f"{value:g}"
        for name, value in (("time", answer.time), ("liking", answer.liking), ("skill", answer.skill))
    }
    return _("Saved meanwhile: time %(time)s, liking %(liking)s, skill %(skill)s.") % facts


def asked_again(answer: Answer) -> str:
    """When the reason why only the owner can do it is asked about again; nothing where it is not bound."""
    if not answer.bound or answer.bound_until is None:
        return ""
    return _("You will be asked about the reason again on %(date)s.") % {"date": formats.day(answer.bound_until)}


def undone_lines(rows: list[Undone], currency: str) -> list[dict[str, Any]]:
    """Undone work as text."""
    return [
        {
            "pk": row.pk,
            "name": row.name,
            "hours": "" if row.hours_per_week is None else written(row.hours_per_week),
            "value": "" if row.value_per_week is None else f"{written(row.value_per_week)} {currency}",
        }
        for row in rows
    ]


def answer_sides(form: BaseForm, saved: Answer | None) -> list[Side]:
    """Both texts of an answer that two tabs changed."""
    sides = []
    for name, field in form.fields.items():
        theirs = _shown(getattr(saved, name, None))
        if name == "handable" and saved is not None and saved.handable is not None:
            theirs = written(saved.handable.scaled(100))
        sides.append(Side(str(field.label), form.data.get(name, ""), theirs))
    return sides


def undone_sides(form: BaseForm, saved: Undone) -> list[Side]:
    """Both texts of undone work that two tabs changed."""
    names = ("name", "hours_per_week", "value_per_week")
    return [
        Side(
            str(form.fields[name].label),
            form.data.get(name, ""),
            _shown(written(getattr(saved, name)) if name != "name" and getattr(saved, name) else getattr(saved, name)),
        )
        for name in names
    ]


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _direction(one: Contradiction) -> str:
    if one.log_says_more:
        return _("The log gives more reason to hand it off than your answer does.")
    return _("By itself, the log gives less reason to hand it off than your answer does.")


def _basis(review: ActivityReview) -> str:
    days = review.hours.active_days
    if review.hours.source == "stated":
        return _("From what you stated; no day of the log has it yet.")
    if not days:
        return _("No day of the log has it yet, and no hours are stated.")
    said = ngettext("From the log: it happened on %(n)d day.", "From the log: it happened on %(n)d days.", days)
    return said % {"n": days}


def _weekdays(review: ActivityReview) -> Chart | None:
    total = sum(review.by_weekday)
    if total <= 0:
        return None
    shares = [hours / total for hours in review.by_weekday]
    most = max(range(7), key=lambda day: shares[day])
    facts = {"day": _LONG_DAYS[most], "share": formats.percent(shares[most])}
    values = [{"day": str(name), "share": round(share, 4)} for name, share in zip(_DAYS, shares, strict=True)]
    spec = {
        "data": {"values": values},
        "mark": "bar",
        "width": 260,
        "height": 90,
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": 0}},
            "y": {"field": "share", "type": "quantitative", "title": None, "axis": {"format": "%", "tickCount": 3}},
        },
    }
    return draw(
        spec,
        title=_("When it happens"),
        summary=_("Most of it falls on %(day)s: %(share)s of its hours.") % facts,
        columns=(_("Weekday"), _("Share of its hours")),
        rows=[(str(name), formats.percent(share)) for name, share in zip(_DAYS, shares, strict=True)],
    )


def _broken_up(pieces: float | None) -> str:
    if pieces is None:
        return _("Not known: the log has no clock times for it.")
    if pieces < 1.25:
        return _("In one go: on a day it happens, it is one unbroken piece.")
    return _("In pieces: on a day it happens, it comes in %(n)s pieces.") % {"n": formats.number(pieces, 1)}


def _trend(trend: Trend | None, *, has_log: bool) -> str:
    if trend is None:
        return _("Too early to say: a trend needs six full weeks of log.") if has_log else _("No log to tell it from.")
    if trend.is_noise or abs(trend.slope) < _NEVER_SAID:
        return _("Steady: the last two weeks differ no more than weeks do anyway.")
    facts = {"hours": formats.number(abs(trend.slope), 2), "weeks": trend.weeks}
    if trend.slope > 0:
        return _("Growing: %(hours)s hours more with each week, over %(weeks)d weeks.") % facts
    return _("Shrinking: %(hours)s hours less with each week, over %(weeks)d weeks.") % facts
