"""Something broke, and a phone decides: two boxes, a clock that asks again, what it took, then a retainer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.journeys.serving import App
from tests.journeys.walking import Walker
from tests.looking import PHONE


@pytest.fixture
def olive(browser: Browser, app: App) -> Iterator[Walker]:
    """Olive with her phone, her hour's worth and somebody who could do it."""
    walker = Walker("olive", browser, app.address, PHONE)
    walker.root = steps.begin(walker.page)
    steps.type_line(walker.page, walker.root, "45 min invoices for March", "Invoices")
    walker.page.goto(walker.root + "worth/money")
    walker.page.get_by_label("Worth of a freed hour, if you know it").fill("60")
    walker.page.get_by_role("button", name="Save and see the worth").click()
    walker.page.goto(walker.root + "people/new")
    walker.page.get_by_label("Name").fill("Bo")
    walker.page.get_by_label("Price per hour").fill("30")
    walker.page.get_by_role("button", name="Add", exact=True).click()
    yield walker
    walker.close()


def report(olive: Walker, what: str, hours: str) -> None:
    """Type two boxes, and read the answer."""
    olive.go("focus/incidents/")
    olive.write("What broke?", what)
    olive.write("How long would it take you?", hours)
    olive.press("Fix or pay?")


def test_what_broke_is_decided_on_a_phone_tried_and_remembered(olive: Walker, browser: Browser, app: App) -> None:
    report(olive, "The printer jams", "2 to 6 h")
    olive.answers("Pay Bo: about €1")
    for name in ("Do it yourself", "Pay Bo"):
        expect(olive.page.get_by_role("heading", level=2, name=name, exact=True)).to_be_in_viewport(ratio=1)
    expect(olive.button("Try it for")).to_be_in_viewport(ratio=1)

    olive.press("Try it for")
    olive.answers("You are trying “The printer jams” until")
    expect(olive.page.get_by_role("timer")).to_contain_text(":")

    # The browser closes; the clock does not.
    state = olive.page.context.storage_state()
    with browser.new_context(base_url=app.address, storage_state=state, viewport=PHONE, locale="en-GB") as later:
        page = later.new_page()
        page.clock.install()
        page.goto(olive.root)
        page.get_by_role("link", name="To the clock").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("You are trying")
        page.clock.fast_forward("09:00:00")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Time is up: does it work again?")
        expect(page.get_by_role("timer")).to_have_text("0:00:00")
        page.get_by_label("How long will it still take you?").fill("20 min")
        page.get_by_role("button", name="Fix or pay, from here?").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Do it yourself: about €23")

    olive.go("focus/incidents/1/")
    olive.open("How did it end?")
    olive.page.get_by_label("fixed it myself").check()
    olive.write("Your hours in all", "5")
    olive.press("Record it")
    olive.answers("Fixed it yourself in 5 h: €300 in all.")

    report(olive, "Printer jammed again", "4 h")
    olive.reads("This is the second time.")
    olive.reads("Protection of your time: a retainer")
    olive.reads("A retainer with Bo that takes these off you pays below")
    expect(olive.page.get_by_role("link", name="Begin a hand-off")).to_be_visible()
    for address in ("focus/incidents/", "focus/incidents/1/", "focus/incidents/2/"):
        olive.look_every_way(address)
    olive.go("focus/incidents/2/")
    olive.press("Try it for")
    olive.look_every_way("focus/incidents/2/box")
    olive.look_every_way("")
