"""Prices with effective dates: every entry carries the one in force for it, and the past changes only with a yes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hoursback.engine.capture.prices import Price, price_on
from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import actions as log
from hoursback.web.capture.actions.rates import state_rate
from hoursback.web.capture.errors import LogError
from hoursback.web.capture.importing import actions as importing
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.models import Closed, Entry, Rate
from hoursback.web.handoff.actions.prices import ConfirmError, state_price
from hoursback.web.people.models import Person
from hoursback.web.plan.selectors import settings_of
from tests.conftest import SOAK
from tests.web import cast
from tests.web.capture.importcast import HEAD, written
from tests.web.cast import Player, local_today, owner_of
from tests.web.handoff.paid import MONDAY, WEEK, activity, handed, logged, moved, person_of, priced, somebody

TODAY = MONDAY + timedelta(days=10)
DAYS = st.integers(0, 20)
WHO, WHAT = st.integers(0, 1), st.integers(0, 2)
OPERATIONS = st.one_of(
    st.tuples(st.just("add"), WHO, WHAT, DAYS),
    st.tuples(st.just("price"), WHO, st.one_of(st.none(), WHAT), DAYS, st.one_of(st.none(), st.integers(0, 9))),
    st.tuples(st.just("change"), st.integers(0, 30), WHAT, DAYS),
    st.tuples(st.just("remove"), st.integers(0, 30)),
    st.tuples(st.just("undo"), st.just(0)),
    st.tuples(st.just("merge"), WHAT, WHAT),
    st.tuples(st.just("import"), WHO, WHAT, DAYS),
    st.tuples(st.just("close"), WHO, st.integers(0, 2)),
)


class Shop:
    """A workspace in which anything is done to entries, prices and weeks, and what is then true of every entry."""

    def __init__(self, folder: Path) -> None:
        self.player = cast.player(owner_of("Olive's studio", "Olive"))
        self.member = self.player.member
        self.folder = folder
        self.people = [somebody(self.player, name) for name in ("Bea", "Cem")]
        self.activities = [activity(self.player, name) for name in ("Books", "Mail", "Calls")]
        self.kept: dict[int, int | None] = {}
        self.carried: dict[int, int | None] = {}
        self.steps: list[int] = []

    def do(self, operation: tuple[Any, ...]) -> None:
        name, *facts = operation
        before = self._now()
        getattr(self, f"_{name}")(*facts)
        after = self._now()
        for pk in before.keys() & after.keys():
            moved_as_a_whole = name in ("merge", "undo") and before[pk][0] != after[pk][0]
            if moved_as_a_whole and before[pk][1] == after[pk][1]:
                self.carried[pk] = after[pk][1]
            elif name == "merge":
                assert before[pk] == after[pk], "nothing else changes with a merge"

    def _now(self) -> dict[int, tuple[int, int | None]]:
        rows = Entry.everywhere.filter(workspace=self.member.workspace)
        return {pk: (activity, rate) for pk, activity, rate in rows.values_list("pk", "activity_id", "rate")}

    def _add(self, who: int, what: int, day: int) -> None:
        try:
            entry = logged(self.player, self.people[who], self.activities[what], MONDAY + timedelta(days=day), 60)
        except LogError:
            return
        self.steps.append(entry.step_id or 0)

    def _price(self, who: int, what: int | None, day: int, hundredths: int) -> None:
        chosen = None if what is None else self.activities[what]
        priced(self.player, self.people[who], hundredths, MONDAY + timedelta(days=day), chosen)

    def _change(self, which: int, what: int, day: int) -> None:
        entries = list(Entry.everywhere.filter(workspace=self.member.workspace).order_by("pk"))
        if not entries:
            return
        entry = entries[which % len(entries)]
        try:
            after = log.change_entry(
                member=self.member,
                entry_id=entry.pk,
                version=None,
                activity=self.activities[what],
                day=MONDAY + timedelta(days=day),
            )
        except LogError:
            return
        self.steps.append(after.step_id or 0)

    def _remove(self, which: int) -> None:
        entries = list(Entry.everywhere.filter(workspace=self.member.workspace).order_by("pk"))
        if entries:
            try:
                self.steps.append(log.delete_entry(member=self.member, entry_id=entries[which % len(entries)].pk))
            except LogError:
                return

    def _undo(self, _unused: int) -> None:
        if self.steps:
            try:
                log.undo(member=self.member, step_id=self.steps.pop())
            except LogError:
                return

    def _merge(self, gone: int, stays: int) -> None:
        try:
            step = log.merge_activities(
                member=self.member, activity_id=self.activities[gone].pk, into_id=self.activities[stays].pk
            )
        except LogError:
            return
        self.steps.append(step)

    def _import(self, who: int, what: int, day: int) -> None:
        on = (MONDAY + timedelta(days=day)).isoformat()
        said = (self.people[who].name, "", self.activities[what].name, "", f"x{len(self.steps)}")
        row = ",".join((*said, on, "09:00:00", on, "10:00:00", "01:00:00", ""))
        path = written(self.folder, f"{HEAD}{row}\n")
        choices = Choices(
            timezone="Europe/Berlin", by="project", person_map={self.people[who].name: self.people[who].pk}
        )
        try:
            importing.import_file(member=self.member, path=path, filename="x.csv", choices=choices)
        except LogError:
            return

    def _close(self, who: int, week: int) -> None:
        first = WEEK + 7 * week
        Closed.everywhere.get_or_create(
            workspace=self.member.workspace, person=self.people[who], first=first, defaults={"last": first + 6}
        )

    def check(self) -> None:
        """Each entry's price is the one of the rule, or one that it was moved or closed with."""
        closed = set(Closed.everywhere.values_list("person_id", "first"))
        prices: dict[int, list[Price]] = {}
        for rate in Rate.everywhere.order_by("pk"):
            prices.setdefault(rate.person_id, []).append(Price(rate.activity_id, rate.from_day, rate.hundredths))
        kept: dict[int, int | None] = {}
        for entry in Entry.everywhere.filter(workspace=self.member.workspace):
            if (entry.person_id, entry.day - (entry.day + 6) % 7) in closed:
                kept[entry.pk] = entry.rate
            else:
                wanted = price_on(prices.get(entry.person_id, ()), entry.activity_id, entry.day)
                if self.carried.get(entry.pk, wanted) != entry.rate:
                    self.carried.pop(entry.pk, None)
                assert entry.pk in self.carried or entry.rate == wanted, entry
        for pk, rate in self.kept.items():
            assert kept[pk] == rate, "a closed week changed"
        self.kept = kept


