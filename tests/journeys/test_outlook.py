"""The sample's owner protects her best hours, looks at what came back, and at what is coming."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests import servers
from tests.journeys.walking import Walker
from tests.looking import DESK, PHONE

SEEN = (
    *("", "focus/blocks/", "focus/protect/", "focus/intrusions/", "focus/calendar", "outcome/", "outcome/handoffs/1"),
    *("outcome/changes", "outcome/decisions", "outlook/", "outlook/capacity/", "outlook/triggers/", "outlook/vision/"),
    *("outlook/drivers/", "outlook/drivers/1/", "outlook/scenarios/"),
)
"""Where she comes last, in both looks and at both widths."""


@pytest.fixture
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo; the address that logs Olive in."""
    env = servers.environment(tmp_path_factory.mktemp("nobody"))
    with servers.serving("--port", "0", env=env, command="demo") as served:
        yield served.url
        served.stop()


def today_here() -> date:
    return datetime.now(ZoneInfo("Europe/Berlin")).date()


def protect(olive: Walker) -> None:
    """More minutes, an if-then plan, and blocks for the whole of next week; one goes where she wants it."""
    olive.go("focus/protect/")
    olive.write("Protected minutes a day", "120")
    olive.write("If …", "the printer stands still")
    olive.write("then …", "I draw one logo on paper")
    olive.press("Save")
    olive.reads("Saved: this is what your days protect.", where="body")
    monday = today_here() + timedelta(days=7 - today_here().weekday())
    olive.go(f"focus/blocks/week/{monday.isoformat()}/")
    olive.press("Propose this week's blocks")
    olive.answers("10 h protected")
    before = olive.page.locator(".block strong").first.inner_text()
    olive.follow("Move")
    olive.write("From", "07:00")
    olive.write("to", "09:00")
    olive.press("Save")
    expect(olive.page.locator(".block strong").first).not_to_have_text(before)
    olive.reads("moved")


def have_a_bad_day(olive: Walker) -> None:
    """Little is enough on such a day; on a day off nothing is asked anyway."""
    olive.go("")
    if today_here().weekday() > 4:
        olive.answers("A day off")
        return
    olive.open("A bad day?")
    olive.reads("I draw one logo on paper")
    olive.press("15 minutes will do today")
    olive.answers("on a bad day")
    olive.press("A usual day after all")
    olive.answers("of 120 protected minutes")


def look_at_the_calendar(olive: Walker) -> None:
    """What it would take, and what a reading calendar needs only."""
    olive.go("focus/calendar")
    olive.answers("Your blocks are not in your calendar yet.")
    olive.follow("Mail and calendar")


def see_what_came_back(olive: Walker) -> None:
    """Hours with their range, in all and of one hand-off; what else changed stands beside."""
    olive.go("outcome/")
    title = olive.page.get_by_role("heading", level=1)
    expect(title).to_have_text(re.compile(r"you got back [\d.]+ hours a week \(likely [\d.]+ to [\d.]+\)"))
    expect(title).not_to_contain_text("-")
    olive.reads("Paid a month")
    assert "New in the log" not in olive.page.locator("main").inner_text(), "the log began with all of it"
    olive.follow("Shop orders")
    olive.answers("hours a week since the hand-off (likely")


def look_ahead(olive: Walker) -> None:
    """Where she wants to be, what makes work, when the hours run out and which kind of help that means."""
    olive.go("outlook/vision/")
    olive.write("Hours a week you want to work", "38")
    olive.write("Within so many months", "12")
    olive.press("Save")
    olive.reads("What must go by when")
    olive.go("outlook/drivers/")
    olive.write("What do you count?", "Orders")
    olive.press("Add")
    olive.page.get_by_label("Quotes", exact=True).check()
    boxes = olive.page.locator("input[step=any]").locator("visible=true")
    for place in range(boxes.count()):
        boxes.nth(place).fill(str(20 + place))
    olive.press("Save")
    olive.reads("Saved.", where="body")
    olive.go("outlook/")
    olive.answers("Your own week is full")
    olive.follow("Design work")
    olive.reads("likely")
    olive.go("outlook/capacity/")
    olive.reads("Olive")
    olive.go("outlook/triggers/")
    olive.go("outlook/scenarios/")
    olive.write("Name", "Sam leaves")
    olive.page.get_by_label("Sam", exact=True).check()
    olive.press("Save and make its plan")
    olive.reads("Sam leaves")
    olive.reads("As stated")


def test_an_owner_protects_proves_and_looks_ahead(browser: Browser, demo: str) -> None:
    olive = Walker("olive", browser, demo.partition("/demo/")[0], DESK)
    olive.page.goto(demo)
    olive.root = olive.page.url
    protect(olive)
    have_a_bad_day(olive)
    look_at_the_calendar(olive)
    see_what_came_back(olive)
    look_ahead(olive)
    olive.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    for address in SEEN:
        olive.look_every_way(address)
    olive.close()
