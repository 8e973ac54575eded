from __future__ import annotations

from pathlib import Path

from django.test import Client

from hoursback.web.accounts.rights import access_to
from hoursback.web.accounts.roles import Scope
from hoursback.web.home.api import api, described, operations
from tests.conftest import ROOT
from tests.web.cast import Player

OPERATIONS = [
    (path, method, operation)
    for path, found in described()["paths"].items()
    for method, operation in found.items()
    if method != "parameters"
]


def test_anybody_reads_the_description_and_an_unchanged_one_is_not_sent_again(db: None) -> None:
    first = Client().get("/api/v1/openapi.json")
    assert (first.status_code, first.json()["info"]["title"]) == (200, "Hoursback")
    assert Client().get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_every_operation_says_scope_roles_and_refusals() -> None:
    for path, method, operation in OPERATIONS:
        (token, session) = operation["security"]
        assert token["token"][0] in list(Scope), (path, method)
        assert session == {"session": []}
        assert operation["x-roles"], (path, method)
        assert {"400", "401", "403", "404", "429"} <= set(operation["responses"]), (path, method)
        assert method == "get" or {"409", "422"} <= set(operation["responses"]), (path, method)


def test_what_changes_anything_needs_more_than_the_scope_to_read() -> None:
    for path, method, operation in OPERATIONS:
        (scope,) = operation["security"][0]["token"]
        assert (scope == Scope.READ) is (method == "get"), (path, method)


def test_operations_of_one_address_share_its_name_and_row() -> None:
    names: dict[str, set[str | None]] = {}
    for pattern in api.urls[0]:
        names.setdefault(str(pattern.pattern), set()).add(pattern.name)
    assert all(len(found) == 1 for found in names.values())
    for pattern in operations():
        assert access_to(f"api:{pattern.name}") is not None


def test_an_operation_without_a_key_is_closed(olive: Player) -> None:
    from django.core.exceptions import PermissionDenied
    from django.test import RequestFactory

    from hoursback.web.accounts.api import Closed

    try:
        Closed()(RequestFactory().get("/"))  # type: ignore[arg-type]
    except PermissionDenied:
        return
    raise AssertionError("It let somebody in.")


def test_the_guide_names_every_operation() -> None:
    text = (Path(ROOT) / "docs/how-to/use-the-api.md").read_text(encoding="utf-8")
    missing = [
        f"{method.upper()} {short}"
        for path, method, _operation in OPERATIONS
        if f"`{method.upper()} {(short := path.removeprefix('/api/v1/w/{workspace}'))}`" not in text
    ]
    assert missing == []


def test_the_page_that_shows_it_holds_no_inline_script_or_style(olive: Player) -> None:
    page = olive.client.get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "<style" not in text
    assert "style=" not in text
    assert text.count("<script") == text.count("<script src=") + text.count('<script type="application/json"')