class PricesFollowTheRule(TestCase):
    @given(st.lists(OPERATIONS, min_size=4, max_size=14))
    @settings(max_examples=200 if SOAK else 25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_whatever_the_order_of_writes_and_prices(self, operations: list[tuple[Any, ...]]) -> None:
        with TemporaryDirectory() as folder:
            shop = Shop(Path(folder))
            with acting_in(shop.member.workspace):
                for operation in operations:
                    shop.do(operation)
                    shop.check()


def money_before(day: date) -> dict[int, tuple[int | None, int]]:
    """Every entry before a day: its price and its seconds."""
    rows = Entry.everywhere.filter(day__lt=day.toordinal())
    return {pk: (rate, seconds) for pk, rate, seconds in rows.values_list("pk", "rate", "seconds")}


@pytest.mark.django_db
def test_a_price_from_today_leaves_every_past_total_unchanged(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    for day in range(20):
        logged(olive, me, work, MONDAY + timedelta(days=day), 37)
    before = money_before(TODAY)
    form = {"price": "55.50", "activity": str(work.pk), "from_day": local_today().isoformat(), "reason": ""}
    answer = olive.client.post(f"{olive.root}handoff/prices/{me.pk}", form)
    assert answer.status_code == 302
    assert Rate.everywhere.filter(person=me).count() == 2
    assert money_before(TODAY) == before


@pytest.mark.django_db
def test_a_back_dated_price_is_shown_before_it_is_applied(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    logged(olive, me, work, MONDAY, 60)
    logged(olive, me, work, MONDAY + timedelta(days=8), 90)
    moved(sam, me, "submit")
    address = f"{olive.root}handoff/prices/{me.pk}"
    form = {"price": "50.00", "activity": str(work.pk), "from_day": MONDAY.isoformat(), "reason": "As agreed in May"}
    shown = olive.client.post(address, form).content.decode()
    assert "1 entry would change: €60.00 becomes €75.00." in shown
    assert "1 entry lies in a week that was handed in and stays as it is." in shown
    assert "As agreed in May" in shown
    assert Rate.everywhere.filter(person=me).count() == 1
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    assert olive.client.post(address, {**form, "seen": "0" * 16}).status_code == 200
    assert Rate.everywhere.filter(person=me).count() == 1
    assert olive.client.post(address, {**form, "seen": seen}).status_code == 302
    rates = dict(Entry.everywhere.filter(person=me).values_list("day", "rate"))
    assert rates == {WEEK: 4000, WEEK + 8: 5000}
    event = Event.everywhere.filter(verb="price stated").order_by("-pk")[0]
    assert event.payload["entries"] == 1
    assert "5000" not in str(event.payload)


@pytest.mark.django_db
def test_what_changed_between_the_question_and_the_yes_is_asked_again(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    logged(olive, me, work, MONDAY, 60)
    facts: dict[str, Any] = {
        "actor": olive.member, "person_id": me.pk, "activity_id": None, "from_day": MONDAY, "hundredths": 100,
        "reason": "", "today": TODAY,
    }  # fmt: skip
    with acting_in(olive.workspace):
        with pytest.raises(ConfirmError) as asked:
            state_price(**facts)
        logged(olive, me, work, MONDAY, 30)
        with pytest.raises(ConfirmError) as again:
            state_price(**facts, seen=asked.value.print)
        assert state_price(**facts, seen=again.value.print) is not None
    assert Entry.everywhere.filter(person=me, rate=100).aggregate(Sum("seconds"))["seconds__sum"] == 5400


@pytest.mark.django_db
def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(olive: Player, sam: Player) -> None:
    me = person_of(sam)
    address = f"{olive.root}handoff/prices/{me.pk}"
    for wrong in ({"price": "-1"}, {"price": "abc"}, {"from_day": "2026-02-30"}, {"from_day": "9999-01-01"}):
        form = {"price": "10", "from_day": "2026-03-02", "reason": "kept words", "activity": "", **wrong}
        answer = olive.client.post(address, form)
        assert answer.status_code == 400, wrong
        assert "kept words" in answer.content.decode()
    assert not Rate.everywhere.exists()


@pytest.mark.django_db
def test_the_owner_has_no_price(olive: Player) -> None:
    with acting_in(olive.workspace), pytest.raises(LogError, match="owner"):
        state_rate(
            actor=olive.member,
            person_id=person_of(olive).pk,
            activity_id=None,
            from_day=WEEK,
            hundredths=1,
            reason="",
        )


@pytest.mark.django_db
def test_a_helper_reads_their_own_price_and_states_none(olive: Player, sam: Player) -> None:
    me, bea = person_of(sam), somebody(olive)
    priced(olive, me, 4000, MONDAY)
    assert "€40.00 an hour." in sam.client.get(f"{sam.root}handoff/prices/{me.pk}").content.decode()
    assert sam.client.get(f"{sam.root}handoff/prices/{bea.pk}").status_code == 404
    assert sam.client.post(f"{sam.root}handoff/prices/{me.pk}", {"price": "99"}).status_code == 403
    assert sam.client.get(f"{sam.root}handoff/prices").status_code == 403


@pytest.mark.django_db
def test_writing_for_somebody_without_a_price_asks_for_none(olive: Player, django_assert_max_num_queries: Any) -> None:
    me, work = person_of(olive), activity(olive)
    logged(olive, me, work, MONDAY, 60)
    with django_assert_max_num_queries(80) as seen:
        logged(olive, me, work, MONDAY, 60)
    assert not [query for query in seen.captured_queries if "UPDATE" in query["sql"] and '"rate" = (' in query["sql"]]


@pytest.mark.django_db
def test_one_side_alone_does_not_pay_less_than_was_agreed_but_may_pay_more(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work)
    address, today = f"{olive.root}handoff/prices/{me.pk}", local_today().isoformat()
    form = {"price": "39.99", "activity": str(work.pk), "from_day": today, "reason": ""}
    refused = olive.client.post(address, form)
    assert refused.status_code == 400
    assert "Propose new terms" in refused.content.decode()
    assert olive.client.post(address, {**form, "price": "41"}).status_code == 302


@pytest.mark.django_db
def test_a_manager_does_not_state_their_own_price(olive: Player, max_: Player) -> None:
    form = {"price": "95", "activity": "", "from_day": local_today().isoformat(), "reason": ""}
    refused = max_.client.post(f"{max_.root}handoff/prices/{person_of(max_).pk}", form)
    assert refused.status_code == 400
    assert not Rate.everywhere.filter(person__member=max_.member).exists()


@pytest.mark.django_db
def test_what_was_logged_today_changes_only_with_a_yes(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    priced(olive, me, 2000, MONDAY)
    handed(olive, me, work, rate=None)
    today = local_today()
    logged(olive, me, work, today, 60)
    form = {"price": "30", "activity": "", "from_day": today.isoformat(), "reason": ""}
    shown = olive.client.post(f"{olive.root}handoff/prices/{me.pk}", form)
    assert shown.status_code == 200
    assert set(Entry.everywhere.filter(person=me).values_list("rate", flat=True)) == {2000}


# One story with what is stated about somebody


def plan_price(olive: Player, name: str = "Bea") -> object:
    with acting_in(olive.workspace):
        return {each.name: each.price for each in settings_of(olive.workspace).people}[name]


def test_the_plan_reads_the_price_that_holds_today_and_else_what_was_stated(olive: Player) -> None:
    bea = somebody(olive)
    Person.everywhere.filter(pk=bea.pk).update(price=Figure.stated_range(30, 50))
    assert plan_price(olive) == Figure.stated_range(30, 50)
    priced(olive, bea, 4550, local_today())
    priced(olive, bea, 9900, local_today() + timedelta(days=30))
    assert plan_price(olive) == Figure.exact(45.5)
    priced(olive, bea, None, local_today())
    assert plan_price(olive) == Figure.stated_range(30, 50)


def test_prices_of_single_activities_count_where_nothing_else_is_stated(olive: Player) -> None:
    bea = somebody(olive)
    priced(olive, bea, 4000, MONDAY, activity(olive))
    priced(olive, bea, 5000, MONDAY, activity(olive, "Mail"))
    assert plan_price(olive) == Figure.stated_range(40, 50)
    Person.everywhere.filter(pk=bea.pk).update(price=Figure.exact(30))
    assert plan_price(olive) == Figure.exact(30)


def test_a_persons_form_says_which_price_holds_and_leads_there(olive: Player) -> None:
    bea = somebody(olive)
    address = f"{olive.root}people/{bea.pk}"
    assert "the plan reads that" not in olive.client.get(address).content.decode()
    priced(olive, bea, 4550, MONDAY)
    page = olive.client.get(address).content.decode()
    assert "€45.50 an hour holds since 2 Mar 2026: the plan reads that, not this box." in page
    assert f"{olive.root}handoff/prices/{bea.pk}" in page
    assert "€45.50" in olive.client.get(f"{olive.root}people/").content.decode()


def test_a_stated_price_is_shown_among_the_prices_and_taken_over_with_one_press(olive: Player) -> None:
    bea = somebody(olive)
    Person.everywhere.filter(pk=bea.pk).update(price=Figure.exact(38))
    page = olive.client.get(f"{olive.root}handoff/prices").content.decode()
    assert "Nobody&#x27;s hour has a price" not in page
    assert "The plan reckons with a stated price of 1 person" in page
    assert "stated for the plan: €38.00" in page
    assert "Take this as their price from today" in page
    sent = {"price": "38.00", "activity": "", "from_day": local_today().isoformat(), "reason": "As stated"}
    assert olive.client.post(f"{olive.root}handoff/prices/{bea.pk}", sent).status_code == 302
    assert Rate.everywhere.get(person=bea).hundredths == 3800
    after = olive.client.get(f"{olive.root}handoff/prices").content.decode()
    assert "An hour of 1 person has a price." in after
    assert "Take this" not in after


def test_from_a_day_on_there_can_be_no_price_and_the_one_for_any_work_holds_again(olive: Player) -> None:
    bea, work = somebody(olive), activity(olive)
    priced(olive, bea, 3000, MONDAY)
    priced(olive, bea, 4000, MONDAY, work)
    day = local_today()
    sent = {"is_none": "on", "activity": work.pk, "from_day": day.isoformat(), "reason": ""}
    address = f"{olive.root}handoff/prices/{bea.pk}"
    assert olive.client.post(address, {**sent, "price": "5"}).status_code == 400
    assert olive.client.post(address, {"activity": "", "from_day": day.isoformat()}).status_code == 400
    assert olive.client.post(address, sent).status_code == 302
    assert logged(olive, bea, work, day, 60).rate == 3000
    assert logged(olive, bea, work, day - timedelta(days=1), 60).rate == 4000
    priced(olive, bea, None, day)
    assert logged(olive, bea, work, day, 30).rate is None
    assert "no price" in olive.client.get(address).content.decode()
