"""A helper sees the kinds of work that they may log on, and no other."""

from __future__ import annotations

import pytest

from hoursback.engine.handoff.stages import HELD
from hoursback.web.capture.rights import _HELD
from tests.web.api.conftest import caller
from tests.web.cast import Player
from tests.web.handoff.paid import MONDAY, activity, handed, logged, person_of, somebody

pytestmark = pytest.mark.django_db


def named(player: Player) -> list[str]:
    return sorted(each["name"] for each in caller(player.member).get("activities").json()["activities"])


def test_a_helper_is_offered_their_work_what_they_logged_and_what_is_nobodys(olive: Player, sam: Player) -> None:
    me, own = person_of(sam), person_of(olive)
    mine, others, secret, before, team, _fresh = (
        activity(olive, name) for name in ("Mine", "Others", "Secret", "Before", "Team", "Fresh")
    )
    handed(olive, me, mine)
    handed(olive, somebody(olive), others)
    logged(olive, own, secret, MONDAY, 30)
    for work in (before, team):
        logged(olive, own, work, MONDAY, 30)
    logged(olive, me, before, MONDAY, 30)
    logged(olive, somebody(olive, "Cay"), team, MONDAY, 30)
    assert named(sam) == ["Before", "Fresh", "Mine", "Team"]
    assert named(olive) == ["Before", "Fresh", "Mine", "Others", "Secret", "Team"]
    for page in (f"week/{MONDAY}/", f"day/{MONDAY}/"):
        for root, player in ((sam.root, sam), (olive.root, olive)):
            text = player.client.get(f"{root}log/{page}").content.decode()
            assert ("Secret" in text) is (player is olive), page
    refused = caller(sam.member).post("entries", {"day": MONDAY.isoformat(), "seconds": 60, "activity_id": secret.pk})
    assert refused.status_code in (400, 404)


def test_work_that_is_only_thought_of_for_them_is_not_offered_yet(olive: Player, sam: Player) -> None:
    me, own, work = person_of(sam), person_of(olive), activity(olive)
    logged(olive, own, work, MONDAY, 30)
    row = handed(olive, me, work)
    assert named(sam) == ["Invoices"]
    type(row).everywhere.filter(pk=row.pk).update(state="draft")
    assert named(sam) == []


def test_the_states_in_which_somebody_has_it_are_those_of_the_table() -> None:
    assert set(_HELD) == set(HELD)
