"""Every route, method, role and object relation answers as its row says; a route that nobody stated is found."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path

from hoursback.web import urls
from hoursback.web.accounts import rights, roles
from hoursback.web.accounts.rights import all_routes
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.scope import acting_in
from tests.web import cast
from tests.web.cast import Player
from tests.web.matrix import Matrix, Route, addresses, holes, undone
from tests.web.samples import INCOME, SAMPLES, finances


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals, each with a line in the log, are nothing to read."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def matrix(olive: Player, max_: Player, sam: Player, ada: Player, rex: Player) -> Matrix:
    for player in (olive, max_, sam, ada, rex):
        cast.freshen(player)
    players = {Role.OWNER: olive, Role.MANAGER: max_, Role.HELPER: sam, Role.ADVISER: ada}
    return Matrix(players, rex, all_routes())


def test_every_address_has_a_row_and_every_row_an_address_and_samples() -> None:
    assert holes(addresses(), all_routes(), SAMPLES) == []


def test_every_answer_is_what_the_row_says(matrix: Matrix) -> None:
    assert matrix.faults(addresses()) == []


def _canaries(matrix: Matrix, role: Role) -> Iterator[str]:
    """Pages of a role that show the owner's income."""
    player, owner = matrix.players[role], matrix.players[Role.OWNER]
    with acting_in(owner.workspace):
        finances(owner.workspace, owner.member)
    shown = (b"9182736", b"9,182,736", b"9.182.736", b"9182.7")
    for route in addresses():
        access = matrix.rows.get(route.name)
        if access is None or access.door is not roles.Door.MEMBER or role not in access.roles:
            continue
        with undone():
            # A file comes in pieces, a page as a whole; both can be gone through.
            body = b"".join(player.client.get(matrix._own(route, access, player))) if "GET" in access.methods else b""
        if any(figure in body for figure in shown):
            yield route.name


@pytest.mark.parametrize("role", [Role.MANAGER, Role.HELPER, Role.ADVISER])
def test_the_owners_income_is_on_no_page_of_others(matrix: Matrix, role: Role) -> None:
    assert list(_canaries(matrix, role)) == []


def test_the_owners_own_pages_show_it_or_the_canary_would_prove_nothing(olive: Player) -> None:
    with acting_in(olive.workspace):
        finances(olive.workspace, olive.member)
    page = olive.client.get(f"{olive.root}worth/money").content.decode()
    assert f"{INCOME:.0f}" in page


# What the guards must notice: negative controls.


def leak(request: HttpRequest) -> HttpResponse:
    """An open view, as somebody might add one by mistake."""
    return HttpResponse("everything")


def careless(request: HttpRequest, person: int) -> HttpResponse:
    """A view that looks nothing up."""
    return HttpResponse("somebody")


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    more = [path("leak", leak, name="leak"), path("w/<str:workspace>/careless/<int:person>", careless, name="careless")]
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, *more])
    clear_url_caches()
    yield
    monkeypatch.undo()
    clear_url_caches()


@pytest.mark.usefixtures("planted")
def test_a_planted_address_without_a_row_is_found_and_closed(olive: Player) -> None:
    assert [hole for hole in holes(addresses(), all_routes(), SAMPLES) if "leak" in hole]
    assert Client().get("/leak").status_code == olive.client.get("/leak").status_code == 404


@pytest.mark.usefixtures("planted")
def test_a_planted_view_that_looks_nothing_up_is_found(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    row = roles.member(roles.LEADERS, objects={"person": "people.Person"})
    monkeypatch.setitem(rights._ROUTES, "careless", row)
    faults = Matrix(matrix.players, matrix.stranger, {"careless": row}).faults(addresses())
    assert faults == [
        "GET careless as owner: person foreign 200, missing 200",
        "GET careless as manager: person foreign 200, missing 200",
    ]


def test_a_row_that_opens_too_far_is_found(matrix: Matrix) -> None:
    """The matrix holds each answer against the row it is given, so a door that does not follow its row shows."""
    narrower = {"people:index": roles.member(roles.OWNER)}
    assert Matrix(matrix.players, matrix.stranger, narrower).faults(addresses()) == [
        "GET people:index as manager, own: 200"
    ]


def test_rows_and_models_that_nothing_stands_behind_are_found() -> None:
    rows = {"nowhere": roles.member(roles.OWNER, objects={"thing": "shared.Thing"})}
    assert holes([Route("odd", ("thing",), "odd/<thing>")], rows, {}) == [
        "The address odd/<thing> (odd) has no row.",
        "The row nowhere has no address.",
        "nowhere: no sample maker for shared.Thing.",
        "odd: the argument thing is neither in `objects` nor known as plain.",
    ]
