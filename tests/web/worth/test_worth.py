from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse

from hoursback.cli.review import reviewed_of
from hoursback.engine.figures import Figure
from hoursback.engine.plan import make
from hoursback.engine.units import Money
from hoursback.engine.worth.summary import Worth
from hoursback.engine.worth.uses import Undone as EngineUndone
from hoursback.web.accounts.models import Event, Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.review import actions as review
from hoursback.web.review import selectors as reviewing
from hoursback.web.review.models import WorkWeek
from hoursback.web.worth import actions, moves, selectors
from hoursback.web.worth.models import Earning, Finances
from tests.web.cast import Player
from tests.web.review import stage


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def reviewed(olive: Player) -> Player:
    """Olive with log, settings and all answers."""
    stage.log_sample(olive, settings=stage.SETTINGS)
    return olive


@pytest.fixture
def logged(olive: Player) -> Player:
    """Olive with a log alone."""
    stage.log_sample(olive)
    return olive


def _worth(player: Player) -> Worth:
    with acting_in(player.workspace):
        found = selectors.worth(player.workspace, reviewing.owner_person(player.workspace.pk), stage.TODAY)
    assert found is not None
    return found


def _cents(value: float) -> str:
    return str(Money.of(value, "EUR"))


def test_the_worth_equals_the_plans_on_the_same_facts_to_the_cent(reviewed: Player, tmp_path: Path) -> None:
    undone = EngineUndone("Call customers", Figure.exact(2.0), Figure.stated_range(50.0, 75.0))
    with acting_in(reviewed.workspace):
        value = Figure.stated_range(100.0, 150.0)
        review.add_undone(
            actor=reviewed.member, name="Call customers", hours_per_week=Figure.exact(2.0), value_per_week=value
        )
    log = stage.read_as_cli(tmp_path, stage.SETTINGS)
    of_plan = make._worth(reviewed_of(log, stage.SETTINGS, 0, stage.TODAY), stage.SETTINGS, (undone,))
    of_web = _worth(reviewed)
    for hours in (0.5, 3.0, 12.0, 40.0):
        assert _cents(of_web.time.freed(0.0, hours)) == _cents(of_plan.time.freed(0.0, hours))
        assert _cents(of_web.three_numbers(hours).now) == _cents(of_plan.three_numbers(hours).now)
    assert of_web.ladder == of_plan.ladder
    assert of_web.average == of_plan.average
    assert of_web.buyback == of_plan.buyback
    assert of_web.defaults == of_plan.defaults
    assert of_web.uses(10.0) == of_plan.uses(10.0)


def test_without_stated_hours_the_week_is_the_plans(logged: Player) -> None:
    assert selectors.USUAL_WEEK == make.USUAL_WEEK
    with acting_in(logged.workspace):
        actions.adopt(logged.member, income_per_year=Figure.exact(96_000.0))
        full = reviewing.reviewed(logged.workspace, reviewing.owner_person(logged.workspace.pk), stage.TODAY)
    business = replace(stage.SETTINGS.business, income_per_year=Figure.exact(96_000.0), hours_per_week=None)
    bare = replace(stage.SETTINGS, business=replace(business, weeks_per_year=48.0), activities=())
    assert _worth(logged).average == make._worth(full, bare, ()).average


def test_the_answer_names_a_range_and_the_three_numbers(reviewed: Player) -> None:
    page = reviewed.client.get(f"{reviewed.root}worth/").content.decode()
    assert re.search(r"One freed hour is worth €[\d.,]+ to €[\d.,]+ to you; one more hour today €[\d.,]+\.", page)
    for words in ("Hours cheaper than yours", "The value ladder", "Your top three", "Where the freed hours go"):
        assert words in page
    assert "a ceiling with a fourfold margin" in page
    assert "figures were assumed" in page


def test_the_page_without_hours_teaches(olive: Player) -> None:
    page = olive.client.get(f"{olive.root}worth/").content.decode()
    for route in ("capture:day", "capture:imports", "capture:ranges"):
        assert f'href="{reverse(route, args=[olive.workspace.public_id])}"' in page


