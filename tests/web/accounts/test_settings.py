"""Settings, tokens, the record, and one's own account: export and end."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.test import Client

from hoursback.web.accounts.actions import change_role
from hoursback.web.accounts.models import Event, Founding, Member, Token, User, Workspace
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from hoursback.web.accounts.selectors import digest
from hoursback.web.capture.models import Entry
from hoursback.web.people.models import Person
from tests.web import cast, samples
from tests.web.cast import Player

SETTINGS = {
    "name": "Studio Olive",
    "currency": "CHF",
    "timezone": "Europe/Zurich",
    "locale": "de_CH",
    "week_start": "6",
    "day_start": "3",
    "has_money_shared": "on",
}


def test_the_owner_changes_the_settings_and_the_record_has_old_and_new(olive: Player) -> None:
    assert olive.client.post(f"{olive.root}settings/", SETTINGS).status_code == 302
    workspace = Workspace.objects.get()
    assert (workspace.name, workspace.currency, workspace.week_start, workspace.day_start) == (
        "Studio Olive",
        "CHF",
        6,
        3,
    )
    assert workspace.has_money_shared
    event = Event.everywhere.get(verb="settings changed")
    assert (event.payload["old"]["currency"], event.payload["new"]["currency"]) == ("EUR", "CHF")


def test_saving_what_is_there_already_changes_nothing(olive: Player) -> None:
    olive.client.post(f"{olive.root}settings/", SETTINGS)
    before = Workspace.objects.get().version
    olive.client.post(f"{olive.root}settings/", SETTINGS)
    assert Workspace.objects.get().version == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("week_start", "7"),
        ("day_start", "13"),
        ("currency", "€"),
        ("timezone", "Nowhere"),
        ("name", ""),
        ("name", "x" * 201),
    ],
)
def test_a_setting_that_cannot_be_is_said_where_it_stands(olive: Player, field: str, value: str) -> None:
    answer = olive.client.post(f"{olive.root}settings/", {**SETTINGS, field: value})
    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Workspace.objects.get().name == "Olive's studio"


def test_a_token_is_shown_once_and_only_its_hash_is_kept(olive: Player) -> None:
    cast.freshen(olive)
    sent = {"name": "phone", "scope": "log", "days": "90", "once": "k"}
    page = olive.client.post(f"{olive.root}settings/tokens", sent).content.decode()
    start = page.index("hb_pat_")
    secret = page[start : start + 7 + 43]
    token = Token.everywhere.get()
    assert token.token_hash == digest(secret)
    assert secret.startswith(token.prefix)
    assert secret not in olive.client.get(f"{olive.root}settings/tokens").content.decode()
    assert secret not in repr(list(Event.everywhere.values()))
    assert olive.client.post(f"{olive.root}settings/tokens", sent).status_code == 302
    assert Token.everywhere.count() == 1


def test_everybody_sees_and_revokes_their_own_tokens_alone(olive: Player, sam: Player) -> None:
    cast.freshen(sam)
    with acting_in(olive.workspace):
        token = samples.a_token(olive.workspace, olive.member)
    assert sam.client.post(f"{olive.root}settings/tokens/{token.pk}/revoke").status_code == 404
    assert olive.client.post(f"{olive.root}settings/tokens/{token.pk}/revoke").status_code == 302
    assert Token.everywhere.get().revoked_at is not None


def test_the_record_is_paged_and_odd_pages_are_no_fault(olive: Player) -> None:
    with acting_in(olive.workspace):
        for number in range(120):
            Event.objects.create(workspace=olive.workspace, who="Olive", verb=f"deed {number}", thing="x")
    first = olive.client.get(f"{olive.root}settings/record").content.decode()
    assert "deed 119" in first
    assert "deed 20<" not in first
    for odd in ("0", "-1", "9" * 30, "x", ""):
        assert olive.client.get(f"{olive.root}settings/record?page={odd}").status_code == 200


def test_a_second_workspace_is_begun_and_chosen_from_the_list(olive: Player) -> None:
    sent = {"business": "Olive's farm", "currency": "EUR", "timezone": "UTC", "locale": "en_GB"}
    answer = olive.client.post("/workspaces", sent)
    farm = Workspace.objects.get(name="Olive's farm")
    assert answer["Location"] == f"/w/{farm.public_id}/"
    assert olive.client.get("/")["Location"] == "/workspaces"
    page = olive.client.get("/workspaces").content.decode()
    assert farm.public_id in page
    assert olive.workspace.public_id in page


def test_a_profile_is_ones_own(olive: Player) -> None:
    sent = {"name": "Olive Oyl", "locale": "de_AT", "timezone": "Europe/Vienna", "theme": "dark"}
    assert olive.client.post("/profile", sent).status_code == 302
    user = User.objects.get()
    assert (user.name, user.locale, user.timezone, user.theme) == tuple(sent.values())
    assert 'data-theme="dark"' in olive.client.get("/profile").content.decode()
    assert olive.client.post("/profile", {**sent, "theme": "pink"}).status_code == 400


def archive_of(player: Player) -> zipfile.ZipFile:
    cast.freshen(player)
    answer = player.client.get("/profile/data")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_ones_data_is_ones_own_and_no_formula(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        mine, hers = samples.an_entry(olive.workspace, sam.member), samples.an_entry(olive.workspace, olive.member)
        Entry.objects.filter(pk=mine.pk).update(note="=1+1 calls")
        Entry.objects.filter(pk=hers.pk).update(note="secret of Olive")
        samples.a_token(olive.workspace, sam.member)
    box = archive_of(sam)
    folder = olive.workspace.public_id
    assert json.loads(box.read("account.json"))["email"] == "sam@example.com"
    rows = json.loads(box.read(f"{folder}/capture.entry.json"))
    assert [(row["note"], row["person__name"]) for row in rows] == [("=1+1 calls", "Sam")]
    table = list(csv.DictReader(io.StringIO(box.read(f"{folder}/capture.entry.csv").decode())))
    assert table[0]["note"] == "'=1+1 calls"
    everything = b"".join(box.read(name) for name in box.namelist())
    assert b"secret of Olive" not in everything
    assert b"olive@example.com" not in everything
    assert b"token_hash" not in everything
    assert b"argon2" not in everything
    assert b"md5$" not in everything


def erase(player: Player, email: str | None = None) -> int:
    cast.freshen(player)
    return player.client.post("/profile/erase", {"email": email or player.user.email}).status_code


def test_a_helpers_end_leaves_figures_without_a_name(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        entry = samples.an_entry(olive.workspace, sam.member)
        samples.a_timer(olive.workspace, sam.member)
        samples.a_token(olive.workspace, sam.member)
    assert erase(sam, "else@example.com") == 400
    assert erase(sam) == 200
    assert not User.objects.filter(email="sam@example.com").exists()
    assert sam.client.get("/profile").status_code == 302
    left = Entry.everywhere.select_related("person").get(pk=entry.pk)
    assert (left.seconds, left.person.name, left.person.kind) == (3600, "Former member", "placeholder")
    assert not Token.everywhere.exists()
    with acting_in(olive.workspace):
        assert "Sam" not in repr(list(Event.objects.values()))
        assert Event.objects.filter(who="(erased)").exists()
        assert "Sam" not in repr(list(Person.objects.values()))
    assert olive.client.get(f"{olive.root}people/").status_code == 200


def test_an_owner_alone_takes_the_workspace_with_them_and_set_up_opens_again(olive: Player) -> None:
    Founding.objects.create()
    with acting_in(olive.workspace):
        for maker in samples.SAMPLES.values():
            maker(olive.workspace, olive.member)
        Member.objects.exclude(pk=olive.member.pk).delete()
    assert erase(olive) == 200
    assert not Workspace.objects.exists()
    assert not Entry.everywhere.exists()
    assert not Event.everywhere.exists()
    assert not User.objects.filter(email="olive@example.com").exists()
    User.objects.all().delete()
    assert Client().get("/setup").status_code == 200


def test_an_owner_others_need_cannot_go_before_there_is_another(olive: Player, max_: Player) -> None:
    assert erase(olive) == 400
    assert User.objects.filter(email="olive@example.com").exists()
    with acting_in(olive.workspace):
        change_role(actor=olive.member, member_id=max_.member.pk, role=Role.OWNER)
    assert erase(olive) == 200
    with acting_in(olive.workspace):
        assert Person.objects.get(kind="owner").member == max_.member


def test_the_end_of_one_business_leaves_the_other_alone(olive: Player, rex: Player) -> None:
    with acting_in(rex.workspace):
        samples.an_entry(rex.workspace, rex.member)
    erase(olive)
    assert rex.client.get(rex.root).status_code == 200
    assert Entry.everywhere.count() == 1
