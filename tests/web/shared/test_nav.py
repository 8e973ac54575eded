"""The navigation shows the steps in the journey's order, and to each role only what opens."""

from __future__ import annotations

import re

import pytest
from django.urls import resolve
from django.utils.functional import SimpleLazyObject

from hoursback.web.accounts.request import inside
from hoursback.web.accounts.rights import access_to
from hoursback.web.shared import faults
from hoursback.web.shared.nav import STEPS, links
from tests.web.cast import Player
from tests.web.shared import gallery


def _shown(player: Player) -> list[str]:
    html = gallery.page(player)
    head = html[html.index('<nav class="journey"') : html.index("</nav>")]
    return re.findall(r"</svg>([^<]+)</a>", head)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_is_shown_to_exactly_the_roles_its_route_opens_for(step: object) -> None:
    access = access_to(step.route)  # type: ignore[attr-defined]
    assert access is not None
    assert {str(role) for role in access.roles} == set(step.roles)  # type: ignore[attr-defined]
    assert step.shown_to <= step.roles  # type: ignore[attr-defined]


def test_the_owner_sees_every_step_in_the_order_of_the_journey(olive: Player) -> None:
    assert _shown(olive) == [
        "Today",
        "Log",
        "Review",
        "Worth",
        "Plan",
        "Hand-offs",
        "Results",
        "Outlook",
        "People",
        "Settings",
    ]


def test_a_helper_sees_their_log_work_and_cycle_and_what_is_stored_about_them(sam: Player) -> None:
    assert _shown(sam) == ["Today", "Log", "Hand-offs", "My cycle", "About me"]


def test_a_page_with_an_entry_of_its_own_marks_no_other(sam: Player) -> None:
    request = gallery.request_of(sam, "me")
    assert [(link.step.name, link.current) for link in links(request) if link.current] == [("me", "page")]


def test_the_page_one_is_on_is_marked_and_what_lies_below_it_otherwise(olive: Player) -> None:
    request = gallery.request_of(olive, "log/")
    assert [(link.step.name, link.current) for link in links(request) if link.current] == [("log", "page")]
    request.resolver_match = resolve(inside(request, "capture:imports"))
    assert [(link.step.name, link.current) for link in links(request) if link.current] == [("log", "true")]


def test_outside_a_workspace_there_are_no_steps(olive: Player) -> None:
    html = olive.client.get("/account/password/change/").content.decode()
    assert "journey" not in html
    assert "Log out" in html


def test_who_is_not_logged_in_sees_no_account_menu(client: object) -> None:
    html = client.get("/account/login/").content.decode()  # type: ignore[attr-defined]
    assert "Log out" not in html
    assert "data-menu" not in html


def test_logging_out_is_a_form_that_posts(olive: Player) -> None:
    html = gallery.page(olive)
    assert re.search(
        r'<form method="post" action="/account/logout/"><input type="hidden" name="csrfmiddlewaretoken"', html
    )


def test_a_page_starts_with_the_way_past_the_header(olive: Player) -> None:
    html = gallery.page(olive)
    assert re.search(r"<body[^>]*>\s*<a class=\"skip\" href=\"#main\">", html)
    assert '<main id="main" tabindex="-1"' in html


def test_a_stated_look_is_on_the_root_of_the_page(olive: Player) -> None:
    assert '<html lang="en" data-theme="dark">' in gallery.page(olive, theme="dark")
    assert '<html lang="en">' in gallery.page(olive)


def test_a_page_about_a_fault_asks_the_database_nothing(olive: Player, django_assert_num_queries: object) -> None:
    def away() -> object:
        raise AssertionError("the database was asked who this is")

    request = gallery.request_of(olive)
    request.user = SimpleLazyObject(away)
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = faults.answer(request, 503, "The database is away.", "Try again.")
    assert response.status_code == 503
    assert b"The database is away." in response.content
