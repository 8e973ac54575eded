"""A simulated year, written into the app as its owner would and read back at each week's end.

Everything goes through actions: people, hand-offs from brief to taking back, weekly imports of the log, timesheets.
The plan in force alone, which names the top three, is put there. The clock stands on the day on which a thing is done,
and nothing of a later week is in the database when results are asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

import time_machine

from hoursback.engine.figures import Figure
from hoursback.engine.outcome.weeks import Range
from hoursback.web.accounts.actions import create_owner, create_workspace
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.importing.actions import import_file
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.models import Activity
from hoursback.web.handoff.actions import agreements, briefs
from hoursback.web.handoff.actions.moving import begin_with_brief, move_handoff
from hoursback.web.handoff.actions.starting import start_handoff
from hoursback.web.handoff.actions.timesheets import move_timesheet
from hoursback.web.handoff.models import Brief, Handoff, Timesheet
from hoursback.web.outcome.selectors.results import results
from hoursback.web.people.actions import add_person, archive_person, ensure_person
from hoursback.web.people.models import Person
from hoursback.web.people.timeoff import add_time_off
from hoursback.web.plan.actions import change_limits
from hoursback.web.plan.models import MadePlan
from hoursback.web.worth.actions import MONEY, state_finances
from tests.simulated_year.kinds import HELPERS, NEXT, TOP, WEEK, WEEKS, Part
from tests.simulated_year.year import FIRST, OWNER, Handing, Year

ZONE = "Europe/Berlin"
SIGNED_OFF_AFTER = 14
PAID_WEEKLY, HANDED_IN = HELPERS[Part.FAILS], 3
"""Whose weeks are handed in and approved, every third of them; all other weeks stay open."""
_FIELDS = ("Date", "Duration", "Project", "User", "Tags")


@dataclass(frozen=True)
class Alarmed:
    """An alarm as it was first shown: at the end of which week, about which hand-off (None: the top three)."""

    week: int
    number: int | None
    sounded_in: int


@dataclass(frozen=True)
class Read:
    """What the app said at the end of a week, of that week and of all so far; None: nothing."""

    week: int
    freed: Range | None
    average: Range | None
    counted: tuple[int, ...]
    money: Range | None
    alarms: tuple[Alarmed, ...]


class Replay:
    """One business whose year is lived through."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.numbers: dict[int, int] = {}
        self.sounded: set[tuple[int | None, int]] = set()
        with self._at(FIRST):
            user = create_owner(email=f"{OWNER}{year.seed}@example.com".lower(), password=None, name=OWNER)
            self.owner: Member = create_workspace(
                owner=user, name=f"Year {year.seed}", currency="EUR", timezone=ZONE, locale="en_GB"
            )
            with acting_in(self.owner.workspace):
                self.people = {OWNER: ensure_person(member=self.owner)}
                self._settle()

    def weeks(self, last: int = WEEKS) -> Iterator[Read]:
        """Live week after week, and read what the app says from the first hand-off on."""
        todo = sorted(self._todo(), key=lambda pair: pair[0])
        for week in range(last):
            monday = FIRST + WEEK * (week + 1)
            while todo and todo[0][0] < monday:
                day, do = todo.pop(0)
                with self._at(day), acting_in(self.owner.workspace):
                    do(date.fromordinal(day))
            with self._at(monday), acting_in(self.owner.workspace):
                self._import(week)
                self._hand_in(week)
                read = self._read(week) if self.numbers else None
            if read is not None:
                yield read

    @contextmanager
    def _at(self, day: int) -> Iterator[None]:
        moment = datetime.combine(date.fromordinal(day), time(9), UTC)
        with time_machine.travel(moment, tick=False):
            yield

    def _settle(self) -> None:
        for name in (*dict.fromkeys(HELPERS.values()), NEXT):
            made = add_person(actor=self.owner, facts={"name": name, "kind": Person.Kind.CONTRACTOR, "engaged": True})
            assert made is not None
            self.people[name] = made
        worth = Figure.exact(self.year.owner.worth)
        state_finances(actor=self.owner, version=0, said={**dict.fromkeys(MONEY), "worth_per_hour": worth})
        if self.year.owner.stated is not None:
            change_limits(member=self.owner, version=0, said={"growth_per_year": self.year.owner.stated})
        MadePlan.objects.create(
            workspace=self.owner.workspace,
            state=MadePlan.State.READY,
            is_kept=True,
            kept_at=datetime.now(UTC),
            answer={"top_three": [{"name": TOP.name, "rate": str(self.year.owner.worth)}], "decisions": []},
        )

    def _todo(self) -> Iterator[tuple[int, Callable[[date], None]]]:
        dates = self.year.dates
        holiday, away = FIRST + WEEK * dates.holiday, FIRST + WEEK * dates.away
        yield holiday, lambda today: self._off(OWNER, today, 2 * WEEK)
        yield away, lambda today: self._off(HELPERS[Part.QUIET], today, WEEK)
        for one in self.year.handings:
            yield one.since - 2 * WEEK, lambda today, one=one: self._agree(one, today)
            yield one.since, lambda today, one=one: self._move(one, "supervise", today)
            yield one.since + SIGNED_OFF_AFTER, lambda today, one=one: self._move(one, "sign off", today)
            if one.until is not None:
                yield one.until, lambda today, one=one: self._take_back(one, today)

    def _off(self, name: str, today: date, days: int) -> None:
        last = date.fromordinal(today.toordinal() + days - 1)
        add_time_off(actor=self.owner, person_id=self.people[name].pk, first=today, last=last)

    def _agree(self, one: Handing, today: date) -> None:
        """From the first thought to the beginning of the training."""
        work = Activity.objects.get(name=one.kind.name)
        facts = {"runs_needed": 0, "hours_per_week": 3.0}
        row = start_handoff(actor=self.owner, activity_id=work.pk, facts=facts, person_id=self.people[one.helper].pk)
        assert row is not None
        self.numbers[row.pk] = one.number
        draft = Brief.objects.get(handoff=row, number=0)
        said = {"outcome": "Done by Friday noon.", "steps": "- [ ] do it\n- [ ] say so"}
        saved = briefs.save_draft(actor=self.owner, handoff_id=row.pk, version=draft.version, facts=said)
        briefs.publish_brief(actor=self.owner, handoff_id=row.pk, version=saved.version)
        begin_with_brief(actor=self.owner, handoff_id=row.pk, today=today)
        self._move(one, "choose", today)
        terms = {"kind": "hourly", "price": Decimal(one.terms.price), "start": date.fromordinal(one.since)}
        made = agreements.propose_agreement(
            actor=self.owner, handoff_id=row.pk, facts={**terms, "notice_days": 0, "terms": ""}, today=today
        )
        assert made is not None
        agreements.confirm_agreement(actor=self.owner, agreement_id=made.pk, version=made.version, today=today)
        briefs.confirm_reading(actor=self.owner, handoff_id=row.pk, number=1)
        self._move(one, "train", today)

    def _take_back(self, one: Handing, today: date) -> None:
        self._move(one, "take back", today, "It does not work out.")
        if one.part is Part.LEFT and not Handoff.objects.filter(
            person=self.people[one.helper], state=Handoff.State.RUNNING
        ):
            archive_person(actor=self.owner, person_id=self.people[one.helper].pk)

    def _move(self, one: Handing, name: str, today: date, reason: str = "") -> None:
        pk = next(pk for pk, number in self.numbers.items() if number == one.number)
        row = Handoff.objects.get(pk=pk)
        move_handoff(actor=self.owner, handoff_id=pk, name=name, version=row.version, today=today, reason=reason)

    def _import(self, week: int) -> None:
        """The week's log, everybody's, as a file."""
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(_FIELDS)
        for entry in self.year.logged_in(week):
            day = date.fromordinal(entry.day).isoformat()
            clock = f"{entry.minutes // 60:02}:{entry.minutes % 60:02}:00"
            rows.writerow((day, clock, entry.work, entry.person, entry.tags))
        if text.tell() <= len(",".join(_FIELDS)) + 2:
            return
        people = {name: "me" if name == OWNER else row.pk for name, row in self.people.items()}
        import_file(
            member=self.owner,
            path=io.BytesIO(text.getvalue().encode()),
            filename=f"week-{week}.csv",
            choices=Choices(timezone=ZONE, by="project", person_map=people),
        )

    def _hand_in(self, week: int) -> None:
        person, monday = self.people[PAID_WEEKLY], FIRST + WEEK * week
        if week % HANDED_IN or not any(entry.person == PAID_WEEKLY for entry in self.year.logged_in(week)):
            return
        for name in ("submit", "approve"):
            version = Timesheet.objects.filter(person=person, week=monday).values_list("version", flat=True).first()
            move_timesheet(
                actor=self.owner,
                person_id=person.pk,
                week=monday,
                name=name,
                version=version or 0,
                today=date.fromordinal(monday + WEEK),
            )

    def _read(self, week: int) -> Read:
        monday = FIRST + WEEK * week
        found = results(self.owner, date.fromordinal(monday + WEEK))
        new = [
            Alarmed(
                week,
                None if one.handoff_id is None else self.numbers[one.handoff_id],
                (one.alarm.monday - FIRST) // WEEK,
            )
            for one in found.sounded
            if (one.handoff_id, one.alarm.monday) not in self.sounded
        ]
        self.sounded |= {(one.handoff_id, one.alarm.monday) for one in found.sounded}
        money = found.money
        return Read(
            week=week,
            freed=next((each.freed for each in found.weeks if each.monday == monday), None),
            average=found.average,
            counted=tuple((each.monday - FIRST) // WEEK for each in found.weeks),
            money=None if money is None else Range(float(money.realised), float(money.low), float(money.high)),
            alarms=tuple(new),
        )
