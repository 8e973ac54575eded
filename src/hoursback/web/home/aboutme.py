"""Everything stored about one member, as they may read it: counted by kind, and a kind shown when it is opened.

The rows are those of `accounts.owndata`, so that a new model shows up here by itself: with its own words where
`SECTIONS` has some, else with its name and how many rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db.models import Func, IntegerField, Q, QuerySet, Value
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hoursback.web.accounts import owndata
from hoursback.web.accounts.kept import kept
from hoursback.web.accounts.models import Event, Member, WorkspaceOwned
from hoursback.web.accounts.rights import access_to, all_rules, visible
from hoursback.web.accounts.written import Written, written
from hoursback.web.capture.models import Entry, Rate
from hoursback.web.cycle.models import Cycle, Goal, Note, Rating, Reflection, Training, UpwardRating
from hoursback.web.handoff.models import AccessItem, Agreement, Handoff, Reading, Run, Timesheet, TrainingStep
from hoursback.web.people.models import Person, SkillLevel, TimeOff
from hoursback.web.people.skillmap import level_word
from hoursback.web.shared import formats
from hoursback.web.shared.addresses import address_in

PAGE = 25
EVENTS = "events"
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
class Kind:
    """One kind of thing: how many there are, and where all of them are worked on; `says` where there is none."""

    key: str
    title: str
    count: int
    address: str
    says: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A kind that somebody looks into: a page of its rows, newest first."""

    kind: Kind
    rows: list[Row]
    page: Page[Any]


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


def counted(member: Member, today: date) -> tuple[list[Kind], list[tuple[str, int]]]:
    """`kinds` and `also_stored`, kept until anything changes: of years of work there is much to count."""
    return kept(member, "about-me", today, lambda: (kinds(member), also_stored(member)))


def kinds(member: Member) -> list[Kind]:
    """Every kind of thing with words of its own, in the order in which somebody would look for it, then the record."""
    person = owndata.person_of(member)
    found = [_kind(member, person, section) for section in SECTIONS]
    recorded = _first(_events_count(member, str(_id(person))))
    return [*found, Kind(EVENTS, _("Record of changes"), recorded, "", _("Nothing was recorded yet."))]


def opened(member: Member, known: Sequence[Kind], key: str, page: str) -> Opened | None:
    """The rows of one of these kinds; None for a word that is none of them."""
    kind = next((one for one in known if one.key == key), None)
    if kind is None:
        return None
    person = owndata.person_of(member)
    if key == EVENTS:
        rows: QuerySet[Any] = _events(member, str(_id(person))).order_by("-pk")
        shown = Paginator(rows, PAGE).get_page(page)
        told = [Row(event.verb, _("by %(who)s") % {"who": event.who}, _moment(event.at)) for event in shown]
        return Opened(kind, told, shown)
    section = next(one for one in SECTIONS if _key(one) == key)
    shown = Paginator(_rows_of(member, person, section), PAGE).get_page(page)
    around = Told(member.workspace.currency, lambda route, **place: _open(member, route, **place))
    return Opened(kind, [section.tell(row, around) for row in shown], shown)


def also_stored(member: Member) -> list[tuple[str, int]]:
    """The other kinds of rows about a member, with how many there are."""
    known = {section.model for section in SECTIONS} | {Person, Event}
    person = owndata.person_of(member)
    models = (model for model in owndata.owned_models() if model not in known)
    found = [(str(model._meta.verbose_name_plural), _number_of_others(member, person, model)) for model in models]
    return sorted((name, number) for name, number in found if number)


def _id(person: Person | None) -> int:
    return 0 if person is None else person.pk


def _events(member: Member, person: str) -> QuerySet[Event]:
    """What was done by them, and what others did that is about them."""
    about = Q(member=member) | Q(thing="person", thing_id=person, verb__in=TOLD_OF_OTHERS)
    return Event.objects.filter(about, workspace=member.workspace_id)


@written
def _events_count(member: Member, person: str) -> QuerySet[Event, int]:
    return _counted(_events(member, person))


def _counted(rows: QuerySet[Any]) -> QuerySet[Any, int]:
    """How many rows there are, as the only row of a statement that can be kept."""
    # Not an aggregate to Django, which would group by something and send SQLite to the wrong index.
    number = Func(Value("1"), function="COUNT", output_field=IntegerField())
    counted: QuerySet[Any, int] = rows.order_by().annotate(n=number).values_list("n", flat=True)
    return counted


def _first(found: Sequence[int]) -> int:
    return found[0] if found else 0


@cache
def _counting(section: Section) -> Written[int]:
    return written(lambda member, person: _counted(_rows_of(member, Person(pk=person), section)))


@cache
def _counting_others(model: type[WorkspaceOwned]) -> Written[int]:
    return written(lambda member, person: _counted(_others(member, Person(pk=person), model)))


@cache
def _counting_of_member(model: type[WorkspaceOwned]) -> Written[int]:
    return written(lambda member: _counted(_others(member, None, model)))


def _others(member: Member, person: Person | None, model: type[WorkspaceOwned]) -> QuerySet[Any]:
    rows = owndata.own_rows_of(model, member, person)
    return model.objects.none() if rows is None else rows


def _number_of_others(member: Member, person: Person | None, model: type[WorkspaceOwned]) -> int:
    try:
        if person is None or not owndata.by_person(model, person):
            return _first(_counting_of_member(model)(member))
        return _first(_counting_others(model)(member, person.pk))
    except EmptyResultSet:  # no row of it is theirs to read, whatever there is
        return 0


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


def _kind(member: Member, person: Person | None, section: Section) -> Kind:
    place = {"person": person.pk} if section.is_of_person and person is not None else {}
    address = _open(member, section.route, **place) if section.route else ""
    return Kind(_key(section), str(section.title), _number(member, person, section), address, str(section.says))


def _key(section: Section) -> str:
    return section.model._meta.model_name or ""


def _number(member: Member, person: Person | None, section: Section) -> int:
    if person is None:
        return 0
    try:
        return _first(_counting(section)(member, person.pk))
    except EmptyResultSet:  # not theirs to read, whatever there is
        return 0


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
        return address_in(member.workspace.public_id, route, **place)
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
