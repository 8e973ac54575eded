from __future__ import annotations

from tests.web.cast import Player


def test_the_owner_opens_the_first_page(olive: Player) -> None:
    assert olive.client.get(olive.root).status_code == 200


def test_a_foreign_workspace_looks_like_a_missing_one(olive: Player, rex: Player) -> None:
    foreign, missing = rex.client.get(olive.root), rex.client.get("/w/zzzzzzzzzz/")
    assert foreign.status_code == missing.status_code == 404
