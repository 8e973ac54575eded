"""People that work can go to: stated in plain forms, kept once, put away and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.people.actions import NameTakenError, add_person, adopt_person
from hoursback.web.people.boxes import skill_name
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import engine_person
from tests.web.cast import Player

BEA: dict[str, Any] = {
    "name": "Bea",
    "kind": "contractor",
    "price": "35 to 45",
    "hours_per_week": "8",
    "skills": ["Bookkeeping ", "tax", ""],
    "skills_level": ["4", "3", "3"],
}


def bea_of(olive: Player) -> Person:
    return Person.everywhere.get(workspace_id=olive.workspace.pk, name="Bea")


def add(olive: Player, **changed: Any) -> Any:
    return olive.client.post(f"{olive.root}people/new", {**BEA, **changed})


def test_an_empty_page_teaches_and_names_the_next_move(olive: Player) -> None:
    page = olive.client.get(f"{olive.root}people/").content.decode()
    assert "Nobody can take work off you yet." in page
    assert "bookkeeping 4" in page
    assert f"{olive.root}people/new" in page


def test_a_name_and_a_kind_are_enough(olive: Player) -> None:
    assert olive.client.post(f"{olive.root}people/new", {"name": "Bea", "kind": "firm"}).status_code == 302
    bea = bea_of(olive)
    assert (bea.kind, bea.price, bea.hours_per_week, bea.skills, bea.declines) == ("firm", None, None, None, [])


def test_the_page_says_how_many_hours_there_are_and_at_what_price(olive: Player) -> None:
    add(olive)
    add(olive, name="Cay", hours_per_week="4 to 6")
    page = olive.client.get(f"{olive.root}people/").content.decode()
    assert "2 people can take work off you, 12–14 hours a week between them." in page
    assert "€35.00–€45.00 an hour" in page
    assert "bookkeeping" in page


def test_what_was_typed_is_what_is_kept(olive: Player) -> None:
    sent = {
        "engaged": "on",
        "experience": "specialist",
        "fee": "5 %",
        "leaves_per_year": "0.5",
        "minimum_weeks": "12",
        "retainer_hours": "2",
        "efficiency_first": "1.3",
        "efficiency_practised": "0.8",
        "declines": "Cold calls\n\n sales \n",
    }
    assert add(olive, **sent).status_code == 302
    bea = bea_of(olive)
    assert bea.skills == {"bookkeeping": 4, "tax": 3}
    assert bea.fee == Figure.exact(0.05)
    assert (bea.engaged, bea.experience, bea.minimum_weeks, bea.retainer_hours) == (True, "specialist", 12, 2.0)
    assert bea.declines == ["Cold calls", "sales"]
    form = olive.client.get(f"{olive.root}people/{bea.pk}").content.decode()
    for shown in ('value="35 to 45"', 'value="5"', 'value="bookkeeping"', "Cold calls"):
        assert shown in form
    assert "<details" in form
    assert " open>" in form


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("kind", "owner"),
        ("kind", "placeholder"),
        ("price", "cheap"),
        ("price", "45 to 35"),
        ("price", "-5"),
        ("price", "1e30"),
        ("hours_per_week", "0"),
        ("hours_per_week", "0 to 8"),
        ("hours_per_week", "169"),
        ("fee", "101"),
        ("minimum_weeks", "9" * 30),
        ("efficiency_first", "0"),
        ("efficiency_first", "1.3"),
        ("retainer_hours", "nan"),
        ("skills_level", ["9", "3", "3"]),
        ("skills", ["tax", "TAX", ""]),
        ("declines", "x" * 201),
    ],
)
def test_what_cannot_be_is_said_on_the_page_and_the_rest_is_kept(olive: Player, field: str, value: Any) -> None:
    answer = add(olive, **{field: value})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "errorlist" in page
    if field != "skills":
        assert "Bookkeeping" in page
    assert Person.everywhere.filter(workspace_id=olive.workspace.pk).count() == 1


def test_a_name_stands_once_whatever_its_case(olive: Player) -> None:
    add(olive)
    assert "already" in add(olive, name="BEA").content.decode()
    with acting_in(olive.workspace), pytest.raises(NameTakenError):
        add_person(actor=olive.member, facts={"name": "bea", "kind": "firm"})


def test_a_form_sent_twice_adds_one(olive: Player) -> None:
    assert add(olive, once="k").status_code == add(olive, once="k").status_code == 302
    assert Person.everywhere.filter(name="Bea").count() == 1


def test_of_two_tabs_the_second_sees_both_texts_and_can_save_its_own(olive: Player) -> None:
    add(olive)
    bea = bea_of(olive)
    address = f"{olive.root}people/{bea.pk}"
    assert olive.client.post(address, {**BEA, "price": "50", "version": "1"}).status_code == 302
    late = olive.client.post(address, {**BEA, "price": "60", "version": "1"})
    page = late.content.decode()
    assert late.status_code == 409
    assert ">60<" in page
    assert ">50<" in page
    assert page.count('name="skills"') == 3
    assert 'name="version" value="2"' in page
    assert bea_of(olive).price == Figure.exact(50)
    assert olive.client.post(address, {**BEA, "price": "60", "version": "2"}).status_code == 302
    assert bea_of(olive).price == Figure.exact(60)
    assert bea_of(olive).skills == {"bookkeeping": 4, "tax": 3}


def test_putting_away_can_be_taken_back_and_keeps_the_row(olive: Player) -> None:
    add(olive)
    bea = bea_of(olive)
    told = olive.client.post(f"{olive.root}people/{bea.pk}/archive", follow=True).content.decode()
    assert f"{olive.root}people/{bea.pk}/return" in told
    assert bea_of(olive).is_archived
    olive.client.post(f"{olive.root}people/{bea.pk}/return")
    assert not bea_of(olive).is_archived


def test_the_owner_is_not_put_away_and_keeps_their_kind(olive: Player) -> None:
    own = Person.everywhere.get(member=olive.member)
    assert olive.client.post(f"{olive.root}people/{own.pk}/archive").status_code == 400
    assert olive.client.post(f"{olive.root}people/{own.pk}", {"name": "Olive", "version": "1"}).status_code == 302
    own.refresh_from_db()
    assert (own.kind, own.is_archived) == ("owner", False)


def test_a_name_from_an_import_becomes_somebody_once_it_is_said_who(olive: Player) -> None:
    with acting_in(olive.workspace):
        row = Person.objects.create(workspace=olive.workspace, name="J. Doe", kind="placeholder")
    assert "Names from imports" in olive.client.get(f"{olive.root}people/").content.decode()
    olive.client.post(f"{olive.root}people/{row.pk}", {"name": "Jane", "kind": "employee", "version": "1"})
    row.refresh_from_db()
    assert (row.name, row.kind) == ("Jane", "employee")


def test_the_record_tells_what_changed_and_no_price(olive: Player) -> None:
    add(olive)
    bea = bea_of(olive)
    olive.client.post(f"{olive.root}people/{bea.pk}", {**BEA, "price": "98765", "version": "1"})
    payloads = repr(list(Event.everywhere.values_list("payload", flat=True)))
    assert "price" in payloads
    assert "98765" not in payloads


def test_a_manager_may_and_a_helper_may_not(olive: Player, max_: Player, sam: Player, ada: Player) -> None:
    assert max_.client.post(f"{olive.root}people/new", BEA).status_code == 302
    for other in (sam, ada):
        assert other.client.get(f"{olive.root}people/").status_code == 403


def test_rex_sees_nothing_of_it(olive: Player, rex: Player) -> None:
    add(olive)
    bea = bea_of(olive)
    for address in (f"{olive.root}people/{bea.pk}", f"{rex.root}people/{bea.pk}"):
        assert rex.client.get(address).status_code == 404
    assert f"people/{bea.pk}" not in rex.client.get(f"{rex.root}people/").content.decode()


@pytest.mark.parametrize("pk", ["0", str(2**63 - 1), str(2**63), "9" * 40])
def test_odd_numbers_are_nobody(olive: Player, pk: str) -> None:
    assert olive.client.get(f"{olive.root}people/{pk}").status_code == 404


def test_what_a_plan_proposes_can_be_adopted_once(olive: Player) -> None:
    add(olive)
    with acting_in(olive.workspace):
        proposed = engine_person(bea_of(olive))
        assert adopt_person(actor=olive.member, person=proposed).name == "Bea"
        Person.objects.filter(name="Bea").delete()
        again = adopt_person(actor=olive.member, person=proposed)
        assert engine_person(Person.objects.get(pk=again.pk)) == proposed


def test_a_large_price_comes_back_with_every_digit(olive: Player) -> None:
    add(olive, setup_cost="1234567.89 to 9876543")
    assert (
        'value="1234567.89 to 9876543"' in olive.client.get(f"{olive.root}people/{bea_of(olive).pk}").content.decode()
    )


def test_skills_are_the_same_whatever_their_case_and_spaces() -> None:
    assert skill_name("  Tax   Law ") == "tax law"


def test_a_form_gone_back_to_and_changed_is_a_new_submission(olive: Player) -> None:
    form = {"name": "Berta", "kind": "contractor", "minimum_weeks": "0", "once": "drawn-once"}
    for name in ("Berta", "Berta", "Carla"):
        olive.client.post(f"{olive.root}people/new", {**form, "name": name})
    page = olive.client.get(f"{olive.root}people/").content.decode()
    assert (page.count(">Berta</a>"), page.count(">Carla</a>")) == (1, 1)
