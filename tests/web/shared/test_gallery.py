"""The whole look in a real browser: axe finds nothing in light and dark, wide and on a phone; nothing sticks out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.test import Client

from hoursback.web.accounts.models import Member, User, Workspace
from hoursback.web.accounts.roles import Role
from tests.web import cast
from tests.web.shared import gallery
from tests.web.shared.browser import SIZES, assert_clean, browser_with


@pytest.fixture(scope="module")
def show() -> Iterator[Any]:
    """Opens the gallery, made of rows that are in no database."""
    user = User(pk=1, email="olive@example.com", name="Olive")
    member = Member(pk=1, workspace=Workspace(pk=1, name="Olive's studio"), user=user, role=Role.OWNER)
    html = gallery.page(cast.Player(member, Client()))
    with browser_with({"/gallery": html}) as opened:
        yield partial(opened, "/gallery")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(show: Any, size: str, scheme: str) -> None:
    assert_clean(show(size, scheme))


def test_a_picture_takes_its_colours_from_the_look(show: Any) -> None:
    paint = "getComputedStyle(document.querySelector('.chart-wide [stroke=\"var(--c1)\"]')).stroke"
    light, dark = show().evaluate(paint), show(scheme="dark").evaluate(paint)
    assert (light, dark) == ("rgb(36, 86, 121)", "rgb(143, 192, 228)")


def test_a_phone_sees_the_drawing_made_for_it(show: Any) -> None:
    seen = "[...document.querySelectorAll('.chart svg')].filter(s => s.checkVisibility()).map(s => s.classList.value)"
    assert set(show("phone").evaluate(seen)) == {"chart-phone"}
    assert set(show("wide").evaluate(seen)) == {"chart-wide"}


def test_every_control_is_large_enough_for_a_thumb(show: Any) -> None:
    page = show("phone", has_touch=True)
    small = page.evaluate(
        """(controls) => [...document.querySelectorAll(controls)]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)""",
        "button, .button, input:not([type=hidden]), select, textarea, summary, .journey a, a.chip",
    )
    assert small == []


def test_the_palette_opens_by_keys_filters_and_goes(show: Any) -> None:
    page = show()
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Plan history").wait_for()
    page.get_by_role("combobox", name="Go to…").fill("hist")
    assert page.locator("#palette").get_by_role("option").all_inner_texts() == ["Plan history"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/there")


def test_the_sheet_lists_the_keys_of_this_page_and_keys_press_buttons(show: Any) -> None:
    page = show()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    assert "Review the next activity" in sheet.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/log/")


def test_letters_typed_into_a_box_are_letters(show: Any) -> None:
    page = show()
    page.get_by_label("Note").fill("")
    page.get_by_label("Note").press_sequentially("glen?")
    assert page.get_by_label("Note").input_value() == "glen?"
    assert page.url.endswith("/gallery")


def test_keys_can_be_turned_off(show: Any) -> None:
    page = show()
    page.keyboard.press("?")
    page.get_by_label("Shortcuts without Ctrl").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("?")
    assert page.url.endswith("/gallery")
    assert page.get_by_role("dialog").count() == 0


def test_the_account_menu_closes_as_menus_do(show: Any) -> None:
    page = show()
    page.locator("details[data-menu] summary").click()
    assert page.get_by_role("button", name="Log out").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Log out").is_visible()


def test_a_request_that_fails_is_said_in_place(show: Any) -> None:
    page = show()
    page.route("**/broken", lambda route: route.fulfill(status=400, content_type="text/html", body=FAULT))
    page.evaluate("htmx.ajax('GET', '/broken', {target: '#above'}).catch(() => {})")
    page.get_by_text("“99” is not a day.").wait_for()
    assert "Write 1 to 31." in page.locator("#toasts").inner_text()
    page.get_by_role("button", name="Close").click()
    assert page.locator("#toasts").inner_text() == ""


def test_without_scripts_the_page_can_be_read_and_its_forms_sent(show: Any) -> None:
    page = show(java_script_enabled=False)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("button", name="Undo").is_visible()
    assert page.get_by_role("button", name="Go to…").count() == 0


FAULT = "<main><h1 data-fault-what>“99” is not a day.</h1><p data-fault-hint>Write 1 to 31.</p></main>"
