from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.serving import App


def answer_everything(page: Page, root: str) -> None:
    """Each kind of work in turn: three answers, then what the log says to them."""
    page.goto(root + "review/")
    page.get_by_role("link", name="Start answering").click()
    for _ in range(40):
        for question, answer in (("time", 2), ("liking", 3), ("skill", 5)):
            page.locator(f"[data-question={question}] .point").nth(answer).click()
        page.get_by_role("button", name="Save").click()
        onward = page.get_by_role("link", name="Keep my answer")
        is_last = "show the lists" in onward.inner_text()
        onward.click()
        if is_last:
            break
        expect(page.locator("form[data-questions]")).to_be_visible()
    page.goto(root + "review/")


def walk(page: Page, folder: Path) -> None:
    """From an empty installation to an accepted line of a plan."""
    root = steps.begin(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Find out which hours")

    steps.type_line(page, root, "45 min invoices for March", "Invoices and reminders")
    expect(page.get_by_role("heading", level=1)).to_contain_text("45 min")

    steps.bring_in(page, root, steps.two_weeks(folder, date.today()))  # noqa: DTZ011
    expect(page.get_by_role("heading", level=1)).to_contain_text("came in")

    answer_everything(page, root)
    expect(page.get_by_role("heading", level=1)).to_contain_text("hours a week")

    page.goto(root + "worth/money")
    page.get_by_label("Your pay plus profit in a year").fill("140000 to 160000")
    page.get_by_role("button", name="Save and see the worth").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is worth")

    page.goto(root + "people/new")
    page.get_by_label("Name").fill("Berta Klein")
    page.get_by_label("Price per hour").fill("18")
    page.get_by_label("Hours a week they could take on").fill("15")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.goto(root + "plan/")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hours a week", timeout=60_000)
    accept = page.get_by_role("button", name="Accept").first
    expect(accept).to_be_visible(timeout=60_000)
    accept.click()
    expect(page.locator(".plan-decided").first).to_contain_text("accepted")


def test_an_empty_workspace_becomes_an_accepted_plan(page: Page, tmp_path: Path) -> None:
    walk(page, tmp_path)


def test_the_same_journey_works_without_javascript(browser: Browser, app: App, tmp_path: Path) -> None:
    context = browser.new_context(base_url=app.address, java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(20_000)
    walk(context.new_page(), tmp_path)
    context.close()


@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_timer_goes_on_when_browser_and_server_stop(
    page: Page, app: App, browser: Browser, is_restarted: bool
) -> None:
    root = steps.begin(page)
    page.goto(root + "log/")
    page.get_by_label("What are you doing?").fill("quote for Alder Bakery")
    page.get_by_role("button", name="Start the timer").click()
    expect(page.get_by_role("button", name="Stop and log")).to_be_visible()
    if is_restarted:
        app.stop()
        app.start()
    other = browser.new_context(base_url=app.address, storage_state=page.context.storage_state())
    again = other.new_page()
    again.goto(root + "log/")
    expect(again.get_by_text("quote for Alder Bakery").first).to_be_visible()
    again.get_by_role("button", name="Stop and log").click()
    expect(again.get_by_role("button", name="Start the timer")).to_be_visible()
    expect(again.locator("#entries")).to_contain_text("quote for Alder Bakery")
    other.close()


def test_an_import_is_taken_back_as_a_whole_and_comes_again(page: Page, tmp_path: Path) -> None:
    root = steps.begin(page)
    file = steps.two_weeks(tmp_path, date.today())  # noqa: DTZ011
    steps.bring_in(page, root, file)
    said = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Take this import back").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("taken back")
    steps.bring_in(page, root, file)
    expect(page.get_by_role("heading", level=1)).to_have_text(said)
