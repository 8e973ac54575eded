"""Everything stored about one member, as they may read it: by kind, the newest first, and nothing left out.

The rows are those of `accounts.owndata`, so that a new model shows up here by itself: with its own words where
`SECTIONS` has some, else with its name and how many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoursback.web.accounts import owndata
from hoursback.web.accounts.models import Event, Member, WorkspaceOwned
from hoursback.web.accounts.rights import access_to, all_rules, visible
from hoursback.web.capture.models import Entry, Rate
from hoursback.web.cycle.models import Cycle, Goal, Note, Rating, Reflection, Training, UpwardRating
from hoursback.web.handoff.models import AccessItem, Agreement, Handoff, Reading, Run, Timesheet, TrainingStep
from hoursback.web.people.models import Person, SkillLevel, TimeOff
from hoursback.web.people.skillmap import level_word
from hoursback.web.shared import formats

SHOWN = 5
TOLD_OF_OTHERS = (
    *("person added", "person joined", "person changed", "person archived", "person returned"),
    *("skill level stated", "time off added", "time off changed", "time off removed", "member role changed"),
)
"""Events that others caused and that somebody may read of themselves; what leaders note among themselves is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is stored: what it is, more about it, and when; `address` where it is shown in full."""

    what: str
    more: str = ""
    when: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind of thing: the newest rows, how many there are in all, and where the rest is."""

    key: str
    title: str
    rows: list[Row]
    count: int
    address: str
    says: str

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """How a kind of row is told: `says` where there is none; `route` leads to all of them."""

    model: type[WorkspaceOwned]
    title: str | Promise
    tell: Callable[[Any, Told], Row]
    says: str | Promise
    order: str = "-pk"
    needs: tuple[str, ...] = ()
    route: str = ""
    is_of_person: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the telling of a row needs beside it."""

    currency: str
    to: Callable[..., str]


def sections(member: Member) -> list[Shown]:
    """Every kind of thing with words of its own, in the order in which somebody would look for it."""
    person = owndata.person_of(member)
    told = Told(member.workspace.currency, lambda route, **place: _open(member, route, **place))
    return [_shown(member, person, section, told) for section in SECTIONS]


def also_stored(member: Member) -> list[tuple[str, int]]:
    """The other kinds of rows about a member, with how many there are."""
    known = {section.model for section in SECTIONS} | {Person, Event}
    found = []
    for model, rows in owndata.own_rows(member).items():
        count = 0 if model in known else rows.count()
        if count:
            found.append((str(model._meta.verbose_name_plural), count))
    return sorted(found)


def events(member: Member) -> Shown:
    """What was done by them, and what others did that is about them."""
    person = owndata.person_of(member)
    about = Q(member=member)
    if person is not None:
        about |= Q(thing="person", thing_id=str(person.pk), verb__in=TOLD_OF_OTHERS)
    rows = Event.objects.filter(about, workspace=member.workspace_id).order_by("-pk")
    newest = [Row(event.verb, _("by %(who)s") % {"who": event.who}, _moment(event.at)) for event in rows[:SHOWN]]
    return Shown("events", _("Record of changes"), newest, rows.count(), "", _("Nothing was recorded yet."))


def facts(member: Member) -> list[tuple[str, str]]:
    """What is stated about the person a member is: label and value."""
    person: Person | None = owndata.person_of(member)
    found = [(_("Name"), str(member.user)), (_("E-mail"), member.user.email), (_("Role"), member.get_role_display())]
    if person is None:
        return found
    found.append((_("Listed as"), f"{person.name}, {person.get_kind_display()}"))
    if person.price is not None:
        price = "–".join(formats.money(end, member.workspace.currency) for end in _ends(person.price))
        found.append((_("Price per hour, as planned with"), price))
    if person.hours_per_week is not None:
        hours = "–".join(formats.number(end, 0 if end == int(end) else 1) for end in _ends(person.hours_per_week))
        found.append((_("Hours a week for handed-over work"), hours))
    if person.declines:
        found.append((_("Does not want"), ", ".join(person.declines)))
    return found


def _ends(figure: Any) -> tuple[float, ...]:
    return (figure.low,) if figure.is_exact else (figure.low, figure.high)


def _shown(member: Member, person: Person | None, section: Section, told: Told) -> Shown:
    rows = _rows_of(member, person, section)
    newest = list(rows[: SHOWN + 1])
    count = rows.count() if len(newest) > SHOWN else len(newest)
    place = {"person": person.pk} if section.is_of_person and person is not None else {}
    address = told.to(section.route, **place) if section.route else ""
    shown = [section.tell(row, told) for row in newest[:SHOWN]]
    return Shown(section.model._meta.model_name or "", str(section.title), shown, count, address, str(section.says))


def _rows_of(member: Member, person: Person | None, section: Section) -> QuerySet[Any]:
    about = owndata.by_person(section.model, person)
    rows = visible(member, section.model) if section.model in all_rules() else section.model.objects.none()
    found = (rows.filter(about) if about else rows.none()).order_by(section.order, "-pk")
    return found.select_related(*section.needs) if section.needs else found


def _open(member: Member, route: str, **place: object) -> str:
    """An address the member may open; "" where it is closed, or is not there."""
    access = access_to(route)
    if access is None or member.role not in access.roles:
        return ""
    try:
        return reverse(route, kwargs={"workspace": member.workspace.public_id, **place})
    except NoReverseMatch:
        return ""


def _moment(at: datetime | None) -> str:
    return "" if at is None else formats.day(timezone.localdate(at))


def _day(on: date | None) -> str:
    return "" if on is None else formats.day(on)


def _ordinal(day: int) -> str:
    return formats.day(date.fromordinal(day))


def _join(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _rate(row: Rate, told: Told) -> Row:
    what = _("No price from then on")
    if row.hundredths is not None:
        what = _("%(price)s an hour") % {"price": formats.money(row.hundredths / 100, told.currency)}
    return Row(what, _join(row.activity or _("any work"), row.reason), _ordinal(row.from_day))


def _level(row: SkillLevel, told: Told) -> Row:
    level = level_word(row.level) if row.level else _("taken off")
    return Row(f"{row.skill.name}: {level}", _join(row.get_basis_display(), row.assessor, row.evidence), _day(row.on))


def _time_off(row: TimeOff, told: Told) -> Row:
    days = _day(row.first) if row.first == row.last else f"{_day(row.first)} – {_day(row.last)}"
    return Row(days, row.note)


def _handoff(row: Handoff, told: Told) -> Row:
    address = told.to("handoff:handoff", handoff=row.pk)
    return Row(row.name, row.get_state_display(), _moment(row.created_at), address)


def _agreement(row: Agreement, told: Told) -> Row:
    price = "" if row.price is None else formats.money(row.price, told.currency)
    state = _("confirmed by both") if row.lead_confirmed_at and row.person_confirmed_at else ""
    address = told.to("handoff:handoff", handoff=row.handoff_id)
    return Row(row.handoff.name, _join(row.get_kind_display(), price, state), _day(row.start), address)


def _reading(row: Reading, told: Told) -> Row:
    what = _("%(name)s, version %(number)d") % {"name": row.brief.handoff.name, "number": row.brief.number}
    return Row(what, row.unclear, _moment(row.at))


def _step(row: TrainingStep, told: Told) -> Row:
    state = _("done") if row.done_at else _("taken off the list") if row.dropped_at else _("to do")
    return Row(row.name, _join(row.handoff.name, state), _moment(row.done_at))


def _run(row: Run, told: Told) -> Row:
    met = {True: _("met the standard"), False: _("did not meet the standard"), None: ""}[row.is_met]
    what = _("%(name)s, run %(number)d") % {"name": row.handoff.name, "number": row.number}
    return Row(what, _join(met, row.feedback, row.note), _day(row.day))


def _access(row: AccessItem, told: Told) -> Row:
    state = _("taken back") if row.revoked_at else _("granted") if row.granted_at else _("not granted yet")
    return Row(row.name, _join(row.handoff.name, state), _moment(row.revoked_at or row.granted_at))


def _timesheet(row: Timesheet, told: Told) -> Row:
    what = _("Week of %(day)s") % {"day": _ordinal(row.week)}
    return Row(what, _join(row.get_state_display(), row.reason), _day(row.paid_on))


def _cycle(row: Cycle, told: Told) -> Row:
    is_over = row.phase == Cycle.Phase.REPEAT
    verdict = _join(row.get_verdict_display(), row.verdict_reason) if is_over and row.verdict else ""
    what = _("Round %(number)d") % {"number": row.number}
    return Row(what, _join(row.get_phase_display(), verdict), _day(row.opened_on), told.to("cycle:cycle", cycle=row.pk))


def _gap(row: Training, told: Told) -> Row:
    levels = _("level %(low)d to %(high)d") % {"low": row.level_from, "high": row.level_to}
    hours = ngettext("%(n)s hour", "%(n)s hours", round(row.hours)) % {"n": formats.number(row.hours)}
    return Row(row.skill.name, _join(levels, hours, row.material), _day(row.done_on))


def _goal(row: Goal, told: Told) -> Row:
    return Row(row.what, _join(row.measure, row.get_status_display()), _day(row.by))


def _rating(row: Rating, told: Told) -> Row:
    # Of others' ratings they see what was seen; the level they see is the one that all of them make together.
    level = f": {level_word(row.level)}" if row.source == Rating.Source.SELF else ""
    return Row(f"{row.skill.name}{level}", _join(row.get_source_display(), row.evidence), _moment(row.at))


def _reflection(row: Reflection, told: Told) -> Row:
    said = _join(row.went_well, row.was_hard, row.briefed_badly, row.next_step)
    return Row(_("View of %(side)s") % {"side": row.get_side_display()}, said, _moment(row.at))


def _note(row: Note, told: Told) -> Row:
    return Row(row.text, str(row.author or ""), _moment(row.shared_at))


def _upward(row: UpwardRating, told: Told) -> Row:
    marks = (row.expectations, row.training, row.guidance, row.follow_up)
    what = _("About %(name)s: %(marks)s") % {"name": row.about, "marks": ", ".join(map(str, marks))}
    return Row(what, row.comment, _day(row.on))


def _entry(row: Entry, told: Told) -> Row:
    return Row(f"{formats.clock(row.seconds)} {row.activity.name}", row.note, _ordinal(row.day))


def _made() -> Iterator[Section]:
    lazy = gettext_lazy
    yield Section(Rate, lazy("Prices"), _rate, lazy("No price is stated."), "-from_day", ("activity",))
    yield Section(
        SkillLevel,
        lazy("Skills and how they are known"),
        _level,
        lazy("No level is stated."),
        "-on",
        ("skill", "assessor__user"),
    )
    off = lazy("No days off are stated.")
    yield Section(TimeOff, lazy("Time off"), _time_off, off, "-first", (), "people:time-off", True)
    yield Section(
        Handoff, lazy("Work handed to you"), _handoff, lazy("Nothing was handed to you yet."), route="handoff:mine"
    )
    yield Section(Agreement, lazy("Agreements"), _agreement, lazy("Nothing was agreed yet."), "-pk", ("handoff",))
    read = lazy("You have confirmed no brief yet.")
    yield Section(Reading, lazy("Briefs you read"), _reading, read, "-pk", ("brief__handoff",))
    yield Section(TrainingStep, lazy("Training"), _step, lazy("There is no training yet."), "-pk", ("handoff",))
    yield Section(Run, lazy("Runs of the work"), _run, lazy("No run is noted yet."), "-pk", ("handoff",))
    yield Section(AccessItem, lazy("What you may open"), _access, lazy("Nothing is listed."), "-pk", ("handoff",))
    sheets = lazy("No week was handed in yet.")
    yield Section(Timesheet, lazy("Timesheets"), _timesheet, sheets, "-week", (), "handoff:timesheets")
    yield Section(Entry, lazy("Your log"), _entry, lazy("Nothing is logged yet."), "-day", ("activity",), "capture:day")
    cycle = lazy("Your cycle, round by round")
    yield Section(Cycle, cycle, _cycle, lazy("There was no round yet."), "-number", (), "cycle:index")
    yield Section(Training, lazy("Gaps to close"), _gap, lazy("There are none."), "-pk", ("skill",))
    yield Section(Goal, lazy("Goals"), _goal, lazy("There is no goal yet."), "-by")
    yield Section(
        Rating, lazy("Ratings of your skills"), _rating, lazy("There are none for you to see."), "-pk", ("skill",)
    )
    yield Section(Reflection, lazy("Views of how it goes"), _reflection, lazy("Nobody has said anything yet."))
    yield Section(
        Note, lazy("Notes shared with you"), _note, lazy("No note was shared with you."), "-pk", ("author__user",)
    )
    upward = lazy("You have not rated how you are led.")
    yield Section(UpwardRating, lazy("How you rate being led"), _upward, upward, "-on", ("about__user",))


SECTIONS = tuple(_made())
