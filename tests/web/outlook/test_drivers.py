"""Drivers: counted by month, typed or brought in, with the work that goes with them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from hoursback.engine.outlook.months import first_of, months_after
from hoursback.web.accounts.scope import acting_in
from hoursback.web.outlook.models import Driven, Driver, DriverMonth
from tests.web.cast import Player, local_today
from tests.web.outlook.growing import grow


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def _driver(player: Player, name: str = "orders") -> Driver:
    with acting_in(player.workspace):
        return Driver.objects.create(workspace=player.workspace, name=name)


def _months(driver: Driver) -> dict[date, float]:
    return dict(DriverMonth.everywhere.filter(driver=driver).values_list("month", "units"))


def _at(player: Player, driver: Driver, more: str = "") -> str:
    return f"{player.root}outlook/drivers/{driver.pk}/{more}"


def test_a_driver_is_added_once_even_when_the_form_is_sent_twice(olive: Player) -> None:
    for _ in range(2):
        answer = olive.client.post(f"{olive.root}outlook/drivers/", {"name": "orders", "once": "abc"})
        assert answer.status_code == 302
    assert Driver.everywhere.filter(workspace=olive.workspace).count() == 1


def test_a_name_is_there_only_once(olive: Player) -> None:
    _driver(olive)
    answer = olive.client.post(f"{olive.root}outlook/drivers/", {"name": "Orders", "once": "abd"})
    assert answer.status_code == 422
    assert "There is a driver of this name already." in answer.content.decode()


def test_months_and_work_are_saved_at_once_and_older_months_stay(olive: Player) -> None:
    driver, works = _driver(olive), grow(olive.member, local_today(), weeks=2)
    this = first_of(local_today())
    old = months_after(this, -40)
    with acting_in(olive.workspace):
        DriverMonth.objects.create(workspace=olive.workspace, driver=driver, month=old, units=3)
    said = {"name": "orders", "version": "1", "activities": [works["Invoices"]], f"month_{this:%Y_%m}": "41"}
    assert olive.client.post(_at(olive, driver), said).status_code == 302
    assert _months(driver) == {old: 3.0, this: 41.0}
    assert [row.activity_id for row in Driven.everywhere.filter(driver=driver)] == [works["Invoices"]]
    assert olive.client.post(_at(olive, driver), said).status_code == 409


def test_work_goes_with_one_driver_at_most(olive: Player) -> None:
    works = grow(olive.member, local_today(), weeks=2)
    for name in ("orders", "clients"):
        driver = _driver(olive, name)
        said = {"name": name, "version": "1", "activities": [works["Email"]]}
        assert olive.client.post(_at(olive, driver), said).status_code == 302
    assert [row.driver.name for row in Driven.everywhere.select_related("driver")] == ["clients"]


def test_pasted_months_are_laid_over_what_is_there(olive: Player) -> None:
    driver = _driver(olive)
    olive.client.post(_at(olive, driver, "months/"), {"pasted": "month;orders\n2026-01;23\n02/2026;27,5"})
    olive.client.post(_at(olive, driver, "months/"), {"pasted": "2026-02;28\n2026-03\t30"})
    assert _months(driver) == {date(2026, 1, 1): 23.0, date(2026, 2, 1): 28.0, date(2026, 3, 1): 30.0}


def test_a_file_is_read_like_a_paste(olive: Player) -> None:
    driver = _driver(olive)
    file = SimpleUploadedFile("orders.csv", "\ufeffMonth,Orders\n2026-01,23\n".encode())
    assert olive.client.post(_at(olive, driver, "months/"), {"file": file}).status_code == 302
    assert _months(driver) == {date(2026, 1, 1): 23.0}


def test_a_wrong_line_brings_nothing_in_and_is_named_with_its_line(olive: Player) -> None:
    driver = _driver(olive)
    answer = olive.client.post(_at(olive, driver, "months/"), {"pasted": "2026-01;23\nsoon;4\n2026-03;many"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2: The month is not one" in page
    assert "Line 3: The figure is not a number" in page
    assert "2026-03;many" in page
    assert _months(driver) == {}


@pytest.mark.parametrize("sent", [{}, {"pasted": "   "}, {"pasted": "month;orders"}])
def test_nothing_to_bring_in_is_said(olive: Player, sent: dict[str, str]) -> None:
    assert olive.client.post(_at(olive, _driver(olive), "months/"), sent).status_code == 422


def test_hours_for_each_unit_follow_from_log_and_months(olive: Player) -> None:
    today = local_today()
    works, driver = grow(olive.member, today, weeks=40, growth=0.3), _driver(olive)
    with acting_in(olive.workspace):
        Driven.objects.create(workspace=olive.workspace, driver=driver, activity_id=works["Invoices"])
        for back in range(1, 9):
            DriverMonth.objects.create(
                workspace=olive.workspace, driver=driver, month=months_after(first_of(today), -back), units=30.0
            )
    assert "orders: each takes 0." in olive.client.get(_at(olive, driver)).content.decode()
    page = olive.client.get(f"{olive.root}outlook/").content.decode()
    assert "goes with “orders”" in page


def test_a_removed_driver_takes_its_months_along_and_leaves_the_work(olive: Player) -> None:
    driver, works = _driver(olive), grow(olive.member, local_today(), weeks=2)
    with acting_in(olive.workspace):
        Driven.objects.create(workspace=olive.workspace, driver=driver, activity_id=works["Email"])
    assert olive.client.post(_at(olive, driver, "remove/")).status_code == 302
    assert not Driver.everywhere.exists()
    assert not Driven.everywhere.exists()


def test_rex_finds_no_driver_of_olives(olive: Player, rex: Player) -> None:
    driver = _driver(olive)
    assert rex.client.get(f"{rex.root}outlook/drivers/{driver.pk}/").status_code == 404
    assert rex.client.post(f"{rex.root}outlook/drivers/{driver.pk}/remove/").status_code == 404
    works = grow(olive.member, local_today(), weeks=2)
    own = _driver(rex)
    said = {"name": "orders", "version": "1", "activities": [works["Email"]]}
    assert rex.client.post(f"{rex.root}outlook/drivers/{own.pk}/", said).status_code == 422
