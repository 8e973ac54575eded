"""Names that only look alike are told apart on every page that shows them, and kept as they were typed."""

from __future__ import annotations

import pytest

from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import rollups
from hoursback.web.capture.models import Activity, Entry, Zone
from hoursback.web.people.selectors import own_person
from tests.web.capture.logbook import MONDAY, at
from tests.web.cast import Player

TURNED, HIDDEN = "Books\u202ekoob", "Ma\u200bil"
PAGES = ["log/day/{day}/", "log/week/{day}/", "log/activities/", "review/", "review/table"]


@pytest.fixture
def lookalikes(olive: Player) -> Player:
    """Olive with a log under two names that hide something, as a file brings them in."""
    zone, _new = Zone.objects.get_or_create(name="Europe/Berlin")
    with acting_in(olive.workspace):
        for place, name in enumerate((TURNED, HIDDEN)):
            activity = Activity.objects.create(workspace=olive.workspace, name=name, position=place)
            Entry.objects.create(
                workspace=olive.workspace, person=own_person(olive.member), activity=activity, zone=zone,
                day=MONDAY.toordinal(), start=at(f"2026-03-02 0{8 + place}:00"), seconds=3600, note=f"note {name}",
            )  # fmt: skip
        rollups.rebuild(olive.workspace.pk)
    return olive


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_marks_in_a_name(lookalikes: Player, page: str) -> None:
    address = lookalikes.root + page.format(day=MONDAY.isoformat())
    answer = lookalikes.client.get(address, follow=True)
    assert answer.status_code == 200, address
    body = answer.content.decode()
    assert "Books[U+202E]koob" in body
    assert "Ma[U+200B]il" in body


def test_the_name_itself_stays_as_it_was_typed(lookalikes: Player) -> None:
    with acting_in(lookalikes.workspace):
        kept = set(Activity.objects.values_list("name", flat=True))
    assert {TURNED, HIDDEN} <= kept
