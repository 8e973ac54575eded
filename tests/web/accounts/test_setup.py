"""The first run: once, at the machine itself or with the server's code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from hoursback.web.accounts.actions import AlreadyFoundedError, found, setup_code
from hoursback.web.accounts.models import Founding, User, Workspace
from hoursback.web.people.models import Person
from tests.web.cast import PASSWORD, Player

pytestmark = pytest.mark.django_db
ANSWERS = {
    "name": "Olive",
    "email": "Olive@Example.com",
    "password": PASSWORD,
    "business": "Olive's studio",
    "currency": "EUR",
    "timezone": "Europe/Berlin",
    "locale": "en_GB",
}


@pytest.fixture
def public(settings: Any, tmp_path: Path) -> Any:
    settings.PUBLIC, settings.DATA = True, tmp_path
    return settings


def test_the_front_door_of_an_empty_house_leads_to_set_up() -> None:
    assert Client().get("/")["Location"] == "/setup"
    page = Client().get("/setup")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


def test_one_form_makes_owner_business_and_person_and_logs_in() -> None:
    client = Client()
    answer = client.post("/setup", ANSWERS)
    workspace = Workspace.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/w/{workspace.public_id}/")
    assert (workspace.name, workspace.currency, workspace.timezone) == ("Olive's studio", "EUR", "Europe/Berlin")
    person = Person.everywhere.get(workspace_id=workspace.pk)
    assert (person.name, person.kind) == ("Olive", "owner")
    assert User.objects.get().email == "olive@example.com"
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(f"/w/{workspace.public_id}/settings/tokens").status_code == 200  # this was a fresh log-in


def test_pressing_the_button_twice_makes_one_and_lets_in_both_times() -> None:
    Client().post("/setup", ANSWERS)
    second = Client()
    assert second.post("/setup", ANSWERS)["Location"] == "/"
    assert User.objects.count() == Workspace.objects.count() == 1
    assert second.get("/workspaces").status_code == 200
    assert Client().post("/setup", {**ANSWERS, "password": "something else 1"}).status_code == 404


def test_of_two_first_runs_at_once_the_database_lets_one_through(tmp_path: Path) -> None:
    Founding.objects.create()
    facts = {**ANSWERS, "email": "x@example.com"}
    with pytest.raises(AlreadyFoundedError):
        found(**facts, folder=tmp_path)
    assert User.objects.count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Founding.objects.create()


def test_the_page_is_gone_once_there_is_a_user(olive: Player) -> None:
    assert Client().get("/setup").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_from_another_computer_there_is_no_set_up(header: str) -> None:
    assert Client(REMOTE_ADDR="192.168.1.7").get("/setup").status_code == 404
    assert Client(REMOTE_ADDR="192.168.1.7").post("/setup", ANSWERS).status_code == 404
    assert Client().get("/setup", headers={header: "192.168.1.7"}).status_code == 404
    assert Client(REMOTE_ADDR="::1").get("/setup").status_code == 200


def test_a_public_server_asks_for_the_code_from_its_data_folder(public: Any) -> None:
    far = Client(REMOTE_ADDR="203.0.113.9")
    assert far.get("/setup").status_code == 200
    code = setup_code(public.DATA)
    assert (public.DATA / "setup-code").stat().st_mode & 0o777 == 0o600
    assert code == setup_code(public.DATA)
    wrong = far.post("/setup", {**ANSWERS, "code": "AAAAA-AAAAA"})
    assert wrong.status_code == 400
    assert code not in wrong.content.decode()
    assert far.post("/setup", ANSWERS).status_code == 400
    assert User.objects.count() == 0
    assert far.post("/setup", {**ANSWERS, "code": code.lower()}).status_code == 302
    assert not (public.DATA / "setup-code").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("password", "short"), ("email", "no address"), ("currency", "XXQ"), ("timezone", "Mars/Base"), ("business", "")],
)
def test_a_bad_answer_is_said_on_the_page_and_the_rest_is_kept(field: str, value: str) -> None:
    answer = Client().post("/setup", {**ANSWERS, field: value})
    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert 'value="Olive"' in answer.content.decode()
    assert ANSWERS["password"] not in answer.content.decode()
    assert User.objects.count() == 0


def test_the_secret_file_stays_out_of_a_local_profile() -> None:
    Client().get("/setup")
    assert not (Path(settings.DATA) / "setup-code").exists()
