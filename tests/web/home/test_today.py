from __future__ import annotations

from hoursback.web.home.journey import Facts, next_stage, stages
from tests.web.cast import Player


def test_an_empty_workspace_says_what_it_is_for_and_offers_three_ways_in(olive: Player) -> None:
    page = olive.client.get(olive.root).content.decode()
    assert "Find out which hours of your week you could get back" in page
    for place in ("log/", "log/import/", "log/ranges"):
        assert olive.root + place in page


def test_the_next_step_follows_the_journey() -> None:
    assert (next_stage(Facts()) or stages(Facts())[3]).route == "capture:day"
    logged = Facts(days=10, entries=99, activities=8)
    assert (next_stage(logged) or stages(logged)[0]).route == "review:index"
    done = Facts(days=10, activities=8, answered=8, has_money=True, headline="You could …", accepted=1)
    assert next_stage(done) is None


def test_a_helper_is_sent_to_their_own_log_and_sees_no_plan(sam: Player) -> None:
    page = sam.client.get(sam.root).content.decode()
    assert "Your log" in page
    assert "/plan/" not in page


def test_the_palette_lists_only_places_the_member_may_open(olive: Player, sam: Player) -> None:
    def addresses(of: Player) -> list[str]:
        return [place["address"] for place in of.client.get(of.root + "palette").json()]

    assert olive.root + "worth/" in addresses(olive)
    assert not [address for address in addresses(sam) if "/worth/" in address or "/plan/" in address]


def test_a_stranger_finds_neither(olive: Player, rex: Player) -> None:
    assert {rex.client.get(olive.root + place).status_code for place in ("", "palette")} == {404}