def test_without_any_money_the_missing_figure_is_named(logged: Player) -> None:
    response = logged.client.get(f"{logged.root}worth/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Nothing says what your hour is worth in EUR." in page
    assert f'href="{logged.root}worth/money"' in page


def test_an_assumed_average_is_said_before_anything_else(logged: Player) -> None:
    Workspace.objects.filter(pk=logged.workspace.pk).update(currency="USD")
    page = logged.client.get(f"{logged.root}worth/").content.decode()
    assert "You have not stated an income" in page
    assert page.index("You have not stated an income") < page.index("now</h2>")


def test_hours_and_price_can_be_asked_for_and_bad_ones_are_kept_and_marked(reviewed: Player) -> None:
    address = f"{reviewed.root}worth/"
    page = reviewed.client.get(address, {"freed": "5", "price": "20"}).content.decode()
    assert "each of 5.0 freed hours a week" in page
    assert re.search(r"[\d.]+ hours a week \(\d+%\) are cheaper than yours", page)
    dear = reviewed.client.get(address, {"freed": "5", "price": "900"}).content.decode()
    assert "none of yours is cheaper" in dear
    for bad in ("nan", "x", "-3", "1e99"):
        response = reviewed.client.get(address, {"freed": bad})
        assert response.status_code == 400
        assert f'value="{bad}"' in response.content.decode()


def test_what_moves_the_worth_is_worked_out_by_the_engine(reviewed: Player) -> None:
    with acting_in(reviewed.workspace):
        facts = selectors.facts_for(reviewed.member, stage.TODAY)
    assert facts is not None
    found = {move.what: move for move in moves.moves(facts, 5.0)}
    assert {moves.INCOME, moves.MARGINS, moves.SHARE, moves.LEISURE} <= found.keys()
    swings = [move.swing for move in moves.moves(facts, 5.0)]
    assert swings == sorted(swings, reverse=True)
    assert found[moves.INCOME].at_low < found[moves.INCOME].at_high
    # More hours for the same income: each is worth less.
    assert found[moves.WEEK].at_low > found[moves.WEEK].at_high
    less = replace(facts, income=replace(facts.income, per_year=Figure.exact(96_000 * 0.8)))
    assert found[moves.INCOME].at_low == pytest.approx(less.worth().time.freed(0.0, 5.0))


def test_figures_are_saved_and_come_back_as_they_were_typed(logged: Player) -> None:
    address = f"{logged.root}worth/money"
    one = stage.activity(logged, "Delivery")
    data = _posted(logged.client.get(address).content.decode())
    data |= {
        "income_per_year": "80000 to 100000",
        "hours_per_week": "48",
        "tax_rate": "30",
        "customers_want_more": "no",
    }
    data |= {f"a{one}-margin_per_year": "50000", f"a{one}-absorbable_hours": "3 to 6", f"a{one}-minutes_per_unit": "90"}
    assert logged.client.post(address, data).status_code == 302
    money, earning = Finances.everywhere.get(), Earning.everywhere.get()
    assert money.income_per_year == Figure.stated_range(80_000.0, 100_000.0)
    assert (money.tax_rate, money.customers_want_more, money.weeks_per_year) == (0.3, False, None)
    assert WorkWeek.everywhere.get().hours_per_week == 48
    assert earning.absorbable_hours == Figure.stated_range(3.0, 6.0)
    again = _posted(logged.client.get(address).content.decode())
    unchanged = {key: value for key, value in data.items() if not key.endswith("version")}
    assert {key: again[key] for key in unchanged} == unchanged
    assert logged.client.post(address, again).status_code == 302
    assert Finances.everywhere.get().version == 1


def test_no_money_stands_in_the_record(logged: Player) -> None:
    address = f"{logged.root}worth/money"
    data = _posted(logged.client.get(address).content.decode())
    logged.client.post(address, {**data, "income_per_year": "98765"})
    assert "98765" not in "".join(str(event.payload) for event in Event.everywhere.all())


def test_bad_figures_keep_what_was_typed_and_nothing_is_saved(logged: Player) -> None:
    address = f"{logged.root}worth/money"
    one = stage.activity(logged, "Delivery")
    data = _posted(logged.client.get(address).content.decode())
    data |= {"income_per_year": "a lot", "weeks_per_year": "46", f"a{one}-margin_per_year": "9 to 3"}
    response = logged.client.post(address, data)
    page = response.content.decode()
    assert response.status_code == 422
    for text in ('value="a lot"', 'value="46"', 'value="9 to 3"'):
        assert text in page
    assert not Finances.everywhere.exists()


def test_the_second_of_two_tabs_sees_both_figures(logged: Player) -> None:
    address = f"{logged.root}worth/money"
    data = _posted(logged.client.get(address).content.decode())
    logged.client.post(address, {**data, "income_per_year": "50000"})
    response = logged.client.post(address, {**data, "income_per_year": "60000", "weeks_per_year": "40"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "50000" in page
    assert _posted(page)["income_per_year"] == "60000"
    money = Finances.everywhere.get()
    assert money.income_per_year is not None
    assert money.income_per_year.value == 50_000
    assert logged.client.post(address, _posted(page)).status_code == 302
    money.refresh_from_db()
    assert money.income_per_year.value == 60_000
    assert money.weeks_per_year == 40


def test_money_pages_say_who_sees_them_and_are_kept_by_no_browser(reviewed: Player) -> None:
    for route in ("worth/", "worth/money"):
        assert reviewed.client.get(reviewed.root + route)["Cache-Control"] == "no-store"
    assert "only you see these figures" in reviewed.client.get(f"{reviewed.root}worth/money").content.decode()
    Workspace.objects.filter(pk=reviewed.workspace.pk).update(has_money_shared=True)
    assert "You share money" in reviewed.client.get(f"{reviewed.root}worth/money").content.decode()


@pytest.mark.parametrize("route", ["worth/", "worth/money"])
def test_worth_is_the_owners_alone(
    olive: Player, max_: Player, sam: Player, ada: Player, rex: Player, route: str
) -> None:
    assert olive.client.get(olive.root + route).status_code == 200
    assert [one.client.get(olive.root + route).status_code for one in (max_, sam, ada)] == [403, 403, 403]
    assert rex.client.get(olive.root + route).status_code == 404


def test_adopted_money_is_read_back_as_stated(olive: Player) -> None:
    with acting_in(olive.workspace):
        stage.state(olive, stage.SETTINGS)
        found = selectors.finances(olive.workspace.pk)
        back = {one.name: one for one in selectors.stated_activities(olive.workspace.pk)}
    business = stage.SETTINGS.business
    assert (found.income_per_year, found.weeks_per_year, found.hours_per_week, found.work_days) == (
        *(business.income_per_year, business.weeks_per_year, business.hours_per_week, business.work_days),
    )
    for stated in stage.SETTINGS.activities:
        assert back[stated.name].margin_per_year == stated.margin_per_year
        assert back[stated.name].minutes_per_unit == stated.minutes_per_unit


def _posted(page: str) -> dict[str, str]:
    """What a browser sends of the page as it stands."""
    form = re.search(r'<form method="post"[^>]*worth/money.*?</form>', page, re.DOTALL)
    assert form is not None
    data = {}
    for tag in re.findall(r'<input[^>]*name="[^"]+"[^>]*>', form[0]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name is not None
        if name[1] != "csrfmiddlewaretoken":
            data[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data
