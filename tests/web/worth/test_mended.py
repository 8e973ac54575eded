from __future__ import annotations

import pytest

from hoursback.engine.figures import Figure
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.worth import selectors
from hoursback.web.worth.models import Finances
from tests.web.cast import Player
from tests.web.worth.test_worth import logged, reviewed  # noqa: F401 — fixtures


def _share(player: Player) -> None:
    Workspace.objects.filter(pk=player.workspace.pk).update(has_money_shared=True)


def test_sharing_money_opens_worth_to_managers_and_advisers_for_reading(
    reviewed: Player,  # noqa: F811
    max_: Player,
    ada: Player,
    sam: Player,
) -> None:
    assert [one.client.get(f"{one.root}worth/").status_code for one in (max_, ada, sam)] == [403, 403, 403]
    _share(reviewed)
    for one in (max_, ada):
        answer = one.client.get(f"{one.root}worth/")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert "worth/money" not in answer.content.decode()
        assert one.client.get(f"{one.root}worth/money").status_code == 403
        assert one.client.post(f"{one.root}worth/").status_code == 405
    assert sam.client.get(f"{sam.root}worth/").status_code == 403


def test_the_navigation_and_the_palette_show_worth_only_while_it_is_shared(olive: Player, max_: Player) -> None:
    def is_shown() -> list[bool]:
        pages = (max_.client.get(max_.root), max_.client.get(f"{max_.root}palette"))
        return [f"{max_.root}worth/" in page.content.decode() for page in pages]

    assert is_shown() == [False, False]
    _share(olive)
    assert is_shown() == [True, True]


@pytest.mark.parametrize(("currency", "missing"), [("EUR", True), ("USD", False)])
def test_worth_is_missing_only_where_no_default_stands_in(olive: Player, currency: str, missing: bool) -> None:
    olive.workspace.currency = currency
    with acting_in(olive.workspace):
        assert selectors.is_worth_missing(olive.workspace) is missing
        Finances.objects.create(workspace=olive.workspace, worth_per_hour=Figure.exact(50.0))
        assert not selectors.is_worth_missing(olive.workspace)
