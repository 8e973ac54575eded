from __future__ import annotations

import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.money import AMOUNTS, stated_amounts
from hoursback.web.accounts.scope import acting_in
from hoursback.web.people.models import Person
from hoursback.web.plan.models import Limits
from hoursback.web.worth.models import Finances
from tests.web.accounts.test_settings import SETTINGS
from tests.web.accounts.test_setup import ANSWERS
from tests.web.cast import Player

YES = {"keeps_amounts": "on"}


@pytest.mark.django_db
def test_the_device_of_the_first_run_is_listed_as_any_other() -> None:
    client = Client()
    client.post("/setup", ANSWERS)
    session = UserSession.objects.get()
    assert session.session_key == client.session.session_key
    page = client.get("/account/sessions/")
    assert page.status_code in (200, 302)


def test_a_new_currency_asks_once_and_counts_what_is_stated_in_the_old_one(olive: Player) -> None:
    with acting_in(olive.workspace):
        Finances.objects.create(workspace=olive.workspace, income_per_year=Figure.exact(60_000.0))
        Limits.objects.create(workspace=olive.workspace, budget_per_month=400)
        Person.objects.create(workspace=olive.workspace, name="Berta", kind="contractor", price=Figure.exact(30.0))
    address = f"{olive.root}settings/"
    assert "keeps_amounts" not in olive.client.get(address).content.decode()
    asked = olive.client.post(address, SETTINGS)
    page = asked.content.decode()
    assert asked.status_code == 400
    assert "3 amounts are stated in EUR and would be read as CHF" in page
    assert re.search(r'type="checkbox" name="keeps_amounts"', page)
    assert Workspace.objects.get().currency == "EUR"
    assert olive.client.post(address, SETTINGS | YES).status_code == 302
    assert Workspace.objects.get().currency == "CHF"


def test_without_stated_money_a_new_currency_asks_nothing(olive: Player) -> None:
    assert stated_amounts(olive.workspace.pk) == 0
    assert olive.client.post(f"{olive.root}settings/", SETTINGS).status_code == 302


def test_amounts_are_counted_in_one_workspace_and_by_fields_that_exist(olive: Player, rex: Player) -> None:
    with acting_in(rex.workspace):
        Finances.objects.create(workspace=rex.workspace, worth_per_hour=Figure.exact(60.0))
    assert (stated_amounts(olive.workspace.pk), stated_amounts(rex.workspace.pk)) == (0, 1)
    assert sum(len(names) for names in AMOUNTS.values()) == 12


def test_the_settings_say_what_sharing_money_does(olive: Player) -> None:
    page = olive.client.get(f"{olive.root}settings/").content.decode()
    assert "they can read the worth page and all figures of your plans" in page
