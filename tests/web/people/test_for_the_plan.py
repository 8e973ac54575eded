"""People of the database are the people that a settings file with the same facts would state."""

from __future__ import annotations

from hoursback.engine.figures import Figure
from hoursback.engine.plan.settings import parse_settings
from hoursback.web.accounts.scope import acting_in
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import people_for_plan
from tests.web.cast import Player

FILE = """
[[person]]
name = "Bea"
kind = "contractor"
price = [35, 45]
hours_per_week = 8
skills = {Bookkeeping = 4, "tax  law" = 3}
experience = "specialist"
efficiency = [1.3, 0.8]
engaged = true
leaves_per_year = [0.25, 0.5]
fee = [0.04, 0.06]
search_hours = 6
setup_cost = 200
retainer_hours = 2
minimum_weeks = 12
declines = ["Cold calls", "sales"]

[[person]]
name = "Books online"
kind = "service"
cost_per_month = 30

[[person]]
name = "Somebody"
kind = "role"

[[person]]
name = "Gus & Sons"
kind = "firm"
price = 80
hours_per_week = [1, 10]

[[person]]
name = "Eve"
kind = "employee"
fee = 0.05
experience = "novice"
"""
FORMS: tuple[dict[str, object], ...] = (
    {
        "name": "Bea",
        "kind": "contractor",
        "price": "35 to 45",
        "hours_per_week": "8",
        "skills": ["Bookkeeping", "Tax  Law"],
        "skills_level": ["4", "3"],
        "experience": "specialist",
        "efficiency_first": "1.3",
        "efficiency_practised": "0.8",
        "engaged": "on",
        "leaves_per_year": "0.25 to 0.5",
        "fee": "4 to 6",
        "search_hours": "6",
        "setup_cost": "200",
        "retainer_hours": "2",
        "minimum_weeks": "12",
        "declines": "Cold calls\nsales",
    },
    {"name": "Books online", "kind": "service", "cost_per_month": "30"},
    {"name": "Somebody", "kind": "role"},
    {"name": "Gus & Sons", "kind": "firm", "price": "80", "hours_per_week": "1 to 10"},
    {"name": "Eve", "kind": "employee", "fee": "5", "experience": "novice"},
)


def test_typed_people_equal_those_of_a_settings_file(olive: Player) -> None:
    for form in FORMS:
        assert olive.client.post(f"{olive.root}people/new", form).status_code == 302
    assert people_for_plan(olive.workspace.pk) == list(parse_settings(FILE).people)


def test_owner_names_from_imports_and_those_put_away_get_no_work(olive: Player, rex: Player) -> None:
    with acting_in(olive.workspace):
        for name, kind, away in (("A", "placeholder", False), ("B", "firm", True), ("C", "firm", False)):
            Person.objects.create(workspace=olive.workspace, name=name, kind=kind, is_archived=away)
    with acting_in(rex.workspace):
        Person.objects.create(workspace=rex.workspace, name="D", kind="firm")
    assert [person.name for person in people_for_plan(olive.workspace.pk)] == ["C"]


def test_whoever_joined_is_given_work_once_something_is_said_of_them(olive: Player, sam: Player, ada: Player) -> None:
    assert people_for_plan(olive.workspace.pk) == []
    Person.everywhere.filter(member=sam.member).update(hours_per_week=Figure.exact(6.0))
    assert [(person.name, person.engaged) for person in people_for_plan(olive.workspace.pk)] == [("Sam", True)]
